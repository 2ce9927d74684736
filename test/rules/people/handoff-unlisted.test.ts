import { expect, test } from 'vitest'
import { handoffUnlisted } from '../../../src/rules/people/handoff-unlisted.ts'
import { diagnose, table } from '../table.ts'

const people = 'people: [{role: tier-1 agents}, {role: Sachbearbeiterinnen Zürich}, {role: 審査チーム}]'

table(handoffUnlisted, [
  {
    name: 'closest honest file: other case and spaces, any script, the owner',
    yaml: `
owner: {team: acme/support-platform, accountable: Head of Support, on_call: pagerduty:PSUPAI}
fallback:
  - {for: [low_confidence], do: human, to: ' Tier-1  Agents '}
  - {for: [user_asks], do: queue, to: sachbearbeiterinnen zürich}
  - {for: [out_of_scope], do: queue, to: 審査チーム}
  - {for: [model_error], do: previous_process, to: acme/support-platform}
  - {for: [over_limit], do: queue, to: pagerduty:PSUPAI}
guardrails: {actions: [{name: post_reply, effect: write, by: Head of Support}]}
${people}
`,
  },
  {
    name: 'a handoff and an approver who are not listed',
    yaml: `
fallback:
  - {for: [low_confidence], do: human, to: tier-2 agents}  # expect: people/handoff-unlisted
guardrails:
  actions: [{name: book_slot, effect: write, approval: human, by: billing}]  # expect: people/handoff-unlisted
${people}
`,
    says: [
      'fallback to "tier-2 agents" is not in `people`: "tier-1 agents", "Sachbearbeiterinnen Zürich" and "審査チーム"',
      'approver "billing" is not in `people`: "tier-1 agents", "Sachbearbeiterinnen Zürich" and "審査チーム"',
    ],
    helps: [
      '{role: tier-2 agents}  # add to people: with the day they were involved; or use the name of a listed group',
      '{role: billing}  # add to people: with the day they were involved; or use the name of a listed group',
    ],
  },
  {
    name: 'the approver of an irreversible action is reported elsewhere',
    yaml: `guardrails: {actions: [{name: refund_order, effect: irreversible, by: billing}]}\n${people}`,
  },
  { name: 'a fallback without people', yaml: `fallback: [template]\n${people}` },
  { name: 'missing people are reported elsewhere', yaml: 'fallback: [{do: human, to: billing}]' },
  {
    name: 'a role that cannot be read may be the one',
    yaml: 'fallback: [{do: human, to: billing}]\npeople: [{role: tier-1 agents}, {role: 12}, {count: 3}]',
  },
])

test('one group in two places is one gap, with its other places', async () => {
  const yaml = `fallback: [{do: queue, to: billing}]\nguardrails: {actions: [{name: book_slot, by: Billing}]}\n${people}`
  const found = await diagnose(handoffUnlisted, yaml)
  expect(found.map(({ related }) => related.map(({ path, label }) => ({ path, label })))).toEqual([
    [{ path: ['guardrails', 'actions', 0, 'by'], label: 'approver' }],
  ])
})
