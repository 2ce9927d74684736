import { type Decimal, decimal, perDay, printNumber, printShare, sum, zero } from '../../finance/amounts.ts'
import { type Lift, liftOf, type StageShare, shareAt } from '../../finance/lift.ts'
import { present } from '../../model/lists.ts'
import type { Pilot } from '../../model/pilot.ts'
import { printQuantity } from '../../values/index.ts'
import { unread } from '../lib/absent.ts'
import { isHandoff } from '../lib/handoff.ts'
import { both, type Finding, fields, type Rule } from '../lib/rule.ts'
import { served } from '../lib/stages.ts'

type Path = NonNullable<NonNullable<Pilot['fallback']>[number]>

const largest = (pilot: Pilot): (StageShare & { readonly stage: string }) | undefined =>
  served
    .flatMap((stage) => {
      const share = shareAt(pilot, stage)
      return share ? [{ ...share, stage }] : []
    })
    .reduce<(StageShare & { readonly stage: string }) | undefined>(
      (most, one) => (most && most.percent >= one.percent ? most : one),
      undefined,
    )

/** The work that comes back to people on the busiest day when the model is down: what it had taken off them. */
const returning = (pilot: Pilot, lift: Lift, exposure: StageShare) => {
  const { full, peak_day: peak } = pilot.cost?.volume ?? {}
  const units = peak ? perDay(peak) : full && perDay(full)
  if (units === undefined) return undefined
  const share = decimal(exposure.percent).div(100)
  return {
    key: peak ? 'peak_day' : 'full',
    day: peak ? 'a peak day' : 'an average day',
    load: units.times(share).times(lift.gain),
    working: `${printNumber(units)} a day x ${printShare(share)} of the traffic x ${printShare(lift.gain)} lift`,
  }
}

const handoffs = ({ fallback }: Pilot) => present(fallback).filter(({ item }) => isHandoff(item.do ?? ''))

/** What the people behind all handoffs take a day; undefined where one of them does not say. */
const capacityOf = (paths: readonly { readonly item: Path }[]): Decimal | undefined => {
  const capacities = paths.flatMap(({ item }) => (item.capacity ? [perDay(item.capacity)] : []))
  return paths.length > 0 && capacities.length === paths.length ? sum(capacities) : undefined
}

export const overCapacity: Rule = {
  id: 'fallback/over-capacity',
  severity: 'error',
  from: 'progressive',
  summary: 'The people behind the handoffs can take back what the model has taken off them',
  why: 'When the model is down on the busiest day, all the work that it used to finish comes back at once, to a team that was planned without it.',
  details: `What comes back = \`peak_day\` x the largest planned share of the traffic x the lift: the part that people did not have to do any more. It is compared with the \`capacity\` of all handoffs together. Without a \`peak_day\` an average day counts.

A path that needs no people, such as a template reply, has no capacity to run out of; beside a handoff it is not taken off what comes back, since customers whom it does not help go to people all the same. Nothing is judged where a handoff does not say its capacity, nor for a mean: a lift in minutes is no share of the units.`,
  principles: ['fallback', 'full-stage'],
  fields: fields`fallback.capacity success.target cost.volume.{full,peak_day} rollout.{limited,progressive,full}.traffic`,
  references: ['Google SRE, Addressing Cascading Failures: capacity of the fallback'],
  examples: both`success: {metric: deflection_rate, baseline: 22%, target: at least 35%}
fallback:
  - {when: low confidence or model error, do: human_handoff, to: tier-1 agents, within: 2m, capacity: «900/day|300/day»}   # expect: fallback/over-capacity
cost: {volume: {full: 60000/month, peak_day: 6000/day}}
rollout: {limited: 5% for 14d, full: 95%}`,

  *check({ pilot, faults }): Generator<Finding> {
    const lift = liftOf(pilot)
    const exposure = largest(pilot)
    if (lift?.kind !== 'proportion' || lift.gain.lte(zero) || exposure === undefined) return
    if (unread(faults, ['cost', 'volume', 'peak_day']) || faults.some(({ path }) => path[0] === 'fallback'))
      return
    const paths = handoffs(pilot)
    const [there, back] = [capacityOf(paths), returning(pilot, lift, exposure)]
    const [first, ...others] = paths
    if (there === undefined || back === undefined || first === undefined || back.load.lte(there)) return
    const load = `${printNumber(back.load.round(0, 3), 0)}/day`
    const declared =
      first.item.capacity && others.length === 0
        ? printQuantity(first.item.capacity)
        : `${printNumber(there)}/day`
    yield {
      path: ['fallback', first.at, 'capacity'],
      message: `on ${back.day} at ${exposure.stage}, a model that is down sends ${load} back to people, who take ${declared}`,
      help: `capacity: ${load} or more, less traffic until then, or in its place a path that needs no people`,
      working: [`what comes back = ${back.working} = ${printNumber(back.load)}/day`],
      related: [
        ...others.map(({ at }) => ({ path: ['fallback', at, 'capacity'], label: 'counted, too' })),
        { path: ['cost', 'volume', back.key], label: 'how many come' },
        { path: exposure.path, label: `the traffic of ${exposure.stage}` },
        { path: ['success', 'target'], label: 'the lift' },
      ],
    }
  },
}
