import { resultsNamed } from '../../evidence/history/history.ts'
import { repeatedSince } from '../../evidence/history/set-back.ts'
import { after, later, reaches } from '../../model/stage.ts'
import { versionName } from '../../repo/port.ts'
import { quote } from '../../values/text.ts'
import { fields, type Rule } from '../lib/rule.ts'

export const dropped: Rule = {
  id: 'results/dropped',
  severity: 'error',
  from: 'pilot',
  summary: 'Results stay named in pilot.yaml until the pilot restarts',
  why: 'If bad results can be removed, the results that remain prove nothing.',
  details: `Every results file that a committed version of \`pilot.yaml\` named since the last start must still be named by its stage. A file that was moved with its content is the same file, also if its \`source\` was moved with it. A missing file is left to \`spec/path-missing\` if the next stage requires it.

The pilot restarts if its file goes back to stage \`pilot\` with a \`started\` after all stages that it repeats. If \`stage\` is set back to a later one, other results may be named in place of those before, once each stage from there on has results of days after the commit of the old ones, and of as many days as were planned.`,
  needs: ['history'],
  principles: ['held-bar', 'unlocked-by-evidence'],
  fields: fields`stage started rollout.{shadow,limited,progressive,full}.results`,
  references: ['N. L. Kerr, HARKing: Hypothesizing After the Results are Known, 1998'],
  examples: {
    past: [
      {
        date: '2026-10-27',
        yaml: `stage: shadow
success: {agreed: 2026-09-07, metric: deflection_rate, target: at least 35%}
rollout: {shadow: {traffic: 100%, results: rollout/shadow.json}}
`,
        files: { 'rollout/shadow.json': '{}' },
      },
    ],
    files: { 'rollout/shadow.json': '{}', 'rollout/second-shadow.json': '{}' },
    ready: `stage: shadow
success: {agreed: 2026-09-07, metric: deflection_rate, target: at least 35%}
rollout:
  shadow: {traffic: 100%, results: rollout/shadow.json}`,
    notReady: `stage: shadow
success: {agreed: 2026-09-07, metric: deflection_rate, target: at least 35%}
rollout:
  shadow: {traffic: 100%, results: rollout/second-shadow.json}  # expect: results/dropped`,
  },

  *check({ pilot, facts, gate, declared }) {
    if (facts.history?.state !== 'found') return
    const { named, results } = facts.history.value.run
    const { results: everything } = facts.history.value
    const now = resultsNamed(facts.file, pilot)
    for (const { stage, file } of new Map(named.map((one) => [`${one.stage} ${one.file}`, one])).values()) {
      const changes = results.filter(({ path, blob }) => path === file && blob !== undefined)
      const last = changes.at(-1)
      if (last === undefined) continue
      const own = now.find((one) => one.stage === stage)
      const isHere = facts.references.some(({ file: found, state }) => found === own?.file && state !== 'absent')
      if (own?.file === file) {
        const next = after(stage)
        // spec/path-missing reports it from the next stage on.
        if (isHere || (next !== undefined && reaches(later(gate, declared), next))) continue
      }
      const current = everything.find(({ path }) => path === own?.file)?.blob
      if (own?.file !== file && changes.some(({ blob }) => blob === current)) continue
      const { date: to, at } = changes.find(({ blob }) => blob === last.blob) ?? last
      if (own?.file !== file && repeatedSince(pilot, facts.history.value, facts.results, { stage, to, at })) continue
      yield {
        path: ['rollout', stage, 'results'],
        message: `results of ${stage} in ${quote(file)}, committed on ${last.date}, are ${own?.file === file ? 'gone' : 'no longer named'}`,
        help: `name ${file} again, or restart: stage pilot, with a \`started\` after the stages that it repeats`,
        working: [versionName(last)],
      }
    }
  },
}
