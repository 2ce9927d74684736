import { beganAt, inWords, type MovedBar, movedBars, type Past } from '../../evidence/history/past.ts'
import type { Pilot } from '../../model/pilot.ts'
import { plural, quote } from '../../values/text.ts'
import { unread } from '../lib/absent.ts'
import { brokenFile } from '../lib/evidence.ts'
import { both, fields, type Rule } from '../lib/rule.ts'

const verdicts: { readonly [move in MovedBar['move']]: string } = {
  looser: 'looser than agreed',
  tighter: 'tighter than agreed',
  other: 'not comparable with what was agreed',
}

const placeOf = ({ was, now }: MovedBar) =>
  now?.path ?? (typeof was.path[2] === 'number' ? was.path.slice(0, 2) : was.path.filter(isKey))

const isKey = (step: string | number): boolean => typeof step === 'string'

// Another rule reports a list that is missing as a whole.
const isGone = ({ success, rollout }: Pilot, { was, now }: MovedBar): boolean => {
  if (now !== undefined) return false
  if (was.path[0] === 'rollout') return (rollout?.[was.from]?.exit ?? []).length === 0
  return was.path[1] !== 'guardrail_metrics' || (success?.guardrail_metrics ?? []).length === 0
}

/** A change that another finding covers, or that makes the target no easier. */
const isIdle = (moved: MovedBar, all: readonly MovedBar[]): boolean => {
  // The target and baseline of another metric cannot be compared.
  const another = all.some(({ was, now }) => was.key === 'metric' && now !== undefined)
  if (another && (moved.was.key === 'target' || moved.was.key === 'baseline')) return true
  return moved.was.key === 'baseline' && moved.move === 'tighter'
}

const working = (past: Past, { was, set, now, moved }: MovedBar): string[] => {
  const value = now === undefined ? 'removed' : now.text
  return [
    `${inWords(set)}: ${was.text}`,
    moved === undefined ? `not committed yet: ${value}` : `${inWords(moved)}: ${value}`,
    ...(past.unread > 0 ? [`${plural(past.unread, 'version')} could not be read`] : []),
  ]
}

export const barMoved: Rule = {
  id: 'success/bar-moved',
  severity: 'error',
  from: 'shadow',
  summary: 'Targets, limits and exits are the same as when their stage began',
  why: 'A target that is lowered after the results proves nothing, and one that rises with every result keeps the pilot from ever finishing.',
  details: `Compares with the committed versions of \`pilot.yaml\`: the metric, its target and baseline, and the limit, \`max_drop\` or \`max_rise\` of each guardrail metric since \`shadow\` began, and the exits of a stage since that stage began. A stage begins with the first commit that declares it or a later one. Only the order of commits counts, not their dates.

Only a change of meaning counts, not a renamed file, another order or another notation. Accepted are additions, changes before the stage began, reverted changes, and a new baseline that makes the target harder. A file that goes back to stage \`pilot\` with a later \`started\` may set new targets.

A justified change needs an exception. Without the history, as in a shallow clone, \`success.agreed\` is unverified. More than 500 versions, 32 MiB of versions or 2 MiB of compared content is an error, because padding could hide a change.`,
  needs: ['history'],
  principles: ['no-purgatory', 'held-bar'],
  fields: fields`started success.{agreed,metric,target,baseline.value} success.guardrail_metrics.{max_drop,max_rise,limit} rollout.{shadow,limited,progressive}.exit`,
  references: [
    'EU AI Act Art. 9(8), "prior defined metrics"',
    'N. L. Kerr, HARKing: Hypothesizing After the Results are Known, 1998',
  ],
  examples: {
    past: [
      {
        date: '2026-10-05',
        yaml: `stage: shadow
success: {agreed: 2026-09-07, metric: deflection_rate, target: at least 35%}
`,
      },
    ],
    ...both`stage: limited
success:
  agreed: 2026-09-07
  metric: deflection_rate
  target: «'>= 35%'|at least 30%»  # expect: success/bar-moved`,
  },

  *check({ pilot, facts: { history }, faults }) {
    yield* brokenFile(
      history,
      ['success', 'agreed'],
      'move results and notes to files of their own, and add an exception for success/bar-moved until the history is short',
    )
    if (history?.state !== 'found' || pilot.success === undefined) return
    const past = history.value
    const all = movedBars(past, pilot)
    for (const moved of all) {
      const { was, set, now, move } = moved
      const path = placeOf(moved)
      if (isGone(pilot, moved) || isIdle(moved, all) || unread(faults, path) !== undefined) continue
      const start = beganAt(past, was.from) === set ? `${was.from} began` : `it was set in ${was.from}`
      const change = now === undefined ? 'and was removed' : `and is now ${quote(now.text)}`
      yield {
        path,
        message: `${was.name} was ${quote(was.text)} when ${start} ${change}: ${verdicts[move]}`,
        help: `set it back to ${was.text}, or add an exception for success/bar-moved with the reason`,
        working: working(past, moved),
      }
    }
  },
}
