import { type JudgedResults, judged, placeIn, stepsOf } from '../lib/results.ts'
import { both, type Finding, fields, type Rule } from '../lib/rule.ts'

const sharesOf = ({ planned }: JudgedResults): ReadonlySet<number> =>
  new Set(stepsOf(planned).flatMap(({ treatment }) => (treatment === undefined ? [] : [treatment])))

function* mixed(one: JudgedResults): Generator<Finding> {
  const steps = stepsOf(one.planned)
  if (sharesOf(one).size < 2) return
  const dated = steps.every(({ from, to }) => from !== undefined && to !== undefined)
  if (!dated) {
    if (one.value.phases.length < sharesOf(one).size)
      yield {
        ...placeIn(one, one.value.phases[0]?.at ?? [], 'one count'),
        message: `results of ${one.stage} have fewer phases than the stage has steps`,
        help: 'write a phase for each step: its from, to, traffic and arms',
      }
    return
  }
  for (const phase of one.value.phases) {
    const inside = steps.filter(({ from = '', to = '' }) => phase.from <= to && phase.to >= from)
    const shares = new Set(inside.map(({ treatment }) => treatment))
    const [planned] = shares
    if (shares.size > 1)
      yield {
        ...placeIn(one, phase.at, `${phase.from} to ${phase.to} in one count`),
        message: `steps of ${[...shares].map((share) => `${share}%`).join(' and ')} are in one count`,
        help: 'write a phase for each step: its from, to, traffic and arms',
        working: ['units of a small step stay in the treatment, so that pooled arms differ in more than the system'],
      }
    else if (phase.traffic !== undefined && planned !== undefined && Math.abs(phase.traffic - planned) > 0.5)
      yield {
        ...placeIn(one, [...phase.base, 'traffic'], 'the share of the phase'),
        message: `phase of ${phase.from} has ${phase.traffic}% of the traffic, but ${planned}% was planned`,
        help: 'set the share that was served, or correct the step',
      }
  }
}

export const mixedSteps: Rule = {
  id: 'results/mixed-steps',
  severity: 'error',
  from: 'full',
  waivable: false,
  summary: 'Steps with different shares are counted apart',
  why: 'Treatment can be worse in both steps and better in their sum, because the steps had other days and other shares (Simpson).',
  details: `A phase must lie within steps of one share, by the dates of the plan; without dates there must be at least as many phases as shares. \`traffic\` of a phase must be the share of its step.`,
  principles: ['progressive-stage'],
  fields: fields`rollout.progressive.{steps,start,results}`,
  references: [
    'Kohavi, Tang and Xu (2020), Trustworthy Online Controlled Experiments, chapter 3, on Simpson’s paradox',
  ],
  examples: {
    files: {
      'rollout/progressive.json':
        '{"stage": "progressive", "from": "2026-10-05", "to": "2026-10-25", "model": "small-2-20260801", "looks": 1,\n "arms": {"treatment": {"fault_rate": {"good": 6, "total": 2000}}}}\n',
    },
    ...both`rollout:
  progressive: {start: 2026-10-05, steps: [«50%|20%» for 7d, 50% for 14d], results: rollout/progressive.json}  # expect: results/mixed-steps`,
  },

  *check(context) {
    for (const one of judged(context)) yield* mixed(one)
  },
}
