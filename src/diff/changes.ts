import type { Reading } from '../lint/load.ts'
import { type Fault, type Layout, pilotLayout } from '../model/layout.ts'
import { metricKey } from '../model/lists.ts'
import type { Pilot } from '../model/pilot.ts'
import { unread } from '../rules/lib/absent.ts'
import type { Condition } from '../values/condition.ts'
import { moreIsBetter, type Threshold } from '../values/index.ts'
import { type Data, isMap } from '../yaml/data.ts'
import type { Path } from '../yaml/path.ts'
import { fieldOf, isStages, itemOf, own, print, sameValue, uniform } from './values.ts'

/** The fields that tell the items of a list apart; of the others, each is known by what it says. */
const fields: { readonly [list: string]: readonly string[] } = {
  'success.guardrail_metrics': ['metric'],
  integration: ['system'],
  'data.edge_cases': ['kind', 'id'],
  fallback: ['do', 'to'],
  'rollback.when': ['metric'],
  'monitoring.alerts': ['kind', 'metric'],
  'guardrails.actions': ['name'],
  people: ['role'],
  exceptions: ['rule'],
}

const isCondition = (item: unknown): item is Condition =>
  isMap(item) && ('threshold' in item || 'guardrail_metrics' in item)

const ofCondition = (condition: Condition): string => {
  if (!('metric' in condition)) return 'guardrail_metrics'
  const { metric, threshold } = condition
  if ('reference' in threshold) return `${metric} ${threshold.op.replace('_', ' ')} ${threshold.reference}`
  return `${metric} ${moreIsBetter(threshold) ? 'at least' : 'at most'}`
}

const named = (list: string, item: unknown, text: string): string => {
  if (isCondition(item)) return ofCondition(item)
  const known = isMap(item) ? (fields[list] ?? []).flatMap((field) => item[field] ?? []) : []
  return known.length === 0 ? text : known.map(String).join(' ')
}

type Item = { readonly name: string; readonly at: number; readonly value: unknown }

// An alert below a level and one above another watch two things, although they watch one metric.
const sideOf = (item: unknown): string => {
  const bar = isMap(item) ? (item.is ?? item.fire) : undefined
  return isMap(bar) && typeof bar.op === 'string' ? String(moreIsBetter(bar as Threshold)) : ''
}

/** The items of a list by what they are about, so that another order is no change. */
const itemsOf = (
  list: string,
  items: readonly unknown[],
  print: (item: unknown) => string,
): ReadonlyMap<string, Item> => {
  const groups = new Map<string, (Item & { readonly text: string })[]>()
  for (const [at, value] of items.entries()) {
    if (value === undefined) continue
    const text = print(value)
    const name = named(list, value, text)
    const key = JSON.stringify([metricKey(name), sideOf(value)])
    groups.set(key, [...(groups.get(key) ?? []), { name, at, value, text }])
  }
  const found = new Map<string, Item>()
  for (const [key, group] of groups) {
    group.sort((one, other) => (one.text < other.text ? -1 : 1))
    for (const [rank, item] of group.entries()) found.set(`${key}${rank}`, item)
  }
  return found
}

/** One part of the file that says something else than before; nobody has judged it yet. */
export type Difference = {
  /** The kind of place, as gradings name it: `success.guardrail_metrics[].limit`. */
  readonly at: string
  /** The place as a person names it: `success.guardrail_metrics[csat].limit`. */
  readonly name: string
  readonly kind: 'added' | 'removed' | 'changed'
  /** Of the model. */
  readonly was: unknown
  readonly is: unknown
  /** As pilot.yaml writes it; undefined where there was or is nothing. */
  readonly wasText: string | undefined
  readonly isText: string | undefined
  /** Where it stands, or what held it. */
  readonly path: Path
  /** Where it stood; undefined where it did not. */
  readonly before: Path | undefined
  /** Set where it was there before, and could not be read. */
  readonly unreadBefore?: true
}

type Place = { readonly at: string; readonly name: string; readonly path: Path; readonly before: Path }

type Sides = {
  readonly before: readonly Fault[]
  readonly after: readonly Fault[]
  /** Whether there is a grading for the place itself: a map or list that is new or gone is one change then. */
  readonly isGraded: (at: string) => boolean
}

const below = (place: Place, key: string, inner = key): Place => ({
  at: place.at === '' ? inner : `${place.at}.${inner}`,
  name: place.name === '' ? key : `${place.name}.${key}`,
  path: [...place.path, key],
  before: [...place.before, key],
})

const one = (layout: Layout, place: Place, was: unknown, now: unknown, sides: Sides): Difference[] => {
  if (now === undefined && unread(sides.after, place.path) !== undefined) return []
  const unreadBefore = was === undefined && unread(sides.before, place.before) !== undefined
  const kind = now === undefined ? 'removed' : was === undefined && !unreadBefore ? 'added' : 'changed'
  return [
    {
      at: place.at,
      name: place.name,
      kind,
      was,
      is: now,
      wasText: was === undefined ? undefined : print(layout, was),
      isText: now === undefined ? undefined : print(layout, now),
      path: place.path,
      before: was === undefined ? undefined : place.before,
      ...(unreadBefore && { unreadBefore }),
    },
  ]
}

const ofList = (item: Layout, place: Place, was: unknown, now: unknown, sides: Sides): Difference[] => {
  const isList = (value: unknown): value is unknown[] => Array.isArray(value)
  if (!isList(now) && unread(sides.after, place.path) !== undefined) return []
  const text = (value: unknown) => print(item, value)
  const listed = (list: unknown) => itemsOf(place.at, isList(list) ? list : [], text)
  const [old, fresh] = [listed(was), listed(now)]
  // An item that cannot be read may be the one that is not found.
  const [holesOld, holesFresh] = [was, now].map((list) => isList(list) && list.includes(undefined))
  return [...new Set([...old.keys(), ...fresh.keys()])].flatMap((id) => {
    const [left, right] = [old.get(id), fresh.get(id)]
    if ((right === undefined && holesFresh) || (left === undefined && holesOld)) return []
    const inner: Place = {
      at: `${place.at}[]`,
      name: `${place.name}[${right?.name ?? left?.name}]`,
      path: right === undefined ? place.path : [...place.path, right.at],
      before: left === undefined ? place.before : [...place.before, left.at],
    }
    if (left === undefined || right === undefined) return one(item, inner, left?.value, right?.value, sides)
    return between(item, inner, left.value, right.value, sides)
  })
}

const ofStages = (layout: Layout, place: Place, was: Data, now: Data, sides: Sides): Difference[] => {
  const value = fieldOf(layout, 'full')
  const [one, other] = [uniform(was), uniform(now)]
  if (value !== undefined && one !== undefined && other !== undefined)
    return between(value, { ...place, at: `${place.at}.*` }, one, other, sides)
  // A stage that goes by the common value no longer, or does so now, is compared where both say something.
  // Nobody is served in shadow; to say nothing of any other stage any more is to take something away.
  const keys = Object.keys(was).filter((key) => Object.hasOwn(now, key) || (one && key !== 'shadow'))
  const both = one === undefined && other === undefined ? Object.keys({ ...was, ...now }) : keys
  return both.flatMap((key) => ofField(layout, below(place, key, '*'), key, was, now, sides))
}

const ofField = (layout: Layout, place: Place, key: string, was: Data, now: Data, sides: Sides) => {
  const field = fieldOf(layout, key)
  return field === undefined ? [] : between(field, place, own(was, key), own(now, key), sides)
}

const isNamed = (layout: Layout): boolean => typeof layout === 'object' && 'values' in layout

const between = (layout: Layout, place: Place, was: unknown, now: unknown, sides: Sides): Difference[] => {
  if (was === undefined && now === undefined) return []
  const item = itemOf(layout)
  const { isGraded } = sides
  const isNewOrGone = was === undefined || now === undefined
  if (isNewOrGone && isGraded(place.at)) return one(layout, place, was, now, sides)
  // A list with a grading of its own, and none for its items, says one thing.
  if (item !== undefined && (isGraded(`${place.at}[]`) || !isGraded(place.at)))
    return ofList(item, place, was, now, sides)
  if (item !== undefined || !isMap(was ?? now) || (typeof layout === 'object' && 'phrase' in layout)) {
    const isMetric = place.at.endsWith('metric') && typeof was === 'string' && typeof now === 'string'
    const same = isMetric ? metricKey(was) === metricKey(now) : sameValue(was, now)
    return same ? [] : one(layout, place, was, now, sides)
  }
  const [old, fresh] = [was, now].map((value) => (isMap(value) ? value : {})) as [Data, Data]
  if (isStages(layout))
    return isNewOrGone
      ? one(layout, { ...place, at: `${place.at}.*` }, was, now, sides)
      : ofStages(layout, place, old, fresh, sides)
  return Object.keys({ ...old, ...fresh }).flatMap((key) =>
    ofField(layout, below(place, key, isNamed(layout) ? '*' : key), key, old, fresh, sides),
  )
}

/** Everything that the file says otherwise than before, in the order in which it was written. */
export const differences = (
  was: Reading,
  is: Reading,
  isGraded: (at: string) => boolean,
): readonly Difference[] => {
  const place: Place = { at: '', name: '', path: [], before: [] }
  const sides = { before: was.faults, after: is.faults, isGraded }
  const parts = (pilot: Pilot): Data => pilot as unknown as Data
  return between(pilotLayout, place, parts(was.pilot), parts(is.pilot), sides)
}
