import type { Range } from '../../yaml/lines.ts'
import { fromFile, named, nothing } from '../reading/follow.ts'
import type { Kind } from '../reading/kind.ts'

/** Something that the system can call, with what its description says of it. */
export type Tool = {
  readonly name: string
  readonly range: Range
  /** `readOnlyHint` and `destructiveHint`, where they are set. */
  readonly readOnly: boolean | undefined
  readonly destructive: boolean | undefined
  /** The HTTP method, in upper case. */
  readonly method: string | undefined
}

export const toolSurface: Kind<readonly Tool[]> = {
  fields: ['guardrails.tools'],
  formats: [
    { name: 'MCP', files: '`.json`' },
    { name: 'Tools of a request', files: '`.json`' },
    { name: 'OpenAPI', files: '`.yaml`, `.yml`, `.json`' },
  ],
  follow: ({ guardrails }) => named(['guardrails', 'tools'], guardrails?.tools),
  read: fromFile(() => import('./tools-file.ts')),
  unread: nothing,
}
