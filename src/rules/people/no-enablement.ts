import { present, readable } from '../../model/lists.ts'
import { reaches } from '../../model/stage.ts'
import { enumerate, quote } from '../../values/text.ts'
import { isDenial } from '../lib/absent.ts'
import type { Rule } from '../lib/rule.ts'

const isNothing = (said: string | undefined): boolean => said === undefined || isDenial(said)

const lines = { training: 'docs/training/agents.md', feedback: 'slack:ai-order-status' }

export const noEnablement: Rule = {
  id: 'people/no-enablement',
  severity: 'error',
  from: 'limited',
  summary: 'Each group has training and a feedback channel, and from progressive on overrides are counted',
  why: 'People who were never shown when the system is wrong either obey it or ignore it, and without a channel nobody hears which of the two.',
  details: `Every group in \`people\` needs \`training\` and \`feedback\`. From progressive on, one group at least says where its \`overrides\` are counted: not everybody whose work changes can overrule the system. A bare \`none\` counts as missing.`,
  principles: ['operations-along'],
  fields: ['people.training', 'people.feedback', 'people.overrides'],
  references: ['EU AI Act Art. 4', 'NIST AI RMF GOVERN 2.2'],
  examples: {
    ready: `people:
  - {role: claims handlers, training: docs/training/claims.md, feedback: slack:claims-ai, overrides: analytics/overrides.sql}
`,
    notReady: `people:
  - {role: claims handlers, change: drafts to check, feedback: slack:claims-ai}  # expect: people/no-enablement
`,
  },

  *check({ pilot, gate }) {
    for (const { item, at } of present(pilot.people)) {
      const missing = (['training', 'feedback'] as const).filter((key) => isNothing(item[key]))
      const [key, ...others] = missing
      if (key !== undefined)
        yield {
          path: others.length === 0 ? ['people', at, key] : ['people', at],
          message: `${item.role === undefined ? `group ${at + 1}` : quote(item.role)} has no ${enumerate(missing, 'or')}`,
          write: missing.map((name) => ({ path: ['people', at, name], yaml: lines[name] })),
          help: '',
        }
    }
    const [first] = present(pilot.people)
    const isCounted = readable(pilot.people).some(({ overrides }) => !isNothing(overrides))
    if (first !== undefined && reaches(gate, 'progressive') && !isCounted)
      yield {
        path: ['people', first.at, 'overrides'],
        message: 'nothing counts how often people overrule the system',
        write: 'analytics/overrides.sql',
        help: 'at the group that can overrule it',
      }
  },
}
