import { present, readable } from '../../model/lists.ts'
import type { Pilot } from '../../model/pilot.ts'
import { type Duration, days, printQuantity } from '../../values/index.ts'
import { quote } from '../../values/text.ts'
import type { Path } from '../../yaml/path.ts'
import { both, type Context, type Finding, fields, type Rule } from '../lib/rule.ts'
import { isReadable } from '../lib/stages.ts'

const stages = ['limited', 'progressive'] as const
type Stage = (typeof stages)[number]

const week = 7

type Window = { readonly metric: string; readonly window: Duration; readonly path: Path }

/** The windows of the metrics that the exits of a stage name. */
const windowsOf = ({ success, rollout }: Pilot, stage: Stage): Window[] => {
  const exits = readable(rollout?.[stage]?.exit)
  const hold = exits.some((exit) => 'guardrail_metrics' in exit)
  const named = new Set(exits.flatMap((exit) => ('metric' in exit ? [exit.metric] : [])))
  const primary = success?.metric !== undefined && named.has(success.metric) ? success.window : undefined
  return [
    ...(primary ? [{ metric: success?.metric ?? '', window: primary, path: ['success', 'window'] }] : []),
    ...present(success?.guardrail_metrics).flatMap(({ item: { metric = '', window }, at }) =>
      window && (hold || named.has(metric))
        ? [{ metric, window, path: ['success', 'guardrail_metrics', at, 'window'] }]
        : [],
    ),
  ]
}

const lastStep = ({ rollout }: Pilot, stage: Stage): { time: Duration | undefined; path: Path } => {
  const steps = stage === 'progressive' ? (rollout?.progressive?.steps ?? []) : []
  const at = steps.length - 1
  return at < 0
    ? { time: rollout?.[stage]?.duration, path: ['rollout', stage, 'duration'] }
    : { time: steps[at]?.time, path: ['rollout', stage, 'steps', at] }
}

const longer = (than: number): string =>
  printQuantity({ value: (Math.floor(than / week + 1e-9) + 1) * week, unit: 'd' })

const judge = ({ pilot, setting }: Context, stage: Stage): Finding | undefined => {
  const { time, path } = lastStep(pilot, stage)
  if (time === undefined || readable(pilot.rollout?.[stage]?.exit).length === 0) return undefined
  const name =
    pilot.rollout?.progressive?.steps && stage === 'progressive' ? 'the last step of progressive' : stage
  const lasts = `${name} lasts ${printQuantity(time)}`
  const windows = windowsOf(pilot, stage)
  const [slowest] = windows.toSorted((one, other) => days(other.window) - days(one.window))
  if (slowest !== undefined && days(time) <= days(slowest.window))
    return {
      path,
      message: `${lasts}, and one observation of ${quote(slowest.metric)} is final after ${printQuantity(slowest.window)}: there is none when it ends`,
      help: `${longer(days(slowest.window))} or more, in whole weeks`,
      related: [{ path: slowest.path, label: 'when an observation is final' }],
      working: [`days that count = ${printQuantity(time)} - ${printQuantity(slowest.window)}: none`],
    }
  const rest = days(time) % week
  if (Math.min(rest, week - rest) < 1e-9 || days(time) >= setting('whole_weeks_below')) return undefined
  return {
    path,
    message: `${lasts}, which is no whole number of weeks: some days of the week count once more than others`,
    help: `${longer(days(time))}, in whole weeks`,
  }
}

export const shortWindow: Rule = {
  id: 'rollout/short-window',
  severity: 'error',
  from: 'limited',
  summary: 'A stage is longer than it takes until an observation is final, and lasts whole weeks',
  why: 'A re-contact within seven days cannot be counted after five. A stage that ends before its first observation is final is decided on numbers that only look finished, and they always look too good.',
  details: `It judges \`limited\`, and the last step of \`progressive\`, where they have exits. The windows are those of the metrics that the exits name: \`success.window\`, and the \`window\` of guardrail metrics; \`guardrail_metrics hold\` names all of them.

Weekends differ from weekdays, so a stage takes whole weeks. From four weeks on a day more or less hardly counts, so that \`30d\` or \`90d\` is left alone.`,
  principles: ['limited-stage'],
  fields: fields`success.{window,guardrail_metrics.window} rollout.progressive.steps rollout.{limited,progressive}.duration`,
  references: [
    'Kohavi, Tang and Xu (2020), Trustworthy Online Controlled Experiments, chapter 2, day-of-week effect',
  ],
  settings: {
    whole_weeks_below: {
      value: 28,
      meaning: 'Days from which a stage need not last whole weeks',
      source: 'one weekday more among four of each moves a mean by a fifth of their difference at most',
    },
  },
  examples: both`success: {metric: deflection_rate, window: 7d}
rollout:
  limited: {traffic: 5%, duration: «14d|5d», exit: [deflection_rate not below baseline]}   # expect: rollout/short-window`,

  *check(context) {
    for (const stage of stages) {
      const windows = ['metric', 'window', 'guardrail_metrics'].map((key) => ['success', key])
      if (!isReadable(context, [['rollout', stage], ...windows])) continue
      const found = judge(context, stage)
      if (found) yield found
    }
  },
}
