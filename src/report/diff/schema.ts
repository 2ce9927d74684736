import { z } from 'zod'
import { count, head, list, object, objectOrNull, oneOf, published, reason, span, text } from '../json-schema.ts'

const exception = objectOrNull('The valid exception that covers a weaker change; null if there is none.', {
  why: text('The reason.').nullable(),
  by: text('Who signed it.').nullable(),
  until: text('The last day on which it is valid, as YYYY-MM-DD.').nullable(),
})

const change = object('One change of meaning.', {
  name: text('The name of the field, for example success.guardrail_metrics[csat].limit.'),
  kind: oneOf(['added', 'removed', 'changed'], 'What happened to it.'),
  grade: oneOf(
    ['weaker', 'stronger', 'neutral'],
    'The effect of the change. A weaker change fails the run unless an exception covers it.',
  ),
  reason: text('Why it is weaker or stronger; null if it is neither.').nullable(),
  rule: text('The rule that guards the field; null if there is none.').nullable(),
  was: text('The old value, as pilot.yaml writes it; null if there was none.').nullable(),
  is: text('The new value; null if there is none.').nullable(),
  pointer: text('The place in the data, as a JSON pointer (RFC 6901): the field, or its parent if it was removed.'),
  ...span,
  agreed: objectOrNull(
    'The version that set a bar which has moved since, if `was` is its value; null if it is that of the ref.',
    {
      commit: text('The full name of its commit.'),
      date: text('The day of its commit, as YYYY-MM-DD.'),
      file: text('The name that the file had.'),
      words: text('What had not happened then, for example before shadow began.'),
    },
  ),
  shownBy: text('The file that shows the new value, relative to the root; null if pilot.yaml declares it.').nullable(),
  before: objectOrNull('Its place in the old file; null if it was not there.', span),
  exception,
})

const counts = object('The number of changes of each kind.', {
  weaker: count('Weaker changes that no exception covers.'),
  waived: count('Weaker changes that an exception covers.'),
  stronger: count('Stronger changes.'),
  neutral: count('Changes that are neither.'),
})

const file = object('All about one pilot.', {
  file: text('The file, relative to the root of the repository.'),
  was: text('Its former name if it was renamed; null otherwise.').nullable(),
  state: oneOf(
    ['compared', 'new', 'gone', 'unreadable'],
    'Whether the file was compared, is new, is gone, or is now unreadable.',
  ),
  counts,
  unread: count('Parts of the file that can no longer be read.'),
  sentence: text('The result in one line.'),
  changes: list(change, 'The changes, in the order of the file.'),
})

/** `diff --format json`. The program imports only the type. */
export const jsonDiff = z.strictObject({
  ...head('a pilot is weaker'),
  reason,
  ref: text('The ref that was compared with, as given.'),
  files: list(file, 'One entry per pilot.'),
})

export type JsonDiff = z.infer<typeof jsonDiff>

export const diffSchema = () =>
  published(jsonDiff, { name: 'diff', title: 'pilotlint diff', command: 'pilotlint diff' })
