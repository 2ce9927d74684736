import type { IsoDate } from '../../values/index.ts'
import type { Range } from '../../yaml/lines.ts'
import { fromFile, named, nothing } from '../reading/follow.ts'
import type { Kind, Located } from '../reading/kind.ts'

/** A time that a text states, in seconds and as it stands there. */
export type Duration = { readonly seconds: number; readonly text: string }

export type Drill = 'fallback' | 'rollback' | 'load'

export type DrillReport = {
  /** Every day that the report names, at its first place. */
  readonly dates: ReadonlyMap<IsoDate, Range>
  /** Where each drill is spoken of first; the beginning of the report where it is not, in these words. */
  readonly place: (drill: Drill) => Range
  readonly empty: boolean
  /** The shortest time that is stated of the drill on that day; undefined where none is, or of several drills at once. */
  readonly fastest: (drill: Drill, day: IsoDate) => Located<Duration> | undefined
  /** The words by which the last line of that day says that the drill was not done. */
  readonly undone: (drill: Drill, day: IsoDate) => Located<string> | undefined
}

export const drillReport: Kind<DrillReport> = {
  fields: ['drills.report'],
  formats: [
    { name: 'A text', files: '`.md`, `.markdown`, `.mdx`, `.txt`, `.adoc`, `.rst`' },
    { name: 'Data', files: '`.json`, `.yaml`, `.yml`' },
  ],
  follow: ({ drills }) => named(['drills', 'report'], drills?.report),
  read: fromFile(() => import('./report-text.ts')),
  unread: nothing,
}
