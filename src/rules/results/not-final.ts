import { windowOf } from '../../model/window.ts'
import { addDays } from '../../values/index.ts'
import { quote } from '../../values/text.ts'
import { judged, placeIn } from '../lib/results.ts'
import { both, fields, type Rule } from '../lib/rule.ts'

export const notFinal: Rule = {
  id: 'results/not-final',
  severity: 'error',
  from: 'limited',
  summary: 'The window of the metric has ended for every counted unit',
  why: 'A conversation of yesterday cannot have been contacted again within seven days. Counting it as a success makes the last days look best.',
  details: `\`to\` is the last day of arrival. For each metric, \`to\` plus its \`window\` must be in the past. A metric with a long window may have its own earlier \`to\`, the same in both arms.`,
  principles: ['progressive-stage'],
  fields: fields`success.{window,guardrail_metrics} rollout.{shadow,limited,progressive,full}.results`,
  references: ['Kohavi, Tang and Xu (2020), Trustworthy Online Controlled Experiments, chapter 3'],
  examples: {
    files: {
      'rollout/shadow.json':
        '{"stage": "shadow", "from": "2026-10-26", "to": "2026-11-15", "model": "small-2-20260801", "looks": 1,\n "arms": {"treatment": {"deflection_rate": {"good": 262, "total": 700}}}}\n',
    },
    ...both`success:
  metric: deflection_rate
  window: «3d|14d»
rollout:
  shadow: {results: rollout/shadow.json}  # expect: results/not-final`,
  },

  *check(context) {
    const { pilot, now } = context
    for (const one of judged(context)) {
      const late = one.value.phases
        .flatMap((phase) => [
          { at: [...phase.base, 'to'], to: phase.to, name: undefined, window: 0 },
          ...[phase.treatment, phase.control].flatMap((arm) =>
            [...(arm?.metrics.values() ?? [])].map(({ name, to, at }) => ({
              at,
              to,
              name,
              window: windowOf(pilot, name),
            })),
          ),
        ])
        .find(({ to, window }) => addDays(to, window) >= now)
      if (late === undefined) continue
      const { at, to, name, window } = late
      yield {
        ...placeIn(one, at, `counted until ${to}`),
        message:
          name === undefined
            ? `results of ${one.stage} end on ${to}, which is not complete`
            : `${name} is counted until ${to}, but its ${window}d window ends on ${addDays(to, window)}`,
        help:
          name === undefined
            ? `wait for the end of ${one.stage}, or set "to" to the last day that was counted`
            : `set "to" of ${quote(name)} to ${addDays(now, -window - 1)} or earlier, and count only until then`,
      }
    }
  },
}
