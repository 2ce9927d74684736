import type { Alert } from '../evidence/alert-rules/alert.ts'
import { shownSection, shownThreshold, shownWindow } from '../evidence/alert-rules/shown.ts'
import type { Facts } from '../evidence/facts.ts'
import type { TokenPrice } from '../evidence/prices/price-table.ts'
import { entryOf } from '../evidence/prices/prices.ts'
import type { Located } from '../evidence/reading/kind.ts'
import { decimal } from '../finance/amounts.ts'
import { rangesIn } from '../finance/ranges.ts'
import { metricKey, present, readable } from '../model/lists.ts'
import { type Metered, meteredOf, type PriceKind, priceKinds } from '../model/metered.ts'
import type { DeclaredAlert, Pilot } from '../model/pilot.ts'
import type { ListPriceReading, Plan, Priced } from '../model/plan.ts'
import { later, production } from '../model/stage.ts'
import { agrees, meantBy } from '../rules/lib/alert-level.ts'
import { alertsPath, isOwner, statedAs } from '../rules/lib/alerts.ts'
import { moreIsBetter } from '../values/index.ts'
import { isMap, valueAt } from '../yaml/data.ts'
import { type Path, pointer } from '../yaml/path.ts'

/** So many models of the price list, and so many ranges, are worth the time. */
const maxModels = 30

const tooMany: ListPriceReading = {
  ok: false,
  why: `the price list is asked for at most ${maxModels} models`,
  help: 'declare the prices: input and output',
}

/** By the path of the usage. */
type ListPrices = ReadonlyMap<string, ListPriceReading>

/** Loaded only if a model is named instead of prices: the price list is large. */
const lookUp = async (pilot: Pilot): Promise<ListPrices> => {
  const wanted = meteredOf(pilot).filter(({ price }) => price?.model !== undefined)
  if (wanted.length === 0) return new Map()
  const { listPriceOf } = await import('../finance/list-price.ts')
  const found = await Promise.all(
    wanted.map(
      async (one, at) => [pointer(one.path), at < maxModels ? await listPriceOf(pilot, one) : tooMany] as const,
    ),
  )
  return new Map(found.flatMap(([at, reading]) => (reading ? [[at, reading] as const] : [])))
}

export type ShownFacts = Partial<Pick<Facts, 'costSection' | 'evalSet' | 'alertRules' | 'alertRoutes' | 'prices'>>

/** A value that a file shows, in place of what is declared at its path. */
type Value = { readonly path: Path; readonly file: string } & Located<unknown>

function* evalSetValues({ evalSet }: ShownFacts): Generator<Value> {
  if (evalSet?.state !== 'found') return
  const { file, value } = evalSet
  const { rows, repeats, real, first, last } = value
  const at = (key: string, found: Located<unknown>): Value => ({ path: ['data', 'eval_set', key], file, ...found })
  yield at('cases', rows)
  if (real !== undefined && rows.value > 0) {
    const distinct = (real.value - real.repeats) / (rows.value - (repeats?.value ?? 0))
    const share = Number((100 * distinct).toFixed(1))
    yield at('real', { value: { value: share, unit: '%' }, range: real.range })
  }
  if (first && last) yield at('collected', { value: { from: first.value, to: last.value }, range: last.range })
}

/** Whether more of a metric is worse; undefined where nothing says so. */
const isBadAbove = ({ success }: Pilot, { kind, metric = '' }: DeclaredAlert): boolean | undefined => {
  if (kind === 'latency' || kind === 'deadline' || kind === 'cost') return true
  const key = metricKey(metric)
  const { target, metric: primary = '' } = success ?? {}
  if (target && metricKey(primary) === key) return !moreIsBetter(target)
  const guardrail = readable(success?.guardrail_metrics).find(({ metric: one = '' }) => metricKey(one) === key)
  if (guardrail?.limit) return !moreIsBetter(guardrail.limit)
  return guardrail?.max_rise ? true : guardrail?.max_drop && false
}

/** To whom an alert goes: by the routes where there are any, else by itself. The owner, where it goes to several. */
const receiverOf = (
  alert: Alert,
  { owner }: Pilot,
  { alertRoutes: routes, alertRules: rules }: ShownFacts,
  file: string,
): (Located<string> & { readonly file: string }) | undefined => {
  const labels = new Map([...alert.labels].map(([name, { value }]) => [name, value]))
  const routed = routes?.state === 'found' ? routes : undefined
  const receivers = routed
    ? (routed.value.receiversOf(
        labels.set('alertname', alert.name.value),
        rules?.state === 'found' ? rules.value.constant : [],
      ) ?? [])
    : alert.receivers
  const receiver =
    receivers.find(({ value }) => owner && isOwner(value, owner)) ??
    (routed || !alert.isGrouped ? receivers[0] : undefined)
  return receiver && { ...receiver, file: routed?.file ?? file }
}

/** What all of them show alike. */
const alike = <T extends Located<unknown>>([first, ...others]: readonly (T | undefined)[]): T | undefined =>
  others.every((one) => one && JSON.stringify(one.value) === JSON.stringify(first?.value)) ? first : undefined

function* alertValues(pilot: Pilot, shown: ShownFacts): Generator<Value> {
  const { alertRules } = shown
  if (alertRules?.state !== 'found') return
  const { value } = alertRules
  // The rule that runs is that of the stage at hand, or of the one that comes next in production.
  const stage = later(production, pilot.stage ?? 'pilot')
  for (const { item, at } of present(pilot.monitoring?.alerts)) {
    const over = stage === 'pilot' ? undefined : item.over?.[stage]
    const declared = item.fire
    const isAgreed = ({ level }: Alert) => declared && level.value.some((view) => agrees(view, declared, over))
    const meant = meantBy(item, value.alerts, stage === 'pilot' ? undefined : stage)
    const [first] = meant
    if (first === undefined) continue
    const path = [...alertsPath, at]
    const { file = alertRules.file } = first
    const stated = item.metric === undefined ? undefined : statedAs(pilot, item.metric)
    const fire = alike(meant.map((alert) => shownThreshold(alert, isBadAbove(pilot, item), stated)))
    if (fire && !meant.every(isAgreed)) yield { path: [...path, 'fire'], file, ...fire }
    const window = over === undefined ? alike(meant.map(shownWindow)) : undefined
    if (window) yield { path: [...path, 'over', stage], file, ...window }
    const section = item.runbook === undefined ? alike(meant.map(shownSection)) : undefined
    if (section) yield { path: [...path, 'runbook'], file, ...section }
    const receiver = alike(meant.map((alert) => receiverOf(alert, pilot, shown, file)))
    if (receiver) yield { path: [...path, 'notify'], ...receiver }
  }
}

/** A table without a currency shows no price. */
function* priceValues(pilot: Pilot, { prices }: ShownFacts): Generator<Value> {
  if (prices?.state !== 'found') return
  for (const one of meteredOf(pilot)) {
    const { name, entry } = entryOf(prices.value, one) ?? {}
    if (name === undefined || entry?.currency === undefined || entry.unclear) continue
    const { file } = prices
    const { currency: unit } = entry
    const moneyOf = ({ perToken }: TokenPrice) => ({
      value: Number(decimal(perToken).times(1_000_000).round(9).toFixed()),
      unit,
    })
    for (const kind of priceKinds) {
      const price = entry[kind]
      if (price === undefined || one.price?.[kind] !== undefined) continue
      const range = prices.value.locate([name, price.key])
      yield { path: [...one.pricePath, kind], file, value: moneyOf(price), range }
    }
    if (entry.tiers.length === 0 || one.price?.tiers !== undefined) continue
    const tiers = entry.tiers.map((tier) => ({
      above: { value: tier.above, unit: 'tokens' },
      ...Object.fromEntries(
        priceKinds.flatMap((kind) => (tier[kind] ? [[kind, { ...moneyOf(tier[kind]), per: 'Mtok' }]] : [])),
      ),
    }))
    yield { path: [...one.pricePath, 'tiers'], file, value: tiers, range: prices.value.locate([name]) }
  }
}

const withValue = (data: unknown, [step, ...rest]: Path, value: unknown): unknown => {
  if (step === undefined) return value
  if (Array.isArray(data)) return data.map((item, at) => (at === step ? withValue(item, rest, value) : item))
  const map = isMap(data) ? data : {}
  return { ...map, [step]: withValue(map[step], rest, value) }
}

export const planOf = (declared: Pilot, shown: ShownFacts, listPrices: ListPrices = new Map()): Plan => {
  const values = [...evalSetValues(shown), ...alertValues(declared, shown), ...priceValues(declared, shown)]
  const pilot = values.reduce<unknown>((data, { path, value }) => withValue(data, path, value), declared) as Pilot
  const places = new Map(values.map(({ path, file, range }) => [pointer(path), { file, range }]))
  const { costSection } = shown
  const priced = (one: Metered): Priced => {
    const listPrice = listPrices.get(pointer(one.path))
    const listed = listPrice?.ok ? listPrice.price : undefined
    const inside = one.pricePath.slice(1)
    const isIncluded =
      costSection?.state === 'found' && isMap(valueAt(costSection.value.data, inside)) ? costSection : undefined
    // A declared price wins over a list price.
    const sourced = (kind: PriceKind, fallback: number | undefined): Priced['prices'] => {
      const [known, path] = [one.price?.[kind], [...one.pricePath, kind]]
      const table = places.get(pointer(path))
      if (known !== undefined) {
        const own = isIncluded && { file: isIncluded.file, range: isIncluded.value.locate([...inside, kind]) }
        const place = table ?? own
        return { [kind]: { value: known, origin: place ? { from: 'file', ...place } : { from: 'declared', path } } }
      }
      if (listed === undefined || fallback === undefined) return {}
      const { model, on } = listed
      return { [kind]: { value: { value: fallback, unit: 'USD' }, origin: { from: 'list', model, on } } }
    }
    const isDeclared = one.price?.input !== undefined
    return {
      ...one,
      listPrice,
      prices: {
        ...sourced('input', listed?.input),
        ...sourced('cached_input', isDeclared ? undefined : listed?.cachedInput),
        ...sourced('cache_write', isDeclared ? undefined : listed?.cacheWrite),
        ...sourced('output', listed?.output),
      },
    }
  }
  return { pilot, declared, shown: places, metered: meteredOf(pilot).map(priced), unfit: [] }
}

/** Single figures and rules use the mean of a range; what fits and draws them is loaded only where there is one. */
const withMeans = async (pilot: Pilot): Promise<Pick<Plan, 'pilot' | 'unfit' | 'lossOf'>> => {
  const ranges = rangesIn(pilot)
  if (ranges.length === 0) return { pilot, unfit: [] }
  const { fitOf, lossOf } = await import('../finance/draws.ts')
  const fits = ranges.map((one, at) => ({ ...one, fit: at < maxModels ? fitOf(one.quantity) : undefined }))
  const meant = fits.reduce<unknown>(
    (data, { path, quantity, fit }) =>
      fit ? withValue(data, path, { ...quantity, value: Number(fit.mean.toPrecision(12)) }) : data,
    pilot,
  )
  return { pilot: meant as Pilot, unfit: fits.flatMap(({ path, fit }) => (fit ? [] : [path])), lossOf }
}

export const resolve = async (declared: Pilot, shown: ShownFacts): Promise<Plan> => {
  const { pilot, ...ranges } = await withMeans(declared)
  return { ...planOf(pilot, shown, await lookUp(pilot)), ...ranges }
}
