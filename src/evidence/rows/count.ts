import { addDays, type IsoDate } from '../../values/index.ts'
import { once } from '../../values/once.ts'
import { absent, dayIn, eventIn, foundIn, isEmpty, nameIn, numberIn, type Read } from './cell.ts'
import { distinct } from './distinct.ts'
import type { Cell } from './pieces.ts'
import { type Sums, sums } from './sums.ts'

export type RowMetric = {
  readonly kind: 'proportion' | 'mean' | 'percentile'
  /** Above which a value of a percentile counts. */
  readonly limit?: number
  readonly scale?: { readonly from: number; readonly to: number } | undefined
  /** Whole days after the arrival in which an outcome counts. */
  readonly window?: number | undefined
}

export type RowPhase = {
  readonly from: IsoDate
  /** The last day, inclusive. */
  readonly to: IsoDate
  /** The last day of arrival that counts for each metric; undefined where none does. */
  readonly until: readonly (IsoDate | undefined)[]
}

/** What is counted, and where it stands in a row: unit, arm, day, then metrics, their days of outcome, and segments. */
export type Counting = {
  readonly metrics: readonly RowMetric[]
  readonly phases: readonly RowPhase[]
  readonly segments: number
  readonly isFrozen: (day: IsoDate) => boolean
  /** Whether all units are in the treatment, so that no row needs an arm. */
  readonly oneArm: boolean
  /** What the rows call treatment and control. */
  readonly armNames?: readonly [treatment: string, control: string]
}

export type ArmCount = { readonly assigned: number; readonly metrics: readonly Sums[] }
/** Treatment and control. */
type ArmCounts = readonly [ArmCount, ArmCount]

export type PhaseCount = {
  readonly rows: number
  readonly arms: ArmCounts
  /** Rows by day of arrival: of treatment and of control. None where totals were read. */
  readonly days: ReadonlyMap<IsoDate, readonly [number, number]>
  /** By segment, in order; then by level. */
  readonly segments: readonly ReadonlyMap<string, ArmCounts>[]
}

export type CountedRows = {
  readonly phases: readonly PhaseCount[]
  readonly rows: number
  /** Days of the first and of the last row. */
  readonly first: IsoDate | undefined
  readonly last: IsoDate | undefined
  /** Rows outside every phase, and on days of a freeze. */
  readonly outside: number
  readonly frozen: number
  /** Outcomes of each metric: after its window, and of days whose window is not over. */
  readonly late: readonly number[]
  readonly open: readonly number[]
  /** Units that were in both arms. */
  readonly changed: number
  readonly faults: number
  /** The first of them, in words. */
  readonly told: readonly string[]
  /** The first segment, by its place, with more levels than a person reads. */
  readonly crowded: number | undefined
}

/** The level of rows that name none. */
const unknownLevel = 'unknown'

const maxNamed = 20
export const maxLevels = 200

/** The places of a row: with m metrics, unit, arm and day, m values, m days of outcome, and the segments. */
export const places = { unit: 0, arm: 1, day: 2, metrics: 3 } as const

const outside = -1
const frozen = -2

type Group = { readonly number: number; readonly arms: [ArmSum, ArmSum] }
type ArmSum = { assigned: number; readonly metrics: readonly ReturnType<typeof sums>[] }

/** Counts rows one by one; what it keeps grows with the number of units, never with that of rows. */
export const counter = (plan: Counting, names: readonly string[], seed: readonly [number, number]) => {
  const { metrics, phases, oneArm, armNames = ['treatment', 'control'] } = plan
  const arms = armNames.map((name) => name.trim().toLowerCase())
  const count = metrics.length
  const units = distinct(count + 1, seed)
  let groups = 0
  const group = (): Group => {
    const arm = (): ArmSum => ({ assigned: 0, metrics: metrics.map(() => sums()) })
    groups += 1
    return { number: groups, arms: [arm(), arm()] }
  }
  // Groups of whole phases come first: a unit is looked for in all of them.
  const whole = phases.map(() => ({ rows: 0, group: group(), days: new Map<IsoDate, [number, number]>() }))
  const changedGroup = group().number
  const levels = phases.map(() => Array.from({ length: plan.segments }, () => new Map<string, Group>()))
  const late = metrics.map(() => 0)
  const open = metrics.map(() => 0)
  const told: string[] = []
  let [rows, faults, changed, out, cold] = [0, 0, 0, 0, 0]
  let first: IsoDate | undefined
  let last: IsoDate | undefined
  let crowded: number | undefined

  const fault = (number: number, place: number, expected: string, cell: Cell): void => {
    faults += 1
    if (told.length < maxNamed)
      told.push(`row ${number}: expected ${expected} in ${names[place] ?? 'a column'}, found ${foundIn(cell)}`)
  }

  const phaseAt = once((day: IsoDate): number => {
    if (plan.isFrozen(day)) return frozen
    return phases.findIndex(({ from, to }) => from <= day && day <= to)
  })
  // Rows come from a few hundred days; a file of nonsense has more, and they are not worth remembering.
  let days = 0
  const readDay = once((text: string) => dayIn(text))
  const dayOf = (cell: Cell): Read<IsoDate> => {
    days += 1
    return days > 50_000_000 || typeof cell !== 'string' || cell.length > 12 ? dayIn(cell) : readDay(cell)
  }

  /** The value of a metric as a number; undefined where it does not count. Otherwise what was expected, and where. */
  const valueAt = (cells: readonly Cell[], at: number, day: IsoDate, until: IsoDate | undefined) => {
    const place = places.metrics + at
    const { kind, scale, limit = 0, window } = metrics[at] ?? { kind: 'mean' }
    const read = kind === 'proportion' ? eventIn(cells[place]) : numberIn(cells[place])
    if ('expected' in read) return { place, expected: read.expected }
    if (read.value === undefined) return undefined
    const value = Number(read.value)
    if (scale !== undefined && (value < scale.from || value > scale.to))
      return { place, expected: `a value from ${scale.from} to ${scale.to}` }
    const outcome = dayOf(cells[place + count])
    if ('expected' in outcome) return { place: place + count, expected: outcome.expected }
    if (outcome.value !== undefined && outcome.value < day)
      return { place: place + count, expected: `a day that is not before ${day}` }
    if (until === undefined || day > until) {
      open[at] = (open[at] ?? 0) + 1
      return undefined
    }
    if (outcome.value !== undefined && window !== undefined && outcome.value > addDays(day, window)) {
      late[at] = (late[at] ?? 0) + 1
      return undefined
    }
    return kind === 'percentile' ? Number(value > limit) : value
  }

  const addTo = ({ number, arms: both }: Group, arm: 0 | 1, values: readonly (number | undefined)[]): number => {
    const entry = units.add(number)
    const own = both[arm]
    if (units.get(entry, count) === 0) {
      units.set(entry, count, arm + 1)
      own.assigned += 1
    }
    for (let at = 0; at < count; at++) {
      const value = values[at]
      if (value === undefined) continue
      const before = units.get(entry, at)
      units.set(entry, at, before + 1)
      own.metrics[at]?.add(value, before)
    }
    return units.get(entry, count) - 1
  }

  const change = (): void => {
    const entry = units.add(changedGroup)
    if (units.get(entry, count) === 1) return
    units.set(entry, count, 1)
    changed += 1
  }

  /** The phase of a row; undefined where it lies in none, or has no day. */
  const phaseOf = (
    cells: readonly Cell[],
    number: number,
  ): { readonly at: number; readonly day: IsoDate } | undefined => {
    const day = dayOf(cells[places.day])
    if ('expected' in day || day.value === undefined) {
      fault(number, places.day, 'a day as YYYY-MM-DD', cells[places.day])
      return undefined
    }
    const on = day.value
    if (first === undefined || on < first) first = on
    if (last === undefined || on > last) last = on
    const at = phaseAt(on)
    if (at === outside) out += 1
    if (at === frozen) cold += 1
    return at < 0 ? undefined : { at, day: on }
  }

  const armOf = (cells: readonly Cell[], number: number): 0 | 1 | undefined => {
    const cell = cells[places.arm]
    const named = oneArm && isEmpty(cell) ? armNames[0] : String(cell ?? '')
    const arm = arms.indexOf(named.trim().toLowerCase())
    if (arm === 0 || (arm === 1 && !oneArm)) return arm
    fault(number, places.arm, oneArm ? `${armNames[0]}, the one arm of shadow` : armNames.join(' or '), cell)
    return undefined
  }

  const unitOf = (cells: readonly Cell[], number: number): string | undefined => {
    const unit = nameIn(cells[places.unit], 'an id')
    if ('value' in unit && unit.value !== undefined && !absent.has(unit.value)) return unit.value
    fault(number, places.unit, 'expected' in unit ? unit.expected : 'an id', cells[places.unit])
    return undefined
  }

  const levelOf = (known: Map<string, Group> | undefined, name: string, segment: number): Group | undefined => {
    const found = known?.get(name)
    if (found !== undefined) return found
    if ((known?.size ?? 0) >= maxLevels) {
      crowded ??= segment
      return undefined
    }
    const made = group()
    known?.set(name, made)
    return made
  }

  const row = (cells: readonly Cell[], number: number): void => {
    rows += 1
    const before = faults
    const place = phaseOf(cells, number)
    if (place === undefined) return
    const { at, day } = place
    const [unit, arm] = [unitOf(cells, number), armOf(cells, number)]
    const values = metrics.map((_, metric) => {
      const value = valueAt(cells, metric, day, phases[at]?.until[metric])
      if (typeof value !== 'object') return value
      fault(number, value.place, value.expected, cells[value.place])
      return undefined
    })
    const segments = Array.from({ length: plan.segments }, (_, segment) => {
      const level = nameIn(cells[places.metrics + 2 * count + segment], 'a level')
      if ('value' in level) return level.value ?? unknownLevel
      fault(number, places.metrics + 2 * count + segment, level.expected, cells[places.metrics + 2 * count + segment])
      return unknownLevel
    })
    const phase = whole[at]
    if (faults > before || phase === undefined || unit === undefined || arm === undefined) return
    phase.rows += 1
    const onDay = phase.days.get(day) ?? [0, 0]
    onDay[arm] += 1
    phase.days.set(day, onDay)
    units.unit(unit)
    let same = addTo(phase.group, arm, values) === arm
    for (const other of whole) {
      const entry = other === phase ? undefined : units.find(other.group.number)
      same &&= entry === undefined || units.get(entry, count) - 1 === arm
    }
    if (!same) change()
    for (const [segment, name] of segments.entries()) {
      const level = levelOf(levels[at]?.[segment], name, segment)
      if (level !== undefined) addTo(level, arm, values)
    }
  }

  const armsOf = ({ arms: [treatment, control] }: Group): ArmCounts => {
    const total = ({ assigned, metrics: own }: ArmSum): ArmCount => ({
      assigned,
      metrics: own.map((one) => one.total()),
    })
    return [total(treatment), total(control)]
  }

  return {
    row,
    total: (): CountedRows => ({
      phases: whole.map((phase, at) => ({
        rows: phase.rows,
        arms: armsOf(phase.group),
        days: phase.days,
        segments: (levels[at] ?? []).map(
          (known) => new Map([...known].sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, one]) => [name, armsOf(one)])),
        ),
      })),
      rows,
      first,
      last,
      outside: out,
      frozen: cold,
      late,
      open,
      changed,
      faults,
      told,
      crowded,
    }),
  }
}
