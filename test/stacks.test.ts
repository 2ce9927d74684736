import { rmSync } from 'node:fs'
import { expect, test } from 'vitest'
import { commitsOf, type Files } from '../examples/run.js'
import { repo } from './integration/git.ts'
import { judge } from './lies/lie.ts'

/** The day on which the examples are judged. */
const day = Date.UTC(2026, 10, 22, 12)

const monitor = (id: string, name: string, query: string, critical: string) => `
resource "datadog_monitor" "${id}" {
  name    = "${name}"
  type    = "query alert"
  query   = "${query} \${${critical}}"
  message = <<-EOT
    ${name}: see the runbook.
    \${local.notify}
  EOT

  monitor_thresholds {
    critical = ${critical}
  }
}
`

/** The alerts of the example, as a shop on Datadog keeps them in Terraform. */
const alerts = [
  monitor(
    'wrong_window',
    'ParcelWrongWindow',
    'sum(last_2d):sum:parcel.answers.wrong{env:prod}.as_count() / sum:parcel.answers.reviewed{env:prod}.as_count() >',
    'var.wrong_window',
  ),
  monitor('csat', 'ParcelCsatLow', 'avg(last_7d):avg:parcel.csat.points{env:prod} <', 'local.csat'),
  monitor('slow', 'ParcelSlow', 'percentile(last_4h):p95:trace.parcel.answer{env:prod} >', 'var.slow'),
  monitor(
    'cost',
    'ParcelCost',
    'sum(last_1d):sum:parcel.cost.eur{env:prod}.as_count() / sum:parcel.chats{env:prod}.as_count() >',
    '0.02',
  ).replace(/\$\{0.02\}/, '0.02'),
].join('')

const variables = `variable "wrong_window" {
  type    = number
  default = 0.04
}

variable "slow" {
  type    = number
  default = 5
}

locals {
  csat   = 3.85
  notify = "@pagerduty-PCARE1 @slack-care-platform"
}
`
const settings = 'slow = 4\n'

/** The flag of the example, as LaunchDarkly's API tells it. */
const flagged = (flagd: string): string => {
  const share = (arm: string): number => Number(new RegExp(`\\["${arm}", (\\d+)\\]`).exec(flagd)?.[1] ?? 0)
  const weights = [share('on'), share('control'), share('off')]
  const environment = {
    on: true,
    offVariation: 2,
    fallthrough: {
      rollout: {
        contextKind: 'customer',
        variations: weights.map((weight, variation) => ({ variation, weight: weight * 1000 })),
      },
    },
    targets: [],
    rules: [],
    prerequisites: [],
  }
  const variations = ['on', 'control', 'off'].map((name) => ({ name, value: name }))
  const staging = { ...environment, fallthrough: { variation: 0 } }
  return `${JSON.stringify({ items: [{ key: 'parcel-status-ai', variations, environments: { staging, production: environment } }] }, null, 1)}\n`
}

const pilot = (text: string): string =>
  text
    .replace('monitoring/parcel-status.rules.yml', 'infra/alerts.tf')
    .replace('flags/care.flagd.json', 'flags/launchdarkly.json')
    .replace('rule: ParcelWrongWindow', 'rule: ParcelWrongWindow, runbook: wrong-window')
    .replace('rule: ParcelCsatLow', 'rule: ParcelCsatLow, runbook: csat-drop')
    .replace('rule: ParcelSlow', 'rule: datadog_monitor.slow, runbook: slow-answers')
    .replace('rule: ParcelCost', 'rule: ParcelCost, runbook: cost-spike')

const named: { readonly [path: string]: readonly [path: string, of: (text: string) => string] } = {
  'pilot.yaml': ['pilot.yaml', pilot],
  '.github/CODEOWNERS': ['.gitlab/CODEOWNERS', (text) => text.replace('/monitoring/', '/infra/')],
  'monitoring/parcel-status.rules.yml': ['infra/alerts.tf', () => alerts],
  'flags/care.flagd.json': ['flags/launchdarkly.json', flagged],
}

/** What becomes of a file. */
type Edit = readonly [path: string, edit: (text: string) => string]

const swap =
  (...pairs: readonly (readonly [from: string, to: string])[]) =>
  (text: string): string =>
    pairs.reduce((now, [from, to]) => {
      if (!now.includes(from)) throw new Error(`${from} does not stand there`)
      return now.replaceAll(from, to)
    }, text)

/** The example on Terraform, Datadog, LaunchDarkly and GitLab, with an edit in every version of its history. */
const shop = (edit?: Edit): string => {
  const commits = commitsOf('support-automation').map(({ day, files }, at): [string, Files] => {
    const own = Object.entries(files).map(([path, text]): [string, string | undefined] => {
      const [name, of] = named[path] ?? [path, (same: string) => same]
      return [name, text === undefined ? undefined : of(text)]
    })
    const first: Files =
      at === 0
        ? { 'infra/variables.tf': variables, 'infra/terraform.tfvars': settings, '.gitlab-ci.yml': 'stages: [test]\n' }
        : {}
    const all: Files = { ...Object.fromEntries(own), ...first }
    const [path = '', change] = edit ?? []
    const text = all[path]
    return [day, text === undefined || change === undefined ? all : { ...all, [path]: change(text) }]
  })
  return repo(commits)
}

test('a shop on Terraform, Datadog, LaunchDarkly and GitLab is ready, with every item proven or stated', async () => {
  const root = shop()
  const { code, errors, lines } = await judge(root, day)
  expect({ errors, code }).toEqual({ errors: [], code: 0 })
  expect(lines.filter((line) => !/^\w+ (?:proven|stated|shown|read)\b/.test(line))).toEqual([])
  rmSync(root, { recursive: true })
})

const tf = 'infra/alerts.tf'
const flags = 'flags/launchdarkly.json'
const weight = (variation: number, weight: number) => `"variation": ${variation},\n         "weight": ${weight}`

test.each<readonly [lie: string, rule: string, ...edit: Edit]>([
  ['a variable that fires later', 'monitoring/blind', 'infra/variables.tf', swap(['0.04', '0.06'])],
  ['a local that fires later', 'monitoring/blind', 'infra/variables.tf', swap(['3.85', '3.45'])],
  [
    'a setting that fires later',
    'monitoring/alert-after-rollback',
    'infra/terraform.tfvars',
    swap(['slow = 4', 'slow = 8']),
  ],
  ['a threshold unlike its query', 'monitoring/blind', tf, swap(['critical = 0.02', 'critical = 0.08'])],
  ['a query unlike its threshold', 'monitoring/blind', tf, swap(['> 0.02', '> 0.08'])],
  ['a lower quantile', 'monitoring/rule-mismatch', tf, swap(['p95:', 'p50:'])],
  ['another direction', 'monitoring/blind', tf, swap(['{env:prod} <', '{env:prod} >'])],
  ['another place', 'monitoring/blind', tf, swap(['answer{env:prod}', 'answer{env:staging}'])],
  ['never made', 'monitoring/rule-mismatch', tf, swap(['name    = "ParcelCost"', 'count = 0\n  name = "ParcelCost"'])],
  ['another name', 'monitoring/rule-mismatch', tf, swap(['"ParcelCsatLow"', '"ParcelCsatLov"'])],
  ['another address', 'monitoring/rule-mismatch', tf, swap(['"datadog_monitor" "slow"', '"datadog_monitor" "slaw"'])],
  [
    'nobody of the owner is called',
    'monitoring/unrouted',
    'infra/variables.tf',
    swap(['@pagerduty-PCARE1 @slack-care-platform', '@slack-marketing']),
  ],
  ['no HCL', 'evidence/broken', tf, (text) => `${text}}`],
  ['a larger share', 'rollout/flag-mismatch', flags, swap([weight(0, 5000), weight(0, 15_000)], ['90000', '80000'])],
  ['a smaller control', 'rollout/flag-mismatch', flags, swap([weight(1, 5000), weight(1, 1000)], ['90000', '94000'])],
  ['weights that do not add up', 'evidence/unproven', flags, swap(['90000', '80000'])],
  [
    'another unit of assignment',
    'rollout/flag-mismatch',
    flags,
    swap(['"contextKind": "customer"', '"contextKind": "session"']),
  ],
  ['on for all when the flag fails', 'rollback/flag-missing', flags, swap(['"offVariation": 2', '"offVariation": 0'])],
  [
    'on for some before the split',
    'evidence/unproven',
    flags,
    swap(['"targets": []', '"targets": [{"variation": 0, "values": ["a"]}]']),
  ],
  ['another flag', 'rollback/flag-missing', flags, swap(['"parcel-status-ai"', '"parcel-status-a"'])],
  [
    'owned by another team',
    'owner/codeowners',
    '.gitlab/CODEOWNERS',
    swap(['/pilot.yaml               @northpost/care-platform', '/pilot.yaml @northpost/other']),
  ],
])('%s', async (_, rule, ...edit) => {
  const root = shop(edit)
  const { code, errors } = await judge(root, day)
  expect(errors).toContain(rule)
  expect(code).toBe(1)
  rmSync(root, { recursive: true })
})
