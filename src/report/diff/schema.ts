import { z } from 'zod'
import { schemaUrl } from '../../model/generate.ts'
import { problem, tool } from '../json-schema.ts'

const text = (description: string) => z.string().describe(description)
const count = (description: string) => z.int().min(0).describe(description)
const position = (description: string) => z.int().min(1).describe(description)

const span = {
  line: position('The line on which it starts, from 1.'),
  column: position('The column at which it starts, from 1, in UTF-16 code units.'),
  endLine: position('The line on which it ends, from 1.'),
  endColumn: position('The column after its last character, from 1, in UTF-16 code units.'),
}

const exception = z
  .strictObject({
    why: text('The reason.').nullable(),
    by: text('Who answers for it.').nullable(),
    until: text('The last day on which it holds, as YYYY-MM-DD.').nullable(),
  })
  .nullable()
  .describe('The valid exception that covers a weaker change; null where none does.')

const change = z
  .strictObject({
    name: text('The place as a person names it, as in success.guardrail_metrics[csat].limit.'),
    kind: z.enum(['added', 'removed', 'changed']).describe('What happened to it.'),
    grade: z
      .enum(['weaker', 'stronger', 'neutral'])
      .describe('What the change means. A weaker one fails the run unless an exception covers it.'),
    reason: text('Why it is weaker or stronger; null for what is neither.').nullable(),
    rule: text('The rule that guards the place; null where none does.').nullable(),
    was: text('What stood there, as pilot.yaml writes it; null where nothing did.').nullable(),
    is: text('What stands there now; null where nothing does.').nullable(),
    pointer: text('Where in the data, as a JSON pointer (RFC 6901): the place, or what held it.'),
    ...span,
    before: z
      .strictObject(span)
      .nullable()
      .describe('Where it stood in the file as it was; null where it did not.'),
    exception,
  })
  .describe('A part of the pilot that says something else than before.')

const counts = z
  .strictObject({
    weaker: count('Changes that are weaker and that no exception covers.'),
    waived: count('Weaker changes that an exception covers.'),
    stronger: count('Changes that are stronger.'),
    neutral: count('Changes that are neither.'),
  })
  .describe('How many changes there are of each kind.')

const file = z
  .strictObject({
    file: text('The file, relative to the root of the repository.'),
    was: text(
      'The name that it had, where that was another; null where it had the same or was not there.',
    ).nullable(),
    state: z
      .enum(['compared', 'new', 'gone', 'unreadable'])
      .describe('Whether it could be compared, is new, is gone, or cannot be read now.'),
    counts,
    unread: count('Parts of the file that cannot be read now.'),
    sentence: text('What became of it, in one line.'),
    changes: z.array(change).describe('The changes, in the order of the file.'),
  })
  .describe('All about one pilot.')

/** The report that `diff --format json` writes. The program itself imports the type only. */
export const jsonDiff = z.strictObject({
  schemaVersion: z.literal(1).describe('The version of this format. It changes when a reader would break.'),
  tool,
  status: z
    .enum(['passed', 'failed', 'error'])
    .describe('passed is exit code 0, failed is 1 (a pilot is weaker), error is 2 (the run is not valid).'),
  reason: text('Why it failed or is an error, in one sentence; null where it passed.').nullable(),
  ref: text('The ref that was compared with, as it was asked for.'),
  problems: z.array(problem).describe('What made the run invalid; empty unless the status is error.'),
  files: z.array(file).describe('One entry for every pilot.'),
})

export type JsonDiff = z.infer<typeof jsonDiff>

/** The JSON Schema (draft-07) of the comparison, as it is published. */
export const diffSchema = (): { readonly [keyword: string]: unknown } => {
  const { $schema, ...rest } = z.toJSONSchema(jsonDiff, { target: 'draft-7', reused: 'inline' })
  const description =
    'What pilotlint diff --format json writes: one document for a run, whatever its exit code.'
  return { $schema, $id: schemaUrl('diff'), title: 'pilotlint diff', description, ...rest }
}
