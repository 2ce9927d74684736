import type { Reference } from '../../evidence/reading/kind.ts'
import { after, isStage, later, production, reaches, type Stage } from '../../model/stage.ts'
import { quote } from '../../values/text.ts'
import type { Path } from '../../yaml/path.ts'
import { both, type Rule } from '../lib/rule.ts'

/** The gate from which what a path names has to be there; undefined where that is for no gate to say. */
const dueAt = (path: Path, gate: Stage): Stage | undefined => {
  const [section, key, field] = path.map(String)
  // A cost section may be kept where continuous integration cannot see it: unverified, and no fault.
  if (section === 'cost' && key === 'include') return undefined
  if (section === 'cost' && key === 'bill') return 'full'
  if (section !== 'rollout' || key === undefined || !isStage(key)) return production
  if (field !== 'results') return later(production, key)
  // The results of a stage are written when it is over.
  const next = after(key)
  return next !== undefined && reaches(gate, next) ? next : undefined
}

const helpFor = ({ near, section, file }: Reference): string => {
  if (near !== undefined) return `did you mean ${near}?`
  if (section) return `add the heading to ${file}, or name one that is there`
  return 'add it to the repository, or name the file that is there, relative to the folder of pilot.yaml'
}

export const pathMissing: Rule = {
  id: 'spec/path-missing',
  severity: 'error',
  from: 'pilot',
  summary: 'Every file, folder and section that the pilot names is in the repository',
  why: 'A runbook that was moved, or never written, is found to be missing on the night it is needed. Naming a file is free; having it is the point.',
  details: `Paths are relative to the folder of \`pilot.yaml\` and stay in the repository. After a \`#\` stands the anchor of a heading, as GitHub makes it.

An error from \`limited\` on, where customers meet the system; before that an info, because a plan may name what is still to be written. The results of a stage are asked for by the stage after it, \`cost.bill\` at \`full\`, and the file of a later stage at that stage. \`cost.include\` may name a file that only some can see: where it is not there, the cost is unverified. What is kept in another system, behind a URL, is unverified.`,
  principles: ['unlocked-by-evidence'],
  fields: [],
  references: ['ML Test Score, scoring: a test counts when it is documented and its result is shared'],
  examples: {
    files: { 'docs/runbook.md': '# Runbook\n' },
    ...both`stage: limited
owner: {team: acme/support-platform, runbook: «docs/runbook.md|docs/runbok.md»}  # expect: spec/path-missing`,
  },

  *check({ facts, gate }) {
    for (const claim of facts.references) {
      const { path, reference, state, words } = claim
      const due = state === 'absent' ? dueAt(path, gate) : undefined
      if (due === undefined) continue
      yield {
        path,
        message: `${quote(reference)} ${words}`,
        help: helpFor(claim),
        ...(!reaches(gate, due) && { severity: 'info' as const }),
      }
    }
  },
}
