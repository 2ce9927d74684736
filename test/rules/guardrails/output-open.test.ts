import { outputOpen } from '../../../src/rules/guardrails/output-open.ts'
import { table } from '../table.ts'

const guilty = '  # expect: guardrails/output-open'
const output = (inside: string, mark = '') => `guardrails: {output: {${inside}}}${mark}`

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
      'output: {never: [<what no output may contain>], enforced_by: [<schema or filter or retrieval or review>]}  # in guardrails: or schema, or grounded_in',
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
    name: 'limits that nothing keeps',
    yaml: output('never: [salaries]', guilty),
    says: ['`guardrails.output.enforced_by` is missing'],
    helps: [
      'output: {never: [salaries], enforced_by: [<schema or filter or retrieval or review>]}  # in guardrails: what enforces these limits',
    ],
  },
  {
    name: 'limits that only the prompt keeps',
    yaml: output('never: [salaries], enforced_by: [prompt]', guilty),
    says: ['`guardrails.output` is enforced only by the prompt'],
    severity: 'error',
  },
  ...(
    [
      ['schema', 'never: [salaries]', '`schema` is missing'],
      ['filter', 'never: [salaries]', '`filter` is missing'],
      ['retrieval', 'never: [salaries]', '`grounded_in` is missing'],
      ['retrieval', 'grounded_in: [wiki]', 'no integration has direction in'],
      ['review', 'never: [salaries]', '`cost.oversight.reviewed` is missing in limited, not 100%'],
    ] as const
  ).map(([means, limit, lack]) => ({
    name: `${means}, although ${lack}`,
    yaml: output(`${limit}, enforced_by: [${means}]`, guilty),
    says: [`enforced by ${means}, but ${lack}`],
  })),
  {
    name: 'a review that is dropped later',
    for: 'full',
    yaml: `cost: {oversight: {reviewed: {limited: 100%, full: 8%}}}\n${output('never: [salaries], enforced_by: [review]', guilty)}`,
    says: ['enforced by review, but `cost.oversight.reviewed` is 8% in full, not 100%'],
  },
  {
    name: 'closest honest file: a clerk confirms everything',
    for: 'full',
    yaml: `cost: {oversight: {reviewed: 100%}}\n${output('never: [salaries], enforced_by: [review, prompt]')}`,
  },
  {
    name: 'closest honest file: a review in a cost section that CI does not have',
    yaml: `cost: {include: finance/cost.yaml}\n${output('never: [salaries], enforced_by: [review]')}`,
  },
  { name: 'the schema of a score', yaml: output('schema: schemas/score.json, enforced_by: [schema]') },
  { name: 'a filter', yaml: output('never: [salaries], filter: src/filter.py, enforced_by: [filter]') },
  {
    name: 'sources',
    yaml: `integration: [{system: wiki, direction: in}]\n${output('grounded_in: [wiki], enforced_by: [retrieval]')}`,
  },
  {
    name: 'a schema that cannot be read is not missing',
    yaml: 'guardrails: {scopes: [], output: {schema: /reply.json, enforced_by: [schema]}}',
  },
  { name: 'missing guardrails are reported elsewhere', yaml: 'stage: limited' },
])

const schema = (expected = '') => `guardrails:
  output:
    never: [data of another customer]
    schema: schemas/reply.json${expected}
    enforced_by: [schema]
`

table(outputOpen, [
  {
    name: 'a schema that refuses something',
    files: { 'schemas/reply.json': '{"type": "object", "required": ["text"]}' },
    yaml: schema(),
  },
  {
    name: 'a schema that requires no key',
    files: { 'schemas/reply.json': '{"type": "object", "properties": {"text": {"type": "string"}}}' },
    yaml: schema(guilty),
    says: ['"schemas/reply.json" requires no key, so {} is valid'],
    severity: 'warning',
  },
  {
    name: 'a schema that takes everything',
    files: {
      'schemas/reply.json': '{"$schema": "http://json-schema.org/draft-07/schema#", "title": "Reply"}',
    },
    yaml: schema(guilty),
    says: ['"schemas/reply.json" accepts every answer'],
  },
  ...(
    [
      ['answers that are grounded in a system that is only written to', 'desk', '  # expect: guardrails/output-open'],
      ['closest: one of two systems is read', 'desk, ORDER-API', ''],
      ['closest: a system that is not in the list is for integration/unscoped', 'nowhere', ''],
    ] as const
  ).map(([name, systems, blame]) => ({
    name,
    yaml: `integration: [{system: order-api, direction: in}, {system: desk, direction: out}]
guardrails:
  output:
    grounded_in: [${systems}]
    enforced_by: [retrieval]${blame}
`,
    ...(blame !== '' && { says: ['enforced by retrieval, but `grounded_in` names only systems with direction out'] }),
  })),
  {
    name: 'a schema that is malformed is for evidence/broken',
    files: { 'schemas/reply.json': '{"type": ' },
    yaml: schema(),
  },
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
