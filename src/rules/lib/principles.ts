/** What pilots that reach production have in common, each with where it stands; every rule upholds at least one. */
export const principles = {
  'beyond-demo': ['a demo is not a system that the business can run, trust and pay for every day', 'premise'],

  'real-conditions': ['a pilot under ideal conditions proves the wrong thing', 'failure pattern'],
  'production-owner': ['a pilot that nobody owns in production goes nowhere', 'failure pattern'],
  'scoped-integration': ['a pilot whose integration was never scoped stalls', 'failure pattern'],
  'whole-cost': ['the cost at full volume is clear, with API, maintenance and oversight', 'failure pattern'],
  'no-purgatory': ['a pilot without a bar never ends', 'failure pattern'],

  'plan-ahead': ['production is planned while the pilot runs', 'planning'],

  'bounded-use-case': ['the use case is bounded, valuable and recoverable when it goes wrong', 'use case'],
  'from-the-roadmap': ['the use case comes from the roadmap, not from what is easy to demo', 'use case'],

  'business-metric': [
    'success is written down in business terms, with a threshold agreed before the build',
    'success criteria',
  ],
  'unharmed-metrics': [
    'the gain harms nothing else, and the acceptable error rate is written down',
    'success criteria',
  ],

  'real-data': ['it is tried on real data, with messy records and awkward customers', 'real data'],
  'edge-cases': ['it is tried on real edge cases and seasonal peaks', 'real data'],

  integration: ['data flows in and out live and automatically', 'production checklist, 1'],
  monitoring: ['quality, latency and cost are watched in real time, with alerts', 'production checklist, 2'],
  fallback: ['a rule, a handoff or a reduced service takes over, never a blank screen', 'production checklist, 3'],
  ownership: ['a named team owns it, with a runbook for the common failures', 'production checklist, 4'],
  'cost-model': ['the cost of a transaction at full volume is known and confirmed', 'production checklist, 5'],
  guardrails: [
    'permissions and outputs are limited, and a person approves what cannot be undone',
    'production checklist, 6',
  ],
  rollback: ['you can turn it off quickly', 'production checklist, 7'],
  'all-seven': ['with any of the seven items missing it is still a pilot', 'production checklist'],

  'never-everyone': ['never everyone on day one', 'rollout'],
  'shadow-stage': ['in shadow it runs alongside, nobody acts on it, and the two are compared', 'rollout'],
  'limited-stage': ['a small share or segment comes first, judged by real metrics and not by confidence', 'rollout'],
  'progressive-stage': ['exposure grows on evidence, and a control group proves the lift', 'rollout'],
  'full-stage': ['at full rollout the numbers hold, and monitoring and fallback are proven under load', 'rollout'],
  'unlocked-by-evidence': ['each step produces the evidence that unlocks the next', 'rollout'],

  'early-owner': ['the production owner is named and involved while the pilot runs', 'people'],
  'operations-along': ['operations come along: people work around what they distrust', 'people'],
  'held-bar': ['the bar for good enough is set, and held', 'people'],

  'orphaned-pilot': ['a pilot that only its champion or a vendor answers for is orphaned', 'pitfall'],
  'integration-surprise': ['integration that starts late is a surprise', 'pitfall'],
  'late-cost': ['a cost that is discovered too late stops the pilot', 'pitfall'],
  'big-bang': ['a launch to everyone at once leaves nothing to step back to', 'pitfall'],

  'earns-its-keep': ['an engine and not an experiment: it earns its keep every month', 'goal'],
} as const satisfies { readonly [name: string]: readonly [says: string, stands: string] }

export type Principle = keyof typeof principles

/** A principle in words: `you can turn it off quickly (production checklist, 7)`. */
export const principleWords = (name: Principle): string => {
  const [says, stands] = principles[name]
  return `${says} (${stands})`
}
