import { expect, test } from 'vitest'
import { handoffUnlisted } from '../../../src/rules/people/handoff-unlisted.ts'
import { diagnose, table } from '../table.ts'

const people = 'people: [{role: tier-1 agents}, {role: Shift Leads}]'

table(handoffUnlisted, [
  {
    name: 'closest honest file: two groups, joined in every way that people write',
    yaml: `
fallback:
  - {when: low confidence, do: human_handoff, to: tier-1 agents & shift leads}
  - {when: out of scope, do: human_handoff, to: tier-1 agents/shift leads}
  - {when: the customer asks, do: human_handoff, to: "tier-1 agents, then a shift lead"}
${people}
`,
  },
  {
    name: 'a handoff and an approver who are not listed',
    yaml: `
fallback:
  - {when: low confidence, do: human_handoff, to: tier-2 agents}  # expect: people/handoff-unlisted
guardrails:
  actions: [{name: refund_order, effect: irreversible, approval: human, by: billing}]  # expect: people/handoff-unlisted
${people}
`,
    says: [
      'fallback to "tier-2 agents" is not in `people`: "tier-1 agents" and "Shift Leads"',
      'approver "billing" is not in `people`: "tier-1 agents" and "Shift Leads"',
    ],
    helps: [
      '{role: tier-2 agents}  # add to people: with the day they were involved; or use the name of a listed group',
      '{role: billing}  # add to people: with the day they were involved; or use the name of a listed group',
    ],
  },
  {
    name: 'one group in two places is one gap',
    yaml: `
fallback:
  - {when: low confidence, do: human_handoff, to: billing}  # expect: people/handoff-unlisted
  - {when: model error, do: human_handoff, to: Billing}
${people}
`,
  },
  {
    name: 'two groups, one of them not listed',
    yaml: `
fallback:
  - {when: low confidence, do: human_handoff, to: tier-1 agents or billing}  # expect: people/handoff-unlisted
${people}
`,
  },
  {
    name: 'closest honest file: other case, spaces, singular, two at once',
    yaml: `
fallback:
  - {do: human_handoff, to: ' Tier-1  Agents '}
  - {do: human_handoff, to: any shift lead}
  - {do: human_handoff, to: 'tier-1 agents, then shift leads'}
guardrails: {actions: [{name: refund_order, by: tier-1 agent}]}
${people}
`,
  },
  {
    name: 'the owner, who is asked elsewhere',
    yaml: `
owner: {team: acme/support-platform, accountable: Head of Support, on_call: pagerduty:PSUPAI}
fallback: [{to: acme/support-platform}, {to: pagerduty:PSUPAI}]
guardrails: {actions: [{name: refund_order, by: Head of Support}]}
${people}
`,
  },
  {
    name: 'a queue that is an integration',
    yaml: `integration: [{system: helpdesk}]\nfallback: [{do: human_handoff, to: helpdesk}]\n${people}`,
  },
  {
    name: 'an approver that is a model is reported elsewhere',
    yaml: `guardrails: {actions: [{name: refund_order, by: a second model}]}\n${people}`,
  },
  {
    name: 'an older ranker that takes over at once',
    yaml: `fallback: [{do: older ranker, to: ranker-v40, within: 1s}]\n${people}`,
  },
  { name: 'a fallback without people', yaml: `fallback: [template_reply]\n${people}` },
  { name: 'missing people are reported elsewhere', yaml: 'fallback: [{do: human_handoff, to: billing}]' },
  {
    name: 'a role that cannot be read may be the one',
    yaml: 'fallback: [{do: human_handoff, to: billing}]\npeople: [{role: tier-1 agents}, {role: 12}, {count: 3}]',
  },
])

test('the other places of a group are related', async () => {
  const yaml = `fallback: [{to: billing}]\nguardrails: {actions: [{name: refund_order, by: Billing}]}\n${people}`
  const [found] = await diagnose(handoffUnlisted, yaml)
  expect(found?.related.map(({ path, label }) => ({ path, label }))).toEqual([
    { path: ['guardrails', 'actions', 0, 'by'], label: 'approver' },
  ])
})
