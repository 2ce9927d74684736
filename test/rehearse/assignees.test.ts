/** Triggers of a system that is well, beside a simulation that keeps every single assignee as it is on all days. */
import { describe, expect, test } from 'vitest'
import { playDays } from '../../src/rehearse/play.ts'
import { randomOf } from '../../src/rehearse/random.ts'
import { stagesOf } from '../../src/rehearse/stages.ts'
import { streamsOf } from '../../src/rehearse/streams.ts'
import { pilotOf } from '../finance/fixture.ts'
import { normal, poisson, seeded } from '../simulation/random.ts'

type Case = {
  readonly perDay: number
  readonly shared: string
  readonly assignees: number
  readonly steps: readonly (readonly [share: number, days: number])[]
  readonly over: number
  readonly above: number
} & (
  | { readonly rate: number; readonly correlation: number }
  | { readonly mean: number; readonly sd: number; readonly correlation: number }
)

/** Successes until one exceeds 1: a gamma variable as a sum of squares where its shape is half of a whole number. */
const gamma = (halves: number, random: () => number): number =>
  Array.from({ length: halves }, () => normal(random) ** 2 / 2).reduce((sum, one) => sum + one, 0)

/** A beta variable with shapes that are rounded to halves. */
const beta = (mean: number, correlation: number, random: () => number): number => {
  const shape = 1 / correlation - 1
  const [good, bad] = [mean, 1 - mean].map((part) => gamma(Math.max(1, Math.round(2 * part * shape)), random)) as [
    number,
    number,
  ]
  return good / (good + bad)
}

/** How often the trigger fires, every assignee drawn by itself; those of a step stay in the next. */
const firesOf = (one: Case, runs: number): number => {
  const random = seeded(11)
  const most = Math.max(...one.steps.map(([share]) => share))
  let fired = 0
  for (let run = 0; run < runs; run += 1) {
    const levels = Array.from({ length: (one.assignees * most) / 100 }, () =>
      'rate' in one
        ? beta(one.rate, one.correlation, random)
        : one.mean + one.sd * Math.sqrt(one.correlation) * normal(random),
    )
    const days: { units: number; sum: number }[] = []
    for (const [share, length] of one.steps)
      for (let day = 0; day < length; day += 1) {
        let [units, sum] = [0, 0]
        for (const level of levels.slice(0, (one.assignees * share) / 100)) {
          const own = poisson(one.perDay / one.assignees, random)
          units += own
          if ('rate' in one) for (let unit = 0; unit < own; unit += 1) sum += random() < level ? 1 : 0
          else sum += own * level + one.sd * Math.sqrt((1 - one.correlation) * own) * normal(random)
        }
        days.push({ units, sum })
      }
    const isFired = days.some((_, at) => {
      const window = days.slice(at + 1 - one.over, at + 1)
      if (at + 1 < one.over) return false
      const units = window.reduce((sum, day) => sum + day.units, 0)
      return units > 0 && window.reduce((sum, day) => sum + day.sum, 0) / units > one.above
    })
    fired += isFired ? 1 / runs : 0
  }
  return fired
}

const rehearsed = ({ perDay, shared, steps, over, above, correlation, ...one }: Case, runs: number): number => {
  const [unit, guardrail] =
    'rate' in one
      ? ['%', `{metric: m, baseline: ${100 * one.rate}%, max_rise: 1%}`]
      : [' min', `{metric: m, baseline: ${one.mean} min, sd: ${one.sd} min, max_rise: 1 min}`]
  const level = unit === '%' ? above * 100 : above
  const pilot = pilotOf(`version: 1
id: shared
started: 2026-09-14
use_case: {unit: order}
success: {metric: rate, baseline: 22%, target: at least 26%, guardrail_metrics: [${guardrail}]}
cost: {volume: {full: ${perDay * 30}/month}}
rollback: {when: [{metric: m, is: above ${level}${unit}, over: ${over}d}]}
rollout:
  assign_by: store
  ${shared}
  intra_class_correlation: ${correlation}
  progressive: {steps: [${steps.map(([share, days]) => `${share}% for ${days}d`).join(', ')}], control: 20%}
`)
  const streams = streamsOf(pilot)
  const played = stagesOf(pilot, streams)
  const [stage] = played.ok ? played.stages : []
  const at = streams.findIndex(({ name }) => name === 'm')
  const stream = streams[at]
  if (stage === undefined || stream === undefined || stage.triggers.length !== 1) throw new Error('nothing to play')
  const fired = Array.from({ length: runs }, (_, run) => {
    const chance = { random: randomOf(3, run), variation: 0 }
    const usual = { at, level: () => stream.healthy, triggers: stage.triggers }
    return playDays(stage, stream, usual, chance, undefined)
  })
  return fired.filter((day) => day !== undefined).length / runs
}

const cases: readonly (readonly [string, Case])[] = [
  [
    'a rate, over a week of six weeks',
    {
      perDay: 150,
      shared: 'assignees: 200',
      assignees: 200,
      steps: [[10, 42]],
      over: 7,
      above: 0.06,
      rate: 0.02,
      correlation: 0.0196,
    },
  ],
  [
    'the same, with the units of each declared',
    {
      perDay: 150,
      shared: 'units_per_assignee: 31.5',
      assignees: 200,
      steps: [[10, 42]],
      over: 7,
      above: 0.06,
      rate: 0.02,
      correlation: 0.0196,
    },
  ],
  [
    'a mean, over a day of four weeks',
    {
      perDay: 6000,
      shared: 'assignees: 40',
      assignees: 40,
      steps: [[10, 28]],
      over: 1,
      above: 30,
      mean: 27,
      sd: 29,
      correlation: 0.01,
    },
  ],
  [
    'a mean, in steps',
    {
      perDay: 6000,
      shared: 'assignees: 40',
      assignees: 40,
      steps: [
        [10, 7],
        [40, 14],
      ],
      over: 1,
      above: 30,
      mean: 27,
      sd: 29,
      correlation: 0.01,
    },
  ],
]

describe('a window has the design effect of its own units', () => {
  test.each(cases)('%s', (_, one) => {
    const runs = 2000
    const [independent, own] = [firesOf(one, runs), rehearsed(one, runs)]
    expect(independent).toBeGreaterThan(0.03)
    expect(independent).toBeLessThan(0.7)
    // Chance in both, and 2 in 100 for what is normal or a beta of all assignees in place of each.
    expect(Math.abs(own - independent)).toBeLessThan(3 * Math.sqrt((2 * independent * (1 - independent)) / runs) + 0.02)
  })
})
