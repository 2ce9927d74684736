import type { Contract } from '../../evidence/contract/contract.ts'
import { present } from '../../model/lists.ts'
import type { Pilot } from '../../model/pilot.ts'
import { compare, meets, printQuantity } from '../../values/index.ts'
import { quote } from '../../values/text.ts'
import { printThreshold } from '../../values/threshold.ts'
import { brokenFile } from '../lib/evidence.ts'
import type { Finding, Rule } from '../lib/rule.ts'

type System = NonNullable<NonNullable<Pilot['integration']>[number]>

function* judge(
  { freshness, rate_limit }: System,
  at: number,
  contract: Contract,
  file: string,
): Generator<Finding> {
  const promised = [
    { words: 'data that is up to', ends: ' late', time: contract.latency },
    { words: 'an update every', ends: '', time: contract.frequency },
  ]
  for (const { words, ends, time } of promised) {
    if (freshness === undefined || time === undefined || meets(freshness, time.value) !== false) continue
    const late = printQuantity(time.value)
    yield {
      path: ['integration', at, 'freshness'],
      message: `the data must be ${printThreshold(freshness)} old, and ${quote(file)} promises ${words} ${late}${ends}`,
      write: `at most ${late}`,
      help: 'if the pilot can live with it; else agree on a contract that is fast enough',
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
      message: `${printQuantity(rate_limit)} is declared, and ${quote(file)} allows ${allowed}`,
      write: allowed,
      help: 'or a contract that allows more',
      elsewhere: [{ file, range: rateLimit.range, label: 'the limit in the contract' }],
    }
}

export const freshnessConflict: Rule = {
  id: 'integration/freshness-conflict',
  severity: 'error',
  from: 'limited',
  summary: 'The contract with each system promises data as fresh as the pilot needs it, and as many calls',
  why: 'An assistant that answers from yesterday’s table is wrong in a fluent voice, and the owner of the table kept the contract to the letter.',
  details: `\`freshness\` is compared with the \`slaProperties\` of an Open Data Contract (v2, v3): neither \`latency\` nor \`frequency\` may be longer. Where a contract states one for several tables (\`element\`), the shortest counts: the pilot may need no other; twice for one table, the longest. Units that may mean two things, such as \`m\`, are not read, and leave the contract unverified.

\`rate_limit\` is compared with \`x-rate-limit\` or \`x-ratelimit-limit\` of an OpenAPI or AsyncAPI file, at its root or under \`info\`, where it is written with its time, as in \`60/s\`. OpenAPI and AsyncAPI promise no freshness. A contract in another format, such as a text, is unverified.`,
  principles: ['integration', 'scoped-integration'],
  fields: ['integration.contract', 'integration.freshness', 'integration.rate_limit'],
  references: [
    'Open Data Contract Standard 3, Service-Level Agreement: latency, frequency',
    'OpenAPI Specification 3.1',
  ],
  proves: ['integration'],
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

  *check({ pilot: { integration }, facts: { contracts } }) {
    for (const { item, at } of present(integration)) {
      const fact = contracts[at]
      const mend = 'mend the contract, or name the one that is in force'
      yield* brokenFile(fact, ['integration', at, 'contract'], mend)
      if (fact?.state === 'found') yield* judge(item, at, fact.value, fact.file)
    }
  },
}
