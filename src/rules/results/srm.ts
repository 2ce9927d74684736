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
  why: 'A sample ratio mismatch means that something else assigned units: a cache, a crash, a bot. It also biases the metric, and no test can correct that.',
  details: `For every completed stage with a control group: a chi-square test of \`assigned\` in both arms against \`traffic\` and \`control\` of the stage or of its last step. Results that pool steps with different shares are not tested, because assignments carry over.

\`assigned\` counts distinct \`assign_by\` units, not units of the use case. A missing \`assigned\` or control arm is a warning.`,
  principles: ['progressive-stage'],
  fields: fields`rollout.{limited,progressive}.{results,control}`,
  references: ['Fabijan et al. (2019), Diagnosing sample ratio mismatch in online controlled experiments, KDD'],
  settings: {
    mismatch_level: {
      value: mismatchLevel,
      meaning: 'The p-value below which there is a sample ratio mismatch',
      source: 'Fabijan et al. (2019): 0.001, because the test is frequent and a failure invalidates the results',
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
          message: `\`rollout.${stage}.control\` is ${printQuantity(kept)}, but ${quote(file)} has no control arm`,
          help: 'add arms.control with its metrics and "assigned"',
          elsewhere: at(['arms'], 'the arms'),
          related: [{ path: ['rollout', stage, 'control'], label: 'the planned control group' }],
          severity: 'warning',
        }
      const silent = (['treatment', 'control'] as const).find((arm) => value[arm]?.assigned === undefined)
      if (silent !== undefined && value.control !== undefined && kept !== undefined)
        yield {
          path,
          message: `\`arms.${silent}.assigned\` is missing in ${quote(file)}`,
          help: 'add "assigned", the number of distinct rollout.assign_by units, to each arm',
          elsewhere: at(['arms', silent], '"assigned" is missing here'),
          severity: 'warning',
        }
      const found = mismatchOf(planned, value, context.setting('mismatch_level'))
      if (found === undefined) continue
      const [treatment, control] = found.assigned
      const expected = (found.treatment * (treatment + control)) / (found.treatment + found.control)
      yield {
        path,
        message: `sample ratio mismatch: ${treatment} to ${control} assigned, ${found.treatment}% to ${found.control}% planned, p ${inWords(found.p)}`,
        help: 'find the units that are missing, counted twice or moved between arms, then run the stage again',
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
