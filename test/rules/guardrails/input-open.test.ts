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
    says: ['`guardrails.input` has no limit, but `use_case.customer_facing` is true'],
    helps: [
      'input: {abuse: <most requests of one sender>, injection: <how text from outside is kept from being an instruction>}  # in guardrails',
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
  {
    name: 'mails of suppliers are read',
    yaml: `
integration: [{system: mail-inbox, direction: in, untrusted: true}]
guardrails:  # expect: guardrails/input-open
  output: {never: [salaries]}
`,
    says: ['`guardrails.input` has no limit, but `untrusted` is true'],
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
