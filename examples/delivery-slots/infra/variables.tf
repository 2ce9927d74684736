variable "wrong_slot" {
  type        = number
  description = "The share of wrong slots at which the monitor fires."
  default     = 0.025
}

variable "slow" {
  type        = number
  description = "In seconds."
  default     = 5
}

locals {
  csat   = 4.1
  cost   = 0.006
  notify = "@pagerduty-PCAREGC @slack-care-platform"
}
