import type { Port } from '../../repo/port.ts'
import { nothing } from '../reading/follow.ts'
import type { EvidenceKind, Fact } from '../reading/kind.ts'
import type { FilePart } from '../reading/part-file.ts'

/** The exceptions of a pilot that are kept in a file of their own. */
export type ExceptionList = FilePart<readonly unknown[]>

export type Exceptions = Fact<ExceptionList>

/** The file that a reference leads to, links followed: the forge asks those who own that one. */
export const realFileOf = (file: string, { real }: Port): string => real(file) ?? file

/** Read before all other evidence, because an entry is judged as one of pilot.yaml; `fact` is what became of the file. */
export const exceptions = (fact?: Exceptions): EvidenceKind<ExceptionList> => ({
  fields: ['exceptions'],
  formats: [
    { name: 'YAML', files: '`.yaml`, `.yml`' },
    { name: 'JSON', files: '`.json`' },
  ],
  follow: () => [{ path: ['exceptions'], reference: '' }],
  read: async () => fact,
  unread: nothing,
})
