import type { Bound } from '../../values/index.ts'
import { field } from '../../yaml/data-map.ts'
import type { Located as Document } from '../../yaml/json.ts'
import type { Path } from '../../yaml/path.ts'
import { malformed, type Reading, read, unknown } from '../reading/kind.ts'
import { below, isSane, listOf, numberOf, textOf } from '../reading/value.ts'
import type { Alert, Found, View } from './alert-rules.ts'
import { shareUnit, unknownUnit } from './measure.ts'
import { secondsOf } from './promql.ts'

/** No person writes longer lists, or more objects into one file. */
const most = 20
const mostObjects = 200

/** A part of a document, with the place where it stands. */
type Part = { readonly document: Document; readonly path: Path; readonly data: unknown }

// An objective says what is good; the alert fires on the other side.
const missed = new Map<unknown, Bound>([
  ['lt', 'at_least'],
  ['lte', 'above'],
  ['gt', 'at_most'],
  ['gte', 'below'],
])

const nameOf = ({ data }: Part): string | undefined => textOf(below(data, 'metadata', 'name'))
const kindOf = ({ data }: Part): unknown => field(data, 'kind')

const inside = (part: Part, ...keys: readonly (string | number)[]): Part => ({
  document: part.document,
  path: [...part.path, ...keys],
  data: keys.reduce<unknown>(
    (data, key) => (typeof key === 'number' ? listOf(data)[key] : field(data, key)),
    part.data,
  ),
})

const itemsOf = (part: Part, ...keys: readonly string[]): Part[] => {
  const list = inside(part, ...keys)
  return listOf(list.data)
    .slice(0, most)
    .map((_, at) => inside(list, at))
}

const rangeOf = ({ document, path }: Part) => document.locate(path)

/** All objects of a kind with a name. */
type Index = (kind: string, name: string) => readonly Part[]

const indexOf = (all: readonly Part[]): Index => {
  const known = new Map<string, Part[]>()
  const keyOf = (kind: unknown, name: string | undefined) => JSON.stringify([String(kind), name])
  for (const part of all) {
    const key = keyOf(kindOf(part), nameOf(part))
    known.set(key, [...(known.get(key) ?? []), part].slice(0, most))
  }
  return (kind, name) => known.get(keyOf(kind, name)) ?? []
}

/** The parts that a list names, whether they stand in it or are referred to by name. */
const referred = (list: readonly Part[], index: Index, kind: string, key: string): Part[] =>
  list
    .flatMap((part) => {
      const name = textOf(part.data) ?? textOf(field(part.data, key))
      if (name === undefined) return kindOf(part) === kind ? [part] : []
      return index(kind, name)
    })
    .slice(0, most)

/** The level at which an objective is missed: a value of its metric, or a share that was burnt. */
const viewsOf = (slo: Part, conditions: readonly Part[]): View[] => {
  const [objective, ...others] = itemsOf(slo, 'spec', 'objectives')
  if (objective === undefined || others.length > 0) return []
  const op = missed.get(field(objective.data, 'op'))
  const value = numberOf(field(objective.data, 'value'))
  if (op !== undefined && value !== undefined) return [{ op, value, unit: unknownUnit }]
  const target = numberOf(field(objective.data, 'target'))
  const [condition, ...more] = conditions.map((one) => inside(one, 'spec', 'condition'))
  const burnt = field(condition?.data, 'op')
  const times = numberOf(field(condition?.data, 'threshold'))
  if (target === undefined || times === undefined || more.length > 0) return []
  if (burnt !== 'gt' && burnt !== 'gte') return []
  const bad = times * (1 - target)
  if (!isSane(bad)) return []
  const unit = shareUnit(1)
  return [
    { op: burnt === 'gt' ? 'above' : 'at_least', value: bad, unit },
    { op: burnt === 'gt' ? 'below' : 'at_most', value: 1 - bad, unit },
  ]
}

const alertOf = (part: Part, name: string, all: readonly Part[], index: Index): Alert => {
  const policiesOf = (slo: Part) =>
    referred(itemsOf(slo, 'spec', 'alertPolicies'), index, 'AlertPolicy', 'alertPolicyRef')
  const conditionsOf = (policy: Part) =>
    referred(itemsOf(policy, 'spec', 'conditions'), index, 'AlertCondition', 'conditionRef')
  const own = kindOf(part) === 'AlertCondition' ? [part] : conditionsOf(part)
  const conditions = kindOf(part) === 'SLO' ? policiesOf(part).flatMap(conditionsOf) : own
  const slos = all.filter((one) => {
    if (kindOf(one) !== 'SLO') return false
    if (one === part) return true
    return policiesOf(one).some((policy) =>
      [policy, ...conditionsOf(policy)].some((its) => kindOf(its) === kindOf(part) && nameOf(its) === name),
    )
  })
  const [slo, ...others] = slos
  const views = slo === undefined || others.length > 0 ? [] : viewsOf(slo, conditions)
  const spans = (key: string) =>
    conditions.flatMap((one) => secondsOf(textOf(below(one.data, 'spec', 'condition', key)) ?? '') ?? [])
  const [hold] = spans('alertAfter')
  const place = conditions[0] ?? part
  const level = slo === undefined ? part : inside(slo, 'spec', 'objectives', 0)
  const link = inside(part, 'metadata', 'annotations', 'runbook_url')
  return {
    name: { value: name, range: rangeOf(inside(part, 'metadata', 'name')) },
    level: { value: views, range: rangeOf(level) },
    windows: {
      value: conditions.length === 0 ? undefined : spans('lookbackWindow'),
      range: rangeOf(inside(place, 'spec', 'condition', 'lookbackWindow')),
    },
    hold:
      hold === undefined
        ? undefined
        : { value: hold, range: rangeOf(inside(place, 'spec', 'condition', 'alertAfter')) },
    quantile: undefined,
    runbook: typeof link.data === 'string' ? { value: link.data, range: rangeOf(link) } : undefined,
    linked: false,
    paused: false,
    fixed: undefined,
    unread: views.length === 0 ? 'has no objective with one level that is read here' : undefined,
  }
}

/** The alerts of OpenSLO: policies, conditions and objectives, by their names. Source: OpenSLO specification v1. */
export const readOpenSlo = (documents: readonly Document[], wanted: ReadonlySet<string>): Reading<Found> => {
  if (documents.length > mostObjects) return unknown(`holds more than ${mostObjects} objects`)
  const objects = documents.map((document): Part => ({ document, path: [], data: document.data }))
  const inline = objects.flatMap((part) => itemsOf(part, 'spec', 'alertPolicies'))
  const all = [...objects, ...inline.filter((part) => kindOf(part) === 'AlertPolicy')]
  const nameless = all.find((part) => nameOf(part) === undefined)
  if (nameless !== undefined) return malformed('holds an object without metadata.name', rangeOf(nameless))
  const kinds = ['AlertPolicy', 'AlertCondition', 'SLO']
  const named = all.filter((part) => kinds.includes(String(kindOf(part))))
  const index = indexOf(all)
  const alerts = named
    .filter((part) => wanted.has(nameOf(part) ?? ''))
    .slice(0, 100)
    .map((part) => alertOf(part, nameOf(part) ?? '', all, index))
  return read({ alerts, names: named.map((part) => nameOf(part) ?? '') })
}
