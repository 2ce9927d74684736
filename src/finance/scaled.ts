import { type PriceKind, tierOf } from '../model/metered.ts'
import type { Plan } from '../model/plan.ts'
import { field, isMap, valueAt } from '../yaml/data.ts'
import { dotted, type Path } from '../yaml/path.ts'
import { type Decimal, isDecimal } from './amounts.ts'
import { type Inputs, inputsOf, type Usage } from './inputs.ts'
import type { Work } from './work.ts'

const times = (work: Work, part: 'minutes' | 'wage', by: Decimal): Work => ({ ...work, [part]: work[part].times(by) })

const usageKeys: { readonly [key: string]: keyof Usage } = {
  calls: 'calls',
  input: 'input',
  cached_input: 'cached',
  cache_write: 'written',
  output: 'output',
  retries: 'retries',
}

const scaledUsage = (usage: Usage, keys: readonly (keyof Usage)[], by: Decimal): Usage => ({
  ...usage,
  ...Object.fromEntries(keys.map((key) => [key, (usage[key] as Decimal).times(by)])),
})

/** What each price of the plan is taken from: the cache has the price of the input where it has none of its own. */
const kindsOf: readonly (readonly [slot: keyof Usage, kinds: readonly PriceKind[]])[] = [
  ['inputPrice', ['input']],
  ['cachedPrice', ['cached_input', 'input']],
  ['writePrice', ['cache_write', 'input']],
  ['outputPrice', ['output']],
]

/** The prices that come from one place of the file, that of a tier where calls are so long. */
const pricesAt = ({ usage, price, pricePath }: Plan['metered'][number], place: string): (keyof Usage)[] => {
  const tier = usage && tierOf(usage, price)
  const tierPath = [...pricePath, 'tiers', price?.tiers?.indexOf(tier) ?? -1]
  return kindsOf.flatMap(([slot, kinds]) => {
    const kind = kinds.find((one) => tier?.[one] ?? price?.[one])
    return kind && dotted([...(tier?.[kind] ? tierPath : pricePath), kind]) === place ? [slot] : []
  })
}

/** The inputs with every amount so many times itself that is another one in a plan in which a currency is dearer. */
const moved = (part: unknown, plain: unknown, dearer: unknown, by: Decimal): unknown => {
  if (isDecimal(part)) return isDecimal(plain) && isDecimal(dearer) && !plain.eq(dearer) ? part.times(by) : part
  if (Array.isArray(part))
    return part.map((one, index) => moved(one, valueAt(plain, [index]), valueAt(dearer, [index]), by))
  if (!isMap(part)) return part
  return Object.fromEntries(
    Object.entries(part).map(([key, one]) => [key, moved(one, field(plain, key), field(dearer, key), by)]),
  )
}

const at = <T>(items: readonly T[], index: unknown, change: (item: T) => T): T[] =>
  items.map((item, position) => (position === index ? change(item) : item))

/** The inputs if one field of the cost section is so many times its mean. */
export const scaled = (inputs: Inputs, { metered, pilot }: Plan, path: Path, by: Decimal): Inputs => {
  const [, section, key, inner] = path
  const used = metered.filter(({ usage }) => usage !== undefined)
  const usages = (keysOf: (one: Plan['metered'][number]) => readonly (keyof Usage)[]): Inputs => ({
    ...inputs,
    usages: inputs.usages.map((usage, index) => scaledUsage(usage, used[index] ? keysOf(used[index]) : [], by)),
  })
  if (section === 'price' || (section === 'usage' && inner === 'price')) {
    return usages((one) => pricesAt(one, dotted(path)))
  }
  if (section === 'usage') {
    const place = dotted(path.slice(0, typeof key === 'number' ? 3 : 2))
    const field = usageKeys[String(typeof key === 'number' ? inner : key)]
    return usages((one) => (field && dotted(one.path) === place ? [field] : []))
  }
  const { fixed, seats } = pilot.cost ?? {}
  const amount = (name: { readonly amount: Decimal }) => name.amount.times(by)
  const fixedAt = (index: number): Inputs => ({
    ...inputs,
    fixed: at(inputs.fixed, index, (one) => ({ ...one, amount: amount(one) })),
  })
  const names = Object.keys(fixed ?? {})
  switch (section) {
    case 'per_unit': {
      const index = Object.keys(pilot.cost?.per_unit ?? {}).indexOf(String(key))
      return { ...inputs, perUnit: at(inputs.perUnit, index, (one) => ({ ...one, amount: amount(one) })) }
    }
    case 'per_success':
      return { ...inputs, perSuccess: inputs.perSuccess.times(by) }
    case 'fixed':
      return fixedAt(names.indexOf(String(key)))
    case 'seats':
      return fixedAt(names.length + Number(key))
    case 'maintenance':
      return fixedAt(names.length + (seats?.length ?? 0))
    case 'capacity':
      return { ...inputs, capacity: at(inputs.capacity, key, (one) => ({ ...one, price: one.price.times(by) })) }
    case 'oversight': {
      if (key === 'reviewed') return { ...inputs, reviewed: (stage) => inputs.reviewed(stage)?.times(by) }
      const review = times(inputs.review, key === 'wage' ? 'wage' : 'minutes', by)
      if (key !== 'wage') return { ...inputs, review }
      const approvals = inputs.approvals.map((one) => ({ ...one, work: times(one.work, 'wage', by) }))
      return { ...inputs, review, approvals }
    }
    case 'errors':
      return { ...inputs, errors: { ...inputs.errors, [String(key)]: inputs.errors[key as 'rate' | 'cost'].times(by) } }
    case 'failed':
      return { ...inputs, failed: times(inputs.failed, key === 'wage' ? 'wage' : 'minutes', by) }
    case 'value':
      return inputs.gain ? { ...inputs, gain: { ...inputs.gain, worth: inputs.gain.worth.times(by) } } : inputs
    default:
      return inputs
  }
}

/** The same for the exchange rate of a currency. */
export const movedBy = (plan: Plan, wanted: unknown): typeof scaled => {
  const model = inputsOf(plan)
  const dearer = model.ok && model.inputs.foreign.find(({ currency }) => currency === wanted)?.dearer()
  return (before, _plan, _path, by) =>
    dearer ? (moved({ ...before, foreign: [] }, model.inputs, dearer, by) as Inputs) : before
}
