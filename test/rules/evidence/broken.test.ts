import { expect } from 'vitest'
import { broken } from '../../../src/rules/evidence/broken.ts'
import { resultsFile } from '../results/file.ts'
import { type Row, table } from '../table.ts'

const guilty = '  # expect: evidence/broken'

const row = (name: string, yaml: string, files: Row['files'], says?: string): Row => ({
  name,
  for: 'limited',
  yaml,
  ...(files && { files }),
  ...(says !== undefined && { says: [says] }),
})

const drills = (reference: string, isGuilty = false) => `drills: ${reference}${isGuilty ? guilty : ''}\n`
const record = 'drills: [{what: rollback, on: 2026-11-04, outcome: passed, by: acme/support}]\n'
const source = (path: string, isGuilty = false) =>
  `success: {metric: m_rate, source: ${path}}${isGuilty ? guilty : ''}\n`

const openapi = `openapi: 3.1.0
info: {title: orders, version: 1.0.0}
paths: {/orders: {get: {operationId: read_order, responses: {'200': {description: an order}}}}}
components: {schemas: {reply: {type: object, required: [text], properties: {text: {type: string}}}}}
`
const tools = [{ type: 'function', function: { name: 'read_order', parameters: { type: 'object' } } }]
const format = { type: 'json_schema', json_schema: { schema: { type: 'object', required: ['text'] } } }
const request = JSON.stringify({ model: 'm', tools, response_format: format })
const surface = (path: string, schema = path) => `guardrails: {tools: ${path}, output: {schema: '${schema}'}}\n`

table(broken, [
  row('a record', drills('d.yaml'), { 'd.yaml': record }),
  row('an empty one', drills('d.yaml', true), { 'd.yaml': ' \n\n' }, '"d.yaml" is empty'),
  {
    ...row('a folder', drills('d', true), { 'd/a.yaml': record }, '"d" is a folder'),
    helps: ['set it to a file in the folder'],
  },
  {
    ...row('a folder of Terraform', `monitoring: {rules: infra}${guilty}\n`, { 'infra/alerts.tf': '' }),
    helps: ['set it to a file in the folder; of Terraform, all files beside it are read as well'],
  },
  row('the pilot file itself', drills('pilot.yaml', true), {}, '"pilot.yaml" is the pilot file itself'),
  {
    ...row(
      'words instead of data',
      drills('d.md', true),
      { 'd.md': '# Drills\n\npassed\n' },
      '"d.md" has no front matter with `drills`',
    ),
    helps: [expect.stringMatching(/^write `drills: \[.*in Markdown, at its top between two lines of `---`$/) as string],
  },
  row('not there is for spec/path-missing', drills('d.yaml'), {}),
  row('a form that nobody here reads is for evidence/unproven', drills('d.pdf'), { 'd.pdf': '%PDF' }),
  row('a query', source('m.sql'), { 'm.sql': 'select 1\n' }),
  row('an empty query', source('m.sql', true), { 'm.sql': '' }, '"m.sql" is empty'),
  row(
    'a query that is to be written',
    source('m.sql', true),
    { 'm.sql': 'TODO\n' },
    '"m.sql" is only the placeholder "TODO"',
  ),
  row('closest: a query that notes what is to be done', source('m.sql'), { 'm.sql': '-- TODO: index\nselect 1\n' }),
  row('the root of the repository', source('.', true), { 'm.sql': '' }, '"" is the folder of the pilot'),
  row(
    'CODEOWNERS for a query',
    source('CODEOWNERS', true),
    { CODEOWNERS: '* @a/b\n' },
    '"CODEOWNERS" is a CODEOWNERS file and cannot be other evidence',
  ),
  row('a folder of queries', source('analytics'), { 'analytics/m.sql': 'select 1\n' }),
  row('one file for the alert rules and the drills', `monitoring: {rules: d.yaml}\ndrills: d.yaml${guilty}\n`, {
    'd.yaml': 'groups: [{name: a, rules: [{alert: A, expr: up > 1}]}]\n',
  }),
  row(
    'an OpenAPI document as a contract, the tools and the output schema',
    `integration: [{system: orders, contract: o.yaml}]\n${surface('o.yaml', 'o.yaml#/components/schemas/reply')}`,
    { 'o.yaml': openapi },
  ),
  row('a request as the tools and the output schema', surface('r.json'), { 'r.json': request }),
  row(
    'the lie: one file for the tools and the drills',
    `drills: r.json\nguardrails: {tools: r.json}${guilty}\n`,
    {
      'r.json': JSON.stringify({
        tools,
        drills: [{ what: 'rollback', on: '2026-11-04', outcome: 'passed', by: 'a/b' }],
      }),
    },
    '"r.json" is named as two kinds of evidence; use one file for each',
  ),
  {
    ...row('results are due when their stage is over', 'rollout: {limited: {results: r.json}}\n', { 'r.json': '{}' }),
  },
  {
    ...row('and then they are read', `rollout:\n  limited: {results: r.json}${guilty}\n`, { 'r.json': '{}' }),
    for: 'progressive',
  },
  {
    ...row('read as they are', 'rollout: {limited: {results: r.json}}\n', { 'r.json': resultsFile('limited', {}) }),
    for: 'progressive',
  },
])
