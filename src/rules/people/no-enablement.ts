import { present, readable } from '../../model/lists.ts'
import { reaches } from '../../model/stage.ts'
import { enumerate } from '../../values/text.ts'
import { called, gap, inBackticks, isDenied } from '../lib/absent.ts'
import type { Rule } from '../lib/rule.ts'

const examples = {
  training: { yaml: '<training material>' },
  feedback: { yaml: '<where they report problems>' },
}

export const noEnablement: Rule = {
  id: 'people/no-enablement',
  severity: 'error',
  from: 'limited',
  summary: 'Each group has training and a feedback channel, and from progressive on overrides are counted',
  why: 'Without training, people follow the system blindly or ignore it, and without a feedback channel the team does not find out.',
  details: `Every group in \`people\` needs \`training\` and \`feedback\`. From progressive on, at least one group needs \`overrides\`. A bare \`none\` counts as missing.`,
  principles: ['operations-along'],
  fields: ['people.training', 'people.feedback', 'people.overrides'],
  references: ['EU AI Act Art. 4', 'NIST AI RMF GOVERN 2.2'],
  examples: {
    ready: `people:
  - {role: claims handlers, training: docs/training/claims.md, feedback: slack:claims-ai, overrides: analytics/overrides.sql}`,
    notReady: `people:
  - {role: claims handlers, change: drafts to check, feedback: slack:claims-ai}  # expect: people/no-enablement`,
  },

  *check({ pilot, gate }) {
    for (const { item, at } of present(pilot.people)) {
      const missing = (['training', 'feedback'] as const).filter((key) => isDenied(item[key]))
      if (missing.length === 0) continue
      const message = `${called(item.role, `\`people[${at}]\``)} has no ${enumerate(missing.map(inBackticks), 'or')}`
      yield { ...gap(['people', at], missing, examples), message, help: '' }
    }
    const [first] = present(pilot.people)
    const isCounted = readable(pilot.people).some(({ overrides }) => !isDenied(overrides))
    if (first !== undefined && reaches(gate, 'progressive') && !isCounted)
      yield {
        path: ['people', first.at, 'overrides'],
        message: 'no group in `people` has `overrides`',
        write: '<where overrides are counted>',
        help: 'in the group that can override the system',
      }
  },
}
