import { mebibyte, type Page } from './page.ts'

export const contractPage: Page = {
  title: 'Contract',
  shows: 'How fresh the data of a system is promised to be, and how many calls it takes.',
  fact: 'contracts',
  formats: [
    {
      name: 'Open Data Contract Standard',
      reads:
        '`kind: DataContract` of version 2 or 3: `slaProperties` named `latency` and `frequency`. One whose `status` is `proposed`, `draft`, `deprecated` or `retired`, or whose list of tables is empty, promises nothing.',
      mostBytes: mebibyte,
      path: 'contracts/orders.odcs.yaml',
      sample: {
        'contracts/orders.odcs.yaml': `apiVersion: v3.0.2
kind: DataContract
id: orders
version: 1.0.0
status: active
slaProperties:
  - {property: latency, value: 5, unit: min}
`,
      },
    },
    {
      name: 'OpenAPI',
      reads:
        'Versions 2.0 (Swagger) and 3.0 to 3.2: that it is one, and a limit as `x-rate-limit: 60/s` at the top or in `info`.',
      mostBytes: mebibyte,
      path: 'contracts/orders.openapi.yaml',
      sample: {
        'contracts/orders.openapi.yaml': `openapi: 3.1.0
info: {title: Orders, version: 1.0.0, x-rate-limit: 60/s}
paths: {/orders: {get: {}}}
`,
      },
    },
    {
      name: 'AsyncAPI',
      reads: 'Versions 2 and 3: the same.',
      mostBytes: mebibyte,
      path: 'contracts/orders.asyncapi.yaml',
      sample: {
        'contracts/orders.asyncapi.yaml': `asyncapi: 3.0.0
info: {title: Orders, version: 1.0.0}
channels: {orders: {address: orders}}
`,
      },
    },
  ],
  claim: `integration:
  - {system: orders, direction: in, mode: live, contract: FILE, freshness: at most 5m}
`,
  lie: `integration:
  - {system: orders, direction: in, mode: live, contract: FILE, freshness: at most 1m}
`,
  unread: { path: 'contracts/orders.proto', text: 'syntax = "proto3";\n' },
  broken: { path: 'contracts/orders.openapi.yaml', text: 'openapi: 3.1.0\n' },
}
