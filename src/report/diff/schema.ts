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
    by: text('Who signed it.').nullable(),
    until: text('The last day on which it is valid, as YYYY-MM-DD.').nullable(),
  })
  .nullable()
  .describe('The valid exception that covers a weaker change; null if there is none.')

const change = z
  .strictObject({
    name: text('The name of the field, for example success.guardrail_metrics[csat].limit.'),
    kind: z.enum(['added', 'removed', 'changed']).describe('What happened to it.'),
    grade: z
      .enum(['weaker', 'stronger', 'neutral'])
      .describe('The effect of the change. A weaker change fails the run unless an exception covers it.'),
    reason: text('Why it is weaker or stronger; null if it is neither.').nullable(),
    rule: text('The rule that guards the field; null if there is none.').nullable(),
    was: text('The old value, as pilot.yaml writes it; null if there was none.').nullable(),
    is: text('The new value; null if there is none.').nullable(),
    pointer: text(
      'The place in the data, as a JSON pointer (RFC 6901): the field, or its parent if it was removed.',
    ),
    ...span,
    before: z.strictObject(span).nullable().describe('Its place in the old file; null if it was not there.'),
    exception,
  })
  .describe('One change of meaning.')

const counts = z
  .strictObject({
    weaker: count('Weaker changes that no exception covers.'),
    waived: count('Weaker changes that an exception covers.'),
    stronger: count('Stronger changes.'),
    neutral: count('Changes that are neither.'),
  })
  .describe('The number of changes of each kind.')

const file = z
  .strictObject({
    file: text('The file, relative to the root of the repository.'),
    was: text('Its former name if it was renamed; null otherwise.').nullable(),
    state: z
      .enum(['compared', 'new', 'gone', 'unreadable'])
      .describe('Whether the file was compared, is new, is gone, or is now unreadable.'),
    counts,
    unread: count('Parts of the file that can no longer be read.'),
    sentence: text('The result in one line.'),
    changes: z.array(change).describe('The changes, in the order of the file.'),
  })
  .describe('All about one pilot.')

/** `diff --format json`. The program imports only the type. */
export const jsonDiff = z.strictObject({
  schemaVersion: z.literal(1).describe('The version of this format; it changes when a reader would break.'),
  tool,
  status: z
    .enum(['passed', 'failed', 'error'])
    .describe('passed is exit code 0, failed is 1 (a pilot is weaker), error is 2 (the run is not valid).'),
  reason: text('Why it failed or is an error, in one sentence; null if it passed.').nullable(),
  ref: text('The ref that was compared with, as given.'),
  problems: z.array(problem).describe('What made the run invalid; empty unless the status is error.'),
  files: z.array(file).describe('One entry per pilot.'),
})

export type JsonDiff = z.infer<typeof jsonDiff>

export const diffSchema = (): { readonly [keyword: string]: unknown } => {
  const { $schema, ...rest } = z.toJSONSchema(jsonDiff, { target: 'draft-7', reused: 'inline' })
  const description = 'What pilotlint diff --format json writes: one document per run, for every exit code.'
  return { $schema, $id: schemaUrl('diff'), title: 'pilotlint diff', description, ...rest }
}
