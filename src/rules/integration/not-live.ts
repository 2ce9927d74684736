import { present } from '../../model/lists.ts'
import { called } from '../lib/absent.ts'
import type { Rule } from '../lib/rule.ts'

const byHand = { static_export: 'read from a static export', manual: 'moved by hand' } as const

export const notLive: Rule = {
  id: 'integration/not-live',
  severity: 'error',
  from: 'limited',
  summary: 'Data flows in and results flow out by themselves',
  why: 'A pilot that is fed by exports and read by copy and paste answers from stale data, and stops when the person who copies is away.',
  details: `No system may have the mode \`static_export\` or \`manual\`. \`batch\` is accepted: a nightly job runs by itself, and whether it is fresh enough is for \`integration/freshness-conflict\`.

At least one system has the direction \`out\` or \`both\`. *Out* does not mean that the pilot changes anything: it is the place where its results reach the people or systems that use them, such as the chat or page that shows an answer, the queue that takes a label, the table that holds a score, or the API that returns a ranking. A read-only assistant therefore has an out system too.

Where a system does not state its direction, nothing is said about out: it may be the one.`,
  principles: ['integration', 'integration-surprise'],
  fields: ['integration', 'integration.mode', 'integration.direction'],
  references: ['ML Test Score (Breck et al. 2017), Infrastructure 3'],
  examples: {
    ready: `integration:
  - {system: contract-store, direction: in, mode: live, owner: acme/legal-tech, effort: 8d, status: done}
  - {system: intranet-chat, direction: out, mode: live, owner: acme/workplace, effort: 4d, status: done}`,
    notReady: `integration:  # expect: integration/not-live
  - system: contract-store
    direction: in
    mode: static_export  # expect: integration/not-live`,
  },

  *check({ pilot: { integration } }) {
    const systems = present(integration)
    const automatic = systems.some(({ item: { mode } }) => mode === 'live' || mode === 'batch')
    for (const { item, at } of systems) {
      if (item.mode !== 'static_export' && item.mode !== 'manual') continue
      yield {
        path: ['integration', at, 'mode'],
        message: `${called(item.system, `system ${at + 1}`)} is ${byHand[item.mode]}`,
        write: 'live',
        help: 'or mode: batch where a job runs by itself',
        // With one system live, the integration is there and not yet whole.
        ...(!automatic && { absent: true }),
      }
    }
    if (systems.length > 0 && systems.every(({ item }) => item.direction === 'in'))
      yield {
        path: ['integration'],
        message: 'no system takes what the pilot produces: every direction is in',
        write: [
          {
            path: ['integration', integration?.length ?? 0],
            yaml: '{system: helpdesk, direction: out, mode: live}',
          },
        ],
        help: 'where the results land, the chat, page, queue or table that people use',
        absent: true,
      }
  },
}
