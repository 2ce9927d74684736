import { actionsMissing } from '../../../src/rules/guardrails/actions-missing.ts'
import { table } from '../table.ts'

const writes = 'integration: [{system: order-api, direction: in}, {system: helpdesk, direction: out}]'

table(actionsMissing, [
  {
    name: 'no guardrails',
    yaml: `
stage: shadow  # expect: guardrails/actions-missing
${writes}
`,
    says: ['`guardrails` is missing or empty'],
    helps: [
      'guardrails: {actions: [{name: <tool>, effect: <read or write or irreversible>, scope: <permission>}]}  # and then scopes, input, output and disclosure',
    ],
  },
  {
    name: 'empty guardrails',
    yaml: `
guardrails: {}  # expect: guardrails/actions-missing
`,
  },
  {
    name: 'a system that is written to, and no action',
    yaml: `
${writes}
guardrails:  # expect: guardrails/actions-missing
  disclosure: You are chatting with our AI assistant
`,
    says: ['the pilot writes to "helpdesk", but `guardrails.actions` lists no action'],
    helps: [
      'actions: [{name: <tool>, effect: <read or write or irreversible>, scope: <permission>}]  # in guardrails: list every action, including reads',
    ],
  },
  {
    name: 'a system in both directions, and an empty list',
    yaml: `
integration: [{direction: both}]
guardrails:
  actions: []  # expect: guardrails/actions-missing
`,
    says: ['the pilot writes to a system, but `guardrails.actions` lists no action'],
  },
  {
    name: 'actions without an effect',
    yaml: `
guardrails:
  actions:
    - {name: refund_order, scope: refunds:create}  # expect: guardrails/actions-missing
    - {scope: orders:read}  # expect: guardrails/actions-missing
    - {name: read_order, effect: read}
`,
    says: ['"refund_order" has no `effect`', '`guardrails.actions[1]` has no `effect`'],
    helps: [
      '{name: refund_order, scope: refunds:create, effect: <read or write or irreversible>}  # in guardrails.actions: add undo to write, and approval to irreversible',
      '{scope: orders:read, effect: <read or write or irreversible>}  # in guardrails.actions: add undo to write, and approval to irreversible',
    ],
  },
  {
    name: 'closest honest file: a summary for employees that only reads, and lists no action',
    yaml: `
integration: [{system: wiki, direction: in}]
guardrails: {output: {grounded_in: [wiki]}}
`,
  },
  {
    name: 'a ranking model that writes its order, listed as a read',
    yaml: `
integration: [{system: search-api, direction: out}]
guardrails:
  actions: [{name: rank_results, effect: read}]  # expect: guardrails/actions-missing
`,
    says: ['the pilot writes to "search-api", but no action has effect write or irreversible'],
  },
  {
    name: 'closest honest file: a nightly batch that writes its table',
    yaml: `
integration: [{system: claims-table, direction: both, mode: batch}]
guardrails: {actions: [{name: read_claims, effect: read}, {name: write_scores, effect: write}]}
`,
  },
  {
    name: 'an action without an effect may be the one',
    yaml: `
${writes}
guardrails: {actions: [{name: read_order, effect: reads}]}
`,
  },
  {
    name: 'actions that cannot be read are not missing',
    yaml: `
${writes}
guardrails: {actions: all of them, disclosure: You are chatting with our AI assistant}
`,
  },
  {
    name: 'an effect that cannot be read is not missing',
    yaml: 'guardrails: {actions: [{name: read_order, effect: reads}]}',
  },
])
