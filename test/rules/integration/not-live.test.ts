import { notLive } from '../../../src/rules/integration/not-live.ts'
import { table } from '../table.ts'

const out = '  - {system: chat, direction: out, mode: live}'

table(notLive, [
  {
    name: 'a static export',
    yaml: `integration:\n  - {system: contract-store, direction: in, mode: static_export} # expect: integration/not-live\n${out}`,
    says: ['"contract-store" has mode static_export, which is not automatic'],
    helps: [
      '{system: contract-store, direction: in, mode: <live or batch>}  # in integration: once the data flows by itself',
    ],
    severity: 'error',
  },
  {
    name: 'a manual upload without a name',
    yaml: `integration:\n${out}\n  - mode: manual # expect: integration/not-live`,
    says: ['`integration[1]` has mode manual, which is not automatic'],
  },
  {
    name: 'nothing goes out',
    yaml: 'integration: # expect: integration/not-live\n  - {system: order-api, direction: in, mode: live}\n  - {system: carrier, direction: in, mode: batch}',
    says: ['every `integration[].direction` is in, so results go nowhere'],
    helps: [
      '- {system: <where results are used>, direction: out, mode: <live or batch>}  # add to integration: the chat, page, queue or table where the results are used',
    ],
  },
  {
    name: 'closest: a read-only assistant that answers in a chat',
    yaml: `integration:\n  - {system: wiki, direction: in, mode: batch}\n${out}`,
  },
  { name: 'one system both ways', yaml: 'integration: [{system: crm, direction: both, mode: live}]' },
  {
    name: 'a direction that is not stated may be out',
    yaml: 'integration: [{system: crm, direction: in, mode: live}, {system: helpdesk, mode: live}]',
  },
  {
    name: 'a direction that cannot be read may be out',
    yaml: 'integration: [{system: crm, direction: in}, {system: helpdesk, direction: outwards}]',
  },
  { name: 'no systems are for integration/unscoped', yaml: 'integration: []' },
  { name: 'no section is for integration/unscoped', yaml: 'champion: j.meyer' },
  { name: 'before limited', for: 'shadow', yaml: 'integration: [{system: crm, mode: manual}]' },
  {
    name: 'sources, and nothing comes in',
    yaml: `
guardrails: {output: {grounded_in: [wiki]}}
integration: [{system: wiki, direction: out, mode: live}]  # expect: integration/not-live
`,
    says: ['every `integration[].direction` is out, but `guardrails.output.grounded_in` names sources'],
  },
  {
    name: 'closest honest file: a nightly batch both ways',
    yaml: `
guardrails: {output: {grounded_in: [claims]}}
integration: [{system: claims, direction: in, mode: batch}, {system: scores, direction: out, mode: batch}]
`,
  },
])
