import { mebibyte, type Page } from './page.ts'

export const outputSchemaPage: Page = {
  title: 'Output schema',
  shows: 'Whether the schema can reject an answer of the system.',
  fact: 'outputSchema',
  formats: [
    {
      name: 'JSON Schema',
      reads: 'Draft-07 to 2020-12: whether it has a keyword that can reject an answer.',
      maxBytes: 10 * mebibyte,
      path: 'schemas/reply.json',
      sample: { 'schemas/reply.json': '{"type": "object", "required": ["text", "sources"]}\n' },
    },
    {
      name: 'JSON Schema as YAML',
      reads: 'The same.',
      maxBytes: mebibyte,
      path: 'schemas/reply.yaml',
      sample: { 'schemas/reply.yaml': 'type: object\nrequired: [text, sources]\n' },
    },
    {
      name: 'Request to a model',
      reads:
        'The schema in `response_format` (`json_schema`), in `text.format` of the Responses API, in `output_format` or `output_config.format`, or that of one tool: `parameters` or `input_schema`; of a request with tools, that of the tool that `tool_choice` makes the model call. A format of another type, such as `json_object`, accepts every answer. Where the model may choose: `schemas/request.json#/tools/0/input_schema`.',
      maxBytes: 10 * mebibyte,
      path: 'schemas/request.json',
      sample: {
        'schemas/request.json': `{"model": "example-1", "text": {"format": {
  "type": "json_schema", "name": "reply", "strict": true,
  "schema": {"type": "object", "required": ["text", "sources"]}
}}}
`,
      },
    },
  ],
  claim: 'guardrails: {output: {schema: FILE}}\n',
  lie: 'guardrails: {output: {schema: schemas/any.json}}\n',
  beside: { 'schemas/any.json': '{"title": "An answer"}\n' },
  unread: { path: 'schemas/reply.ts', text: 'export type Reply = string\n' },
  broken: { path: 'schemas/reply.json', text: '{"type": "object",\n' },
}
