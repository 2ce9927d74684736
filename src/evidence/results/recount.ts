import { metricKey } from '../../model/lists.ts'
import type { Pilot } from '../../model/pilot.ts'
import { rowUnitOf, windowOf } from '../../model/window.ts'
import { type Allowance, spend } from '../../repo/budget.ts'
import type { Quantity } from '../../values/index.ts'
import { enumerate, quote } from '../../values/text.ts'
import type { Path } from '../../yaml/path.ts'
import { type ArmCount, type CountedRows, type Counting, counter, places, type RowMetric } from '../rows/count.ts'
import { gapIn } from '../rows/gaps.ts'
import { readRows } from '../rows/rows.ts'
import type { Sums } from '../rows/sums.ts'
import { countTotals } from '../rows/totals.ts'
import {
  type ComparedCount,
  differs,
  exportIn,
  frozenIn,
  inRows,
  printed,
  type Recount,
  type ResultRows,
} from './compare.ts'
import type { Arm, Arms, Observed, Phase, StageResults } from './stage-results.ts'

type Stated = Pick<StageResults, 'stage' | 'phases'>

const armsIn = ({ phases }: Stated): Arms[] =>
  phases.flatMap((phase) => [phase, ...[...phase.segments.values()].flatMap((levels) => [...levels.values()])])

/** The metrics that the results hold, each as it stands first. */
const metricsIn = (stated: Stated): ReadonlyMap<string, Observed> => {
  const found = new Map<string, Observed>()
  for (const { treatment, control } of armsIn(stated))
    for (const arm of [treatment, control])
      for (const [key, one] of arm?.metrics ?? []) if (!found.has(key)) found.set(key, one)
  return found
}

type Metrics = readonly (readonly [string, Observed])[]
/** Each at its place; undefined where nothing can be compared. */
type Comparable = readonly (Metrics[number] | undefined)[]

const countingOf = (pilot: Pilot, { stage, phases }: Stated, metrics: Metrics): Counting | string => {
  const forms: RowMetric[] = []
  for (const [key, one] of metrics) {
    const limit = one.kind === 'percentile' ? inRows(one.limit, rowUnitOf(pilot, key)) : 0
    if (limit === undefined) return `counts ${one.name} above a limit whose unit differs from its baseline`
    forms.push({ kind: one.kind, limit, window: windowOf(pilot, key) })
  }
  const untilOf = ({ treatment, control, to }: Phase) =>
    metrics.map(([key]) => (treatment.metrics.get(key) ?? control?.metrics.get(key))?.to ?? to)
  return {
    metrics: forms,
    phases: phases.map((phase) => ({ from: phase.from, to: phase.to, until: untilOf(phase) })),
    segments: segmentsIn({ stage, phases }).length,
    isFrozen: frozenIn(pilot),
    oneArm: stage === 'shadow',
  }
}

const segmentsIn = ({ phases }: Stated): string[] => [
  ...new Set(phases.flatMap(({ segments }) => [...segments.keys()])),
]

/** What a metric says beside what its rows show; undefined where the two have another form. */
const pairsOf = (one: Observed, sums: Sums, unit: Quantity | undefined): readonly ComparedCount[] | undefined => {
  const common: readonly ComparedCount[] = [
    { key: 'observed', said: one.observed, shown: sums.observed },
    { key: 'cluster_sd', said: one.clusterSd, shown: sums.clusterSd, near: true },
  ]
  if (one.kind === 'proportion')
    return [
      { key: 'good', said: one.good, shown: sums.sum },
      { key: 'total', said: one.total, shown: sums.total },
      ...common,
    ]
  if (one.kind === 'percentile')
    return [
      { key: 'above', said: one.above, shown: sums.sum },
      { key: 'total', said: one.total, shown: sums.total },
      ...common,
    ]
  const [mean, sd] = [inRows(one.mean, unit), inRows(one.sd, unit)]
  if (mean === undefined || sd === undefined) return undefined
  return [
    { key: 'n', said: one.total, shown: sums.total },
    { key: 'mean', said: mean, shown: sums.mean, near: true },
    { key: 'sd', said: sd, shown: sums.sd, near: true },
    ...common,
  ]
}

type Compared = { readonly arm: Arm; readonly count: ArmCount; readonly at: Path; readonly where: string }

const compareArm = ({ arm, count, at, where }: Compared, metrics: Comparable, pilot: Pilot): Recount => {
  const fault = (path: Path, { said, shown }: Pick<ComparedCount, 'said' | 'shown'>, what: string): Recount => ({
    fault: {
      path,
      words: `states ${printed(said ?? 0)} as ${what} in ${where}, but its rows give ${printed(shown ?? 0)}`,
    },
  })
  if (arm.assigned !== undefined && arm.assigned !== count.assigned)
    return fault([...at, 'assigned'], { said: arm.assigned, shown: count.assigned }, '`assigned`')
  for (const [place, known] of metrics.entries()) {
    if (known === undefined) continue
    const [key, first] = known
    const [one, sums] = [arm.metrics.get(key), count.metrics[place]]
    if (one === undefined || sums === undefined) continue
    const pairs = one.kind === first.kind ? pairsOf(one, sums, rowUnitOf(pilot, key)) : undefined
    if (pairs === undefined) return { unread: `has ${one.name} in another form or unit than its baseline` }
    const untold = pairs.find(({ said, shown }) => said !== undefined && shown === undefined)
    if (untold !== undefined) return { unread: `does not give \`${untold.key}\` of ${one.name}` }
    const wrong = pairs.find(differs)
    if (wrong !== undefined) return fault([...one.at, wrong.key], wrong, `\`${wrong.key}\` of ${one.name}`)
  }
  return undefined
}

const compareAll = (stated: Stated, counted: CountedRows, metrics: Comparable, pilot: Pilot): Recount => {
  const segments = segmentsIn(stated)
  for (const [place, phase] of stated.phases.entries()) {
    const own = counted.phases[place]
    if (own === undefined) continue
    const found: { arms: Arms; counts: readonly ArmCount[]; of: string }[] = [{ arms: phase, counts: own.arms, of: '' }]
    for (const [name, levels] of phase.segments)
      for (const [level, arms] of levels) {
        const counts = own.segments[segments.indexOf(name)]?.get(level.trim())
        if (counts === undefined) return { unread: `has no rows whose ${name} is ${quote(level)}` }
        found.push({ arms, counts, of: ` of ${name} ${quote(level)}` })
      }
    for (const { arms, counts, of } of found)
      for (const [at, name] of (['treatment', 'control'] as const).entries()) {
        const [arm, count] = [arms[name], counts[at]]
        const place = [...arms.at, name]
        const said = arm && count && compareArm({ arm, count, at: place, where: `${name}${of}` }, metrics, pilot)
        if (said !== undefined) return said
      }
  }
  return undefined
}

/** Why the rows cannot be compared; undefined where each of them was understood. */
const doubtOf = ({ faults, told, changed, crowded }: CountedRows): string | undefined => {
  if (faults > 0) return `has unreadable values: ${told[0]}`
  if (changed > 0) return `has units in both arms: ${changed}`
  return crowded === undefined ? undefined : 'has a segment with too many levels'
}

type Gapped = { readonly gap: NonNullable<StageResults['gap']> }

const gapOf = ({ phases }: Stated, counted: CountedRows, counting: Counting): Gapped | undefined => {
  for (const [at, { base }] of phases.entries()) {
    const [counts, days] = [counted.phases[at], counting.phases[at]]
    const gap = counts && days && gapIn(counts.days, days, counting.isFrozen)
    if (gap !== undefined) return { gap: { ...gap, base } }
  }
  return undefined
}

/** Counts rows again by the days of the results and the windows of the pilot, as far as `left` goes. */
export const recount = async (
  stated: Stated,
  rows: ResultRows,
  pilot: Pilot,
  left: Allowance,
): Promise<Recount | Gapped> => {
  const metrics: Metrics = [...metricsIn(stated)]
  const planned = countingOf(pilot, stated, metrics)
  if (typeof planned === 'string') return { unread: planned }
  const counting: Counting = {
    ...planned,
    armNames: [rows.columns.get('treatment') ?? 'treatment', rows.columns.get('control') ?? 'control'],
  }
  const exported = await import('../rows/exports.ts')
  if (exported.isExport(rows.file, rows.bytes)) {
    const nameOf = (role: string) => rows.columns.get(metricKey(role)) ?? role
    const names = [nameOf('treatment'), nameOf('control'), ...metrics.map(([key]) => nameOf(key))] as const
    const found = exportIn(exported.readExport(rows.file, rows.bytes))
    if ('unread' in found) return found
    const counted = countTotals(found, counting, names)
    if (typeof counted === 'string') return { unread: counted }
    // What somebody adds that no export holds is stated; the rest has to be what the export says.
    const isHeld = (at: number): boolean =>
      counted.phases.some(({ arms }) => arms.some((arm) => (arm.metrics[at]?.total ?? 0) > 0))
    const lost = metrics.filter((_, at) => !isHeld(at)).map(([, { name }]) => name)
    const known = metrics.map(([key, one], at) => (isHeld(at) ? ([key, one] as const) : undefined))
    const said = compareAll(stated, counted, known, pilot)
    return said ?? (lost.length > 0 ? { unread: `does not contain ${enumerate(lost)}` } : undefined)
  }
  const roles = [
    'unit',
    'arm',
    'day',
    ...metrics.map(([key]) => key),
    ...metrics.map(([key]) => `${key}_day`),
    ...segmentsIn(stated),
  ]
  const names = roles.map((role) => rows.columns.get(metricKey(role)) ?? role)
  const keys = names.map(metricKey)
  // Who says which column holds what contradicts himself with one that holds two, or is not there.
  const columns: Path = ['source', 'columns']
  if (new Set(keys).size < keys.length)
    return { fault: { path: columns, words: 'uses one column of its `source` for two values' } }
  const isAsked = (place: number): boolean =>
    place < places.metrics + metrics.length
      ? place !== places.arm || !counting.oneArm
      : place >= places.metrics + 2 * metrics.length
  const asked = [...roles.keys()].filter(isAsked)
  const seen = roles.map(() => false)
  const lacking = (has: (place: number) => boolean): string | undefined => {
    const lost = asked.filter((place) => !has(place)).map((place) => quote(names[place]))
    return lost.length === 0 ? undefined : `has no column ${enumerate(lost)}`
  }
  let absent: string | undefined
  const seed = crypto.getRandomValues(new Uint32Array(2))
  const counts = counter(counting, names, [seed[0] ?? 0, seed[1] ?? 0])
  const { bytes } = rows
  const file = {
    size: bytes.length,
    read: (from: number, length: number) => bytes.subarray(from, from + length),
    close: () => undefined,
  }
  const refusal = await readRows(rows.file, file, {
    places: new Map(keys.map((key, place) => [key, place])),
    columns: (found) => {
      absent = keys.find(
        (key, place) => isAsked(place) && rows.columns.has(metricKey(roles[place] ?? '')) && !found.has(key),
      )
      return lacking((place) => found.has(keys[place] ?? ''))
    },
    row: (cells, number) => {
      if (!spend(left, 1)) return 'is not counted: this run has more rows than pilotlint reads'
      for (let place = 0; place < cells.length; place++) seen[place] ||= cells[place] !== undefined
      counts.row(cells, number)
      return undefined
    },
  })
  const counted = counts.total()
  if (absent !== undefined)
    return { fault: { path: columns, words: `names the column ${quote(absent)}, which its \`source\` does not have` } }
  const why = refusal ?? lacking((place) => seen[place] === true) ?? doubtOf(counted)
  if (why !== undefined) return { unread: why }
  return compareAll(stated, counted, metrics, pilot) ?? gapOf(stated, counted, counting)
}
