import { printQuantity } from '../../values/index.ts'
import { quote } from '../../values/text.ts'
import { mismatchLevel, mismatchOf, past, plannedSplit } from '../lib/results.ts'
import { both, fields, type Rule } from '../lib/rule.ts'

const inWords = (p: number): string => (p < 1e-4 ? 'below 0.0001' : p.toFixed(4))

export const srm: Rule = {
  id: 'results/srm',
  severity: 'error',
  from: 'progressive',
  summary: 'Units were assigned to the arms in the planned ratio',
  why: 'Arms that are not split as planned were split by something else: a cache, a crash, a bot. Whatever that is, it also moved the metric, and no test can undo it.',
  details: `Judged for every stage that is over and has a control: the chi-square test on \`assigned\` of both arms against \`traffic\` and \`control\`, at the last step where the stage has steps. Where the results cover steps with different shares, nothing is said: who was assigned in the first step stays for the second.

\`assigned\` counts distinct \`assign_by\` units, not units of the use case. A warning where an arm does not state it, and where the results have no control arm at all.`,
  principles: ['progressive-stage'],
  fields: fields`rollout.{limited,progressive}.{results,control}`,
  references: [
    'Fabijan et al. (2019), Diagnosing sample ratio mismatch in online controlled experiments, KDD',
  ],
  settings: {
    mismatch_level: {
      value: mismatchLevel,
      meaning: 'The p-value below which a ratio is called broken',
      source: 'Fabijan et al. (2019): 0.001, because the check is made often and costs a pilot its results',
    },
  },
  examples: {
    files: {
      'rollout/limited.json':
        '{"stage": "limited", "from": "2026-11-09", "to": "2026-11-22", "model": "small-2-20260801", "looks": 1, "arms": {\n  "treatment": {"assigned": 600},\n  "control": {"assigned": 502}\n}}\n',
    },
    ...both`rollout:
  limited: {traffic: «6%|10%», control: 5%, results: rollout/limited.json}  # expect: results/srm`,
  },

  *check(context) {
    for (const { stage, planned, fact } of past(context)) {
      if (fact?.state !== 'found' || fact.value.stage !== stage) continue
      const { file, value } = fact
      const path = ['rollout', stage, 'results']
      const at = (part: readonly string[], label: string) => [{ file, range: value.locate(part), label }]
      const kept = plannedSplit(planned, value) && planned.control
      if (kept !== undefined && stage !== 'shadow' && value.control === undefined)
        yield {
          path,
          message: `${printQuantity(kept)} of the traffic is kept as a control in ${stage}, and ${quote(file)} has no control arm`,
          help: 'add arms.control with its metrics and "assigned"; without it nobody can see how the units were split',
          elsewhere: at(['arms'], 'the arms'),
          related: [{ path: ['rollout', stage, 'control'], label: 'the control that was planned' }],
          severity: 'warning',
        }
      const silent = (['treatment', 'control'] as const).find((arm) => value[arm]?.assigned === undefined)
      if (silent !== undefined && value.control !== undefined && kept !== undefined)
        yield {
          path,
          message: `nobody can see whether the arms were split as planned: ${quote(file)} does not say how many were assigned to ${silent}`,
          help: `add "assigned": how many distinct units of rollout.assign_by each arm got`,
          elsewhere: at(['arms', silent], 'no assigned here'),
          severity: 'warning',
        }
      const found = mismatchOf(planned, value, context.setting('mismatch_level'))
      if (found === undefined) continue
      const [treatment, control] = found.assigned
      const expected = (found.treatment * (treatment + control)) / (found.treatment + found.control)
      yield {
        path,
        message: `${treatment} were assigned to treatment and ${control} to control, and ${found.treatment}% to ${found.control}% was planned: p ${inWords(found.p)}`,
        help: 'find what splits the arms before reading any result: who is left out of one arm, counted twice, or moved; then run the stage again',
        working: [
          `expected ${expected.toFixed(1)} to ${(treatment + control - expected).toFixed(1)}`,
          `chi-square ${found.chiSquare.toFixed(3)} with 1 degree of freedom`,
        ],
        elsewhere: [
          ...at(['arms', 'treatment', 'assigned'], 'assigned to treatment'),
          ...at(['arms', 'control', 'assigned'], 'assigned to control'),
        ],
      }
    }
  },
}
