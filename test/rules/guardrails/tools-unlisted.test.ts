import { toolsUnlisted } from '../../../src/rules/guardrails/tools-unlisted.ts'
import { table } from '../table.ts'

const guilty = '  # expect: guardrails/tools-unlisted'
const tools = (...all: readonly object[]) => ({ 't.json': JSON.stringify({ result: { tools: all } }) })
const tool = (name: string, annotations?: object) => ({ name, inputSchema: {}, ...(annotations && { annotations }) })
const actions = (read: string, rest = '') =>
  `guardrails:
  tools: t.json
  actions:
    - {name: read_order, effect: ${read}, scope: orders:read}${rest}
`

table(toolsUnlisted, [
  { name: 'the tool is the action', yaml: actions('read'), files: tools(tool('read_order')) },
  { name: 'closest: another spelling of its name', yaml: actions('read'), files: tools(tool('readOrder')) },
  { name: 'without a repository', yaml: actions('read') },
  {
    name: 'closest: names that sound like money',
    yaml: actions('read').replace('read_order', 'pay_grade'),
    files: tools(tool('pay_grade', { readOnlyHint: true })),
  },
  {
    name: 'a tool that nobody listed',
    yaml: actions('read').replace('t.json', `t.json${guilty}`),
    files: tools(tool('read_order'), tool('wire_money')),
    says: ['the system can call "wire_money", which is not in `guardrails.actions`'],
  },
  {
    name: 'a tool that writes',
    yaml: actions('read', guilty),
    files: tools(tool('read_order', { readOnlyHint: false })),
    says: ['"read_order" has effect read, but its tool is `readOnlyHint: false`'],
  },
  {
    name: 'a tool without a hint beside others that have one',
    yaml: actions('read', `${guilty}\n    - {name: track, effect: read}`),
    files: tools(tool('read_order'), tool('track', { readOnlyHint: true })),
    says: ['"read_order" has effect read, but its tool is not `readOnlyHint: true`, as others are'],
  },
  {
    name: 'a destructive tool that is a write, as a warning',
    yaml: actions('write', guilty),
    files: tools(tool('read_order', { destructiveHint: true })),
    severity: 'warning',
  },
  {
    name: 'an operation that deletes',
    yaml: actions('read', guilty).replace('t.json', 't.yaml'),
    files: { 't.yaml': 'openapi: 3.1.0\ninfo: {}\npaths: {/orders: {delete: {operationId: read_order}}}\n' },
    says: ['"read_order" has effect read, but its tool is called with DELETE'],
  },
  {
    name: 'an operation without an id',
    yaml: actions('read').replace('t.json', `t.yaml${guilty}`),
    files: { 't.yaml': 'openapi: 3.1.0\ninfo: {}\npaths: {/orders: {get: {}, parameters: []}}\n' },
    says: ['the system can call "GET /orders", which is not in `guardrails.actions`'],
  },
  { name: 'a file in another form', yaml: actions('read').replace('t.json', 't.py'), files: { 't.py': '' } },
])
