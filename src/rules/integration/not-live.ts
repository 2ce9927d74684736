import { present, readable } from '../../model/lists.ts'
import { called } from '../lib/absent.ts'
import type { Rule } from '../lib/rule.ts'

export const notLive: Rule = {
  id: 'integration/not-live',
  severity: 'error',
  from: 'limited',
  summary: 'Data flows in and out automatically',
  why: 'A pilot on exports and copy and paste works with stale data, and stops when the person who copies is away.',
  details: `No system may have mode \`static_export\` or \`manual\`. \`batch\` is accepted; \`integration/freshness-conflict\` judges its freshness.

At least one system needs direction \`out\` or \`both\`: the chat, page, queue, table or API where the results reach the people or systems that use them. A read-only assistant has one too. Nothing is reported if a system has no direction. If \`guardrails.output.grounded_in\` names sources, at least one system needs direction \`in\` or \`both\`.`,
  principles: ['integration', 'integration-surprise'],
  fields: ['integration', 'integration.mode', 'integration.direction', 'guardrails.output.grounded_in'],
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

  *check({ pilot: { integration, guardrails } }) {
    const systems = present(integration)
    const automatic = systems.some(({ item: { mode } }) => mode === 'live' || mode === 'batch')
    for (const { item, at } of systems) {
      if (item.mode !== 'static_export' && item.mode !== 'manual') continue
      yield {
        path: ['integration', at, 'mode'],
        message: `${called(item.system, `\`integration[${at}]\``)} has mode ${item.mode}, which is not automatic`,
        write: '<live or batch>',
        help: 'once the data flows by itself',
        // With one system live, the item is incomplete, not missing.
        ...(!automatic && { absent: true }),
      }
    }
    if (systems.length > 0 && systems.every(({ item }) => item.direction === 'in'))
      yield {
        path: ['integration'],
        message: 'every `integration[].direction` is in, so results go nowhere',
        write: [
          {
            path: ['integration', integration?.length ?? 0],
            yaml: '{system: <where results are used>, direction: out, mode: <live or batch>}',
          },
        ],
        help: 'the chat, page, queue or table where the results are used',
        absent: true,
      }
    const sources = readable(guardrails?.output?.grounded_in)
    if (sources.length > 0 && systems.length > 0 && systems.every(({ item }) => item.direction === 'out'))
      yield {
        path: ['integration'],
        message: 'every `integration[].direction` is out, but `guardrails.output.grounded_in` names sources',
        help: 'add the systems that the output is grounded in, with direction: in',
        related: [{ path: ['guardrails', 'output', 'grounded_in'], label: 'the sources' }],
      }
  },
}
