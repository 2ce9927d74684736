import { outputOpen } from '../../../src/rules/guardrails/output-open.ts'
import { table } from '../table.ts'

table(outputOpen, [
  {
    name: 'no output',
    yaml: `
guardrails:  # expect: guardrails/output-open
  scopes: [orders:read]
`,
    says: ['nothing limits what the system may say'],
    helps: [
      'output: {schema: schemas/reply.json, grounded_in: [order-api], never: [data of another customer]}; one of the three is enough',
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
