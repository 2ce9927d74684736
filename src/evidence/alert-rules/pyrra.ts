import { isMap } from '../../yaml/data.ts'
import type { Document } from '../reading/documents.ts'
import { type Located, malformed, type Reading, read } from '../reading/kind.ts'
import { locatedAt, type Part, partOf } from '../reading/part.ts'
import type { Found } from './alert-rules.ts'
import { type Burn, burnAlerts, type Indicator, slowIn } from './burn.ts'
import type { Expr } from './expr.ts'
import { unitOfName } from './measure.ts'
import { amountOf } from './plain.ts'
import { receiversOf } from './prometheus.ts'
import { parsePromql, secondsOf } from './promql.ts'

const minute = 60
const days = 28 * 24 * 60 * minute

/** How fast the budget is spent, over which part of 28 days, and how long that has to last. Source: Pyrra, slo/rules.go. */
const tiers = [
  { factor: 14, over: 60 * minute, hold: 2 * minute },
  { factor: 7, over: 360 * minute, hold: 15 * minute },
  { factor: 2, over: 1440 * minute, hold: 60 * minute },
  { factor: 1, over: 5760 * minute, hold: 180 * minute },
]

/** To the minute, as Pyrra rounds. */
const within = (window: number, part: number): number => Math.round((window / days) * (part / minute)) * minute

const burnsOf = (window: number, budget: number): Burn[] =>
  tiers.map(({ factor, over, hold }) => ({
    bad: factor * budget,
    over: within(window, over),
    hold: within(window, hold),
  }))

const ratio = (left: Expr | undefined, right: Expr | undefined, isSame: boolean): Expr | undefined =>
  left && right && { kind: 'binary', op: '/', bool: false, left, right, isSame }

const indicatorOf = (indicator: Part): Indicator => {
  const parsed = (...keys: readonly string[]) => parsePromql(indicator.text(...keys, 'metric') ?? '')
  const isSame = (kind: string, key: string): boolean =>
    indicator.text(kind, key, 'metric') === indicator.text(kind, 'total', 'metric')
  if (indicator.at('ratio').data !== undefined)
    return {
      measured: ratio(parsed('ratio', 'errors'), parsed('ratio', 'total'), isSame('ratio', 'errors')),
      slow: undefined,
    }
  if (indicator.at('latency').data !== undefined)
    return {
      measured: ratio(parsed('latency', 'success'), parsed('latency', 'total'), isSame('latency', 'success')),
      slow: slowIn(indicator.text('latency', 'success', 'metric') ?? ''),
    }
  const slow = secondsOf(indicator.text('latencyNative', 'latency') ?? '')
  if (slow !== undefined)
    return {
      measured: parsed('latencyNative', 'total'),
      slow: { op: 'above', value: slow, unit: unitOfName('seconds') },
    }
  return { measured: parsed('bool_gauge'), slow: undefined }
}

const prefix = 'pyrra.dev/'

/** What is handed on to the alerts of an objective, by the names that it has there. */
const handedOn = (holder: Part): ReadonlyMap<string, Located<string>> =>
  new Map(
    Object.keys(isMap(holder.data) ? holder.data : {})
      .filter((key) => key.startsWith(prefix))
      .slice(0, 50)
      .flatMap((key) => {
        const value = locatedAt(holder.text(key), holder.at(key))
        return value ? [[key.slice(prefix.length), value] as const] : []
      }),
  )

const faultOf = (spec: Part, target: number | undefined, window: number | undefined): Reading<never> | undefined => {
  if (target === undefined || target < 0 || target > 100)
    return malformed('has a `target` that is no percentage', spec.at('target').range())
  if (!window) return malformed('has a `window` that is no duration', spec.at('window').range())
  const kinds = ['ratio', 'latency', 'latencyNative', 'bool_gauge']
  const isOne = kinds.filter((kind) => spec.at('indicator', kind).data !== undefined).length === 1
  return isOne ? undefined : malformed('holds an objective without one `indicator`', spec.range())
}

/**
 * The alerts that Pyrra makes of an objective: all are called `ErrorBudgetBurn`, or as it says.
 * Source: Pyrra, ServiceLevelObjective of pyrra.dev/v1alpha1.
 */
export const readPyrra = (document: Document, wanted: ReadonlySet<string>): Reading<Found> => {
  const part = partOf(document)
  const spec = part.at('spec')
  const own = part.at('metadata', 'name')
  const given = spec.at('alerting', 'name')
  const [target, window] = [amountOf(spec.at('target')), secondsOf(spec.text('window') ?? '')]
  const fault = own.text()
    ? faultOf(spec, target, window)
    : malformed('holds an object without metadata.name', part.range())
  if (fault !== undefined) return fault
  const names = [...new Set([given.text() || 'ErrorBudgetBurn', own.text() ?? ''])]
  const [name] = names.filter((one) => wanted.has(one))
  if (name === undefined) return read({ alerts: [], names })
  const labels = handedOn(part.at('metadata', 'labels'))
  const annotations = handedOn(part.at('metadata', 'annotations'))
  const isOff = spec.at('alerting', 'disabled').data === true || spec.at('alerting', 'burnrates').data === false
  const objective = {
    name: { value: name, range: (name === given.text() ? given : own).range() },
    labels,
    receivers: receiversOf(labels),
    runbook: annotations.get('runbook_url') ?? annotations.get('runbook'),
    linked: false,
    paused: isOff,
    unread: undefined,
    place: spec.at('target').range(),
    indicator: indicatorOf(spec.at('indicator')),
  }
  const burns = burnsOf(window ?? 0, (100 - (target ?? 100)) / 100)
  return read({ alerts: burns.flatMap((burn) => burnAlerts(objective, burn)), names })
}
