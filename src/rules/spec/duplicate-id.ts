import { flagPlace } from '../../evidence/feature-flag/feature-flag.ts'
import { resolveReference } from '../../evidence/reading/follow.ts'
import { exposedStages } from '../../model/stage.ts'
import { quote } from '../../values/text.ts'
import type { Rule } from '../lib/rule.ts'

export const duplicateId: Rule = {
  id: 'spec/duplicate-id',
  severity: 'error',
  from: 'pilot',
  waivable: false,
  summary: 'No other pilot of the repository has this `id`, this flag, or these results',
  why: 'A copy of a pilot in another folder has no history: its bar is whatever the copy says.',
  details: `Compares the files of one run below one root. Two that share \`id\` are one pilot, and so are two whose \`rollback.how\` names one flag in one file, or that name one file of results. Each is reported.`,
  principles: ['held-bar'],
  fields: [
    'id',
    'rollback.how',
    'rollout.shadow.results',
    'rollout.limited.results',
    'rollout.progressive.results',
    'rollout.full.results',
  ],
  references: ['ISO/IEC 42001:2023, A.6: one record of an AI system over its life cycle'],
  examples: {
    others: [{ file: 'copy/pilot.yaml', id: 'order-status', flag: undefined, results: [] }],
    ready: 'stage: pilot',
    notReady: `stage: pilot
id: order-status  # expect: spec/duplicate-id`,
  },

  *check({ pilot, facts, others }) {
    const own = flagPlace(pilot, facts.file)
    for (const { file, id, flag, results } of others) {
      const stage = exposedStages.find((one) => {
        const name = pilot.rollout?.[one]?.results
        return name !== undefined && results.includes(resolveReference(facts.file, name)?.file ?? '')
      })
      if (id === pilot.id)
        yield {
          path: ['id'],
          message: `\`id\` ${quote(id)} is also that of ${quote(file)}`,
          help: 'remove the copy, or give each pilot an id, a flag and results of its own',
        }
      else if (flag !== undefined && flag === own)
        yield {
          path: ['rollback', 'how', 'feature_flag'],
          message: `flag ${quote(pilot.rollback?.how?.feature_flag)} is also that of ${quote(file)}`,
          help: 'remove the copy, or give each pilot a flag of its own',
        }
      else if (stage !== undefined)
        yield {
          path: ['rollout', stage, 'results'],
          message: `results ${quote(pilot.rollout?.[stage]?.results)} are also those of ${quote(file)}`,
          help: 'count the results of each pilot on its own',
        }
    }
  },
}
