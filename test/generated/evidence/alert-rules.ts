import { mebibyte, type Page } from './page.ts'

const wrongClaim = (over: string): string => `monitoring:
  rules: FILE
  alerts:
    - {kind: quality, metric: wrong_answer_rate, fire: above 2%, over: ${over}, rule: OrdersWrong, runbook: wrong-answers}
`

export const alertRulesPage: Page = {
  title: 'Alert rules',
  shows: 'The threshold, window and percentile of an alert, and the runbook section that it links.',
  fact: 'alertRules',
  formats: [
    {
      name: 'Prometheus',
      reads:
        '`groups[].rules[]` with `alert`, `expr` (PromQL), `for` and `annotations.runbook_url`; recording rules of the same file or values are followed, of any resource in it; `params` and `type` of a group of vmalert; `PrometheusRule` and `VMRule` resources, too, also in a `List`.',
      maxBytes: mebibyte,
      path: 'monitoring/orders.rules.yml',
      sample: {
        'monitoring/orders.rules.yml': `groups:
  - name: orders
    rules:
      - alert: OrdersSlow
        expr: histogram_quantile(0.95, sum by (le) (rate(answer_seconds_bucket[20m]))) > 4
        annotations: {runbook_url: docs/runbook.md#slow-answers}
`,
      },
    },
    {
      name: 'Helm values',
      reads:
        'The groups below `additionalPrometheusRulesMap`, `additionalPrometheusRules`, `additionalVictoriaMetricsMap` and `serverFiles`, and the `groups` or `rules` of `prometheusRule`, also in the values of a chart in a chart. `enabled: false` is respected.',
      maxBytes: mebibyte,
      path: 'charts/orders/values.yaml',
      sample: {
        'charts/orders/values.yaml': `replicas: 3
metrics:
  prometheusRule:
    enabled: true
    rules:
      - alert: OrdersSlow
        expr: histogram_quantile(0.95, sum by (le) (rate(answer_seconds_bucket[20m]))) > 4
        annotations: {runbook_url: docs/runbook.md#slow-answers}
`,
      },
    },
    {
      name: 'Grafana provisioning',
      reads:
        '`apiVersion: 1`, `groups[].rules[]`: what the condition compares, through thresholds, reducers, math and classic conditions, or within the PromQL of a query. A mute timing of the same file that covers every minute counts as paused.',
      maxBytes: mebibyte,
      path: 'monitoring/grafana.yaml',
      sample: {
        'monitoring/grafana.yaml': `apiVersion: 1
groups:
  - name: orders
    rules:
      - title: OrdersSlow
        condition: B
        data:
          - refId: A
            model: {expr: 'histogram_quantile(0.95, sum by (le) (rate(answer_seconds_bucket[20m])))'}
          - refId: B
            model: {type: threshold, expression: A, conditions: [{evaluator: {type: gt, params: [4]}}]}
        annotations: {runbook_url: docs/runbook.md#slow-answers}
`,
      },
    },
    {
      name: 'Grafana operator',
      reads: '`GrafanaAlertRuleGroup`: its rules, as those of Grafana provisioning.',
      maxBytes: mebibyte,
      path: 'monitoring/grafana-rules.yaml',
      sample: {
        'monitoring/grafana-rules.yaml': `apiVersion: grafana.integreatly.org/v1beta1
kind: GrafanaAlertRuleGroup
metadata: {name: orders}
spec:
  folderRef: orders
  interval: 1m
  rules:
    - title: OrdersSlow
      condition: C
      data:
        - refId: A
          datasourceUid: prometheus
          model: {expr: 'histogram_quantile(0.95, sum by (le) (rate(answer_seconds_bucket[20m])))'}
        - refId: B
          datasourceUid: prometheus
          model: {expr: 'sum(increase(answer_seconds_count[20m]))'}
        - refId: C
          datasourceUid: __expr__
          model: {type: math, expression: $A > 4 && $B > 30}
      annotations: {runbook_url: docs/runbook.md#slow-answers}
`,
      },
    },
    {
      name: 'OpenSLO',
      reads:
        '`apiVersion: openslo/v1`: the objective of the SLO that the alert belongs to, or its burn rate, where its condition is `gt` or `gte` and its policy alerts when it breaches.',
      maxBytes: mebibyte,
      path: 'monitoring/slo.yaml',
      sample: {
        'monitoring/slo.yaml': `apiVersion: openslo/v1
kind: SLO
metadata: {name: OrdersSlow, annotations: {runbook_url: docs/runbook.md#slow-answers}}
spec:
  objectives: [{op: lte, value: 4}]
  alertPolicies:
    - kind: AlertPolicy
      metadata: {name: slow}
      spec:
        conditions:
          - kind: AlertCondition
            metadata: {name: slow-burn}
            spec: {condition: {kind: burnrate, op: gt, threshold: 1, lookbackWindow: 20m}}
`,
      },
    },
    {
      name: 'Sloth',
      reads:
        '`version: prometheus/v1`, and `PrometheusServiceLevel` resources: the alerts that Sloth generates for an objective, by the name of the alert or of the objective. They fire if the share of bad events is above a multiple of what the objective allows, over 1h, 6h, 1d and 3d, in periods of 30 or 28 days, or as in `AlertWindows` in a file or folder with `windows` in its name, beside them or one folder up.',
      maxBytes: mebibyte,
      path: 'monitoring/sloth.yaml',
      claim: wrongClaim('3d'),
      sample: {
        'monitoring/sloth.yaml': `version: prometheus/v1
service: orders
slos:
  - name: right-answers
    objective: 98
    sli:
      events:
        error_query: sum(rate(answers_wrong_total[{{.window}}]))
        total_query: sum(rate(answers_total[{{.window}}]))
    alerting:
      name: OrdersWrong
      labels: {team: claims-intake}
      annotations: {runbook_url: docs/runbook.md#wrong-answers}
`,
      },
    },
    {
      name: 'Pyrra',
      reads:
        '`ServiceLevelObjective` of `pyrra.dev/v1alpha1`: its four burn rates, by the name of the alert (`ErrorBudgetBurn`) or of the objective. The slowest fires if the share of bad events is above what the objective allows, over a seventh of its window.',
      maxBytes: mebibyte,
      path: 'monitoring/pyrra.yaml',
      claim: wrongClaim('4d'),
      sample: {
        'monitoring/pyrra.yaml': `apiVersion: pyrra.dev/v1alpha1
kind: ServiceLevelObjective
metadata:
  name: right-answers
  labels: {pyrra.dev/team: claims-intake}
  annotations: {pyrra.dev/runbook_url: docs/runbook.md#wrong-answers}
spec:
  target: "98"
  window: 4w
  alerting: {name: OrdersWrong}
  indicator:
    ratio:
      errors: {metric: answers_wrong_total}
      total: {metric: answers_total}
`,
      },
    },
    {
      name: 'Datadog',
      reads:
        'Monitors as the API gives them (one, a list, or below `monitors`, each also below `definition`), and `DatadogMonitor` resources: the threshold, window and arithmetic of a metric query, and the handles of its message that do not depend on a condition other than `is_alert`. Monitors of type `slo alert` whose objective (`DatadogSLO`, or of the API) is in the same file: the share of bad events at which that much of the budget is spent. An objective alone says what it allows, and calls nobody. A monitor with an `evaluation_delay` of more than an hour, a custom schedule of less than once a day or a cumulative window is unverified.',
      maxBytes: 10 * mebibyte,
      path: 'monitoring/datadog.json',
      sample: {
        'monitoring/datadog.json': `{
  "name": "OrdersSlow",
  "type": "query alert",
  "query": "percentile(last_20m):p95:trace.orders.answer{env:prod} > 4",
  "message": "Answers are slow @pagerduty-claims-intake",
  "options": {"thresholds": {"critical": 4}}
}
`,
      },
    },
    {
      name: 'Terraform',
      reads:
        '`datadog_monitor`, `datadog_service_level_objective`, `aws_cloudwatch_metric_alarm`, `azurerm_monitor_metric_alert`, `google_monitoring_alert_policy` (with one condition of a threshold or of PromQL), `newrelic_nrql_alert_condition` and `grafana_rule_group`, by their names or addresses, in every file of the folder. Variables with a default, `*.tfvars` that Terraform loads by itself, and locals of the folder are filled in (neither a default nor what is loaded is where another file of settings, there or below, or a call of the folder as a module sets something else; `staging`, `test` and the like aside), sums, products and conditions of them, `join` and `format` are computed, and modules of the repository (`source = "./modules/x"`) are read with what they are given; what else is computed is unverified, but for a variable in the filter of a Datadog query or of NRQL that says no place and no arm. What AWS, Azure and Google measure themselves is in the unit of their documentation. A `datadog_downtime_schedule` without an end or of more than half a year, and those that together leave no more than an hour a day, are a pause; a `newrelic_alert_muting_rule` without a schedule leaves its conditions unverified, unless the workflow notifies all the same. An alert with `ignore_changes` on what is read, or of a provider called like `datadog.staging`, is unverified. The action group, topic or channel that an alert calls is looked for in the folder: its name, or a mail of it, has to be that of the owner; one that is switched off, calls nobody or is kept elsewhere shows nothing; one that a `data` block looks up has the name by which it does. So are the workflow that takes the issues of a policy of New Relic by `labels.policyIds` alone, with its channels and destinations, and `newrelic_alert_policy_channel`. So are the contact point of a rule of Grafana, of which one without an integration calls nobody, and its mute timings. An `azurerm_monitor_alert_processing_rule_suppression` without an end, of more than half a year, or that leaves no more than an hour a day leaves its alerts unverified. `terraform show -json` of a plan or a state is read as well.',
      maxBytes: mebibyte / 2,
      path: 'infra/alerts.tf',
      sample: {
        'infra/alerts.tf': `variable "slow" {
  default = 4
}

resource "datadog_monitor" "slow" {
  name    = "OrdersSlow"
  type    = "query alert"
  query   = "percentile(last_20m):p95:trace.orders.answer{env:prod} > \${var.slow}"
  message = "Answers are slow @pagerduty-claims-intake"

  monitor_thresholds {
    critical = var.slow
  }
}
`,
      },
    },
    {
      name: 'CloudFormation',
      reads:
        '`AWS::CloudWatch::Alarm`: the threshold, period and statistic of a metric, or of an expression with `+ - * /` and `FILL`, also of other expressions, with an `IF(requests > 50, …, 0)` around it all, whose number of events `cost.volume` has to allow; an alarm with a `Condition` is unverified.',
      maxBytes: mebibyte,
      path: 'infra/alarms.yaml',
      sample: {
        'infra/alarms.yaml': `Resources:
  Slow:
    Type: AWS::CloudWatch::Alarm
    Properties:
      AlarmName: OrdersSlow
      Namespace: Orders
      MetricName: AnswerLatency
      Unit: Seconds
      ExtendedStatistic: p95
      Period: 1200
      EvaluationPeriods: 1
      ComparisonOperator: GreaterThanThreshold
      Threshold: 4
      AlarmActions: [arn:aws:sns:eu-west-1:111122223333:claims-intake]
`,
      },
    },
  ],
  claim: `monitoring:
  rules: FILE
  alerts:
    - {kind: latency, metric: latency_p95, fire: above 4s, over: 20m, rule: OrdersSlow, runbook: slow-answers}
`,
  lie: `monitoring:
  rules: FILE
  alerts:
    - {kind: latency, metric: latency_p95, fire: above 2s, over: 1h, rule: OrdersSlow, runbook: slow-answers}
`,
  unread: { path: 'monitoring/datadog.yaml', text: 'monitors: []\n' },
  broken: { path: 'monitoring/orders.rules.yml', text: 'groups: {orders: []}\n' },
  notes:
    'An unsupported part of an expression is unverified, never a difference: see [monitoring/rule-mismatch](rules/monitoring/rule-mismatch.md).',
}
