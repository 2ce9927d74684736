import { expect, test } from 'vitest'
import { commitsOf } from './commits.ts'
import { type Commits, judgeHeld, lastOf } from './held.ts'
import { judgeCommits } from './lies/lie.ts'

/** The day on which the examples are judged. */
const day = Date.UTC(2026, 10, 22, 12)

/** What becomes of a file. */
type Edit = readonly [path: string, edit: (text: string) => string]

const swap =
  (...pairs: readonly (readonly [from: string, to: string])[]) =>
  (text: string): string =>
    pairs.reduce((now, [from, to]) => {
      if (!now.includes(from)) throw new Error(`${from} does not stand there`)
      return now.replaceAll(from, to)
    }, text)

/** The example on Terraform, Datadog, LaunchDarkly, GitLab and promptfoo, with an edit in every version of its history. */
const shop = ([path = '', change]: Partial<Edit> = []): Commits =>
  commitsOf('delivery-slots').map(({ day, files }) => {
    const text = files[path]
    return [day, text === undefined || change === undefined ? files : { ...files, [path]: change(text) }]
  })

test('a shop on Terraform, Datadog, LaunchDarkly, GitLab and promptfoo is ready, with every item proven or stated', async () => {
  const { code, errors, lines } = await judgeCommits(shop(), day)
  expect({ errors, code }).toEqual({ errors: [], code: 0 })
  expect(lines.filter((line) => !/^\w+ (?:proven|stated|shown|read)\b/.test(line))).toEqual([])
})

const tf = 'infra/monitors.tf'
const flags = 'flags/launchdarkly.json'
const weight = (variation: number, weight: number) =>
  `"variation": ${variation},\n                  "weight": ${weight}`

test.each<readonly [lie: string, rule: string, ...edit: Edit]>([
  ['a variable that fires later', 'monitoring/alert-after-rollback', 'infra/variables.tf', swap(['0.025', '0.035'])],
  ['a local that fires later', 'monitoring/blind', 'infra/variables.tf', swap(['4.1', '3.1'])],
  [
    'a setting that fires later',
    'monitoring/alert-after-rollback',
    'infra/terraform.tfvars',
    swap(['slow = 4', 'slow = 8']),
  ],
  ['a threshold unlike its query', 'monitoring/blind', tf, swap(['critical = local.cost', 'critical = 0.008'])],
  ['a query unlike its threshold', 'monitoring/blind', tf, swap([`$\{local.cost}`, '0.016'])],
  ['a lower quantile', 'monitoring/rule-mismatch', tf, swap(['p95:', 'p50:'])],
  ['another direction', 'monitoring/blind', tf, swap(['{env:prod} <', '{env:prod} >'])],
  ['another place', 'evidence/unproven', tf, swap(['seconds{env:prod}', 'seconds{env:staging}'])],
  ['never made', 'monitoring/rule-mismatch', tf, swap(['name    = "SlotCost"', 'count = 0\n  name = "SlotCost"'])],
  ['another name', 'monitoring/rule-mismatch', tf, swap(['"SlotCsatLow"', '"SlotCsatLov"'])],
  ['another address', 'monitoring/rule-mismatch', tf, swap(['"datadog_monitor" "slow"', '"datadog_monitor" "slaw"'])],
  [
    'nobody of the owner is called',
    'monitoring/unrouted',
    'infra/variables.tf',
    swap(['@pagerduty-PCAREGC @slack-care-platform', '@slack-marketing']),
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
  ['another flag', 'rollback/flag-missing', flags, swap(['"delivery-slots-ai"', '"delivery-slots-a"'])],
  [
    'owned by another team',
    'owner/codeowners',
    '.gitlab/CODEOWNERS',
    swap(['/pilot.yaml @greencart/care-platform', '/pilot.yaml @greencart/other']),
  ],
  ['an answer more that was wrong', 'evidence/broken', 'evals/output.json', swap(['"failures": 1', '"failures": 2'])],
  ['another day of the run', 'evidence/backdated', 'evals/output.json', swap(['2026-10-01T', '2026-11-25T'])],
  ['the run of another model', 'data/eval-failed', 'evals/output.json', swap(['gpt-4.1-mini', 'gpt-4.1-nano'])],
  ['a case less', 'data/eval-mismatch', 'evals/promptfooconfig.yaml', (text) => text.replace(/^ {2}- .*\n/m, '')],
])('%s', async (_, rule, ...edit) => {
  const { code, errors } = await judgeCommits(shop(edit), day)
  expect(errors).toContain(rule)
  expect(code).toBe(1)
})

const without = (text: string): string =>
  Object.entries({ wrong_slot: '0.029', slow: '4', csat: '4.1', cost: '0.006', notify: '@pagerduty-PCAREGC' }).reduce(
    (now, [name, value]) => now.replaceAll(`$\{local.${name}}`, value).replaceAll(`$\{var.${name}}`, value),
    text.replaceAll(/(?<=critical = )(?:var|local)\.(\w+)/g, (_, name) =>
      name === 'wrong_slot' ? '0.029' : `local.${name}`,
    ),
  )

test.each<
  readonly [
    how: string,
    says: string | undefined,
    edits: { readonly [path: string]: ((text: string) => string) | undefined },
  ]
>([
  ['as agreed', undefined, {}],
  ['a longer window', '"2d" before limited began and is now "9d"', { [tf]: swap(['last_2d', 'last_9d']) }],
  [
    'a variable',
    '"above 2.5%" before limited began and is now "above 2.9%"',
    { 'infra/variables.tf': swap(['0.025', '0.029']) },
  ],
  [
    'a setting that was not there',
    '"above 2.5%" before limited began and is now "above 2.9%"',
    { 'infra/more.auto.tfvars': () => 'wrong_slot = 0.029\n' },
  ],
  [
    'a variable that stays what it was',
    undefined,
    { 'infra/variables.tf': (text) => text.replace('default     = 0.025', 'default     = 0.0250') },
  ],
  [
    'a number in place of its variable, whose file is gone',
    '"above 2.5%" before limited began and is now "above 2.9%"',
    { [tf]: without, 'infra/variables.tf': undefined },
  ],
])('a bar in Terraform after the results: %s', async (_, says, edits) => {
  const last = lastOf(shop())
  const changed = Object.entries(edits).map(([path, edit]) => [path, edit?.(last[path] ?? '')])
  const moved: Commits = [...shop(), ['2026-11-21', Object.fromEntries(changed)]]
  const { diagnostics } = (await judgeHeld(moved, day)).file
  const told = diagnostics.flatMap(({ rule, message }) => (rule === 'success/bar-moved' ? [message] : []))
  expect(told).toEqual(says === undefined ? [] : [expect.stringContaining(says)])
})
