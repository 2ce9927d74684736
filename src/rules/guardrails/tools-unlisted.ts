import type { Tool } from '../../evidence/tool-surface/tools-file.ts'
import { near } from '../../values/near.ts'
import { quote } from '../../values/text.ts'
import { actionsOf } from '../lib/actions.ts'
import type { Finding, Rule } from '../lib/rule.ts'

const keyOf = (name: string): string =>
  name
    .trim()
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1_$2')
    .toLowerCase()
    .replaceAll(/[\s.-]+/g, '_')

/** Methods that are defined to change something. Source: RFC 9110, section 9. */
const changing = new Set(['PUT', 'PATCH', 'DELETE'])

type Doubt = { readonly said: string; readonly severity?: Finding['severity'] }

/** What of a tool contradicts the effect that its action declares. */
const doubtOf = (tool: Tool, effect: string | undefined, isAnnotated: boolean): Doubt | undefined => {
  const { readOnly, destructive, method } = tool
  if (effect === 'read') {
    if (method !== undefined && changing.has(method)) return { said: `is called with ${method}` }
    if (destructive === true && readOnly !== true) return { said: 'is `destructiveHint: true`' }
    if (readOnly === false) return { said: 'is `readOnlyHint: false`' }
    if (isAnnotated && readOnly === undefined) return { said: 'is not `readOnlyHint: true`, as others are' }
    // Many queries are posted.
    if (method === 'POST') return { said: 'is called with POST', severity: 'warning' }
  }
  if (effect === 'write' && destructive === true && readOnly !== true)
    return { said: 'is `destructiveHint: true`', severity: 'warning' }
  return undefined
}

export const toolsUnlisted: Rule = {
  id: 'guardrails/tools-unlisted',
  severity: 'error',
  from: 'limited',
  summary: 'Every tool that the system can call is listed as an action, with an effect that matches the tool',
  why: 'A tool that is not listed has no effect, no approval and no limit, and one day it is called.',
  details: `Reads \`guardrails.tools\`: the \`tools/list\` response of an MCP server, or an OpenAPI document. Each tool must be an action of that name; case, dashes and dots count as underscores.

An action with effect \`read\` is contradicted by \`readOnlyHint: false\`, by \`destructiveHint: true\`, by a missing \`readOnlyHint\` if other tools have one that is true, and by the methods PUT, PATCH and DELETE; POST is a warning, because many queries are posted. An action with effect \`write\` whose tool is destructive is a warning. A missing hint does not count if no tool has it.`,
  principles: ['guardrails'],
  fields: ['guardrails.tools', 'guardrails.actions', 'guardrails.actions.name', 'guardrails.actions.effect'],
  references: ['Model Context Protocol, tool annotations', 'OWASP LLM06:2025', 'RFC 9110, section 9'],
  examples: {
    files: {
      'tools/orders.mcp.json': `{"tools": [
  {"name": "read_order", "annotations": {"readOnlyHint": true}},
  {"name": "cancel_order", "annotations": {"readOnlyHint": false, "destructiveHint": true}}
]}
`,
    },
    ready: `guardrails:
  tools: tools/orders.mcp.json
  actions:
    - {name: read_order, effect: read, scope: orders:read}
    - {name: cancel_order, effect: irreversible, approval: human, by: agents, scope: orders:cancel}`,
    notReady: `guardrails:
  tools: tools/orders.mcp.json  # expect: guardrails/tools-unlisted
  actions:
    - {name: cancel_order, effect: read, scope: orders:cancel}  # expect: guardrails/tools-unlisted`,
  },

  *check({ pilot, facts: { toolSurface } }) {
    const path = ['guardrails', 'tools']
    if (toolSurface?.state !== 'found') return
    const { file, value: tools } = toolSurface
    const actions = actionsOf(pilot)
    const names = actions.flatMap(({ action }) => (action.name === undefined ? [] : [keyOf(action.name)]))
    const isAnnotated = tools.some(({ readOnly }) => readOnly === true)
    for (const tool of tools) {
      const key = keyOf(tool.name)
      const elsewhere = [{ file, range: tool.range, label: 'the tool' }]
      const own = actions.filter(({ action }) => action.name !== undefined && keyOf(action.name) === key)
      if (own.length === 0) {
        const meant = near(key, names, 2)
        yield {
          path,
          message: `the system can call ${quote(tool.name)}, which is not in \`guardrails.actions\``,
          help: meant
            ? `rename the action ${quote(meant)} to the name of the tool, or add an action for it`
            : 'add it to `guardrails.actions`, or remove the tool from the system',
          elsewhere,
        }
      }
      for (const { action, path: at, called } of own) {
        const doubt = doubtOf(tool, action.effect, isAnnotated)
        if (doubt)
          yield {
            path: [...at, 'effect'],
            message: `${called} has effect ${action.effect}, but its tool ${doubt.said}`,
            help: 'set the effect that the tool has, or correct the description of the tool',
            elsewhere,
            ...(doubt.severity && { severity: doubt.severity }),
          }
      }
    }
  },
}
