import { loadText, type Pilotfile } from '../lint/load.ts'
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

/** A part of the pilot that says something else than before, graded. */
export type Change = {
  /** The place as a person names it: `success.guardrail_metrics[csat].limit`. */
  readonly name: string
  readonly kind: 'added' | 'removed' | 'changed'
  /** As pilot.yaml writes it; undefined where there was or is nothing. */
  readonly was: string | undefined
  readonly is: string | undefined
  readonly grade: Grade
  /** Why it is weaker or stronger; undefined for what is neither. */
  readonly reason: string | undefined
  /** The rule that guards the place: an exception for it covers a weaker change. */
  readonly rule: string | undefined
  readonly path: Path
  /** Where it stands, or what held it. */
  readonly range: Range
  /** Where it stood, in the file as it was. */
  readonly before: Range | undefined
  /** The valid exception that covers a weaker change. */
  readonly waiver?: Waiver
}

/** What became of one pilot since a ref. */
export type PilotDiff = {
  readonly file: string
  /** The name that it had; undefined where it was not there yet. */
  readonly wasFile: string | undefined
  readonly state: 'compared' | 'new' | 'gone' | 'unreadable'
  readonly changes: readonly Change[]
  /** How many parts of the file cannot be read, so that nobody can say what became of them. */
  readonly unread: number
}

/** A weaker change that no exception covers. */
export const isOpen = ({ grade, waiver }: Change): boolean => grade === 'weaker' && waiver === undefined

/** Whether the pilot is weaker than before, or cannot be told from one that is. */
export const isWeaker = ({ state, changes, unread }: PilotDiff): boolean =>
  state === 'unreadable' || unread > 0 || changes.some(isOpen)

/** The waivers of a file by the rule that they waive, those in `exceptions` and those in comments. */
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
  `${why ?? 'no reason'}, by ${by ?? 'nobody'}, until ${until ?? 'no day'}`

const rangeIn = ({ document }: Pilotfile, { comment, path }: Waiver) => comment ?? document.locate(path)

/**
 * The exceptions that came, went or changed. One that is added, or lasts longer, weakens what its rule guards;
 * where it is valid it answers for itself, as it is dated, signed and says why.
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
      weaker: was === undefined ? 'one rule more is waived' : 'a rule is waived for longer',
      stronger: 'the rule counts again',
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
  /** `YYYY-MM-DD`, in UTC. */
  readonly today: string
  /** Whether exceptions cover anything. */
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

/** The difference as if the file had said what it means where it says nothing. */
const spoken = (difference: Difference, absent: unknown): Difference => ({
  ...difference,
  kind: 'changed',
  was: difference.was ?? absent,
  is: difference.is ?? absent,
})

const graded = (difference: Difference, more: boolean): Pick<Change, 'grade' | 'reason' | 'rule'> => {
  if (difference.unreadBefore)
    return { grade: 'neutral', reason: 'it could not be read before', rule: undefined }
  const direction = directionOf(difference.at)
  if (direction === undefined || !isMeant(direction, difference))
    return { grade: 'neutral', reason: undefined, rule: undefined }
  const judged = direction.absent === undefined ? difference : spoken(difference, direction.absent)
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
          ? waivers.find((one) => one.rule === grade.rule && covers(one, range))
          : undefined
      return {
        name,
        kind,
        was: wasText,
        is: isText,
        ...grade,
        path,
        range,
        before:
          difference.before && before.document.locate(asWritten(before.document.data, difference.before)),
        ...(waiver && { waiver }),
      }
    })
}

/** How many parts cannot be read that could be, or said something else, before. */
const newlyUnread = (before: Pilotfile, after: Pilotfile): number => {
  const written = ({ document }: Pilotfile, path: Path) => JSON.stringify(valueAt(document.data, path))
  const known = new Map(before.faults.map(({ path }) => [pointer(path), written(before, path)]))
  return after.faults.filter(({ path }) => {
    const was = known.get(pointer(path))
    return !known.has(pointer(path)) || was !== written(after, path)
  }).length
}

/** What became of a pilot: every change of meaning, graded. The old file has to be one that can be read. */
export const diffPilot = (
  names: Pick<PilotDiff, 'file' | 'wasFile'>,
  was: Uint8Array,
  is: Uint8Array,
  options: Options,
): PilotDiff | undefined => {
  const [before, after] = [loadText(was), loadText(is)]
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
