import { freshnessConflict } from '../../../src/rules/integration/freshness-conflict.ts'
import { table } from '../table.ts'

const odcs = (properties: string) => `apiVersion: v3.0.0\nkind: DataContract\nid: x\nslaProperties: [${properties}]\n`

const row = (freshness: string, expected = '') => `integration:
  - system: warehouse
    contract: c.yaml
    freshness: ${freshness}${expected}
`
const guilty = '  # expect: integration/freshness-conflict'

const dated = (property: string, day: string, expected = '') => ({
  files: { 'c.yaml': odcs(`{property: latency, value: 4, unit: min}, {property: ${property}, value: '${day}'}`) },
  yaml: row('at most 5m').replace('c.yaml', `c.yaml${expected}`),
})

table(freshnessConflict, [
  {
    name: 'a contract that is over',
    ...dated('endOfSupport', '2026-10-01', guilty),
    says: ['contract "c.yaml" ended on 2026-10-01'],
  },
  {
    name: 'a contract that has not begun',
    ...dated('generalAvailability', '2030-01-01', guilty),
    says: ['contract "c.yaml" begins on 2030-01-01'],
  },
  { name: 'closest: one that ends later', ...dated('endOfSupport', '2030-01-01') },
  { name: 'closest: one that has begun', ...dated('generalAvailability', '2026-01-01') },
  {
    name: 'a contract exactly as fast as needed, in another unit',
    files: {
      'c.yaml': odcs('{property: latency, value: 60, unit: min}, {property: frequency, value: 1, unit: h}'),
    },
    yaml: row('at most 1h'),
  },
  {
    name: 'a latency that is too long',
    files: { 'c.yaml': odcs('{property: latency, value: 4, unit: d}') },
    yaml: row('at most 5m', guilty),
    says: ['`freshness` is at most 5m, but "c.yaml" has a latency of 4d'],
    helps: [
      'freshness: at most 4d  # in integration[0]: if that is fresh enough; otherwise agree on a faster contract',
    ],
  },
  {
    name: 'both too long are one gap',
    files: {
      'c.yaml': odcs('{property: frequency, value: 2, unit: h}, {property: latency, value: 61, unit: min}'),
    },
    yaml: row('1h', guilty),
  },
  {
    name: 'too few updates',
    files: { 'c.yaml': odcs('{property: frequency, value: 1, unit: d}') },
    yaml: row('below 1d', guilty),
    says: ['`freshness` is below 1d, but "c.yaml" has a frequency of 1d'],
  },
  {
    name: 'one table of the contract is fast enough',
    files: {
      'c.yaml': odcs(
        '{property: latency, value: 4, unit: d, element: a}, {property: latency, value: 1, unit: s, element: b}',
      ),
    },
    yaml: row('5m'),
  },
  {
    name: 'the table that the system is called like is not',
    files: {
      'c.yaml': odcs(
        '{property: latency, value: 4, unit: d, element: warehouse.at}, {property: latency, value: 1, unit: s, element: b.at}',
      ),
    },
    yaml: row('5m', guilty),
    says: ['`freshness` is at most 5m, but "c.yaml" has a latency of 4d'],
  },
  {
    name: 'the table behind the file is',
    files: {
      'c.yaml': odcs(
        '{property: latency, value: 4, unit: d, element: warehouse.at}, {property: latency, value: 1, unit: s, element: b.at}',
      ),
    },
    yaml: row('5m').replace('c.yaml', 'c.yaml#b'),
  },
  {
    name: 'a source of dbt that fails its check later',
    files: {
      'c.yaml':
        'sources: [{name: warehouse, loaded_at_field: at, tables: [{name: sales, freshness: {error_after: {count: 36, period: hour}}}]}]\n',
    },
    yaml: row('at most 1d', guilty),
    says: ['`freshness` is at most 1d, but "c.yaml" has a latency of 36h'],
  },
  {
    name: 'a contract without a latency, and one with a unit that may mean two things',
    files: { 'c.yaml': odcs('{property: latency, value: 9, unit: m}') },
    yaml: row('5m'),
  },
  {
    name: 'no freshness asked',
    files: { 'c.yaml': odcs('{property: latency, value: 4, unit: d}') },
    yaml: 'integration: [{system: warehouse, contract: c.yaml}]\n',
  },
  {
    name: 'an API that allows fewer calls than declared',
    files: { 'c.yaml': 'openapi: 3.1.0\ninfo: {title: a, x-rate-limit: 600/min}\npaths: {/a: {get: {}}}\n' },
    yaml: `integration:
  - {system: a, contract: c.yaml, rate_limit: 10/s, freshness: 5m}
  - system: b
    contract: c.yaml
    rate_limit: 11/s${guilty}
`,
    says: ['`rate_limit` is 11/s, but "c.yaml" allows 600/min'],
  },
  { name: 'a contract that is not there is for spec/path-missing', files: {}, yaml: row('5m') },
  { name: 'a contract in words', files: { 'c.yaml': 'we: promise\n' }, yaml: row('5m') },
  { name: 'no repository', yaml: row('5m') },
])
