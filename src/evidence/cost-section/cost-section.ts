import type { Data } from '../../yaml/data.ts'
import type { Locator } from '../../yaml/locate.ts'
import { leftBy, named } from '../reading/follow.ts'
import type { Fact, Kind } from '../reading/kind.ts'

/** A cost section that is kept in a file of its own; paths are relative to the section. */
export type CostSection = Pick<Locator, 'locate' | 'nullHint' | 'isFlow'> & { readonly data: Data }

/**
 * The section is read before all other evidence, because it may name some itself; `fact` is what became of it. Where it
 * is not there it is unverified: it may be kept where only some can see it.
 */
export const costSection = (fact?: Fact<CostSection>): Kind<CostSection> => ({
  fields: ['cost.include'],
  formats: [
    { name: 'YAML', files: '`.yaml`, `.yml`' },
    { name: 'JSON', files: '`.json`' },
  ],
  follow: ({ cost }) => (cost === undefined ? [] : named(['cost', 'include'], cost.include ?? '')),
  read: async () => fact,
  unread: (said, named) => (said.state === 'absent' ? leftBy(said.words, named, said.file) : []),
})
