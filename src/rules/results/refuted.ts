import { quote } from '../../values/text.ts'
import { refutations, repeated, usual } from '../lib/refutations.ts'
import { judgedSoFar, placeIn } from '../lib/results.ts'
import { both, fields, type Rule } from '../lib/rule.ts'

export const refuted: Rule = {
  id: 'results/refuted',
  severity: 'error',
  from: 'limited',
  waivable: false,
  summary: 'No results refute what the pilot promises',
  why: 'A pilot whose own numbers show harm must not grow, whatever its exit conditions ask for.',
  details: `Judges every results file from \`limited\` on, and at \`full\` those of full, only where the numbers are significant:

- the two-sided 95% interval of the primary metric's difference from its concurrent control is on the wrong side of 0;
- the one-sided 95% bound nearest to 0 of a difference is beyond \`max_drop\` or \`max_rise\`;
- the exact one-sided 95% lower bound of a rate is above its \`limit\`.

Results of \`full\` are asked for each quarter, so they are judged with 99% and 99.5%. A metric that is worse by its value alone is left to \`results/not-proven\`. If an experiment platform reports a difference beside the counts, both are judged.`,
  principles: ['progressive-stage', 'full-stage'],
  fields: fields`success.{target,guardrail_metrics} rollout.{limited,progressive,full}.results`,
  references: [
    'Newcombe (1998), Interval estimation for the difference between independent proportions',
    'Miettinen and Nurminen (1985), Comparative analysis of two rates',
    'Clopper and Pearson (1934), The use of confidence or fiducial limits',
  ],
  examples: {
    files: {
      'rollout/limited.json':
        '{"stage": "limited", "from": "2026-10-05", "to": "2026-10-25", "model": "small-2-20260801", "looks": 1,\n "arms": {"treatment": {"fault_rate": {"good": 60, "total": 2000}}}}\n',
    },
    ...both`success:
  guardrail_metrics:
    - {metric: fault_rate, limit: at most «5%|2%»}  # expect: results/refuted
rollout:
  limited: {results: rollout/limited.json}`,
  },

  *check(context) {
    for (const one of judgedSoFar(context)) {
      if (one.stage === 'shadow') continue
      for (const { path, at, says, working, metric } of refutations(
        context.pilot,
        one.value,
        one.stage === 'full' ? repeated : usual,
      ))
        yield {
          path,
          message: `${one.stage} refutes it: ${says}`,
          help: `set \`stage\` back and improve the system; ${quote(metric)} must hold in new results`,
          working,
          elsewhere: placeIn(one, at, `results of ${one.stage}`).elsewhere,
          related: [{ path: ['rollout', one.stage, 'results'], label: 'the results' }],
        }
    }
  },
}
