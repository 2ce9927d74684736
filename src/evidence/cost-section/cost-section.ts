import type { Data } from '../../yaml/data.ts'
import { leftBy, named } from '../reading/follow.ts'
import type { EvidenceKind, Fact } from '../reading/kind.ts'
import type { FilePart } from '../reading/part-file.ts'

/** A cost section that is kept in a file of its own. */
export type CostSection = FilePart<Data>

/**
 * The section is read before all other evidence, because it may name some itself; `fact` is what became of it. Where it
 * is not there it is unverified: it may be kept where only some can see it.
 */
export const costSection = (fact?: Fact<CostSection>): EvidenceKind<CostSection> => ({
  fields: ['cost.include'],
  formats: [
    { name: 'YAML', files: '`.yaml`, `.yml`' },
    { name: 'JSON', files: '`.json`' },
  ],
  follow: ({ cost }) => (cost === undefined ? [] : named(['cost', 'include'], cost.include ?? '')),
  read: async () => fact,
  unread: (said, named) => (said.state === 'absent' ? leftBy(said.words, named, said.file) : []),
})
