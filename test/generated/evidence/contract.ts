import { mebibyte, type Page } from './page.ts'

export const contractPage: Page = {
  title: 'Contract',
  shows:
    'That the interface of a system is described, how many calls it accepts, and how fresh its data is promised to be: OpenAPI and AsyncAPI cannot say that.',
  fact: 'contracts',
  formats: [
    {
      name: 'Open Data Contract Standard',
      reads:
        '`kind: DataContract` of version 2 or 3: `slaProperties` named `latency` (`ly`, `freshness`) and `frequency` (`fy`), of the tables of their `element`; a time as a number with its `unit`, as `1h` or as `PT1H`. One whose `status` is `proposed`, `draft`, `deprecated` or `retired`, or whose list of tables is empty, does not count.',
      maxBytes: mebibyte,
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
      name: 'Data Contract Specification',
      reads:
        '`dataContractSpecification` 0.9 to 1.2: `servicelevels` with the `threshold` of `freshness` and `latency` and the `interval` of `frequency`, of the model of their timestamp field. A `cron` without a `freshness` is ignored. Drafts and contracts without a model do not count, as those of ODCS.',
      maxBytes: mebibyte,
      path: 'contracts/orders.datacontract.yaml',
      sample: {
        'contracts/orders.datacontract.yaml': `dataContractSpecification: 1.1.0
id: orders
info: {title: Orders, version: 1.0.0}
models: {orders: {fields: {order_timestamp: {type: timestamp}}}}
servicelevels:
  freshness: {threshold: 5min, timestampField: orders.order_timestamp}
`,
      },
    },
    {
      name: 'OpenAPI',
      reads:
        'Versions 2.0 (Swagger) and 3.0 to 3.2: that it is one, and a limit as `x-rate-limit: 60/s` at the top or in `info`. One of which every operation is `deprecated` does not count.',
      maxBytes: mebibyte,
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
      maxBytes: mebibyte,
      path: 'contracts/orders.asyncapi.yaml',
      sample: {
        'contracts/orders.asyncapi.yaml': `asyncapi: 3.0.0
info: {title: Orders, version: 1.0.0}
channels: {orders: {address: orders}}
`,
      },
    },
    {
      name: 'dbt sources',
      reads:
        '`sources` with `tables`: `error_after` of their `freshness`, their own or that of their source, there or in `config`, if there is a `loaded_at_field` or `loaded_at_query`. `freshness: null` and a `warn_after` alone do not count. An `enabled` that is a template is unverified, unless it compares `target.name` with one environment.',
      maxBytes: mebibyte,
      path: 'models/orders.yml',
      sample: {
        'models/orders.yml': `version: 2
sources:
  - name: orders
    loaded_at_field: _loaded_at
    freshness:
      error_after: {count: 5, period: minute}
    tables: [{name: order_lines}]
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
  notes:
    'Of several tables, the one with the name of the system counts, or the one that is appended to the path: `contracts/sales.odcs.yaml#orders`. Otherwise all have to be as fresh as declared.',
  unread: { path: 'contracts/orders.proto', text: 'syntax = "proto3";\n' },
  broken: { path: 'contracts/orders.openapi.yaml', text: 'openapi: 3.1.0\n' },
}
