import { present } from '../../model/lists.ts'
import { reaches } from '../../model/stage.ts'
import { enumerate } from '../../values/text.ts'
import { called, gap, inBackticks, isNobody } from '../lib/absent.ts'
import { fields, type Rule } from '../lib/rule.ts'

const examples = {
  system: { yaml: 'order-api' },
  owner: { yaml: 'acme/orders' },
  effort: { yaml: '12d' },
  status: { yaml: 'done' },
}

export const unscoped: Rule = {
  id: 'integration/unscoped',
  severity: { pilot: 'warning', shadow: 'error' },
  from: 'pilot',
  summary: 'Every system has an owner, an effort and, from limited on, the status done',
  why: 'Connecting to real systems is most of the work and depends on other teams; pilots that find out late never ship.',
  details: `Each entry of \`integration\` needs \`system\`, \`owner\` and \`effort\`: a warning at \`pilot\`, an error from \`shadow\` on. A file without any system is an error at every stage. From \`limited\` on, each \`status\` has to be \`done\`. Keep the effort when the work is done. The owner may be a vendor; \`unknown\` and \`nobody\` count as missing.`,
  principles: ['scoped-integration', 'integration-surprise'],
  fields: fields`integration{,.system,.owner,.effort,.status}`,
  references: ['NIST AI RMF MAP 4.1'],
  examples: {
    ready: `integration:
  - {system: warehouse-db, owner: acme/logistics-data, effort: 6d}
  - {system: label-printer, owner: acme/warehouse-it, effort: 15d}`,
    notReady: `integration:
  - {system: warehouse-db, owner: acme/logistics-data, effort: 6d}
  - {system: label-printer}  # expect: integration/unscoped`,
  },

  *check({ pilot: { integration }, gate }) {
    if (integration === undefined || integration.length === 0)
      yield {
        path: ['integration'],
        message: '`integration` is missing or empty',
        write: '[{system: order-api, owner: acme/orders, effort: 12d}]',
        help: 'an entry for each system that the pilot reads from or writes to',
        absent: true,
        severity: 'error',
      }
    const limited = reaches(gate, 'limited')
    for (const { item, at } of present(integration)) {
      const name = called(item.system, `\`integration[${at}]\``)
      const keys = (['system', 'owner', 'effort', 'status'] as const).filter((key) => {
        if (key === 'status' && !limited) return false
        return item[key] === undefined || (key === 'owner' && isNobody(item.owner ?? ''))
      })
      if (keys.length > 0)
        yield {
          ...gap(['integration', at], keys, examples),
          message: `${name} has no ${enumerate(keys.map(inBackticks), 'or')}`,
          help: keys.includes('owner') ? 'the owner is the team or vendor that runs it' : '',
          // A system without a status is incomplete, not missing.
          ...(keys[0] !== 'status' && { absent: true }),
        }
      if (limited && item.status !== undefined && item.status !== 'done')
        yield {
          path: ['integration', at, 'status'],
          message: `${name} has status ${item.status}, not done`,
          write: 'done',
          help: 'when the integration is complete',
        }
    }
  },
}
