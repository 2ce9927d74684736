import { fromFile, named, nothing } from '../reading/follow.ts'
import type { EvidenceKind } from '../reading/kind.ts'
import type { Drill } from './record-file.ts'

export const drillRecord: EvidenceKind<readonly Drill[]> = {
  fields: ['drills'],
  formats: [
    { name: 'Markdown with front matter', files: '`.md`, `.markdown`, `.mdx`' },
    { name: 'Data', files: '`.yaml`, `.yml`, `.json`' },
  ],
  follow: ({ drills }) => named(['drills'], drills),
  read: fromFile(() => import('./record-file.ts')),
  unread: nothing,
}
