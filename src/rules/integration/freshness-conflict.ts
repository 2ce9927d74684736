import { type Contract, promisesFor } from '../../evidence/contract/promised.ts'
import { present } from '../../model/lists.ts'
import type { System } from '../../model/pilot.ts'
import { compare, type IsoDate, meets, printQuantity } from '../../values/index.ts'
import { quote } from '../../values/text.ts'
import { printThreshold } from '../../values/threshold.ts'
import type { Finding, Rule } from '../lib/rule.ts'

function* judge(system: System, at: number, contract: Contract, file: string, today: IsoDate): Generator<Finding> {
  const { freshness, rate_limit } = system
  const { from = today, end } = contract
  const isOver = end !== undefined && end <= today
  if (isOver || from > today)
    yield {
      path: ['integration', at, 'contract'],
      message: isOver ? `contract ${quote(file)} ended on ${end}` : `contract ${quote(file)} begins on ${from}`,
      help: 'agree on a contract that is in force',
      cause: 'time',
    }
  const { latency, frequency } = promisesFor(contract, system)
  const promised = [
    { name: 'latency', time: latency },
    { name: 'frequency', time: frequency },
  ]
  for (const { name, time } of promised) {
    if (freshness === undefined || time === undefined || meets(freshness, time.value) !== false) continue
    const late = printQuantity(time.value)
    yield {
      path: ['integration', at, 'freshness'],
      message: `\`freshness\` is ${printThreshold(freshness)}, but ${quote(file)} has a ${name} of ${late}`,
      write: `at most ${late}`,
      help: 'if that is fresh enough; otherwise agree on a faster contract',
      elsewhere: [{ file, range: time.range, label: `${late} in the contract` }],
    }
    break
  }
  const { rateLimit } = contract
  if (rate_limit === undefined || rateLimit === undefined) return
  const allowed = printQuantity(rateLimit.value)
  if ((compare(rate_limit, rateLimit.value) ?? 0) > 0)
    yield {
      path: ['integration', at, 'rate_limit'],
      message: `\`rate_limit\` is ${printQuantity(rate_limit)}, but ${quote(file)} allows ${allowed}`,
      write: allowed,
      help: 'or agree on a contract that allows more',
      elsewhere: [{ file, range: rateLimit.range, label: 'the limit in the contract' }],
    }
}

export const freshnessConflict: Rule = {
  id: 'integration/freshness-conflict',
  severity: 'error',
  from: 'limited',
  summary: 'No contract of a system promises less than the declared freshness and rate limit',
  why: 'An assistant that answers from stale data is wrong even though the owner of the data meets the contract.',
  details: `Compares \`freshness\` with \`latency\` and \`frequency\` in the \`slaProperties\` of an Open Data Contract (v2, v3) or in the \`servicelevels\` of a Data Contract Specification, or with \`error_after\` of a dbt source; neither may be longer. Of several values for one table the longest counts. Of several tables, the one with the name of the system counts, or the one that is appended to the path, as in \`contracts/sales.odcs.yaml#orders\`; otherwise the shortest value counts, and the contract is unverified if another table is promised less. Ambiguous units such as \`m\` leave the contract unverified.

Compares \`rate_limit\` with \`x-rate-limit\` or \`x-ratelimit-limit\` of an OpenAPI or AsyncAPI file, at its root or under \`info\`, if it has a time, as in \`60/s\`. Other formats are unverified.

A contract is in force from its \`generalAvailability\` until its \`endOfSupport\`, \`endOfLife\` or \`retirement\`.`,
  principles: ['integration', 'scoped-integration'],
  fields: ['integration.contract', 'integration.freshness', 'integration.rate_limit'],
  references: [
    'Open Data Contract Standard 3, Service-Level Agreement: latency, frequency',
    'dbt, source freshness',
    'OpenAPI Specification 3.1',
  ],
  examples: {
    files: {
      'contracts/stock.odcs.yaml': `apiVersion: v3.0.2
kind: DataContract
id: stock
version: 1.0.0
status: active
slaProperties:
  - {property: latency, value: 4, unit: d}
`,
    },
    ready: `integration:
  - {system: stock-table, direction: in, mode: batch, contract: contracts/stock.odcs.yaml, freshness: at most 7d}`,
    notReady: `integration:
  - system: stock-table
    contract: contracts/stock.odcs.yaml
    freshness: at most 5m  # expect: integration/freshness-conflict`,
  },

  *check({ pilot: { integration }, facts: { contracts }, today }) {
    for (const { item, at } of present(integration)) {
      const fact = contracts[at]
      if (fact?.state === 'found') yield* judge(item, at, fact.value, fact.file, today)
    }
  },
}
