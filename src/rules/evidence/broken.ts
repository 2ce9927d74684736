import { reaches } from '../../model/stage.ts'
import { quote } from '../../values/text.ts'
import { dotted, isWithin, type Path } from '../../yaml/path.ts'
import { dueAt } from '../lib/due.ts'
import { both, type Rule } from '../lib/rule.ts'

/** What the file has to be, by the field that names it. */
const forms: readonly (readonly [RegExp, string])[] = [
  [
    /^drills$/,
    'write `drills: [{what: rollback, on: <day>, took: <time>, outcome: passed, by: <team>}]`; in Markdown, at its top between two lines of `---`',
  ],
  [/^exceptions$/, 'write it by schemas/exceptions.schema.json'],
  [/^rollout\..*\.results$/, 'write it by schemas/results.schema.json'],
  [/^rollout\..*\.prove/, 'write it by schemas/review.schema.json'],
  [/^monitoring\.rules$/, 'correct it; `promtool check rules` shows the errors of a Prometheus file'],
  [/^data\.eval_set\.results$/, 'set it to the results of a completed run, as its tool wrote them'],
  [/^data\.eval_set/, 'write one JSON object on each line, or CSV with a header'],
  [
    /^guardrails\.output\.schema$/,
    'set it to a JSON Schema with the type, the required keys and the length of an answer',
  ],
  [/^guardrails\.tools$/, 'save the `tools/list` response of the server, or its OpenAPI document'],
  [/^cost\.price\.table$/, 'write a mapping of models, each with `input_cost_per_token`'],
  [/^cost\.bill$/, 'export it with a month and an amount in each row'],
]

const helpFor = (path: Path): string =>
  forms.find(([field]) => field.test(dotted(path)))?.[1] ?? 'set it to the file that proves it, or correct this one'

/** Terraform is written in folders. */
const fileIn = (path: Path): string =>
  dotted(path) === 'monitoring.rules'
    ? 'set it to a file in the folder; of Terraform, all files beside it are read as well'
    : 'set it to a file in the folder'

export const broken: Rule = {
  id: 'evidence/broken',
  severity: 'error',
  from: 'pilot',
  waivable: false,
  summary: 'Every file that is named as evidence can be read in the expected format',
  why: 'An empty runbook, or an eval set that is a folder, proves nothing. It was named so that the field is not empty.',
  details: `A file is broken if it is empty or only a placeholder (\`TBD\`), a folder, \`pilot.yaml\` itself or CODEOWNERS, if it cannot be parsed as its known format, or if it is named as two kinds of evidence that one file cannot be. A format that pilotlint does not know is left to \`evidence/unproven\`, and a file that is missing to \`spec/path-missing\`.

An error from \`limited\` on, an info before. No other rule reports a broken file.`,
  principles: ['unlocked-by-evidence'],
  fields: [],
  references: ['ML Test Score, scoring: a test counts when it is documented and its result is shared'],
  examples: {
    files: { 'docs/runbook.md': '# Runbook\n', 'docs/empty.md': '\n' },
    ...both`stage: limited
owner: {team: acme/support-platform, runbook: «docs/runbook.md|docs/empty.md»}  # expect: evidence/broken`,
  },

  *check({ facts, gate }) {
    for (const [at, { path, file, problem, range }] of facts.broken.entries()) {
      const due = dueAt(path, gate)
      // A short form and the path in its long form are one field.
      const isTold = facts.broken
        .slice(0, at)
        .some((other) => other.file === file && (isWithin(other.path, path) || isWithin(path, other.path)))
      if (due === undefined || isTold) continue
      yield {
        path,
        message: `${quote(file)} ${problem}`,
        ...(problem === 'is a folder'
          ? { help: fileIn(path) }
          : { help: helpFor(path), elsewhere: [{ file, range, label: 'unreadable from here on' }] }),
        ...(!reaches(gate, due) && { severity: 'info' as const }),
      }
    }
  },
}
