import type { Duration, IsoDate, Quantity } from '../../values/index.ts'
import type { Range } from '../../yaml/lines.ts'
import { fromFile, named, nothing } from '../reading/follow.ts'
import type { Kind } from '../reading/kind.ts'

export type Drill = {
  readonly what: 'rollback' | 'fallback' | 'load'
  readonly on: IsoDate
  readonly took: Duration | undefined
  readonly rate: Quantity | undefined
  readonly outcome: 'passed' | 'failed'
  readonly by: string
  readonly range: Range
}

export const drillRecord: Kind<readonly Drill[]> = {
  fields: ['drills'],
  formats: [
    { name: 'Markdown with front matter', files: '`.md`, `.markdown`, `.mdx`' },
    { name: 'Data', files: '`.yaml`, `.yml`, `.json`' },
  ],
  follow: ({ drills }) => named(['drills'], drills),
  read: fromFile(() => import('./record-file.ts')),
  unread: nothing,
}
