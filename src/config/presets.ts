import type { Config, OwnRule } from './file.ts'

const asked = (id: string, path: string, ready: string, why: string, from: OwnRule['from'] = 'limited'): OwnRule => ({
  id,
  path,
  assert: { present: true },
  message: `\`${path}\` is missing`,
  help: `add ${path}`,
  why,
  from,
  tests: { ready, not_ready: 'id: order-status' },
})

/**
 * For pilots that must show their effect by numbers alone: nobody's judgement stands for statistics, and what only warns by
 * default blocks.
 */
const proveBound: Config = {
  rules: {
    'success/baseline-missing': 'error',
    'success/agreed-late': 'error',
    'cost/fragile': 'error',
    'results/peeking': 'error',
    'results/segments': 'error',
    'results/stale': 'error',
  },
  own: [
    {
      id: 'prove-bound/expert-review',
      path: 'rollout.*.prove',
      assert: { absent: true },
      message: 'an expert review replaces statistics',
      help: 'plan enough traffic and time for a comparison with a control group, and remove prove',
      why: 'A pilot that is bound to prove its effect proves it by what it measures.',
      from: 'shadow',
      tests: {
        ready: 'rollout: {limited: {traffic: 5%, control: 5%}}',
        not_ready: 'rollout: {limited: {prove: {approver: acme/legal}}}',
      },
    },
  ],
}

/**
 * What Regulation (EU) 2024/1689 asks of a high-risk system and a file can show. It is no legal advice, and covers no
 * conformity assessment.
 */
const euHighRisk: Config = {
  own: [
    asked(
      'eu-high-risk/human-oversight',
      'cost.oversight.reviewed',
      'cost: {oversight: {reviewed: 8%}}',
      'Regulation (EU) 2024/1689, Article 14: natural persons oversee the system.',
    ),
    asked(
      'eu-high-risk/stop',
      'rollback.how',
      'rollback: {how: {feature_flag: order-status-ai}}',
      'Article 14(4)(e): a person can interrupt the system.',
    ),
    asked(
      'eu-high-risk/disclosure',
      'guardrails.disclosure',
      'guardrails: {disclosure: You are chatting with our AI assistant}',
      'Articles 13 and 26(11): deployers and the people concerned are informed.',
    ),
    asked(
      'eu-high-risk/data',
      'data.segments',
      'data: {segments: [language]}',
      'Article 10: data are examined for biases and gaps, for the groups concerned.',
      'shadow',
    ),
    asked(
      'eu-high-risk/accuracy',
      'data.eval_set',
      'data: {eval_set: evals/a.jsonl}',
      'Article 15: accuracy is measured and declared.',
      'shadow',
    ),
    asked(
      'eu-high-risk/literacy',
      'people[].training',
      'people: [{role: agents, training: docs/training.md}]',
      'Articles 4 and 26(2): whoever oversees the system is trained.',
    ),
    asked(
      'eu-high-risk/accountable',
      'owner.accountable',
      'owner: {accountable: Head of Support}',
      'Article 26(2): oversight is assigned to persons with authority.',
    ),
    asked(
      'eu-high-risk/post-market',
      'monitoring.alerts',
      'monitoring: {alerts: [{kind: quality, metric: csat}]}',
      'Article 72: performance is watched for as long as the system runs.',
    ),
    asked(
      'eu-high-risk/consequence',
      'use_case.when_wrong',
      'use_case: {when_wrong: An agent corrects it.}',
      'Article 9: foreseeable risks are known, with what is done about them.',
      'shadow',
    ),
  ],
}

/** Configurations that are built in, by name. */
export const presets: { readonly [name: string]: Config } = {
  recommended: {},
  'prove-bound': proveBound,
  'eu-high-risk': euHighRisk,
}
