import type { MovedBar, PastPilot } from '../evidence/history/past.ts'
import type { Loaded, Pilotfile } from '../lint/load.ts'
import { asWritten } from '../lint/place.ts'
import { planOf, type ShownFacts } from '../lint/resolve.ts'
import { covers, waiversOf } from '../lint/waivers.ts'
import type { PlaceDirection } from '../model/generate.ts'
import directions from '../model/generated/directions.json' with { type: 'json' }
import { type ExposedStage, exposedStages, type Stage } from '../model/stage.ts'
import { flaws, type Waiver } from '../model/waiver.ts'
import { placeOf } from '../rules/lib/moves.ts'
import { moreIsBetter, share } from '../values/index.ts'
import { isMap, valueAt } from '../yaml/data.ts'
import type { Range } from '../yaml/lines.ts'
import { dotted, type Path, pointer } from '../yaml/path.ts'
import { differences, type RawDifference } from './changes.ts'
import { type Grade, gradeBy, reasonFor } from './ways.ts'

/** One graded change of meaning. */
export type GradedChange = {
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
  /** The version that set a bar which has moved since, where the old value is of that version and not of the ref. */
  readonly agreed?: { readonly version: PastPilot; readonly words: string }
  /** The file that shows the new value in place of pilot.yaml, relative to the root of the repository. */
  readonly shownBy?: string
}

export type PilotDiff = {
  readonly file: string
  /** Undefined if it was not there. */
  readonly wasFile: string | undefined
  readonly state: 'compared' | 'new' | 'gone' | 'unreadable'
  readonly changes: readonly GradedChange[]
  /** Unreadable parts, whose changes are unknown. */
  readonly unread: number
  /** Why the bar was compared with the ref alone. */
  readonly barUnread?: string | undefined
}

/** A file at one end, with what other files show in place of what it may declare. */
export type End = { readonly loaded: Loaded; readonly shown: ShownFacts }

/** How the bar moved since it was fixed, or why that is unknown. */
export type BarMoves = { readonly moves: readonly MovedBar[]; readonly unread?: string }

export const isOpen = ({ grade, waiver }: GradedChange): boolean => grade === 'weaker' && waiver === undefined

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
const waiverChanges = (before: Pilotfile, after: Pilotfile, today: string): GradedChange[] => {
  const [old, fresh] = [byRule(before), byRule(after)]
  return [...new Set([...old.keys(), ...fresh.keys()])].flatMap((key): GradedChange[] => {
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
  readonly bar?: BarMoves
}

const fits = (pattern: string, at: string): boolean => {
  const [wanted, found] = [pattern.split('.'), at.split('.')]
  return wanted.length === found.length && wanted.every((step, i) => step === '*' || step === found[i])
}

const directionOf = (at: string): PlaceDirection | undefined =>
  (directions as readonly PlaceDirection[]).find((one) => fits(one.at, at))

const isMeant = ({ unless = {} }: PlaceDirection, { was, is }: RawDifference): boolean => {
  const item = is ?? was
  return !isMap(item) || !Object.entries(unless).some(([field, value]) => item[field] === value)
}

/** Replaces a missing value with the default of the field. */
const withDefault = (difference: RawDifference, absent: string | number | boolean): RawDifference => {
  const read = share.parse(String(absent))
  const value = read.ok ? read.value : absent
  return { ...difference, kind: 'changed', was: difference.was ?? value, is: difference.is ?? value }
}

/** A difference for each stage, where a value by stages came or went as a whole. */
const inStages = (whole: RawDifference): RawDifference[] => {
  const held = (value: unknown) => exposedStages.filter((stage) => isMap(value) && Object.hasOwn(value, stage))
  const at = (value: unknown, stage: ExposedStage) => (isMap(value) && held(value).length > 0 ? value[stage] : value)
  const parts = [...new Set([...held(whole.was), ...held(whole.is)])]
  return parts.length === 0
    ? [whole]
    : parts.map((stage) => ({ ...whole, was: at(whole.was, stage), is: at(whole.is, stage) }))
}

const ungraded = { grade: 'neutral', reason: undefined, rule: undefined } as const

const graded = (difference: RawDifference, more: boolean): Pick<GradedChange, 'grade' | 'reason' | 'rule'> => {
  if (difference.unreadBefore) return { grade: 'neutral', reason: 'it could not be read before', rule: undefined }
  const direction = directionOf(difference.at)
  if (direction === undefined || !isMeant(direction, difference)) return ungraded
  // A stage of which nothing is said keeps what is said of the one before it.
  const isOfStage = exposedStages.some((stage) => difference.name.endsWith(`.${stage}`))
  const { absent } = direction
  const judged = absent === undefined || isOfStage ? difference : withDefault(difference, absent)
  for (const way of direction.weaker) {
    const grades = inStages(judged).map((one) => gradeBy(way, one, more))
    const grade = grades.find((one) => one === 'weaker') ?? grades.find((one) => one !== undefined)
    if (grade !== undefined) return { grade, reason: reasonFor(way, grade), rule: direction.rule }
  }
  return { grade: 'neutral', reason: undefined, rule: direction.rule }
}

/**
 * The file with the values that others show. Both ends are read as at the stage of the new one, whose alerts have its
 * windows: a promotion takes none away.
 */
const withShown = (file: Pilotfile, shown: ShownFacts, stage: Stage | undefined) => {
  const { pilot, shown: places } = planOf({ ...file.pilot, stage }, shown)
  return { pilot: { ...pilot, stage: file.pilot.stage }, faults: file.faults, places }
}

const realIn = ({ evalSet }: ShownFacts): number | undefined =>
  evalSet?.state === 'found' ? evalSet.value.real?.value : undefined

/** A set of as many real cases as before, among more of others, is no weaker one. */
const isAsReal = (before: ShownFacts, after: ShownFacts): boolean =>
  (realIn(after) ?? -1) >= (realIn(before) ?? Number.POSITIVE_INFINITY)

const changesOf = (
  [before, shownBefore]: readonly [Pilotfile, ShownFacts],
  [after, shownAfter]: readonly [Pilotfile, ShownFacts],
  waivers: readonly Waiver[],
): GradedChange[] => {
  const { target } = after.pilot.success ?? before.pilot.success ?? {}
  const more = target === undefined || moreIsBetter(target)
  const { stage } = after.pilot
  const [was, is] = [withShown(before, shownBefore, stage), withShown(after, shownAfter, stage)]
  return differences(was, is, (at) => directionOf(at) !== undefined)
    .filter(({ at }) => !at.startsWith('exceptions'))
    .map((difference): GradedChange => {
      const { name, kind, wasText, isText, path } = difference
      const range = after.document.locate(asWritten(after.document.data, path))
      const isReal = difference.at === 'data.eval_set.real' && isAsReal(shownBefore, shownAfter)
      const grade = isReal ? ungraded : graded(difference, more)
      const waiver =
        grade.grade === 'weaker'
          ? waivers.find((one) => one.rule === grade.rule && covers(one, range, path))
          : undefined
      const shownBy = is.places.get(pointer(path))?.file
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
        ...(shownBy !== undefined && { shownBy }),
      }
    })
}

const barRule = 'success/bar-moved'

/** A bar that is looser than when it was fixed, or another one: told against that version, however small the last step was. */
const movedSince = ({ document }: Pilotfile, moved: MovedBar, waivers: readonly Waiver[]): GradedChange[] => {
  const { was, now, set, move, fixedBy, from } = moved
  if (was === undefined || set === undefined || move === 'tighter') return []
  const path = placeOf(moved)
  const range = document.locate(asWritten(document.data, path))
  const waiver = waivers.find((one) => one.rule === barRule && covers(one, range, path))
  return [
    {
      name: dotted(path),
      kind: now === undefined ? 'removed' : 'changed',
      was: was.text,
      is: now?.text,
      grade: 'weaker',
      reason: move === 'looser' ? 'looser than agreed' : 'not comparable with what was agreed',
      rule: barRule,
      path,
      range,
      before: undefined,
      agreed: { version: set, words: fixedBy === undefined ? `when it was set in ${from}` : `before ${fixedBy}` },
      ...(waiver && { waiver }),
    },
  ]
}

/** The changes since the ref, of which those of a bar that had moved before are told since it was fixed. */
const withMoves = (changes: readonly GradedChange[], moves: readonly GradedChange[]): GradedChange[] => {
  const told = moves.flatMap((move): GradedChange[] => {
    const same = changes.filter((one) => pointer(one.path) === pointer(move.path))
    const isWhole = same.some((one) => one.grade === 'weaker' && (one.was === move.was || one.is === undefined))
    const [{ name, shownBy } = move] = same
    return isWhole ? [] : [{ ...move, name, ...(shownBy !== undefined && { shownBy }) }]
  })
  const places = new Set(told.flatMap(({ is, path }) => (is === undefined ? [] : [pointer(path)])))
  return [...changes.filter(({ path }) => !places.has(pointer(path))), ...told]
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
  { loaded: before, shown: shownBefore }: End,
  { loaded: after, shown: shownAfter }: End,
  { today, exceptions, bar = { moves: [] } }: Options,
): PilotDiff | undefined => {
  if (!before.ok) return undefined
  if (!after.ok) return { ...names, state: 'unreadable', changes: [], unread: 0 }
  const waivers = exceptions
    ? waiversOf(after.pilot, after.document).filter((one) => flaws(one, today).length === 0)
    : []
  const own = waiverChanges(before, after, today)
  const moves = bar.moves.flatMap((moved) => movedSince(after, moved, waivers))
  const changes = [
    ...withMoves(changesOf([before, shownBefore], [after, shownAfter], waivers), moves),
    ...(exceptions ? own : own.map(({ waiver: _, ...change }) => change)),
  ]
  changes.sort((one, other) => one.range.start.offset - other.range.start.offset)
  return { ...names, state: 'compared', changes, unread: newlyUnread(before, after), barUnread: bar.unread }
}
