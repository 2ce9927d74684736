import { outputOpen } from '../../../src/rules/guardrails/output-open.ts'
import { table } from '../table.ts'

table(outputOpen, [
  {
    name: 'what may never be said is nothing',
    yaml: `
guardrails:
  output: {never: [nothing]}  # expect: guardrails/output-open
`,
  },
  {
    name: 'no output',
    yaml: `
guardrails:  # expect: guardrails/output-open
  scopes: [orders:read]
`,
    says: ['`guardrails.output` has no limit'],
    helps: [
      'output: {schema: schemas/reply.json, grounded_in: [order-api], never: [data of another customer]}  # in guardrails: one of the three is enough',
    ],
  },
  {
    name: 'an output of empty lists',
    yaml: `
guardrails:
  output: {grounded_in: [], never: []}  # expect: guardrails/output-open
`,
  },
  {
    name: 'closest honest file: one thing that it may never hold',
    yaml: 'guardrails: {output: {never: [salaries]}}',
  },
  { name: 'the schema of a score', yaml: 'guardrails: {output: {schema: schemas/score.json}}' },
  { name: 'sources', yaml: 'guardrails: {output: {grounded_in: [wiki]}}' },
  {
    name: 'a schema that cannot be read is not missing',
    yaml: 'guardrails: {scopes: [], output: {schema: /reply.json}}',
  },
  { name: 'missing guardrails are reported elsewhere', yaml: 'stage: limited' },
])

const schema = (expected = '') => `guardrails:
  output:
    never: [data of another customer]
    schema: schemas/reply.json${expected}
`
const guilty = '  # expect: guardrails/output-open'

table(outputOpen, [
  {
    name: 'a schema that refuses something',
    files: { 'schemas/reply.json': '{"type": "object", "required": ["text"]}' },
    yaml: schema(),
  },
  {
    name: 'a schema that takes everything',
    files: {
      'schemas/reply.json': '{"$schema": "http://json-schema.org/draft-07/schema#", "title": "Reply"}',
    },
    yaml: schema(guilty),
    says: ['"schemas/reply.json" accepts every answer'],
  },
  { name: 'a schema that is malformed', files: { 'schemas/reply.json': '{"type": ' }, yaml: schema(guilty) },
  { name: 'a schema that is missing', files: {}, yaml: schema() },
  {
    name: 'a schema that only keeps parts for others',
    files: { 'schemas/reply.json': '{"$defs": {"text": {"type": "string"}}}' },
    yaml: schema(guilty),
  },
  {
    name: 'words that no JSON Schema knows are another language',
    files: { 'schemas/reply.json': '{"foo": "bar"}' },
    yaml: schema(),
  },
  { name: 'something that is no schema', files: { 'schemas/reply.json': '["text"]' }, yaml: schema() },
  {
    name: 'a schema in another language',
    files: { 'schemas/reply.proto': 'syntax = "proto3";' },
    yaml: schema().replace('.json', '.proto'),
  },
])
