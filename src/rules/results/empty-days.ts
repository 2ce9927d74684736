import { plural, quote } from '../../values/text.ts'
import { type JudgedResults, judged, placeIn } from '../lib/results.ts'
import { both, type Finding, fields, type Rule } from '../lib/rule.ts'

/** A pause of so large a part of the days is no holiday. */
const maxEmptyShare = 0.25

/** Days that the results claim, and of which their rows have none. */
function* emptyIn(one: JudgedResults): Generator<Finding> {
  const { gap } = one.value
  if (gap === undefined) return
  const { from, to, days, of, arm } = gap
  yield {
    ...placeIn(one, [...gap.base, 'from'], `${plural(of, 'day')} from here`),
    message: `the source of ${quote(one.file)} has no rows${arm === undefined ? '' : ` in ${arm}`} from ${from} to ${to}`,
    help:
      arm === undefined
        ? 'count the rows of every day; add days on which nobody can arrive to rollout.freeze'
        : 'count both arms on the same days',
    ...(arm === undefined && days < maxEmptyShare * of && { severity: 'warning' }),
  }
}

export const emptyDays: Rule = {
  id: 'results/empty-days',
  severity: 'error',
  from: 'limited',
  waivable: false,
  summary: 'The rows behind the results cover every day that the results report',
  why: 'Rows of only the best two weeks agree with their counts, and the weeks with the harm are in no file.',
  details: `Judges results whose \`source\` is rows that were counted again. A week or more without any, at least three times as long as their usual pause, is an error from a quarter of the days on, and a warning before. Days on which only one arm has none are an error if their number has a probability below one in a million; arms that take turns by time are not compared. Days of \`rollout.freeze\` do not count.`,
  principles: ['progressive-stage', 'unlocked-by-evidence'],
  fields: fields`rollout.freeze rollout.{shadow,limited,progressive,full}.results`,
  references: ['Kohavi, Tang and Xu (2020), Trustworthy Online Controlled Experiments, chapter 3'],
  examples: {
    files: {
      'rows.csv':
        'unit,day,deflection_rate\na,2026-10-05,1\nb,2026-10-06,1\nc,2026-10-07,1\nd,2026-10-08,1\ne,2026-10-09,1\n',
      'rollout/workweek.json':
        '{"stage": "shadow", "from": "2026-10-05", "to": "2026-10-09", "model": "small-2-20260801", "looks": 1,\n "source": {"file": "rows.csv", "sha256": "c182c30df73456b551287c747c6ef40be1f6975a0018d600ca9762e5da529d7f"},\n "arms": {"treatment": {"assigned": 5, "deflection_rate": {"good": 5, "total": 5}}}}\n',
      'rollout/fortnight.json':
        '{"stage": "shadow", "from": "2026-10-05", "to": "2026-10-18", "model": "small-2-20260801", "looks": 1,\n "source": {"file": "rows.csv", "sha256": "c182c30df73456b551287c747c6ef40be1f6975a0018d600ca9762e5da529d7f"},\n "arms": {"treatment": {"assigned": 5, "deflection_rate": {"good": 5, "total": 5}}}}\n',
    },
    ...both`success:
  metric: deflection_rate
rollout:
  shadow: {results: rollout/«workweek|fortnight».json}  # expect: results/empty-days`,
  },

  *check(context) {
    for (const one of judged(context)) yield* emptyIn(one)
  },
}
