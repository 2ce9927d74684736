import { fromFile, named, nothing } from '../reading/follow.ts'
import type { Kind } from '../reading/kind.ts'

/** The JSON Schema of what the system may answer. */
export type OutputSchema = {
  /** Whether anything is refused by it: an empty schema takes every answer. */
  readonly constrains: boolean
}

export const outputSchema: Kind<OutputSchema> = {
  fields: ['guardrails.output.schema'],
  formats: [
    { name: 'JSON Schema', files: '`.json`' },
    { name: 'JSON Schema as YAML', files: '`.yaml`, `.yml`' },
  ],
  follow: ({ guardrails }) => named(['guardrails', 'output', 'schema'], guardrails?.output?.schema),
  read: fromFile(() => import('./json-schema.ts')),
  unread: nothing,
}
