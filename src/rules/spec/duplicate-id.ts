import { flagPlace } from '../../evidence/feature-flag/feature-flag.ts'
import { quote } from '../../values/text.ts'
import type { Rule } from '../lib/rule.ts'

export const duplicateId: Rule = {
  id: 'spec/duplicate-id',
  severity: 'error',
  from: 'pilot',
  waivable: false,
  summary: 'No other pilot of the repository has this `id`, or this flag',
  why: 'A copy of a pilot in another folder has no history: its bar is whatever the copy says.',
  details: `Compares the files of one run below one root. Two that share \`id\` are one pilot, and so are two whose \`rollback.how\` names one flag in one file. Each is reported.`,
  principles: ['held-bar'],
  fields: ['id', 'rollback.how'],
  references: ['ISO/IEC 42001:2023, A.6: one record of an AI system over its life cycle'],
  examples: {
    others: [{ file: 'copy/pilot.yaml', id: 'order-status', flag: undefined }],
    ready: 'stage: pilot',
    notReady: `stage: pilot
id: order-status  # expect: spec/duplicate-id`,
  },

  *check({ pilot, facts, others }) {
    const own = flagPlace(pilot, facts.file)
    for (const { file, id, flag } of others)
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
  },
}
