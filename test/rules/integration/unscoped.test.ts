import { expect, test } from 'vitest'
import { lint } from '../../../src/lint/lint.ts'
import { unscoped } from '../../../src/rules/integration/unscoped.ts'
import { complete, table, today } from '../table.ts'

const two = (first: string, second: string, owner = 'acme/b') =>
  `integration:\n  - {system: orders, owner: acme/a, status: done, contract: c.yaml${first}}\n  - {system: desk, owner: ${owner}, status: done, contract: c.yaml${second}`
const api = {
  'c.yaml':
    'openapi: 3.1.0\ninfo: {title: Orders, version: 1.0.0}\npaths: {/orders: {get: {responses: {"200": {description: ok}}}}}\n',
}
const dbt = { 'c.yaml': 'version: 2\nsources: [{name: shop, tables: [{name: orders}, {name: desk}]}]\n' }

table(unscoped, [
  {
    name: 'one contract for systems of two owners',
    for: 'limited',
    files: api,
    yaml: two('', '} # expect: integration/unscoped'),
    says: ['"c.yaml" is also the contract of "orders", owned by "acme/a"'],
    severity: 'warning',
  },
  { name: 'closest: one interface of one owner', for: 'limited', files: api, yaml: two('', '}', '"@acme/a"') },
  { name: 'closest: a table for each of them', for: 'limited', files: dbt, yaml: two('', '}') },
  { name: 'closest: tables behind the file', for: 'limited', files: dbt, yaml: two('#orders', '#orders}') },
])

table(unscoped, [
  {
    name: 'no section is an error at every stage',
    yaml: 'stage: pilot # expect: integration/unscoped',
    says: ['`integration` is missing or empty'],
    helps: [
      'integration: [{system: <system>, owner: <team or vendor that runs it>, effort: <remaining work>}]  # an entry for each system that the pilot reads from or writes to',
    ],
    severity: 'error',
  },
  { name: 'no systems', yaml: 'integration: [] # expect: integration/unscoped', severity: 'error' },
  {
    name: 'neither owner nor effort, said once',
    yaml: 'integration:\n  - {system: helpdesk} # expect: integration/unscoped',
    says: ['"helpdesk" has no `owner` or `effort`'],
    helps: ['{system: helpdesk, owner: <team or vendor that runs it>, effort: <remaining work>}  # in integration'],
    severity: 'warning',
  },
  {
    name: 'no effort is an error from shadow on',
    for: 'shadow',
    yaml: 'integration:\n  - {system: helpdesk, owner: acme/tools} # expect: integration/unscoped',
    says: ['"helpdesk" has no `effort`'],
    severity: 'error',
  },
  {
    name: 'a system without a name',
    yaml: 'integration:\n  - {system: a, owner: b, effort: 1d}\n  - {owner: acme/tools, effort: 3d} # expect: integration/unscoped',
    says: ['`integration[1]` has no `system`'],
    helps: ['{owner: acme/tools, effort: 3d, system: <system>}  # in integration'],
  },
  {
    name: 'planned at limited',
    for: 'limited',
    yaml: 'integration:\n  - {system: helpdesk, owner: acme/tools, effort: 3d, status: planned} # expect: integration/unscoped',
    says: ['"helpdesk" has status planned, not done'],
    helps: ['set it to done when the integration is complete'],
  },
  {
    name: 'in progress at limited, with a gap of its own',
    for: 'limited',
    yaml: 'integration:\n  - system: helpdesk # expect: integration/unscoped\n    owner: acme/tools\n    status: in_progress # expect: integration/unscoped',
    says: ['"helpdesk" has no `effort`', '"helpdesk" has status in_progress, not done'],
  },
  {
    name: 'closest: no effort where the work is done',
    for: 'limited',
    yaml: 'integration:\n  - {system: helpdesk, owner: acme/tools, status: done}',
  },
  {
    name: 'no status at limited',
    for: 'limited',
    yaml: 'integration:\n  - {system: helpdesk, owner: acme/tools, effort: 3d} # expect: integration/unscoped',
    says: ['"helpdesk" has no `status`'],
    helps: [
      '{system: helpdesk, owner: acme/tools, effort: 3d, status: <planned or in_progress or done>}  # in integration',
    ],
  },
  {
    name: 'closest: planned, before limited',
    for: 'shadow',
    yaml: 'integration: [{system: helpdesk, owner: acme/tools, effort: 3d, status: planned}]',
  },
  {
    name: 'done at limited, by a vendor',
    for: 'limited',
    yaml: 'integration: [{system: tracking, owner: carrier.example, effort: 6d, status: done}]',
  },
  {
    name: 'an effort that cannot be read',
    yaml: 'integration: [{system: crm, owner: acme/crm, effort: soon}]',
  },
  { name: 'a key that is misspelt', yaml: 'integration: [{system: crm, owner: acme/crm, efort: 3d}]' },
  {
    name: 'an owner whom nobody knows',
    yaml: 'integration:\n  - {system: order-api, owner: unknown, effort: 12d}  # expect: integration/unscoped\n',
    says: ['"order-api" has no `owner`'],
    helps: ['{system: order-api, owner: <team or vendor that runs it>, effort: 12d}  # in integration'],
  },
  {
    name: 'a fallback and sources that no system has',
    for: 'shadow',
    yaml: `
integration: [{system: order-api, owner: acme/orders, effort: 12d}]
fallback: [{for: [model_error], do: template, uses: orders}]  # expect: integration/unscoped
guardrails: {output: {grounded_in: [Order-API, wiki]}}  # expect: integration/unscoped
`,
    says: [
      'fallback uses "orders", which is not in `integration`: "order-api"',
      'output is grounded in "wiki", which is not in `integration`: "order-api"',
    ],
    helps: [
      '{system: orders}  # add to integration: or use the name of a listed system',
      '{system: wiki}  # add to integration: or use the name of a listed system',
    ],
  },
  {
    name: 'a system that cannot be read may be the one',
    yaml: 'integration: [{system: order-api, owner: a/b, effort: 2d}, wiki]\nfallback: [{uses: wiki}]',
  },
])

const stateOf = async (entry: string) =>
  (
    await lint(complete(`integration: [${entry}]`, 'limited'), {
      file: 'pilot.yaml',
      for: 'limited',
      today,
      rules: [unscoped],
      exceptions: true,
    })
  ).verdict.items.find(({ item }) => item === 'integration')?.state

test('a system without an owner leaves the integration missing, an unfinished one does not', async () => {
  expect(await stateOf('{system: crm, effort: 3d, status: done}')).toBe('missing')
  expect(await stateOf('{system: crm, owner: acme/crm, effort: 3d, status: planned}')).toBe('declared')
  expect(await stateOf('{system: crm, owner: acme/crm, effort: 3d}')).toBe('declared')
})
