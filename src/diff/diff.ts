import { asWritten } from '../lint/as-written.ts'
import { isMap, valueAt } from '../lint/data.ts'
import { covers, waiversOf } from '../lint/exceptions.ts'
import { readPilot } from '../lint/read-pilot.ts'
import type { Grading } from '../model/grading.ts'
import { gradings } from '../model/gradings/index.ts'
import { flaws } from '../model/waiver.ts'
import { moreIsBetter } from '../values/index.ts'
import { parse } from '../yaml/index.ts'
import { type Path, pointer } from '../yaml/path.ts'
import type { Change, PilotDiff } from './change.ts'
import { type Difference, differences } from './changes.ts'
import { type Side, waiverChanges } from './waivers.ts'
import { type Grade, gradeBy } from './ways.ts'

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

const gradingOf = (at: string): Grading | undefined => gradings.find((grading) => fits(grading.at, at))

const isMeant = ({ unless = {} }: Grading, { was, is }: Difference): boolean => {
  const item = is ?? was
  return !isMap(item) || !Object.entries(unless).some(([field, value]) => item[field] === value)
}

const sideOf = (bytes: Uint8Array): Side | undefined => {
  const document = parse(bytes)
  if (!document.ok || !isMap(document.data)) return undefined
  return { document, reading: readPilot(document.data, document.nullHint) }
}

/** The difference as if the file had said what it means where it says nothing. */
const spoken = (difference: Difference, absent: unknown): Difference => ({
  ...difference,
  kind: 'changed',
  was: difference.was ?? absent,
  is: difference.is ?? absent,
})

const reasonOf = ({ loss, gain, presence }: Grading, grade: Grade, { kind }: Difference) => {
  if (grade === 'neutral') return undefined
  if (presence && kind !== 'changed') return kind === 'added' ? presence.new : presence.gone
  return grade === 'weaker' ? loss : gain
}

const graded = (difference: Difference, more: boolean): Pick<Change, 'grade' | 'reason' | 'rule'> => {
  if (difference.unreadBefore)
    return { grade: 'neutral', reason: 'it could not be read before', rule: undefined }
  const grading = gradingOf(difference.at)
  const found = grading && isMeant(grading, difference) ? grading : undefined
  const judged = found?.absent === undefined ? difference : spoken(difference, found.absent)
  const grade: Grade =
    found?.weaker.map((way) => gradeBy(way, judged, more)).find((one) => one !== undefined) ?? 'neutral'
  return { grade, reason: found && reasonOf(found, grade, difference), rule: found?.rule }
}

const changesOf = (before: Side, after: Side, { today, exceptions }: Options): Change[] => {
  const { target } = after.reading.pilot.success ?? before.reading.pilot.success ?? {}
  const more = target === undefined || moreIsBetter(target)
  const waivers = exceptions
    ? waiversOf(after.reading.pilot, after.document).filter((one) => flaws(one, today).length === 0)
    : []
  return differences(before.reading, after.reading, (at) => gradingOf(at) !== undefined)
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
const newlyUnread = (before: Side, after: Side): number => {
  const written = ({ document }: Side, path: Path) => JSON.stringify(valueAt(document.data, path))
  const known = new Map(before.reading.faults.map(({ path }) => [pointer(path), written(before, path)]))
  return after.reading.faults.filter(({ path }) => {
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
  const [before, after] = [sideOf(was), sideOf(is)]
  if (before === undefined) return undefined
  if (after === undefined) return { ...names, state: 'unreadable', changes: [], unread: 0 }
  const own = waiverChanges(before, after, options.today)
  const changes = [
    ...changesOf(before, after, options),
    ...(options.exceptions ? own : own.map(({ waiver: _, ...change }) => change)),
  ]
  changes.sort((one, other) => one.range.start.offset - other.range.start.offset)
  return { ...names, state: 'compared', changes, unread: newlyUnread(before, after) }
}
