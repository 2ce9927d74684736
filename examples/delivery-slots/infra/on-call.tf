data "pagerduty_vendor" "datadog" {
  name = "Datadog"
}

# The service is older than this repository; only its integration is kept here.
resource "pagerduty_service_integration" "monitors" {
  name    = "Monitors of the delivery chat"
  service = "PCAREGC"
  vendor  = data.pagerduty_vendor.datadog.id
}
