import { kibibyte, type Page } from './page.ts'

const pagerDuty = `resource "pagerduty_schedule" "care" {
  name      = "Customer care"
  time_zone = "Europe/Berlin"
  layer {
    rotation_turn_length_seconds = 604800
    users                        = [data.pagerduty_user.lee.id, data.pagerduty_user.okafor.id]
  }
}

resource "pagerduty_escalation_policy" "care" {
  name = "Customer care escalation"
  rule {
    escalation_delay_in_minutes = 15
    target {
      type = "schedule_reference"
      id   = pagerduty_schedule.care.id
    }
  }
}

resource "pagerduty_service" "chat" {
  name              = "Customer chat"
  escalation_policy = pagerduty_escalation_policy.care.id
}

resource "pagerduty_schedule" "nights" {
  name      = "Nights"
  time_zone = "Europe/Berlin"
  layer {
    rotation_turn_length_seconds = 604800
    users                        = []
  }
}
`

export const onCallPage: Page = {
  title: 'On-call',
  shows: 'Whether the on-call rota of the owner exists and has members. If no file shows it, it is unverified.',
  fact: 'onCall',
  formats: [
    {
      name: 'PagerDuty in Terraform',
      reads:
        'The service, escalation policy, schedule or team of that name or address, ignoring case and punctuation, with the variables and locals of the folder; or the id of one that a service, an integration or a policy names literally. Schedules without users, policies that notify nobody or only such schedules, and services of such policies are a contradiction; `count` and `for_each` leave it unverified.',
      maxBytes: 512 * kibibyte,
      path: 'on-call.tf',
      sample: { 'on-call.tf': pagerDuty },
    },
    {
      name: 'Opsgenie in Terraform',
      reads:
        'The team, service, schedule or escalation of that name or address, or the id of a team that a service names literally. A disabled schedule, an escalation that notifies nobody or only such schedules, and a team without members whose schedules are all disabled are a contradiction.',
      maxBytes: 512 * kibibyte,
      path: 'on-call.tf',
      sample: {
        'on-call.tf': `resource "opsgenie_team" "care" {
  name = "customer-care"
}

resource "opsgenie_schedule" "care" {
  name          = "customer-care-rota"
  timezone      = "Europe/Berlin"
  enabled       = true
  owner_team_id = opsgenie_team.care.id
}
`,
      },
      claim: 'owner: {team: acme/care, on_call: opsgenie:customer-care-rota}\n',
    },
  ],
  claim: 'owner: {team: acme/care, on_call: pagerduty:customer-chat}\n',
  lie: 'owner: {team: acme/care, on_call: pagerduty:nights}\n',
  unread: { path: 'on-call.tf.json', text: '{"resource": {"pagerduty_team": {"care": {"name": "Customer chat"}}}}\n' },
  broken: { path: 'on-call.tf', text: 'resource "pagerduty_team" "care" {\n' },
}
