import { secondsIn } from '../reading/duration.ts'
import type { Part } from '../reading/part.ts'
import { isSane } from '../reading/value.ts'
import { type Alert, alertWith, type FiringLevel } from './alert.ts'
import { shareViews } from './burn.ts'
import { parseDatadog } from './datadog-query.ts'
import { binaryOf } from './expr.ts'
import { fixedBy } from './level.ts'
import { amountOf } from './plain.ts'
import { strayOf } from './ranges.ts'

/** Finds an objective by what a monitor calls it. */
/** A text says why it is not read; completes a sentence that begins with it. */
export type FindSlo = (id: string) => Part | string | undefined

const secondsOf = (text: string | undefined): number | undefined => {
  const [, count, unit = ''] = /^(\d{1,4})([mhd])$/.exec(text ?? '') ?? []
  return count === undefined ? undefined : secondsIn(count, unit)
}

const targetKeys = ['thresholds', 'target_threshold', 'targetThreshold']

/** Whether a part is a service level objective: of the API, of Terraform, or of the operator. */
export const isSlo = (part: Part): boolean =>
  part.text('name') !== undefined &&
  ['metric', 'monitor', 'time_slice'].includes(part.text('type') ?? '') &&
  targetKeys.some((key) => part.at(key).data !== undefined)

type Target = { readonly timeframe: string; readonly allowed: number; readonly place: Part }

/** What an objective allows to be bad in each of its times, as a share from 0 to 1. */
const targetsOf = (slo: Part): Target[] => {
  const one = ['target_threshold', 'targetThreshold'].map((key) => slo.at(key)).find(({ data }) => data !== undefined)
  const listed = slo
    .at('thresholds')
    .items(10)
    .map((part) => ({ timeframe: part.text('timeframe'), target: part.at('target') }))
  return [...listed, { timeframe: slo.text('timeframe'), target: one }].flatMap(({ timeframe, target }) => {
    const percent = target && amountOf(target)
    const isShare = percent !== undefined && percent > 0 && percent < 100
    return timeframe && target && isShare ? [{ timeframe, allowed: (100 - percent) / 100, place: target }] : []
  })
}

export const hasTarget = (slo: Part): boolean => targetsOf(slo).length > 0

// Source: Datadog, error budget alerts and burn rate alerts.
const query =
  /^(burn_rate|error_budget)\("([^"]{1,200})"\)\.over\("(\w{1,10})"\)(?:\.long_window\("(\w{1,10})"\)\.short_window\("\w{1,10}"\))?\s{0,9}(>=?)\s{0,9}(\d{1,9}(?:\.\d{1,9})?)$/

type Said = Pick<Alert, 'fixed' | 'unread'> & {
  readonly views: readonly FiringLevel[]
  readonly seconds: number | undefined
  readonly place: Part | undefined
}

const notRead = (unread: string): Said => ({
  views: [],
  seconds: undefined,
  place: undefined,
  fixed: undefined,
  unread,
})

/** Why an objective counts nothing, or what no customer meets. */
const countedBy = (slo: Part): Pick<Said, 'fixed' | 'unread'> => {
  const texts = ['numerator', 'denominator'].map((key) => slo.text('query', key) ?? slo.text('query', 0, key))
  const [good, all] = texts.map((text) => {
    const parsed = text === undefined ? undefined : parseDatadog(`sum(last_5m):${text} > 0`)
    return parsed?.kind === 'binary' ? parsed.left : undefined
  })
  if (good === undefined || all === undefined) return { fixed: undefined, unread: undefined }
  const measured = binaryOf('/', good, all, { isSame: texts[0] === texts[1] })
  return { fixed: fixedBy({ op: 'above', value: 0, measured }), unread: strayOf(measured, () => undefined) }
}

const isTimed = (slo: Part): boolean => slo.text('type') !== 'metric'

const timed = 'a monitor-based or time-slice SLO, which pilotlint does not support'

/** What a monitor of type `slo alert` says: how much of the budget may be spent, or how fast. */
export const sloAlert = (text: string, critical: number | undefined, find: FindSlo): Said => {
  const [, kind, id = '', timeframe = '', long, op, number] = query.exec(text.trim().slice(0, 1000)) ?? []
  if (kind === undefined || (kind === 'burn_rate') !== (long !== undefined))
    return notRead('has a query that pilotlint does not support')
  const times = Number(number)
  if (critical !== undefined && critical !== times)
    return notRead(`compares with ${times}, but its critical threshold is ${critical}`)
  const slo = find(id)
  if (slo === undefined) return notRead('refers to an SLO that was not found')
  if (typeof slo === 'string') return notRead(`refers to an SLO that ${slo}`)
  if (isTimed(slo)) return notRead(`refers to ${timed}`)
  const target = targetsOf(slo).find((one) => one.timeframe === timeframe)
  if (target === undefined) return notRead('uses a timeframe for which the SLO has no target')
  const bad = (kind === 'burn_rate' ? times : times / 100) * target.allowed
  if (!isSane(bad)) return notRead('has a threshold outside any plausible range')
  const counted = countedBy(slo)
  return {
    views: shareViews(bad, op === '>='),
    seconds: secondsOf(long ?? timeframe),
    place: target.place,
    unread: counted.unread,
    fixed: counted.fixed ?? (bad >= 1 ? 'can never fire: its threshold is 100% of all events or more' : undefined),
  }
}

/** An objective by itself, one alert for each of its times: it says what is allowed, and calls nobody. */
export const objectiveAlerts = (slo: Part, name: Alert['name']): Alert[] => {
  const { fixed } = countedBy(slo)
  const made = (place: Part, level: readonly FiringLevel[], seconds: number | undefined): Alert =>
    alertWith({
      name,
      level: { value: level, range: place.range() },
      windows: { value: seconds === undefined ? undefined : [seconds], range: place.range() },
      route: 'or set `rule` to the monitor of the SLO',
      fixed,
      unread: isTimed(slo) ? `is ${timed}` : 'is an SLO and notifies nobody; set `rule` to the monitor of the SLO',
    })
  const alerts = targetsOf(slo).map(({ timeframe, allowed, place }) =>
    made(place, isTimed(slo) ? [] : shareViews(allowed), secondsOf(timeframe)),
  )
  return alerts.length > 0 ? alerts : [made(slo.at('name'), [], undefined)]
}
