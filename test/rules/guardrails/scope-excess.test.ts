import { scopeExcess } from '../../../src/rules/guardrails/scope-excess.ts'
import { table } from '../table.ts'

const systems =
  'integration: [{system: order-api, direction: in}, {system: carrier-tracking, direction: in}, {system: helpdesk, direction: out}]'

table(scopeExcess, [
  {
    name: 'an action on what nobody was granted',
    yaml: `
${systems}
guardrails:
  actions:
    - {name: read_order, effect: read, scope: 'orders:read'}
    - {name: create_refund, effect: irreversible, approval: human, scope: 'refunds:create'}  # expect: guardrails/scope-excess
  scopes: ['orders:read']
`,
    says: ['"create_refund" uses scope "refunds:create", which `guardrails.scopes` does not cover'],
    severity: 'warning',
  },
  {
    name: 'closest honest file: a granted scope that is wider than that of the action, and two scopes in one',
    yaml: `
integration: [{system: github, direction: both}]
guardrails:
  actions:
    - {name: set_status, effect: write, scope: 'repo:status'}
    - {name: read_team, effect: read, scope: 'read:org repo'}
    - {name: label_issue, effect: write, scope: repo}
    - {name: invite, effect: write, scope: 'admin:org'}
  scopes: [repo, 'admin:org']
`,
  },
  {
    name: 'closest honest file: the scopes of a sign-in open no resource',
    yaml: `
${systems}
guardrails:
  actions: [{name: read_order, effect: read, scope: 'orders:read'}]
  scopes: [openid, profile, email, offline_access, 'orders:read']
`,
  },
  {
    name: 'wildcards',
    yaml: `
guardrails:
  actions:
    - {name: post_reply, effect: write, scope: 'tickets:*'}  # expect: guardrails/scope-excess
    - {name: read_order, effect: read, scope: 'orders:*'}
  scopes:
    - 'orders:*'  # expect: guardrails/scope-excess
    - '*'  # expect: guardrails/scope-excess
    - crm.*.read  # expect: guardrails/scope-excess
    - orders/*  # expect: guardrails/scope-excess
    - arn:aws:s3:::*  # expect: guardrails/scope-excess
`,
    says: [
      'scope "tickets:*" is a wildcard',
      'scope "orders:*" is a wildcard',
      'scope "*" is a wildcard',
      'scope "crm.*.read" is a wildcard',
      'scope "orders/*" is a wildcard',
      'scope "arn:aws:s3:::*" is a wildcard',
    ],
    helps: Array(6).fill('replace it with the scopes that the actions use, for example orders:read'),
  },
  {
    name: 'scopes that nothing uses',
    yaml: `
${systems}
guardrails:
  actions: [{name: read_order, effect: read, scope: orders:read}]
  scopes:
    - orders:read
    - payments:write  # expect: guardrails/scope-excess
    - orders:write  # expect: guardrails/scope-excess
`,
    says: [
      'scope "payments:write" is granted, but no action or integration uses it',
      'scope "orders:write" is granted, but no action or integration uses it',
    ],
    helps: Array(2).fill('remove it, or add the action that uses it with its scope'),
  },
  {
    name: 'closest honest file: a scope that belongs to an integration and to no action',
    yaml: `
${systems}
guardrails:
  actions:
    - {name: post_reply, effect: write, undo: agent corrects, scope: tickets:reply}
    - {name: issue_voucher, effect: irreversible, scope: ' vouchers:request'}
  scopes: [orders:read, tracking:read, tickets:reply, vouchers:request]
`,
  },
  {
    name: 'the scopes of a vendor, for a system of the same name',
    yaml: `
integration: [{system: gmail, direction: both}]
guardrails:
  actions: [{name: draft_answer, effect: write, scope: gmail.compose}]
  scopes: [gmail.compose, 'https://www.googleapis.com/auth/gmail.readonly']
`,
  },
  {
    name: 'an action without a scope uses what its name says',
    yaml: `
${systems}
guardrails:
  actions: [{name: close_ticket, effect: write, undo: agent reopens}]
  scopes: [tickets:write]
`,
  },
  {
    name: 'resource names and prefixes',
    yaml: `
guardrails:
  scopes: ['arn:aws:s3:::replies/*', 'arn:aws:dynamodb:*:*:table/orders', 's3:Get*']
`,
  },
  {
    name: 'nothing to compare with: the integrations are missing',
    yaml: 'guardrails: {actions: [{name: read_order, effect: read, scope: orders:read}], scopes: [payments:write]}',
  },
  { name: 'nothing to compare with: no actions', yaml: `${systems}\nguardrails: {scopes: [payments:write]}` },
  {
    name: 'an action or a system that cannot be read may use it',
    yaml: `
integration: [{system: order-api, direction: in}, helpdesk]
guardrails: {actions: [{name: read_order, scope: orders:read}], scopes: [payments:write]}
`,
  },
])
