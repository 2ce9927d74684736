import { mebibyte, type Page } from './page.ts'

export const outputSchemaPage: Page = {
  title: 'Output schema',
  shows: 'Whether any answer of the system would be refused.',
  fact: 'outputSchema',
  formats: [
    {
      name: 'JSON Schema',
      reads: 'Draft-07 to 2020-12: whether it has a keyword by which an answer can be refused.',
      mostBytes: 10 * mebibyte,
      path: 'schemas/reply.json',
      sample: { 'schemas/reply.json': '{"type": "object", "required": ["text", "sources"]}\n' },
    },
    {
      name: 'JSON Schema as YAML',
      reads: 'The same.',
      mostBytes: mebibyte,
      path: 'schemas/reply.yaml',
      sample: { 'schemas/reply.yaml': 'type: object\nrequired: [text, sources]\n' },
    },
  ],
  claim: 'guardrails: {output: {schema: FILE}}\n',
  lie: 'guardrails: {output: {schema: schemas/any.json}}\n',
  beside: { 'schemas/any.json': '{"title": "An answer"}\n' },
  unread: { path: 'schemas/reply.ts', text: 'export type Reply = string\n' },
  broken: { path: 'schemas/reply.json', text: '{"type": "object",\n' },
}
