import { inputOpen } from '../../../src/rules/guardrails/input-open.ts'
import { table } from '../table.ts'

const facing = 'use_case: {customer_facing: true}'

table(inputOpen, [
  {
    name: 'none is no limit, and one that is not none is one',
    yaml: `
${facing}
guardrails:
  input: {abuse: none}  # expect: guardrails/input-open
`,
  },
  {
    name: 'closest honest file: one kind of input has no limit, another has',
    yaml: `
${facing}
guardrails:
  input: {abuse: none, injection: message text is data}
`,
  },
  {
    name: 'customers write, and nothing is limited',
    yaml: `
${facing}
guardrails:  # expect: guardrails/input-open
  disclosure: You are chatting with our AI assistant
`,
    says: ['`use_case.customer_facing` is true, but `guardrails.input` has no limit'],
    helps: [
      'input: {abuse: 30/h per customer then queue, injection: message text is data and never an instruction to a tool}  # in guardrails',
    ],
  },
  {
    name: 'an empty input',
    yaml: `
${facing}
guardrails:
  disclosure: You are chatting with our AI assistant
  input: {}  # expect: guardrails/input-open
`,
  },
  { name: 'one limit of its own name', yaml: `${facing}\nguardrails: {input: {length: 2000 characters}}` },
  {
    name: 'closest honest file: an internal tool without a word on its input',
    yaml: 'use_case: {customer_facing: false}\nguardrails: {output: {never: [salaries]}}',
  },
  { name: 'nothing says whether customers write', yaml: 'guardrails: {output: {never: [salaries]}}' },
  { name: 'missing guardrails are reported elsewhere', yaml: facing },
  {
    name: 'an input that cannot be read is not missing',
    yaml: `${facing}\nguardrails: {input: TBD, scopes: []}`,
  },
])
