import type { Waiver } from '../model/waiver.ts'
import type { Path } from '../yaml/path.ts'
import type { Range } from '../yaml/range.ts'
import type { Grade } from './ways.ts'

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
