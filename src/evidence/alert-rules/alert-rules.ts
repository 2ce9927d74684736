import { present } from '../../model/lists.ts'
import type { DeclaredAlert, Pilot } from '../../model/pilot.ts'
import { exposedStages } from '../../model/stage.ts'
import { type Duration, isAbove, isCurrency, seconds } from '../../values/index.ts'
import { isTimeUnit, RATE_SECONDS } from '../../values/unit.ts'
import { fromFile, leftBy, named } from '../reading/follow.ts'
import { type EvidenceKind, type Reference, read } from '../reading/kind.ts'
import { type Alert, type AlertRules, comparable, type FiringLevel, namedQuantile } from './alert.ts'

const wantedAlerts = ({ monitoring }: Pilot): string[] => [
  ...new Set(present(monitoring?.alerts).flatMap(({ item }) => item.rule ?? [])),
]

const windowsOf = ({ over }: DeclaredAlert): Duration[] => exposedStages.flatMap((stage) => over?.[stage] ?? [])

/** No unit of a use case is more events. */
const maxEvents = 10

/** Why an alert waits for more than happens: for more events than the units that are planned, all in one time, can have. */
const guardedBy = ({ guard }: Alert, { cost }: Pilot): string | undefined => {
  const planned = [cost?.volume?.full, cost?.volume?.peak_day].flatMap((volume) =>
    guard && volume ? [volume.value * Math.max(1, guard.over / RATE_SECONDS[volume.per])] : [],
  )
  if (guard === undefined || planned.length === 0 || guard.events <= maxEvents * Math.max(...planned)) return undefined
  return `requires ${Number(guard.events.toPrecision(6))} events in ${Number((guard.over / 86_400).toFixed(2))} days, more than \`cost.volume\` allows`
}

/** By these a number is only said in another unit: what is multiplied by anything else has a price. */
const scales = [1, 60, 100, 1000, 3600, 86_400, 604_800, 1_000_000]

const isPriced = (factor: number): boolean => !scales.some((scale) => factor === scale || factor === 1 / scale)

/** Why a number is no amount of money, where nothing says that what is counted is. */
const uncalledBy = ({ level }: Alert, { fire }: DeclaredAlert): string | undefined => {
  const currency = fire !== undefined && 'quantity' in fire ? fire.quantity.unit : ''
  const isCounted = level.value.some(
    ({ unit }) => !unit.named && (unit.kind === 'count' || unit.kind === 'share') && !isPriced(unit.factor),
  )
  return isCurrency(currency) && isCounted
    ? `has no currency in its metric name, expected a suffix such as \`_${currency.toLowerCase()}\``
    : undefined
}

/** Whether less than half of all values decide, those on the good side. */
const isBeyondMedian = (view: FiringLevel, quantile: number): boolean =>
  isAbove(view) ? quantile < 0.5 : quantile > 0.5

/** Why an alert cannot be compared; undefined where all is understood. */
const unreadOf = (alert: Alert, declared: DeclaredAlert, pilot: Pilot): string | undefined => {
  const { windows, hold, quantile } = alert
  const unread = alert.unread ?? guardedBy(alert, pilot) ?? uncalledBy(alert, declared)
  if (unread !== undefined) return unread
  if (quantile === 'mean' && namedQuantile(declared.metric ?? '') !== undefined)
    return `averages the metric, but \`${declared.metric}\` is a percentile`
  const [view, ...others] = alert.level.value
  const isLate = view && others.length === 0 && typeof quantile === 'number' && isBeyondMedian(view, quantile)
  if (isLate && namedQuantile(declared.metric ?? '') === undefined)
    return `fires only when the ${quantile} quantile is ${isAbove(view) ? 'above' : 'below'} its threshold, expected an average`
  const spans = windows.value ?? []
  if (spans.length > 0 || (windows.value !== undefined && hold !== undefined)) return undefined
  if (windowsOf(declared).some((over) => seconds(over) === hold?.value)) return undefined
  return alert.elsewhere === undefined
    ? 'does not state its window, for example as a range of `[1h]`'
    : `uses ${alert.elsewhere}; move the recording rule of that series into the same file`
}

/** The alerts of the pilot that its file of alert rules cannot prove: those that are not understood. */
const unreadAlerts = (pilot: Pilot, { alerts }: AlertRules, file: string): readonly Reference[] => {
  const { monitoring } = pilot
  const byName = new Map<string, Alert[]>()
  for (const alert of alerts) byName.set(alert.name.value, [...(byName.get(alert.name.value) ?? []), alert])
  return present(monitoring?.alerts).flatMap(({ item, at }): Reference[] => {
    const path = ['monitoring', 'alerts', at]
    const { rule } = item
    // Whether an alert needs a rule is for the proof of monitoring.
    if (rule === undefined) return []
    const alerts = byName.get(rule) ?? []
    // Of several with one name, one that is understood is enough: rules compare it.
    const words = [alerts, ...windowsOf(item).map((over) => comparable(alerts, over))].map((some) => {
      const said = some.map((alert) => unreadOf(alert, item, pilot))
      const isEnough = some.some(
        (alert, at) => said[at] === undefined && alert.fixed === undefined && !alert.paused && !alert.isUp,
      )
      return isEnough ? undefined : said.find((one) => one !== undefined)
    })
    const why = words.find((one) => one !== undefined)
    return leftBy(why, { path: [...path, 'rule'], reference: rule }, file)
  })
}

/** How many are slow, or bad, says nothing of a percentile by its number; what it says of one where that is certain. */
const asPercentile = (alert: Alert, { monitoring }: Pilot): Alert => {
  const slow = alert.level.value.map((view) => view.slow).find((one) => one !== undefined)
  const one = present(monitoring?.alerts).find(
    ({ item: { rule, kind, metric = '', fire } }) =>
      rule === alert.name.value &&
      namedQuantile(metric) !== undefined &&
      (fire === undefined ? kind === 'latency' : 'quantity' in fire && isTimeUnit(fire.quantity.unit)),
  )
  if (slow === undefined || one === undefined || typeof alert.quantile === 'number') return alert
  const level = { ...alert.level, value: slow === 'unknown' ? [] : [slow.view] }
  if (slow !== 'unknown') return { ...alert, level, quantile: slow.quantile }
  const words = `fires at a share of events, but \`${one.item.metric}\` is a percentile; use histogram_quantile()`
  return { ...alert, level, unread: alert.unread ?? words }
}

const yaml = '`.yaml`, `.yml`'

export const alertRules: EvidenceKind<AlertRules> = {
  fields: ['monitoring.rules', 'monitoring.alerts'],
  formats: [
    { name: 'Prometheus', files: `${yaml}, \`.json\`, \`.rules\`` },
    { name: 'Helm values', files: yaml },
    { name: 'Grafana provisioning', files: `${yaml}, \`.json\`` },
    { name: 'Grafana operator', files: yaml },
    { name: 'OpenSLO', files: yaml },
    { name: 'Sloth', files: yaml },
    { name: 'Pyrra', files: yaml },
    { name: 'Datadog', files: '`.json`, `.yaml`, `.yml`' },
    { name: 'Terraform', files: '`.tf`, `.json`' },
    { name: 'CloudFormation', files: `${yaml}, \`.json\`` },
  ],
  follow: ({ monitoring }) => named(['monitoring', 'rules'], monitoring?.rules),
  read: fromFile(async (pilot) => {
    const { readerOf } = await import('./dialects.ts')
    const reader = readerOf(wantedAlerts(pilot))
    return {
      reader: async (...given) => {
        const reading = await reader(...given)
        if (reading.state !== 'read') return reading
        return read({ ...reading.value, alerts: reading.value.alerts.map((alert) => asPercentile(alert, pilot)) })
      },
    }
  }),
  unread: (fact, _, pilot) => (fact.state === 'found' ? unreadAlerts(pilot, fact.value, fact.file) : []),
}
