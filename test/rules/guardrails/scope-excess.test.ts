import { scopeExcess } from '../../../src/rules/guardrails/scope-excess.ts'
import { table } from '../table.ts'

const guilty = '  # expect: guardrails/scope-excess'
const file = (scopes: string, ...actions: string[]) =>
  `guardrails:\n  actions:\n${actions.map((action) => `    - {${action}\n`).join('')}  scopes:\n${scopes}`

table(scopeExcess, [
  {
    name: 'an action on what nobody was granted',
    yaml: file(
      "    - 'orders:read'\n",
      "name: read_order, effect: read, scope: 'orders:read'}",
      `name: create_refund, effect: irreversible, scope: 'refunds:create'}${guilty}`,
    ),
    says: ['"create_refund" uses scope "refunds:create", which is not in `guardrails.scopes`'],
    severity: 'error',
  },
  {
    name: 'scopes that nothing uses, whatever the systems are called',
    yaml: `integration: [{system: payments, direction: both}]\n${file(
      `    - orders:read\n    - payments:write${guilty}\n`,
      'name: read_order, effect: read, scope: orders:read}',
    )}`,
    says: ['scope "payments:write" is granted, but no action uses it'],
    helps: ['remove it, or add the action that uses it'],
  },
  {
    name: 'wildcards',
    yaml: `
guardrails:
  actions:
    - {name: post_reply, effect: write, scope: 'tickets:*'}  # expect: guardrails/scope-excess
    - {name: read_order, effect: read, scope: 'orders:*'}
    - {name: read_note, effect: read}
  scopes:
    - 'orders:*'  # expect: guardrails/scope-excess
    - '*'  # expect: guardrails/scope-excess
    - crm.*.read  # expect: guardrails/scope-excess
    - orders/*  # expect: guardrails/scope-excess
    - arn:aws:s3:::*  # expect: guardrails/scope-excess
`,
    says: ['tickets:*', 'orders:*', '*', 'crm.*.read', 'orders/*', 'arn:aws:s3:::*'].map(
      (scope) => `scope "${scope}" is a wildcard`,
    ),
  },
  {
    name: 'closest honest file: each scope and each action, and a sign-in',
    yaml: file(
      "    - openid\n    - profile\n    - ' tracking:read'\n    - tickets:reply\n",
      "name: read_tracking, effect: read, scope: 'tracking:read '}",
      'name: post_reply, effect: write, undo: agent corrects, scope: tickets:reply}',
      'name: close_ticket, effect: write, undo: agent reopens, scope: tickets:reply}',
    ),
  },
  {
    name: 'resource names and prefixes',
    yaml: `
guardrails:
  scopes: ['arn:aws:s3:::replies/*', 'arn:aws:dynamodb:*:*:table/orders', 's3:Get*']
`,
  },
  { name: 'nothing to compare with: no actions', yaml: 'guardrails: {scopes: [payments:write]}' },
  { name: 'nothing to compare with: no scopes', yaml: 'guardrails: {actions: [{name: a, scope: orders:read}]}' },
  {
    name: 'an action that cannot be read may use it',
    yaml: 'guardrails: {actions: [{name: read_order, scope: orders:read}, close], scopes: [payments:write]}',
  },
])
