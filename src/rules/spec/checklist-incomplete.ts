import { enumerate } from '../../values/text.ts'
import { items, type Rule } from '../lib/rule.ts'

export const checklistIncomplete: Rule = {
  id: 'spec/checklist-incomplete',
  severity: 'error',
  from: 'limited',
  summary: 'All seven items are present: integration, monitoring, fallback, ownership, cost, guardrails, rollback',
  why: 'A system that has six of the seven items fails on the day it needs the seventh.',
  details: `An item is missing if one of its rules reports that something is absent, even if an exception covers that finding. A vague or contradictory declaration is an error of its own and does not make the item missing.

The rule runs after all others and reports once, on \`stage\`. It accepts no exception.`,
  principles: ['beyond-demo', 'all-seven'],
  fields: ['stage'],
  references: ['ML Test Score (Breck et al. 2017): the score is the minimum over its sections'],
  waivable: false,
  closing: true,
  examples: {
    ready: `stage: limited
owner: {team: acme/support-platform, people: 7, accepted: 2026-10-30, involved_since: 2026-09-07, on_call: pagerduty:PSUPAI, runbook: docs/runbook.md}
integration:
  - {system: helpdesk, direction: both, mode: live, contract: contracts/helpdesk.openapi.yaml, owner: acme/support-tools, effort: 15d, status: done}
fallback:
  - {for: [any_failure, user_asks], do: human, to: tier-1 agents, within: 2m, capacity: 900/day}
rollback:
  how: {feature_flag: order-status-ai, file: flags/support.flagd.json}
  time: at most 10m
  who: acme/support-platform
  approval: none
  when: [{metric: wrong_answer_rate, is: above 3%, over: 3d}]
drills: docs/drills/2026-11.md
monitoring:
  alerts:
    - {kind: quality, metric: wrong_answer_rate, fire: above 2.5%, over: 3d, notify: owner}
    - {kind: latency, metric: latency_p95, fire: above 4s, over: 6h, notify: owner}
    - {kind: cost, metric: cost_per_conversation, fire: above 0.20 EUR, over: 1d, notify: owner}
cost:
  volume: {demo: 600/month, full: 60000/month}
  per_unit: {model: 0.008 EUR}
  fixed: {infrastructure: 900 EUR/month}
  maintenance: {effort: 24 h/month, wage: 65 EUR/h}
  oversight: {reviewed: 8%, effort: 1.5 min, wage: 24 EUR/h}
  errors: {rate: 1%, cost: 3.50 EUR}
  value: {per_success: 2.20 EUR, why: 5.5 agent minutes at 24 EUR/h}
  spend_limit: 60 EUR/day
guardrails:
  actions: [{name: post_reply, effect: write, undo: agent corrects in thread, scope: tickets:reply}]
  output: {never: [data of another customer]}`,
    notReady: `stage: limited  # expect: spec/checklist-incomplete`,
  },

  *check({ missing }) {
    if (missing.length === 0) return
    const named = missing.map(({ item, rules }) => `${item} (${rules.join(', ')})`)
    yield {
      path: ['stage'],
      message: `${missing.length} of ${items.length} items ${missing.length === 1 ? 'is' : 'are'} incomplete: ${enumerate(named)}`,
      help: 'fix the findings of these rules; an exception does not complete an item',
    }
  },
}
