import { later } from '../../model/stage.ts'
import { quote } from '../../values/text.ts'
import { unread } from '../lib/absent.ts'
import { past, reviewer } from '../lib/results.ts'
import { fields, type Rule } from '../lib/rule.ts'

export const stageSkipped: Rule = {
  id: 'spec/stage-skipped',
  severity: 'error',
  from: 'shadow',
  summary: 'Every stage that is over names the results that ended it',
  why: 'Each step of a rollout is there to produce the evidence for the next. A stage without results is a date that passed.',
  details: `Judged for every planned stage before the one that the file declares or is judged for: it has to name \`results\`. A stage that is not planned at all is for \`rollout/big-bang\`, a file that is named and not there for \`spec/path-missing\`, and what the results say for \`results/not-proven\`.

With \`prove: {by: expert_review, why, approver}\` on the stage, a warning that names the approver.`,
  principles: ['never-everyone', 'shadow-stage', 'unlocked-by-evidence'],
  fields: fields`stage rollout.{shadow,limited,progressive}.{results,prove}`,
  references: ['NIST AI 600-1 MG-1.3-001', 'ML Test Score (Breck et al. 2017), Infrastructure 6'],
  examples: {
    ready: `stage: limited
rollout:
  shadow: {traffic: 100%, duration: 21d, results: rollout/shadow.json}
  limited: {traffic: 5%, duration: 14d}`,
    notReady: `stage: limited
rollout:
  shadow: {traffic: 100%, duration: 21d}  # expect: spec/stage-skipped
  limited: {traffic: 5%, duration: 14d}`,
  },

  *check(context) {
    const { gate, declared, faults } = context
    const reached = later(gate, declared)
    for (const { stage, planned } of past(context, reached)) {
      const path = ['rollout', stage, 'results']
      if (planned.results !== undefined || unread(faults, path)) continue
      const approver = reviewer(planned)
      yield {
        path,
        message: `nothing shows how ${stage} went, and ${reached} comes after it${approver === undefined ? '' : `; ${quote(approver)} accepted an expert review instead`}`,
        write: `rollout/${stage}.json`,
        help: `the results file of the stage; or stay in ${stage} until there is one`,
        ...(approver !== undefined && { severity: 'warning' }),
      }
    }
  },
}
