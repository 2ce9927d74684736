import { z } from 'zod'
import { schemaUrl } from '../model/generate.ts'
import { stages } from '../model/stage.ts'
import { items } from '../rules/lib/rule.ts'

const text = (description: string) => z.string().describe(description)
const count = (description: string) => z.int().min(0).describe(description)
const position = (description: string) => z.int().min(1).describe(description)
const flag = (description: string) => z.boolean().describe(description)
const list = <T extends z.ZodType>(item: T, description: string) => z.array(item).describe(description)
const stage = (description: string) => z.enum(stages).describe(description)

const span = {
  line: position('The line on which it starts, from 1.'),
  column: position('The column at which it starts, from 1, in UTF-16 code units.'),
  endLine: position('The line on which it ends, from 1.'),
  endColumn: position('The column after its last character, from 1, in UTF-16 code units.'),
}

const place = {
  pointer: text('Where in the data, as a JSON pointer (RFC 6901); empty for the whole file.'),
  ...span,
}

const elsewhere = z
  .strictObject({
    file: text('The other file, relative to the root of the repository.'),
    label: text('What it says there.'),
    ...span,
  })
  .describe('A place in another file of the repository.')

const related = z
  .strictObject({ label: text('What this place has to do with the finding.'), ...place })
  .describe('Another place that the finding is about.')

const diagnostic = {
  rule: text('The id of the rule, or of a finding that no rule makes, as in yaml/syntax.'),
  severity: z.enum(['error', 'warning', 'info']).describe('An error blocks; a warning and an info do not.'),
  stage: z
    .enum(stages)
    .nullable()
    .describe('The first stage at which the rule applies; null for what is no rule.'),
  message: text('What is wrong, in the values of the file.'),
  help: text('What to write instead.'),
  ...place,
  docs: text('The page that explains the rule.'),
  fingerprint: text(
    'A name for the finding, unique in the report: 32 hexadecimal digits that stay when lines move.',
  ),
  related: list(related, 'Other places that the finding is about.'),
  working: list(z.string(), 'The working of a computed finding, a line each; empty for the others.'),
  elsewhere: list(elsewhere, 'What other files of the repository say.'),
}

const exception = z
  .strictObject({
    rule: text('The rule that is waived.').nullable(),
    why: text('The reason.').nullable(),
    by: text('Who answers for it.').nullable(),
    until: text('The last day on which it holds, as YYYY-MM-DD.').nullable(),
    in: z
      .enum(['file', 'comment'])
      .describe('Whether it stands in `exceptions` or in a comment on the line.'),
  })
  .describe('The exception that waives the finding.')

const counts = z
  .strictObject({
    error: count('Findings that block.'),
    warning: count('Findings that do not block.'),
    info: count('Hints.'),
    waived: count('Findings that an exception covers.'),
  })
  .describe('How many findings there are of each kind.')

const verdict = z
  .strictObject({
    judged: flag('False where the file could not be judged at all: no YAML, no map, another version.'),
    ready: flag('Whether no error stands against the stage that the file was judged for.'),
    partial: flag('Whether only some of the rules ran, so that nobody can call the pilot ready.'),
    for: z.enum(['production', 'declared', ...stages]).describe('What was asked with --for.'),
    gate: stage('The stage that the file was judged for.'),
    readyFor: z
      .enum(stages)
      .nullable()
      .describe('The last stage for which the file is ready; null where it is ready for none.'),
    next: z
      .strictObject({ stage: stage('The next stage.'), asks: count('How many things it asks.') })
      .nullable()
      .describe('What the next stage asks; null where there is none.'),
    counts,
    money: text('The money in one sentence; null where no stage asks for it yet.').nullable(),
    proof: text(
      'What the rollout can prove, in one sentence; null where the file says too little.',
    ).nullable(),
    sentence: text('The whole verdict in one line.'),
  })
  .describe('The verdict on the file.')

const item = z
  .strictObject({
    item: z.enum(items).describe('The item.'),
    state: z
      .enum(['missing', 'declared', 'proven'])
      .describe('Missing, declared in the file, or proven by evidence in the repository.'),
    rules: list(text('The id of a rule.'), 'The rules that say that it is missing.'),
    evidence: list(text('A file, relative to the root of the repository.'), 'What was found for it.'),
    lacks: list(
      text('The id of a rule, or a file and what is the matter with it.'),
      'What keeps it from being proven.',
    ),
  })
  .describe('One of the seven items without which a pilot is not a system that a business can run.')

const waived = z
  .strictObject({ ...diagnostic, exception })
  .describe('A finding that a valid exception covers.')

const file = z
  .strictObject({
    file: text('The file, as it was named or found.'),
    verdict,
    items: list(item, 'The checklist; empty where the file could not be judged.'),
    diagnostics: list(
      z.strictObject(diagnostic).describe('A finding.'),
      'The findings, in the order of the file.',
    ),
    waived: list(waived, 'The findings that exceptions cover.'),
    unverified: list(
      z
        .strictObject({
          reference: text('The reference, as it is written.'),
          why: text('Why it is unverified; completes a sentence that begins with the reference.'),
          ...place,
        })
        .describe('A reference that nobody has checked.'),
      'References to something outside the file that nobody has checked.',
    ),
    passed: list(text('The id of a rule.'), 'The rules that ran and are silent.'),
    notApplicable: list(text('The id of a rule.'), 'The rules that apply at a later stage only.'),
  })
  .describe('All about one file.')

/** Why a run is not valid, in every report. */
export const problem = z
  .strictObject({
    message: text('What went wrong.'),
    help: text('What to do about it; null where there is nothing to say.').nullable(),
    file: text('The file that it is about; null where it is about none.').nullable(),
  })
  .describe('Why the run is not valid. Never about the pilot.')

/** What wrote a report. */
export const tool = z
  .strictObject({ name: z.literal('pilotlint').describe('The tool.'), version: text('Its version.') })
  .describe('What wrote the report.')

/** The report that `--format json` writes. The program itself imports the type only. */
export const jsonReport = z.strictObject({
  schemaVersion: z.literal(1).describe('The version of this format. It changes when a reader would break.'),
  tool,
  status: z
    .enum(['passed', 'failed', 'error'])
    .describe(
      'passed is exit code 0, failed is 1 (the file is at fault), error is 2 (the run is not valid).',
    ),
  reason: text('Why it failed or is an error, in one sentence; null where it passed.').nullable(),
  problems: list(problem, 'What made the run invalid; empty unless the status is error.'),
  files: list(file, 'One entry for every file that was read.'),
})

export type JsonReport = z.infer<typeof jsonReport>

/** The JSON Schema (draft-07) of the report, as it is published. */
export const reportSchema = (): { readonly [keyword: string]: unknown } => {
  const { $schema, ...rest } = z.toJSONSchema(jsonReport, { target: 'draft-7', reused: 'inline' })
  const description = 'What pilotlint --format json writes: one document for a run, whatever its exit code.'
  return { $schema, $id: schemaUrl('report'), title: 'pilotlint report', description, ...rest }
}
