import { noDisclosure } from '../../../src/rules/guardrails/no-disclosure.ts'
import { table } from '../table.ts'

const file = (useCase: string, disclosure?: string) => `
use_case: {customer_facing: true${useCase}}
guardrails:${disclosure === undefined ? '  # expect: guardrails/no-disclosure' : ''}
  output: {never: [medical advice]}
${disclosure === undefined ? '' : `  disclosure: ${disclosure}`}
`

table(noDisclosure, [
  {
    name: 'in the EU',
    yaml: file(', regions: [US, IE]'),
    severity: 'error',
    says: ['`guardrails.disclosure` is missing for customers in US and IE'],
    helps: ['disclosure: <what tells them before the first reply>  # in guardrails'],
  },
  { name: 'in the EEA outside the EU', yaml: file(', regions: [NO]'), severity: 'error' },
  {
    name: 'in a region of a member state, in lower case',
    yaml: file(', regions: [de-by]'),
    severity: 'error',
  },
  { name: 'in the EU by its own code', yaml: file(', regions: [EU]'), severity: 'error' },
  {
    name: 'wherever it is',
    yaml: file(''),
    severity: 'error',
    says: ['`guardrails.disclosure` is missing for customers'],
  },
  { name: 'in a region that is no code', yaml: file(', regions: [Europe]'), severity: 'error' },
  { name: 'in a region that cannot be read', yaml: file(', regions: [US, 12]'), severity: 'error' },
  {
    name: 'outside the EU',
    yaml: file(', regions: [US, GBR, CA-QC]'),
    severity: 'warning',
    says: ['`guardrails.disclosure` is missing for customers in US, GBR and CA-QC'],
  },
  {
    name: 'a disclosure that there is none',
    yaml: `
use_case: {customer_facing: true}
guardrails:
  disclosure: None.  # expect: guardrails/no-disclosure
`,
  },
  { name: 'told', yaml: file(', regions: [IE]', 'You are chatting with our AI assistant') },
  { name: 'told in another language', yaml: file(', regions: [DE]', 'Hier antwortet ein Programm') },
  {
    name: 'closest honest file: an internal tool in the EU',
    yaml: 'use_case: {customer_facing: false, regions: [DE]}\nguardrails: {output: {never: [salaries]}}',
  },
  { name: 'a disclosure that cannot be read is not missing', yaml: file('', 'TBD') },
  { name: 'missing guardrails are reported elsewhere', yaml: 'use_case: {customer_facing: true}' },
])
