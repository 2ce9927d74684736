import { present, readable } from '../../model/lists.ts'
import type { Rollout } from '../../model/pilot.ts'
import { type ExposedStage, exposedStages } from '../../model/stage.ts'
import { addDays, days, type IsoDate, period } from '../../values/index.ts'
import type { Path } from '../../yaml/path.ts'
import { both, type Finding, fields, type Rule } from '../lib/rule.ts'

type Run = {
  readonly stage: ExposedStage
  readonly start: IsoDate | undefined
  /** The earliest first day after the stage; undefined if nothing before it has a date. */
  readonly end: IsoDate | undefined
}

const length = (rollout: Rollout, stage: ExposedStage): number => {
  const whole = rollout[stage]?.duration
  const steps = stage === 'progressive' ? (rollout.progressive?.steps ?? []) : []
  const times = steps.flatMap((step) => step?.time ?? [])
  const known = times.length === steps.length && times.length > 0
  const sum = times.reduce((before, time) => before + days(time), 0)
  return Math.floor(!known && whole ? days(whole) : sum)
}

/** A stage without a start begins when the previous one ends, at the earliest. */
const runs = (rollout: Rollout, started: IsoDate | undefined): Run[] => {
  const found: Run[] = []
  for (const stage of exposedStages) {
    const planned = rollout[stage]
    if (planned === undefined) continue
    const begin = planned.start ?? found.at(-1)?.end ?? started
    found.push({ stage, start: planned.start, end: begin && addDays(begin, length(rollout, stage)) })
  }
  return found
}

/** Stated starts of stages and implied starts of the steps of progressive. */
const starts = (rollout: Rollout): { readonly name: string; readonly path: Path; readonly on: IsoDate }[] => {
  const stages = exposedStages.flatMap((stage) => {
    const on = rollout[stage]?.start
    return on === undefined ? [] : [{ name: stage, path: ['rollout', stage, 'start'], on }]
  })
  const { start, steps = [] } = rollout.progressive ?? {}
  if (start === undefined) return stages
  const times = steps.map((step) => (step?.time ? days(step.time) : Number.NaN))
  const later = steps.flatMap((_, at) => {
    const passed = times.slice(0, at).reduce((sum, time) => sum + time, 0)
    if (at === 0 || Number.isNaN(passed)) return []
    const path = ['rollout', 'progressive', 'steps', at]
    return [{ name: `step ${at + 1} of progressive`, path, on: addDays(start, passed) }]
  })
  return [...stages, ...later]
}

const lastDay = (end: IsoDate) => addDays(end, -1)

const firstFree = ({ freeze }: Rollout, from: IsoDate): IsoDate => {
  const hit = readable(freeze).find((one) => one.from <= from && from <= one.to)
  return hit === undefined ? from : firstFree({ freeze }, addDays(hit.to, 1))
}

function* order(rollout: Rollout, planned: readonly Run[], started: IsoDate | undefined): Generator<Finding> {
  let before: { name: string; start: IsoDate; path: (string | number)[] } | undefined =
    started === undefined ? undefined : { name: 'the pilot', start: started, path: ['started'] }
  for (const [at, { stage, start }] of planned.entries()) {
    const previous = planned[at - 1]
    if (start === undefined) continue
    const path = ['rollout', stage, 'start']
    if (before !== undefined && start < before.start)
      yield {
        path,
        message: `${stage} starts on ${start}, before ${before.name} on ${before.start}`,
        help: `set \`start\` to ${previous?.end ?? before.start} or later`,
        related: [{ path: before.path, label: `the start of ${before.name}` }],
      }
    else if (previous?.end !== undefined && start < previous.end)
      yield {
        path,
        message: `${stage} starts on ${start}, but ${previous.stage} runs until ${lastDay(previous.end)}`,
        write: firstFree(rollout, previous.end),
        help: 'or later',
        related: [{ path: ['rollout', previous.stage, 'duration'], label: `the duration of ${previous.stage}` }],
      }
    before = { name: stage, start, path }
  }
}

function* frozen(rollout: Rollout): Generator<Finding> {
  for (const { name, path, on } of starts(rollout)) {
    const hit = present(rollout.freeze).find(({ item: { from, to } }) => from <= on && on <= to)
    if (hit === undefined) continue
    const free = firstFree(rollout, on)
    yield {
      path,
      message: `${name} starts on ${on}, inside the freeze ${period.print(hit.item)}`,
      // A step has no date of its own.
      ...(path.at(-1) === 'start' && { write: free }),
      help:
        path.at(-1) === 'start'
          ? `or later, or before ${hit.item.from}`
          : `make the previous step longer, so that it starts on ${free} or later, or move the start of progressive`,
      related: [{ path: ['rollout', 'freeze', hit.at], label: 'the freeze' }],
    }
  }
}

export const dates: Rule = {
  id: 'rollout/dates',
  severity: 'error',
  from: 'shadow',
  summary: 'Stages do not overlap, start outside every freeze, and end before the decision',
  why: 'If the dates contradict each other, a stage is cut short, usually the one that provides the evidence.',
  details: `A stage may start on the day after the previous one ends, and not before \`started\`. Durations include the start: 14 days from 9 November end on the 22nd. A stage without a start follows at once. \`decide_by\` must not be before the last day of \`progressive\`, unless the declared stage is \`full\`.

No stage, and no later step of \`progressive\`, may *start* inside a freeze, first and last day included; running stages may continue. Parts of a day are not counted, and stages without a date are not judged.`,
  principles: ['big-bang'],
  fields: fields`started decide_by rollout.{freeze,progressive,progressive.steps} rollout.{shadow,limited,progressive,full}.{start,duration}`,
  references: ['Google SRE book, launch checklist, launch planning'],
  examples: both`started: 2026-09-01
decide_by: «2027-03-31|2026-12-15»   # expect: rollout/dates
rollout:
  freeze: [2026-11-20..2026-12-01]
  limited: {traffic: 5%, start: 2026-11-02, duration: 28d}
  progressive: {steps: [25% for 14d, 50% for 28d], start: «2026-12-02|2026-11-30»}   # expect: rollout/dates
  full: {traffic: 95%, start: «2027-02-01|2026-12-31»}   # expect: rollout/dates`,

  *check({ pilot: { decide_by, rollout, started }, declared }) {
    if (rollout === undefined) return
    const planned = runs(rollout, started)
    yield* order(rollout, planned, started)
    yield* frozen(rollout)
    const end = planned.find(({ stage }) => stage === 'progressive')?.end
    if (declared !== 'full' && decide_by !== undefined && end !== undefined && decide_by < lastDay(end))
      yield {
        path: ['decide_by'],
        message: `\`decide_by\` is ${decide_by}, but progressive runs until ${lastDay(end)}`,
        write: lastDay(end),
        help: 'or later, or start the rollout earlier',
        related: [{ path: ['rollout', 'progressive'], label: 'the progressive stage' }],
      }
  },
}
