import { criticalValue, falseAlarmRate } from '../../stats/looks.ts'
import { quote } from '../../values/text.ts'
import { percent } from '../lib/evidence.ts'
import { judged, plannedLooks } from '../lib/results.ts'
import { both, fields, type Rule } from '../lib/rule.ts'

const alpha = 0.05

export const peeking: Rule = {
  id: 'results/peeking',
  severity: 'warning',
  from: 'progressive',
  summary: 'The results had no more looks than planned',
  why: 'Looking every day and stopping on the first good day finds an effect in one of four experiments that have none.',
  details: `Compares \`looks\` in the results file with \`looks\` of the stage, 1 by default. A look is every time that someone who can end the stage sees the metrics. \`results/not-proven\` corrects for the looks that were taken, and for no fewer than were planned (sequential testing, with Pocock's constant instead of 1.96), so more looks require a larger effect.`,
  principles: ['progressive-stage'],
  fields: fields`rollout.{shadow,limited,progressive}.{results,looks}`,
  references: [
    'Pocock (1977), Group sequential methods in the design and analysis of clinical trials, Biometrika 64',
    'Armitage, McPherson and Rowe (1969), Repeated significance tests on accumulating data',
  ],
  examples: {
    files: {
      'rollout/limited.json':
        '{"stage": "limited", "from": "2026-11-09", "to": "2026-11-22", "model": "small-2-20260801",\n "looks": 5,\n "arms": {"treatment": {"assigned": 502}, "control": {"assigned": 498}}}\n',
    },
    ...both`rollout:
  limited: {traffic: 5%, control: 5%, looks: «5|1», results: rollout/limited.json}  # expect: results/peeking`,
  },

  *check(context) {
    for (const { stage, planned, file, value } of judged(context)) {
      const plan = plannedLooks(planned)
      if (plan === 'continuous') continue
      if (value.looks <= plan) continue
      const single = criticalValue(alpha, 1) ?? 0
      const corrected = criticalValue(alpha, value.looks) ?? 0
      const rate = falseAlarmRate(value.looks, single)
      yield {
        path: ['rollout', stage, 'looks'],
        message: `${quote(file)} has ${value.looks} looks, but ${plan === 1 ? '1 was' : `${plan} were`} planned`,
        help: `plan the looks of the next stage in \`looks\`; this one is judged with z ${corrected.toFixed(3)} instead of ${single.toFixed(2)}`,
        working:
          rate === undefined
            ? []
            : [
                `false positive rate of ${value.looks} looks at z ${single.toFixed(2)} = ${percent(rate)} instead of 5%`,
              ],
        elsewhere: [{ file, range: value.locate(['looks']), label: `${value.looks} looks` }],
      }
    }
  },
}
