import { beganAt, inWords, type MovedBar, movedBars, type Past } from '../../evidence/history/past.ts'
import type { Pilot } from '../../model/pilot.ts'
import { plural, quote } from '../../values/text.ts'
import { unread } from '../lib/absent.ts'
import { brokenFile } from '../lib/evidence.ts'
import { both, fields, type Rule } from '../lib/rule.ts'

const verdicts: { readonly [move in MovedBar['move']]: string } = {
  looser: 'a bar that is lowered once results come in is cheating',
  tighter: 'a bar that rises with the results is never reached, and that is pilot purgatory',
  other: 'nobody can tell whether it is as high as the bar that was agreed',
}

const placeOf = ({ was, now }: MovedBar) =>
  now?.path ?? (typeof was.path[2] === 'number' ? was.path.slice(0, 2) : was.path.filter(isKey))

const isKey = (step: string | number): boolean => typeof step === 'string'

// What is gone as a whole is told by the rule of what is missing.
const isGone = ({ success, rollout }: Pilot, { was, now }: MovedBar): boolean => {
  if (now !== undefined) return false
  if (was.path[0] === 'rollout') return (rollout?.[was.from]?.exit ?? []).length === 0
  return was.path[1] !== 'guardrail_metrics' || (success?.guardrail_metrics ?? []).length === 0
}

/** A move that says nothing new, or nothing bad. */
const isIdle = (moved: MovedBar, all: readonly MovedBar[]): boolean => {
  // A target of another metric, and where it started from, cannot be compared at all.
  const another = all.some(({ was, now }) => was.key === 'metric' && now !== undefined)
  if (another && (moved.was.key === 'target' || moved.was.key === 'baseline')) return true
  // A baseline that was measured again, and makes it harder, moves no bar to anybody's advantage.
  return moved.was.key === 'baseline' && moved.move === 'tighter'
}

const working = (past: Past, { was, set, now, moved }: MovedBar): string[] => {
  const value = now === undefined ? 'gone' : now.text
  return [
    `${inWords(set)}: ${was.text}`,
    moved === undefined ? `not committed yet: ${value}` : `${inWords(moved)}: ${value}`,
    ...(past.unread > 0
      ? [`${plural(past.unread, 'version')} could not be read and counted for nothing`]
      : []),
  ]
}

export const barMoved: Rule = {
  id: 'success/bar-moved',
  severity: 'error',
  from: 'shadow',
  summary: 'The bar stands where it stood when its stage began',
  why: 'A bar that is lowered once the results are in proves nothing, and one that is raised with every result keeps a pilot in purgatory. Set it, and hold it.',
  details: `Compared with the committed versions of \`pilot.yaml\`: the metric that decides, its target and baseline, and the limit, \`max_drop\` or \`max_rise\` of each guardrail metric, from when \`shadow\` began; the exits of a stage from when that stage began. A stage begins with the first commit that carries it or a later one.

What counts is what a bar asks. Another order, another way to write the same number, a renamed or moved file, comments: none of that moves it. Left alone are a bar that is added, one that moved before its stage began, one that came back, and a baseline that was measured again and makes it harder. A pilot starts anew where its file goes back to stage \`pilot\` with a later \`started\`: it may agree on a new bar then.

Where there are good reasons for another bar, an exception says so: it is dated, signed and shown in every report. Where the history is not there, as in a shallow clone, \`success.agreed\` is unverified. More than 500 versions, or more of them than 32 MiB or 2 MiB of what counts, are an error: padding would hide a bar that moved. What a commit says of its own date is not relied on, only the order of commits.`,
  needs: ['history'],
  principles: ['no-purgatory', 'held-bar'],
  fields: fields`started success.{agreed,metric,target,baseline.value} success.guardrail_metrics.{max_drop,max_rise,limit} rollout.{shadow,limited,progressive,full}.exit`,
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
      'keep results and notes in files of their own, and write an exception for success/bar-moved until the history is short again',
    )
    if (history?.state !== 'found' || pilot.success === undefined) return
    const past = history.value
    const all = movedBars(past, pilot)
    for (const moved of all) {
      const { was, set, now, move } = moved
      const path = placeOf(moved)
      if (isGone(pilot, moved) || isIdle(moved, all) || unread(faults, path) !== undefined) continue
      const start = beganAt(past, was.from) === set ? `${was.from} began` : `it was set in ${was.from}`
      const change = now === undefined ? 'and is gone' : `and is now ${quote(now.text)}`
      yield {
        path,
        message: `${was.name} was ${quote(was.text)} when ${start} ${change}: ${verdicts[move]}`,
        help: `go back to ${was.text}, or write an exception for success/bar-moved that says why the bar had to move`,
        working: working(past, moved),
      }
    }
  },
}
