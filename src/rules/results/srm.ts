import { armNames } from '../../exits/samples.ts'
import { quote } from '../../values/text.ts'
import { type JudgedResults, judged, mismatches, mismatchLevel, placeIn } from '../lib/results.ts'
import { both, type Finding, fields, type Rule } from '../lib/rule.ts'

const inWords = (p: number): string => (p < 1e-4 ? 'below 0.0001' : p.toFixed(4))

const suspicious = 0.01

function* unassigned(one: JudgedResults): Generator<Finding> {
  for (const phase of one.value.phases)
    for (const arm of armNames)
      if (phase.control !== undefined && phase[arm]?.assigned === undefined) {
        yield {
          ...placeIn(one, [...phase.at, arm], '"assigned" is missing here'),
          message: `\`assigned\` is missing in ${arm} of ${quote(one.file)}`,
          help: 'add "assigned", the number of distinct rollout.assign_by units, to each arm',
        }
        return
      }
}

export const srm: Rule = {
  id: 'results/srm',
  severity: 'error',
  from: 'progressive',
  waivable: false,
  summary: 'Units were assigned to the arms in the planned ratio',
  why: 'A sample ratio mismatch means that something else assigned units: a cache, a crash, a bot. It also biases the metric, and no test can correct that.',
  details: `For every phase with a control group: a chi-square test of \`assigned\` in both arms against the planned shares, an error below 0.001 and a warning below 0.01.

\`assigned\` counts distinct \`assign_by\` units, not units of the use case. It is required wherever there are two arms.`,
  principles: ['progressive-stage'],
  fields: fields`rollout.{limited,progressive,full}.{results,control}`,
  references: ['Fabijan et al. (2019), Diagnosing sample ratio mismatch in online controlled experiments, KDD'],
  settings: {
    mismatch_level: {
      value: mismatchLevel,
      weaker: 'less',
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
    const level = context.setting('mismatch_level')
    for (const one of judged(context)) {
      yield* unassigned(one)
      for (const { phase, planned, assigned, p, chiSquare } of mismatches(one, Math.max(level, suspicious))) {
        const [treatment, control] = assigned
        const expected = (planned[0] * (treatment + control)) / (planned[0] + planned[1])
        yield {
          path: ['rollout', one.stage, 'results'],
          message: `sample ratio mismatch: ${treatment} to ${control} assigned, ${planned[0]}% to ${planned[1]}% planned, p ${inWords(p)}`,
          help: 'find the units that are missing, counted twice or moved between arms, then run the stage again',
          working: [
            `expected ${expected.toFixed(1)} to ${(treatment + control - expected).toFixed(1)}`,
            `chi-square ${chiSquare.toFixed(3)} with 1 degree of freedom`,
          ],
          elsewhere: armNames.map((arm) => ({
            file: one.file,
            range: one.value.locate([...phase.at, arm, 'assigned']),
            label: `assigned to ${arm}`,
          })),
          ...(p >= level && { severity: 'warning' as const }),
        }
      }
    }
  },
}
