import type { Reference } from '../../evidence/reading/kind.ts'
import { reaches } from '../../model/stage.ts'
import { quote } from '../../values/text.ts'
import { dueAt } from '../lib/due.ts'
import { sectionOf } from '../lib/proven-items.ts'
import { both, type Rule } from '../lib/rule.ts'

/** Sections of which the verdict tells what was read: a named file that is missing cannot be signed for. */
const shown = new Set<string>([...Object.values(sectionOf), 'drills', 'rollout', 'exceptions'])

const helpFor = ({ near, section, file, reference }: Reference): string => {
  if (near !== undefined) return `did you mean ${near}?`
  if (section && reference.includes('#/')) return `set the part after \`#\` to a JSON pointer into ${file}`
  if (section) return `add the heading to ${file}, or name an existing one`
  return 'add it to the repository, or set the path relative to the folder of pilot.yaml'
}

export const pathMissing: Rule = {
  id: 'spec/path-missing',
  severity: 'error',
  from: 'pilot',
  summary: 'Every file, folder and heading that the file refers to exists in the repository',
  why: 'A runbook that was moved or never written is found missing on the night it is needed.',
  details: `Paths are relative to the folder of \`pilot.yaml\` and stay in the repository. The part after \`#\` is the anchor of a heading, as GitHub generates it, or a JSON pointer into a JSON or YAML file.

An error from \`limited\` on, an info before. The results of a stage are required by the next stage, \`cost.bill\` at \`full\`, and a file of a later stage at that stage. URLs, and a \`cost.include\` that is not in the repository, are unverified.`,
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
      // A cost section may be kept out of reach of CI: it is unverified, not missing.
      const isKeptApart = path[0] === 'cost' && path[1] === 'include'
      const due = state === 'absent' && !isKeptApart ? dueAt(path, gate) : undefined
      if (due === undefined) continue
      yield {
        path,
        message: `${quote(reference)} ${words}`,
        help: helpFor(claim),
        final: shown.has(String(path[0])),
        ...(!reaches(gate, due) && { severity: 'info' as const }),
      }
    }
  },
}
