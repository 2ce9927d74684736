resource "datadog_monitor" "wrong_slot" {
  name    = "SlotWrong"
  type    = "query alert"
  query   = "sum(last_2d):sum:slots.answers.wrong{env:prod}.as_count() / sum:slots.answers.reviewed{env:prod}.as_count() > ${var.wrong_slot}"
  message = <<-EOT
    SlotWrong: see docs/runbook.md.
    ${local.notify}
  EOT

  monitor_thresholds {
    critical = var.wrong_slot
  }
}

resource "datadog_monitor" "csat" {
  name    = "SlotCsatLow"
  type    = "query alert"
  query   = "avg(last_7d):avg:slots.csat.points{env:prod} < ${local.csat}"
  message = <<-EOT
    SlotCsatLow: see docs/runbook.md.
    ${local.notify}
  EOT

  monitor_thresholds {
    critical = local.csat
  }
}

resource "datadog_monitor" "slow" {
  name    = "SlotSlow"
  type    = "query alert"
  query   = "percentile(last_8h):p95:slots.answer.seconds{env:prod} > ${var.slow}"
  message = <<-EOT
    SlotSlow: see docs/runbook.md.
    ${local.notify}
  EOT

  monitor_thresholds {
    critical = var.slow
  }
}

resource "datadog_monitor" "cost" {
  name    = "SlotCost"
  type    = "query alert"
  query   = "sum(last_1d):sum:slots.cost.eur{env:prod}.as_count() / sum:slots.chats{env:prod}.as_count() > ${local.cost}"
  message = <<-EOT
    SlotCost: see docs/runbook.md.
    ${local.notify}
  EOT

  monitor_thresholds {
    critical = local.cost
  }
}
