import { shownSection, shownThreshold, shownWindow } from '../evidence/alert-rules/shown.ts'
import type { Facts } from '../evidence/facts.ts'
import { entryOf } from '../evidence/prices/prices.ts'
import type { Located } from '../evidence/reading/kind.ts'
import { decimal } from '../finance/amounts.ts'
import { metricKey, present, readable } from '../model/lists.ts'
import type { Pilot } from '../model/pilot.ts'
import type { ListPriceReading, Plan } from '../model/plan.ts'
import { later, production } from '../model/stage.ts'
import { agrees } from '../rules/lib/alert-level.ts'
import { type Alert, alertsPath, isOwner } from '../rules/lib/alerts.ts'
import { moreIsBetter } from '../values/index.ts'
import { isMap, valueAt } from '../yaml/data.ts'
import { type Path, pointer } from '../yaml/path.ts'

/** Loaded only if a model is named instead of prices: the price list is large. */
const lookUp = async (pilot: Pilot): Promise<ListPriceReading | undefined> =>
  pilot.cost?.price?.model === undefined ? undefined : (await import('../finance/list-price.ts')).listPriceOf(pilot)

export type Shown = Partial<Pick<Facts, 'costSection' | 'evalSet' | 'alertRules' | 'alertRoutes' | 'prices'>>

/** A value that a file shows, in place of what is declared at its path. */
type Value = { readonly path: Path; readonly file: string } & Located<unknown>

function* evalSetValues({ evalSet }: Shown): Generator<Value> {
  if (evalSet?.state !== 'found') return
  const { file, value } = evalSet
  const { rows, real, first, last } = value
  const at = (key: string, found: Located<unknown>): Value => ({ path: ['data', 'eval_set', key], file, ...found })
  yield at('cases', rows)
  if (real !== undefined && rows.value > 0) {
    const share = Number(((100 * real.value) / rows.value).toFixed(1))
    yield at('real', { value: { value: share, unit: '%' }, range: real.range })
  }
  if (first && last) yield at('collected', { value: { from: first.value, to: last.value }, range: last.range })
}

/** Whether more of a metric is worse; undefined where nothing says so. */
const isBadAbove = ({ success }: Pilot, { kind, metric = '' }: Alert): boolean | undefined => {
  if (kind === 'latency' || kind === 'deadline' || kind === 'cost') return true
  const key = metricKey(metric)
  const { target, metric: primary = '' } = success ?? {}
  if (target && metricKey(primary) === key) return !moreIsBetter(target)
  const guardrail = readable(success?.guardrail_metrics).find(({ metric: one = '' }) => metricKey(one) === key)
  if (guardrail?.limit) return !moreIsBetter(guardrail.limit)
  return guardrail?.max_rise ? true : guardrail?.max_drop && false
}

type Rules = Extract<NonNullable<Shown['alertRules']>, { readonly state: 'found' }>

/** To whom an alert goes: by the routes where there are any, else by itself. The owner, where it goes to several. */
const receiverOf = (
  alert: Rules['value']['alerts'][number],
  { owner }: Pilot,
  { alertRoutes: routes }: Shown,
  file: string,
): (Located<string> & { readonly file: string }) | undefined => {
  if (routes?.state !== 'found') return alert.receiver && { ...alert.receiver, file }
  const labels = new Map([...alert.labels].map(([name, { value }]) => [name, value]))
  const receivers = routes.value.receiversOf(labels.set('alertname', alert.name.value)) ?? []
  const receiver = receivers.find(({ value }) => owner && isOwner(value, owner)) ?? receivers[0]
  return receiver && { ...receiver, file: routes.file }
}

function* alertValues(pilot: Pilot, shown: Shown): Generator<Value> {
  const { alertRules } = shown
  if (alertRules?.state !== 'found') return
  const { file, value } = alertRules
  // The rule that runs is that of the stage at hand, or of the one that comes next in production.
  const stage = later(production, pilot.stage ?? 'pilot')
  for (const { item, at } of present(pilot.monitoring?.alerts)) {
    // Of several with one name, nobody can say which is meant.
    const [alert, ...others] = value.alerts.filter(({ name }) => name.value === item.rule)
    if (alert === undefined || others.length > 0) continue
    const path = [...alertsPath, at]
    const fire = shownThreshold(alert, isBadAbove(pilot, item))
    const over = stage === 'pilot' ? undefined : item.over?.[stage]
    const declared = item.fire
    const same = declared !== undefined && alert.level.value.some((view) => agrees(view, declared, over))
    if (fire && !same) yield { path: [...path, 'fire'], file, ...fire }
    const window = over === undefined ? shownWindow(alert) : undefined
    if (window) yield { path: [...path, 'over', stage], file, ...window }
    const section = item.runbook === undefined ? shownSection(alert) : undefined
    if (section) yield { path: [...path, 'runbook'], file, ...section }
    const receiver = receiverOf(alert, pilot, shown, file)
    if (receiver) yield { path: [...path, 'notify'], ...receiver }
  }
}

const priceKinds = ['input', 'cached_input', 'output'] as const

/** A table without a currency shows no price. */
function* priceValues({ model, cost }: Pilot, { prices }: Shown): Generator<Value> {
  if (prices?.state !== 'found' || cost?.price === undefined) return
  const { name, entry } = entryOf(prices.value, model, cost.price) ?? {}
  if (entry?.currency === undefined || entry.unclear) return
  for (const kind of priceKinds) {
    const price = entry[kind]
    if (name === undefined || price === undefined || cost.price[kind] !== undefined) continue
    const value = { value: Number(decimal(price.perToken).times(1_000_000).round(9).toFixed()), unit: entry.currency }
    const path = ['cost', 'price', kind]
    yield { path, file: prices.file, value, range: prices.value.locate([name, price.key]) }
  }
}

const withValue = (data: unknown, [step, ...rest]: Path, value: unknown): unknown => {
  if (step === undefined) return value
  if (Array.isArray(data)) return data.map((item, at) => (at === step ? withValue(item, rest, value) : item))
  const map = isMap(data) ? data : {}
  return { ...map, [step]: withValue(map[step], rest, value) }
}

export const planOf = (declared: Pilot, shown: Shown, listPrice: ListPriceReading | undefined): Plan => {
  const values = [...evalSetValues(shown), ...alertValues(declared, shown), ...priceValues(declared, shown)]
  const pilot = values.reduce<unknown>((data, { path, value }) => withValue(data, path, value), declared) as Pilot
  const places = new Map(values.map(({ path, file, range }) => [pointer(path), { file, range }]))
  const price = pilot.cost?.price ?? {}
  const listed = listPrice?.ok ? listPrice.price : undefined
  const { costSection } = shown
  const isIncluded =
    costSection?.state === 'found' && isMap(valueAt(costSection.value.data, ['price'])) ? costSection : undefined
  // A declared price wins over a list price.
  const sourced = (kind: keyof Plan['prices'], fallback: number | undefined): Plan['prices'] => {
    const [known, path] = [price[kind], ['cost', 'price', kind]]
    const table = places.get(pointer(path))
    if (known !== undefined) {
      const own = isIncluded && { file: isIncluded.file, range: isIncluded.value.locate(['price', kind]) }
      const place = table ?? own
      return { [kind]: { value: known, origin: place ? { from: 'file', ...place } : { from: 'declared', path } } }
    }
    if (listed === undefined || fallback === undefined) return {}
    const { model, on } = listed
    return { [kind]: { value: { value: fallback, unit: 'USD' }, origin: { from: 'list', model, on } } }
  }
  return {
    pilot,
    declared,
    shown: places,
    listPrice,
    prices: {
      ...sourced('input', listed?.input),
      ...sourced('cached_input', price.input ? undefined : listed?.cachedInput),
      ...sourced('output', listed?.output),
    },
  }
}

export const resolve = async (pilot: Pilot, shown: Shown): Promise<Plan> => planOf(pilot, shown, await lookUp(pilot))
