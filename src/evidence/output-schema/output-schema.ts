import { fromFile, named } from '../reading/follow.ts'
import type { EvidenceKind } from '../reading/kind.ts'
import type { OutputSchema } from './json-schema.ts'

/** A place in the file, as a JSON pointer or an anchor. Source: JSON Schema 2020-12, core, section 8.2.2. */
const pointerIn = (reference = ''): string | undefined => reference.split('#')[1] || undefined

export const outputSchema: EvidenceKind<OutputSchema> = {
  fields: ['guardrails.output.schema'],
  formats: [
    { name: 'JSON Schema', files: '`.json`' },
    { name: 'JSON Schema as YAML', files: '`.yaml`, `.yml`' },
    { name: 'Request to a model', files: '`.json`, `.yaml`, `.yml`' },
  ],
  follow: ({ guardrails }) => named(['guardrails', 'output', 'schema'], guardrails?.output?.schema),
  read: async (reference, ground) => {
    const pointer = pointerIn(ground.pilot.guardrails?.output?.schema)
    return fromFile(async () => ({ reader: (await import('./json-schema.ts')).readerOf(pointer) }))(reference, ground)
  },
  unread: (fact, { path, reference }) =>
    fact.state === 'found' && pointerIn(reference) !== undefined
      ? [{ path, reference, state: 'found', file: fact.file, words: '' }]
      : [],
}
