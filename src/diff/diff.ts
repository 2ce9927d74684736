import type { Loaded, Pilotfile } from '../lint/load.ts'
import { asWritten } from '../lint/place.ts'
import { covers, waiversOf } from '../lint/waivers.ts'
import type { PlaceDirection } from '../model/generate.ts'
import directions from '../model/generated/directions.json' with { type: 'json' }
import { flaws, type Waiver } from '../model/waiver.ts'
import { moreIsBetter } from '../values/index.ts'
import { isMap, valueAt } from '../yaml/data.ts'
import type { Range } from '../yaml/lines.ts'
import { type Path, pointer } from '../yaml/path.ts'
import { type Difference, differences } from './changes.ts'
import { type Grade, gradeBy, reasonFor } from './ways.ts'

/** One graded change of meaning. */
export type Change = {
  /** For example `success.guardrail_metrics[csat].limit`. */
  readonly name: string
  readonly kind: 'added' | 'removed' | 'changed'
  /** As pilot.yaml writes it; undefined if there was or is no value. */
  readonly was: string | undefined
  readonly is: string | undefined
  readonly grade: Grade
  /** Undefined for neutral changes. */
  readonly reason: string | undefined
  /** The rule that guards the field: an exception for it covers a weaker change. */
  readonly rule: string | undefined
  readonly path: Path
  /** Its place, or that of its parent if it was removed. */
  readonly range: Range
  /** Its place in the old file. */
  readonly before: Range | undefined
  readonly waiver?: Waiver
}

export type PilotDiff = {
  readonly file: string
  /** Undefined if it was not there. */
  readonly wasFile: string | undefined
  readonly state: 'compared' | 'new' | 'gone' | 'unreadable'
  readonly changes: readonly Change[]
  /** Unreadable parts, whose changes are unknown. */
  readonly unread: number
}

export const isOpen = ({ grade, waiver }: Change): boolean => grade === 'weaker' && waiver === undefined

/** Unreadable parts count as weaker, because their changes are unknown. */
export const isWeaker = ({ state, changes, unread }: PilotDiff): boolean =>
  state === 'unreadable' || unread > 0 || changes.some(isOpen)

/** Exceptions by rule, from `exceptions` and comments. */
const byRule = ({ document, pilot }: Pilotfile): ReadonlyMap<string, Waiver> => {
  const found = new Map<string, Waiver>()
  const counts = new Map<string, number>()
  for (const waiver of waiversOf(pilot, document)) {
    const rule = waiver.rule ?? ''
    const count = (counts.get(rule) ?? 0) + 1
    counts.set(rule, count)
    found.set(`${rule} ${count}`, waiver)
  }
  return found
}

const text = ({ why, by, until }: Waiver): string =>
  `${why ?? '(no reason)'}, by ${by ?? '(unsigned)'}, until ${until ?? '(no end)'}`

const rangeIn = ({ document }: Pilotfile, { comment, path }: Waiver) => comment ?? document.locate(path)

/**
 * An exception that is added or extended weakens what its rule guards. A valid one covers itself, because it is
 * dated, signed and explained.
 */
const waiverChanges = (before: Pilotfile, after: Pilotfile, today: string): Change[] => {
  const [old, fresh] = [byRule(before), byRule(after)]
  return [...new Set([...old.keys(), ...fresh.keys()])].flatMap((key): Change[] => {
    const [was, is] = [old.get(key), fresh.get(key)]
    const [wasText, isText] = [was && text(was), is && text(is)]
    if (wasText === isText) return []
    const longer = is !== undefined && (was === undefined || (is.until ?? '9') > (was.until ?? '9'))
    const grade = longer ? 'weaker' : is === undefined ? 'stronger' : 'neutral'
    const reasons = {
      weaker: was === undefined ? 'one more rule is waived' : 'a rule is waived for longer',
      stronger: 'the rule applies again',
      neutral: undefined,
    }
    return [
      {
        name: `exceptions[${is?.rule ?? was?.rule ?? ''}]`,
        kind: was === undefined ? 'added' : is === undefined ? 'removed' : 'changed',
        was: wasText,
        is: isText,
        grade,
        reason: reasons[grade],
        rule: undefined,
        path: is?.path ?? ['exceptions'],
        range: is === undefined ? after.document.locate(['exceptions']) : rangeIn(after, is),
        before: was && rangeIn(before, was),
        ...(is !== undefined && grade === 'weaker' && flaws(is, today).length === 0 && { waiver: is }),
      },
    ]
  })
}

type Options = {
  readonly today: string
  readonly exceptions: boolean
}

const fits = (pattern: string, at: string): boolean => {
  const [wanted, found] = [pattern.split('.'), at.split('.')]
  return wanted.length === found.length && wanted.every((step, i) => step === '*' || step === found[i])
}

const directionOf = (at: string): PlaceDirection | undefined =>
  (directions as readonly PlaceDirection[]).find((one) => fits(one.at, at))

const isMeant = ({ unless = {} }: PlaceDirection, { was, is }: Difference): boolean => {
  const item = is ?? was
  return !isMap(item) || !Object.entries(unless).some(([field, value]) => item[field] === value)
}

/** Replaces a missing value with the default of the field. */
const withDefault = (difference: Difference, absent: unknown): Difference => ({
  ...difference,
  kind: 'changed',
  was: difference.was ?? absent,
  is: difference.is ?? absent,
})

const graded = (difference: Difference, more: boolean): Pick<Change, 'grade' | 'reason' | 'rule'> => {
  if (difference.unreadBefore) return { grade: 'neutral', reason: 'it could not be read before', rule: undefined }
  const direction = directionOf(difference.at)
  if (direction === undefined || !isMeant(direction, difference))
    return { grade: 'neutral', reason: undefined, rule: undefined }
  const judged = direction.absent === undefined ? difference : withDefault(difference, direction.absent)
  for (const way of direction.weaker) {
    const grade = gradeBy(way, judged, more)
    if (grade !== undefined) return { grade, reason: reasonFor(way, grade), rule: direction.rule }
  }
  return { grade: 'neutral', reason: undefined, rule: direction.rule }
}

const changesOf = (before: Pilotfile, after: Pilotfile, { today, exceptions }: Options): Change[] => {
  const { target } = after.pilot.success ?? before.pilot.success ?? {}
  const more = target === undefined || moreIsBetter(target)
  const waivers = exceptions
    ? waiversOf(after.pilot, after.document).filter((one) => flaws(one, today).length === 0)
    : []
  return differences(before, after, (at) => directionOf(at) !== undefined)
    .filter(({ at }) => !at.startsWith('exceptions'))
    .map((difference): Change => {
      const { name, kind, wasText, isText, path } = difference
      const range = after.document.locate(asWritten(after.document.data, path))
      const grade = graded(difference, more)
      const waiver =
        grade.grade === 'weaker'
          ? waivers.find((one) => one.rule === grade.rule && covers(one, range, path))
          : undefined
      return {
        name,
        kind,
        was: wasText,
        is: isText,
        ...grade,
        path,
        range,
        before: difference.before && before.document.locate(asWritten(before.document.data, difference.before)),
        ...(waiver && { waiver }),
      }
    })
}

/** Unreadable parts that were readable, or different, before. */
const newlyUnread = (before: Pilotfile, after: Pilotfile): number => {
  const written = ({ document }: Pilotfile, path: Path) => JSON.stringify(valueAt(document.data, path))
  const known = new Map(before.faults.map(({ path }) => [pointer(path), written(before, path)]))
  return after.faults.filter(({ path }) => {
    const was = known.get(pointer(path))
    return !known.has(pointer(path)) || was !== written(after, path)
  }).length
}

/** Undefined if the old file cannot be read. */
export const diffPilot = (
  names: Pick<PilotDiff, 'file' | 'wasFile'>,
  before: Loaded,
  after: Loaded,
  options: Options,
): PilotDiff | undefined => {
  if (!before.ok) return undefined
  if (!after.ok) return { ...names, state: 'unreadable', changes: [], unread: 0 }
  const own = waiverChanges(before, after, options.today)
  const changes = [
    ...changesOf(before, after, options),
    ...(options.exceptions ? own : own.map(({ waiver: _, ...change }) => change)),
  ]
  changes.sort((one, other) => one.range.start.offset - other.range.start.offset)
  return { ...names, state: 'compared', changes, unread: newlyUnread(before, after) }
}
