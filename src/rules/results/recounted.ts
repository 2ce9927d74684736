import { resultsNamed } from '../../evidence/history/history.ts'
import { after, exposedStages, reaches } from '../../model/stage.ts'
import { shortly, versionName } from '../../repo/port.ts'
import { fields, type Rule } from '../lib/rule.ts'

export const recounted: Rule = {
  id: 'results/recounted',
  severity: 'info',
  from: 'pilot',
  summary: 'Results have not changed since they unlocked the next stage',
  why: 'A count that changes after the decision it led to is either a correction or an excuse, and only a reviewer can tell.',
  details: `A results file that changed after the first version at the next stage is reported, with the commits to compare, also where \`stage\` was set back and repeated. It never blocks: a bug in the count and a stage that was repeated are good reasons. The current content of the file is judged, as everywhere.

Results of \`full\` are not judged, because they are counted again each quarter.`,
  needs: ['history'],
  principles: ['held-bar', 'unlocked-by-evidence'],
  fields: fields`stage rollout.{shadow,limited,progressive}.results`,
  references: ['ICH E9, Statistical Principles for Clinical Trials, section 5.2'],
  examples: {
    past: [
      {
        date: '2026-11-16',
        yaml: `stage: limited
success: {agreed: 2026-09-07, metric: deflection_rate, target: at least 35%}
rollout: {shadow: {traffic: 100%, results: rollout/shadow.json}}
`,
        files: { 'rollout/shadow.json': '{"n": 2}' },
      },
      {
        date: '2026-11-09',
        yaml: `stage: limited
success: {agreed: 2026-09-07, metric: deflection_rate, target: at least 35%}
rollout: {shadow: {traffic: 100%, results: rollout/shadow.json}, limited: {traffic: 5%}}
`,
        files: { 'rollout/shadow.json': '{"n": 1}', 'rollout/first-shadow.json': '{"n": 1}' },
      },
    ],
    files: { 'rollout/shadow.json': '{"n": 2}', 'rollout/first-shadow.json': '{"n": 1}' },
    ready: `stage: limited
success: {agreed: 2026-09-07, metric: deflection_rate, target: at least 35%}
rollout:
  shadow: {traffic: 100%, results: rollout/first-shadow.json}`,
    notReady: `stage: limited
success: {agreed: 2026-09-07, metric: deflection_rate, target: at least 35%}
rollout:
  shadow: {traffic: 100%, results: rollout/shadow.json}  # expect: results/recounted`,
  },

  *check({ pilot, facts }) {
    if (facts.history?.state !== 'found') return
    const { versions, results } = facts.history.value.run
    const now = resultsNamed(facts.file, pilot)
    for (const stage of exposedStages) {
      const next = after(stage)
      const begun = versions.find(({ pilot: then }) => next !== undefined && reaches(then.stage ?? 'pilot', next))
      const file = now.find((one) => one.stage === stage)?.file
      if (begun === undefined || file === undefined) continue
      const changes = results.filter(({ path, blob }) => path === file && blob !== undefined)
      const then = changes.findLast(({ at }) => at >= begun.at)
      const last = changes.at(-1)
      if (then === undefined || last === undefined || then.blob === last.blob) continue
      yield {
        path: ['rollout', stage, 'results'],
        message: `results of ${stage} changed on ${last.date}, after ${next} began on ${begun.date}`,
        help: `read \`git diff ${shortly(then.commit)} ${shortly(last.commit)} -- ${file}\`, and ask for the reason`,
        working: [then, last].map(versionName),
      }
    }
  },
}
