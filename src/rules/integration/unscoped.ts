import { present } from '../../model/lists.ts'
import { reaches } from '../../model/stage.ts'
import { enumerate } from '../../values/text.ts'
import { called, gap, isNobody } from '../lib/absent.ts'
import { fields, type Rule } from '../lib/rule.ts'

const asked = {
  system: { yaml: 'order-api', words: 'no name' },
  owner: { yaml: 'acme/orders', words: 'no owner' },
  effort: { yaml: '12d', words: 'no effort' },
  status: { yaml: 'done', words: 'no status' },
}

export const unscoped: Rule = {
  id: 'integration/unscoped',
  severity: { pilot: 'warning', shadow: 'error' },
  from: 'pilot',
  summary:
    'Every system that the pilot needs is named with its owner, the effort and, at limited, its status',
  why: 'Connecting to real systems is most of the work, and it waits on teams who were not asked; pilots that find out late never ship.',
  details: `Each entry of \`integration\` needs \`system\`, \`owner\` and \`effort\`: a warning at stage \`pilot\`, an error from \`shadow\`. A file without any system is an error at every stage. From \`limited\` on, each \`status\` has to be \`done\`, since customers then depend on it; a status that is not stated is not done.

The effort stays when the work is done: it is what the next integration is estimated from. The owner may be a vendor; \`unknown\` and \`nobody\` own nothing.`,
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
        message: 'no system is named that the pilot reads from or writes to',
        write: '[{system: order-api, owner: acme/orders, effort: 12d}]',
        help: 'an entry for each system',
        absent: true,
        severity: 'error',
      }
    const limited = reaches(gate, 'limited')
    for (const { item, at } of present(integration)) {
      const name = called(item.system, `system ${at + 1}`)
      const keys = (['system', 'owner', 'effort', 'status'] as const).filter((key) => {
        if (key === 'status' && !limited) return false
        return item[key] === undefined || (key === 'owner' && isNobody(item.owner ?? ''))
      })
      if (keys.length > 0)
        yield {
          ...gap(['integration', at], keys, asked),
          message: `${name} has ${enumerate(keys.map((key) => asked[key].words))}`,
          help: keys.includes('owner') ? 'the owner is the team or vendor that runs it' : '',
          // A system without a status is there, and not known to be finished.
          ...(keys[0] !== 'status' && { absent: true }),
        }
      if (limited && item.status !== undefined && item.status !== 'done')
        yield {
          path: ['integration', at, 'status'],
          message: `${name} is ${item.status === 'planned' ? 'only planned' : 'still in progress'}`,
          write: 'done',
          help: 'before customers meet the system',
        }
    }
  },
}
