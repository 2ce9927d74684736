import type { Pilot } from '../model/pilot.ts'
import { days as inDays } from '../values/index.ts'
import { type Chance, playDays, weatherOf } from './play.ts'
import { randomOf } from './random.ts'
import { quarter, type SimulatedStage } from './stages.ts'
import type { Stream } from './streams.ts'
import type { SimulatedTrigger } from './triggers.ts'

/** How many units a system harms that breaks on any day of a stage, until one trigger by itself has rolled it back. */
export type Harm = {
  readonly stage: SimulatedStage['stage']
  /** Index in `rollback.when`. */
  readonly at: number
  readonly metric: string
  /** The 95th percentile of the runs, and their mean; undefined for a mean and a falling rate, which are not counted. */
  readonly most: number | undefined
  readonly mean: number | undefined
  /** The share of the runs in which the trigger does not fire until the stage ends. */
  readonly unseen: number
}

type Broken = {
  readonly stage: SimulatedStage
  readonly stream: Stream
  readonly trigger: SimulatedTrigger
  /** Days that a rollback takes. */
  readonly time: number
}

/** Full rollout goes on until a trigger fires. */
const prolonged = (stage: SimulatedStage): SimulatedStage => {
  if (stage.stage !== 'full') return stage
  const longer = (units: Float64Array) =>
    Float64Array.from({ length: 2 * quarter }, (_, day) => units[day % quarter] ?? 0)
  const step = Array.from({ length: 2 * quarter }, () => 0)
  return { ...stage, days: 2 * quarter, treatment: longer(stage.treatment), control: longer(stage.control), step }
}

type Ending = { readonly harmed: number; readonly seen: boolean }

/** One run, in which the system breaks at the start of a day; a window of less than a day is crossed within it. */
const breakOn = ({ stage, stream, trigger, time }: Broken, day: number, chance: Chance): Ending => {
  const { random } = chance
  const { stream: at, over, broken, level, needs, harm = 0 } = trigger
  const weather = weatherOf(stage, chance)
  const arriving = (from: number, length: number) => {
    let units = 0
    for (let part = from; part < from + length - 1e-9; part += 1)
      units +=
        (stage.treatment[Math.min(part, stage.days - 1)] ?? 0) *
        (weather?.[part] ?? 1) *
        Math.min(1, from + length - part)
    return units
  }
  const harmed = (length: number) => harm * random.poisson(arriving(day, length) * stream.share)
  if (over < 1) {
    // Nothing is drawn for a part of a day: it fires once the broken part of the window carries its rate.
    const usual = stage.treatment[stage.days - 1] ?? 0
    if (usual * over * stream.observed(stage.stage) < needs) return { harmed: harmed(stage.days - day), seen: false }
    const crossed = (over * (level - stream.healthy)) / (broken - stream.healthy)
    return { harmed: harmed(crossed + stream.window + time), seen: true }
  }
  const levelOn = (_: number, now: number) => (now < day ? stream.healthy : broken)
  const firedOn = playDays(stage, stream, { at, level: levelOn, triggers: [trigger] }, chance, weather)
  if (firedOn === undefined) return { harmed: harmed(stage.days - day), seen: false }
  return { harmed: firedOn <= day ? 0 : harmed(firedOn - day + time), seen: true }
}

export type Runs = { readonly runs: number; readonly seed: number; readonly variation: number }

const harmOf = (one: Broken, { runs, seed, variation }: Runs): Harm => {
  const { stage, trigger } = one
  const long = { ...one, stage: prolonged(stage) }
  const endings = Array.from({ length: runs }, (_, run) => {
    const random = randomOf(seed, run)
    const day = Math.floor(random.uniform() * stage.days)
    return breakOn(long, day, { random, variation })
  })
  const sorted = Float64Array.from(endings, ({ harmed }) => harmed).toSorted()
  const counts = trigger.harm !== undefined
  return {
    stage: stage.stage,
    at: trigger.at,
    metric: trigger.metric,
    most: counts ? sorted[Math.min(runs - 1, Math.ceil(0.95 * runs) - 1)] : undefined,
    mean: counts ? sorted.reduce((sum, value) => sum + value, 0) / runs : undefined,
    unseen: endings.filter(({ seen }) => !seen).length / runs,
  }
}

/** Each trigger by itself, in each stage that serves customers. */
export const harmsOf = (
  pilot: Pilot,
  stages: readonly SimulatedStage[],
  streams: readonly Stream[],
  runs: Runs,
): Harm[] => {
  const { quantity } = pilot.rollback?.time ?? {}
  const time = quantity ? inDays(quantity) : 0
  return stages.flatMap((stage) =>
    stage.triggers.flatMap((trigger) => {
      const stream = streams[trigger.stream]
      return stream ? [harmOf({ stage, stream, trigger, time }, runs)] : []
    }),
  )
}
