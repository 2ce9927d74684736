import type { Counts, StepCounts } from './decide.ts'
import type { Random } from './random.ts'
import { finalIn, type SimulatedStage, total } from './stages.ts'
import type { Stream } from './streams.ts'
import type { SimulatedTrigger } from './triggers.ts'

/** What is drawn for each run; `variation` is that of the traffic of a day. */
export type Chance = { readonly random: Random; readonly variation: number }

/** The level of each stream in treatment on a day of the stage, from 0 on. */
export type TrueLevel = (stream: number, day: number) => number

const draw = ({ form, sd }: Stream, { random }: Chance, trials: number, level: number): number =>
  form === 'mean' ? trials * level + random.normal() * sd * Math.sqrt(trials) : random.binomial(trials, level)

/**
 * What the assignees of an arm do where `level` is that of all there are: the same ones on all days, those of a step
 * among those of the next.
 */
const assigneesOf = ({ form, sd }: Stream, shared: readonly number[], { random }: Chance) => {
  const known = new Map<number, readonly number[]>()
  const drawn = (level: number): readonly number[] => {
    const levels = shared.map(() => level)
    let [now, before] = [level, 0]
    for (let step = shared.length - 1; step >= 0; step -= 1) {
      const part = Math.max(before, shared[step] ?? 0)
      if (part > before)
        now =
          form === 'mean'
            ? now + random.normal() * sd * Math.sqrt(part - before)
            : random.rate(now, (part - before) / (1 - before))
      before = part
      levels[step] = now
    }
    return levels
  }
  return (level: number, step: number): number => {
    const levels = known.get(level) ?? drawn(level)
    known.set(level, levels)
    return levels[step] ?? level
  }
}

/** By how many times more or fewer units arrive than on a usual day; one number for all metrics and arms. */
export const weatherOf = ({ days }: SimulatedStage, { random, variation }: Chance): Float64Array | undefined =>
  variation > 0 ? Float64Array.from({ length: days }, () => random.factor(variation)) : undefined

/** The counts of a stream on each day, with the sums up to its start. */
export type Days = { readonly trials: Float64Array; readonly sums: Float64Array }

const emptyDays = ({ days }: SimulatedStage): Days => ({
  trials: new Float64Array(days + 1),
  sums: new Float64Array(days + 1),
})

/**
 * Draws the days of a stream into `into` until the first on which a trigger fires, on its full window of final observations;
 * undefined if none does. A day counts once its window is over.
 */
export const playDays = (
  stage: SimulatedStage,
  stream: Stream,
  {
    at,
    level,
    triggers,
  }: { readonly at: number; readonly level: TrueLevel; readonly triggers: readonly SimulatedTrigger[] },
  chance: Chance,
  weather: Float64Array | undefined,
  { trials, sums }: Days = emptyDays(stage),
): number | undefined => {
  const { treatment, shared, step, days } = stage
  const assigned = assigneesOf(stream, shared[at]?.treatment ?? [], chance)
  const observed = stream.observed(stage.stage)
  const last = days - stream.window
  let [counted, sum] = [0, 0]
  for (let day = 1; day <= days; day += 1) {
    const fresh = chance.random.poisson((treatment[day - 1] ?? 0) * (weather?.[day - 1] ?? 1) * observed)
    counted += fresh
    sum += draw(stream, chance, fresh, assigned(level(at, day - 1), step[day - 1] ?? 0))
    trials[day] = counted
    sums[day] = sum
    for (const { over, needs, fires } of day <= last ? triggers : []) {
      const start = day - Math.ceil(over)
      const seen = start < 0 ? 0 : counted - (trials[start] ?? 0)
      if (seen > 0 && seen >= needs && fires((sum - (sums[start] ?? 0)) / seen)) return day + stream.window
    }
  }
  return undefined
}

/** What does not change from run to run. */
export type Watch = {
  /** By stream, the triggers that are judged each day. */
  readonly daily: readonly (readonly SimulatedTrigger[])[]
  /** Triggers with a window of less than a day. */
  readonly hourly: readonly SimulatedTrigger[]
  /** By stream, what each run writes its days into. */
  readonly counts: readonly Days[]
  /** By stream and step, the first day that counts and the one after the last, with the units in both arms. */
  readonly spans: readonly (readonly {
    readonly from: number
    readonly to: number
    readonly treatment: number
    readonly control: number
  }[])[]
}

export const watchOf = (stage: SimulatedStage, streams: readonly Stream[]): Watch => ({
  daily: streams.map((_, at) => stage.triggers.filter(({ stream, over }) => stream === at && over >= 1)),
  hourly: stage.triggers.filter(({ over }) => over < 1),
  counts: streams.map(() => emptyDays(stage)),
  spans: streams.map((stream) =>
    finalIn(stage, stream).map(([from, to]) => ({
      from,
      to,
      treatment: total(stage.treatment, from, to),
      control: total(stage.control, from, to),
    })),
  ),
})

export type Outcome = { readonly stoppedOn: number } | { readonly stoppedOn: undefined; readonly counted: StepCounts }

/** One run of a stage: a trigger stops it, or its results are counted. */
export const play = (
  stage: SimulatedStage,
  streams: readonly Stream[],
  watch: Watch,
  level: (stream: number) => number,
  chance: Chance,
): Outcome => {
  const { random } = chance
  const weather = weatherOf(stage, chance)
  const known: (Days | undefined)[] = []
  let stoppedOn = watch.hourly.some((trigger) => trigger.fires(level(trigger.stream))) ? 1 : undefined
  streams.forEach((stream, at) => {
    const triggers = watch.daily[at] ?? []
    if (triggers.length === 0) return
    known[at] = watch.counts[at]
    const firedOn = playDays(stage, stream, { at, level, triggers }, chance, weather, known[at])
    if (firedOn !== undefined) stoppedOn = Math.min(firedOn, stoppedOn ?? stage.days)
  })
  if (stoppedOn !== undefined) return { stoppedOn }
  const levels = streams.map((stream, at) => ({
    treatment: assigneesOf(stream, stage.shared[at]?.treatment ?? [], chance),
    control: assigneesOf(stream, stage.shared[at]?.control ?? [], chance),
  }))
  const arm = (at: number, span: number, side: 'treatment' | 'control'): Counts => {
    const stream = streams[at]
    const found = watch.spans[at]?.[span]
    if (stream === undefined || found === undefined) return { trials: 0, sum: 0 }
    const days = side === 'treatment' ? known[at] : undefined
    if (days !== undefined)
      return {
        trials: (days.trials[found.to] ?? 0) - (days.trials[found.from] ?? 0),
        sum: (days.sums[found.to] ?? 0) - (days.sums[found.from] ?? 0),
      }
    const units = weather ? total(stage[side], found.from, found.to, weather) : found[side]
    const trials = random.poisson(units * stream.observed(stage.stage))
    const all = side === 'treatment' ? level(at) : stream.control
    return { trials, sum: draw(stream, chance, trials, levels[at]?.[side](all, span) ?? all) }
  }
  return {
    stoppedOn,
    counted: stage.shares.map((_, span) => ({
      treatment: streams.map(({ counts }, at) => (counts ? arm(at, span, 'treatment') : undefined)),
      control: streams.map(({ compared }, at) => (compared ? arm(at, span, 'control') : undefined)),
    })),
  }
}
