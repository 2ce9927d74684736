import { fromFile, named, nothing } from '../reading/follow.ts'
import type { EvidenceKind } from '../reading/kind.ts'
import type { Tool } from './tools-file.ts'

export const toolSurface: EvidenceKind<readonly Tool[]> = {
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
