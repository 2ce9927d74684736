import { mebibyte, type Page } from './page.ts'

export const toolSurfacePage: Page = {
  title: 'Tool surface',
  shows: 'What the system can call, and the effect that each tool declares.',
  fact: 'toolSurface',
  formats: [
    {
      name: 'MCP',
      reads:
        'The answer to `tools/list`: `name`, and `readOnlyHint` and `destructiveHint` of the `annotations`, in `tools`, in `result.tools` or as a bare list; the `tools` of a bundle (`manifest.json`). One page of an answer (`nextCursor`), a bundle with `tools_generated`, and a manifest that only starts a server (`server.json`, `mcpServers`) are unverified.',
      maxBytes: 10 * mebibyte,
      path: 'tools/orders.mcp.json',
      sample: {
        'tools/orders.mcp.json': `{"tools": [
  {"name": "read_order", "annotations": {"readOnlyHint": true}},
  {"name": "post_reply", "annotations": {"readOnlyHint": false, "destructiveHint": false}}
]}
`,
      },
    },
    {
      name: 'Tools of a request',
      reads:
        'The `tools` that are sent to a model, as OpenAI (`function.name`, or `name`) Anthropic (`name`, `input_schema`), Gemini (`functionDeclarations`) and Bedrock (`toolSpec`) define them; what the vendor offers has its `type` as its name. They do not declare effects.',
      maxBytes: 10 * mebibyte,
      path: 'tools/orders.json',
      sample: {
        'tools/orders.json': `[
  {"type": "function", "function": {"name": "read_order", "parameters": {"type": "object"}}},
  {"name": "post_reply", "input_schema": {"type": "object"}}
]
`,
      },
    },
    {
      name: 'OpenAPI',
      reads: 'The operations below `paths`: `operationId`, or the method and the path, and the method.',
      maxBytes: mebibyte,
      path: 'tools/orders.openapi.yaml',
      sample: {
        'tools/orders.openapi.yaml': `openapi: 3.1.0
info: {title: Orders, version: 1.0.0}
paths:
  /orders/{id}: {get: {operationId: readOrder}}
  /replies: {post: {operationId: postReply}}
`,
      },
    },
  ],
  claim: `guardrails:
  tools: FILE
  actions:
    - {name: read_order, effect: read, scope: orders:read}
    - {name: post_reply, effect: write, undo: an agent corrects it, scope: tickets:reply}
`,
  lie: `guardrails:
  tools: FILE
  actions:
    - {name: read_order, effect: read, scope: orders:read}
    - {name: post_reply, effect: read, scope: tickets:reply}
`,
  unread: { path: 'tools/orders.py', text: 'TOOLS = []\n' },
  broken: { path: 'tools/orders.mcp.json', text: '{"tools": [{"description": "reads"}]}\n' },
}
