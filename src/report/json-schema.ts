import { z } from 'zod'
import { historyStates, itemStates, resultsStates } from '../lint/report.ts'
import { schemaUrl } from '../model/generate.ts'
import { stages } from '../model/stage.ts'
import { items } from '../rules/lib/rule.ts'

export const text = (description: string) => z.string().describe(description)
export const count = (description: string) => z.int().min(0).describe(description)
const position = (description: string) => z.int().min(1).describe(description)
export const flag = (description: string) => z.boolean().describe(description)
export const number = (description: string) => z.number().describe(description)
export const numberOrNull = (description: string) => z.number().nullable().describe(description)
export const amount = (description: string) => z.number().min(0).describe(description)
/** From 0 to 1. */
export const share = (description: string) => z.number().min(0).max(1).describe(description)
export const oneOf = <const T extends readonly string[]>(values: T, description: string) =>
  z.enum(values).describe(description)
export const oneOfOrNull = <const T extends readonly string[]>(values: T, description: string) =>
  z.enum(values).nullable().describe(description)
export const list = <T extends z.ZodType>(item: T, description: string) => z.array(item).describe(description)
export const object = <S extends z.ZodRawShape>(description: string, shape: S) =>
  z.strictObject(shape).describe(description)
export const objectOrNull = <S extends z.ZodRawShape>(description: string, shape: S) =>
  z.strictObject(shape).nullable().describe(description)

const stage = (description: string) => oneOf(stages, description)

export const span = {
  line: position('The line on which it starts, from 1.'),
  column: position('The column at which it starts, from 1, in UTF-16 code units.'),
  endLine: position('The line on which it ends, from 1.'),
  endColumn: position('The column after its last character, from 1, in UTF-16 code units.'),
}

const place = {
  pointer: text('The place in the data, as a JSON pointer (RFC 6901); empty for the whole file.'),
  ...span,
}

const elsewhere = object('A place in another file of the repository.', {
  file: text('The other file, relative to the root of the repository.'),
  label: text('What it says there.'),
  ...span,
})

const related = object('Another place related to the finding.', {
  label: text('How this place relates to the finding.'),
  ...place,
})

const edit = object('Text in the place of a range of the file.', {
  ...span,
  offset: count('Where it starts, in UTF-16 code units from the start of the text; a byte order mark does not count.'),
  endOffset: count('Where it ends, counted in the same way; equal to offset if text is only added.'),
  byteOffset: count('Where it starts, in bytes from the start of the file; a byte order mark counts.'),
  endByteOffset: count('Where it ends, counted in the same way.'),
  text: text('What to write there instead.'),
})

const diagnostic = {
  rule: text('The id of the rule, or of a finding without a rule, for example yaml/syntax.'),
  severity: oneOf(['error', 'warning', 'info'], 'An error blocks; a warning and an info do not.'),
  stage: oneOfOrNull(stages, 'The first stage at which the rule applies; null for a finding without a rule.'),
  cause: oneOfOrNull(
    ['time'],
    'time if the calendar alone brought it: a deadline, an age, the end of an exception; null otherwise.',
  ),
  message: text('What is wrong, with the values of the file.'),
  help: text('How to fix it.'),
  ...place,
  docs: text('The page that explains the rule.'),
  fingerprint: text(
    'An identifier of the finding, unique in the report: 32 hexadecimal digits that do not change when lines move.',
  ),
  edit: z
    .array(edit)
    .min(1)
    .nullable()
    .describe('What --fix writes, all of it or none; null unless exactly one answer is right.'),
  related: list(related, 'Other places related to the finding.'),
  working: list(z.string(), 'The calculation behind a computed finding, one line each; empty for other findings.'),
  elsewhere: list(elsewhere, 'What other files of the repository say.'),
}

const signature = {
  rule: text('The rule that is waived.').nullable(),
  at: text('The path that it is limited to.').nullable(),
  why: text('The reason.').nullable(),
  by: text('Who signed it.').nullable(),
  until: text('The last day on which it is valid, as YYYY-MM-DD.').nullable(),
  added: text('The day of the commit since which it is unchanged; null if it is not committed.').nullable(),
  checked: flag('Whether it is in a file that CODEOWNERS assigns to whoever signed.'),
  in: oneOf(['file', 'comment'], 'Whether it is an entry of `exceptions` or a comment.'),
}

const exception = object('The exception that waives the finding.', signature)

const excepted = object('An exception of the file.', {
  ...signature,
  valid: flag('Whether it may settle a finding at the stage that the file was judged for.'),
  used: flag('Whether it settles one.'),
})

const counts = object('The number of findings of each kind.', {
  error: count('Findings that block.'),
  warning: count('Findings that do not block.'),
  info: count('Hints.'),
  waived: count('Findings that an exception covers.'),
  fixable: count('Open findings with an edit.'),
})

const verdict = object('The verdict on the file.', {
  judged: flag('False if the file could not be judged: invalid YAML, not a mapping, another version.'),
  ready: flag('Whether the file has no errors for the stage it was judged for, and all rules ran.'),
  partial: flag('Whether only some of the rules ran; the pilot is then never ready.'),
  for: oneOf(['production', 'declared', ...stages], 'The value of --for.'),
  gate: stage('The stage that the file was judged for.'),
  readyFor: oneOfOrNull(stages, 'The last stage for which the file is ready; null if there is none.'),
  next: objectOrNull('What the next stage requires; null if there is no next stage.', {
    stage: stage('The next stage.'),
    asks: count('The number of errors at that stage.'),
  }),
  counts,
  money: text('The cost in one sentence; null if the stage does not require it yet.').nullable(),
  proof: text('What the rollout can show, in one sentence; null if the file does not say enough.').nullable(),
  sentence: text('The whole verdict in one line.'),
})

const line = {
  failed: flag('Whether an error about it is open.'),
  says: text('What was read, who signed, or what is wrong.'),
}

const item = object('One of the seven items of the production checklist.', {
  item: oneOf(items, 'The item.'),
  state: oneOf(
    itemStates,
    'Missing; declared in the file; signed for by an exception; stated in a file that only pilotlint reads; proven by what machines run on or people review.',
  ),
  ...line,
  rules: list(text('The id of a rule.'), 'The rules that report it as missing.'),
  evidence: list(text('A file, relative to the root of the repository.'), 'The evidence found for it.'),
  lacks: list(text('A clause.'), 'What keeps it from being proven.'),
})

const results = objectOrNull('The results of the completed stages; null if the file could not be judged.', {
  state: oneOf(resultsStates, 'Whether the results of every completed stage pass.'),
  ...line,
})

const history = objectOrNull('The history of the file; null if the file could not be judged.', {
  state: oneOf(historyStates, 'Whether the committed versions were read.'),
  ...line,
})

const waived = object('A finding that a valid exception covers.', { ...diagnostic, exception })

const file = object('All about one file.', {
  file: text('The file, as named or found.'),
  sha256: text('The SHA-256 of the file as it was read, 64 hexadecimal digits.'),
  verdict,
  items: list(item, 'The checklist; empty if the file could not be judged.'),
  results,
  history,
  diagnostics: list(object('A finding.', diagnostic), 'The findings, in the order of the file.'),
  known: list(
    object('A finding.', diagnostic),
    'The findings that the baseline knows; they are not among the diagnostics, and do not count.',
  ),
  waived: list(waived, 'The findings that exceptions cover.'),
  exceptions: list(excepted, 'All exceptions, whether they are valid or not.'),
  unverified: list(
    object('A reference that was not checked.', {
      reference: text('The reference, as written.'),
      why: text('Why it is unverified, as the end of a sentence that begins with the reference.'),
      ...place,
    }),
    'References to something outside the file that were not checked.',
  ),
  passed: list(text('The id of a rule.'), 'The rules that ran and reported nothing.'),
  notApplicable: list(text('The id of a rule.'), 'The rules that apply only at a later stage.'),
})

const problem = object('Why the run is not valid. Never about the pilot.', {
  message: text('What went wrong.'),
  help: text('What to do about it; null if there is no advice.').nullable(),
  file: text('The file that it is about; null if it is not about a file.').nullable(),
})

const tool = object('The tool that wrote the report.', {
  name: z.literal('pilotlint').describe('The tool.'),
  version: text('Its version.'),
})

const run = objectOrNull('What the run was judged by; null where it ended before anything was judged.', {
  today: text('The day by which deadlines and ages are judged, YYYY-MM-DD.'),
  flags: list(z.string(), 'The flags that decide what is judged.'),
  config: text('The configuration and the first digits of its SHA-256; null if there is none.').nullable(),
  commit: text(
    'The commit that is checked out, with -dirty if a file that is judged differs from it; null if it cannot be determined.',
  ).nullable(),
})

/** A part of the file that a plan needs. */
export const unread = object('A part of the file that the plan needs and that cannot be read.', {
  message: text('What cannot be read.'),
  help: text('What to write instead.'),
  line: position('The line, from 1.'),
  column: position('The column, from 1.'),
})

/** What a proposal writes into pilot.yaml. */
export const written = object('One value to write.', {
  pointer: text('The place, as a JSON pointer (RFC 6901).'),
  value: text('What to write there.'),
})

/** What every JSON document begins with; `failed` says what exit code 1 means. */
export const head = (failed: string) => ({
  schemaVersion: z.literal(1).describe('The version of this format; it changes when a reader would break.'),
  tool,
  status: oneOf(
    ['passed', 'failed', 'error'],
    `passed is exit code 0, failed is 1 (${failed}), error is 2 (the run is not valid).`,
  ),
  run,
  problems: list(problem, 'What made the run invalid; empty unless the status is error.'),
})

export const reason = text('Why it failed or is an error, in one sentence; null if it passed.').nullable()

type Published = { readonly name: string; readonly title: string; readonly command: string }

/** A JSON Schema (draft-07) as it is published. */
export const published = (model: z.ZodType, { name, title, command }: Published) => {
  const { $schema, ...rest } = z.toJSONSchema(model, { target: 'draft-7', reused: 'inline' })
  const description = `What ${command} --format json writes: one document per run, for every exit code.`
  return { $schema, $id: schemaUrl(name), title, description, ...rest }
}

/** `--format json`. The program imports only the type. */
export const jsonReport = z.strictObject({
  ...head('the file fails'),
  reason,
  ignored: count('How many pilots the configuration leaves out.'),
  files: list(file, 'One entry per file that was read.'),
})

export type JsonReport = z.infer<typeof jsonReport>

export const reportSchema = () =>
  published(jsonReport, { name: 'report', title: 'pilotlint report', command: 'pilotlint' })
