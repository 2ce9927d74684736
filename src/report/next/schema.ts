import { z } from 'zod'
import { stages } from '../../model/stage.ts'
import { flag, head, list, object, oneOfOrNull, published, span, text } from '../json-schema.ts'

const task = object('One thing that is left to do.', {
  rule: text('The rule that asks for it.'),
  message: text('What is missing or wrong.'),
  help: text('What to write or do.'),
  pointer: text(
    'The place in the data, as a JSON pointer (RFC 6901): the field, or the parent in which it is missing.',
  ),
  line: span.line,
  column: span.column,
  example: text('A part of a pilot.yaml with which the rule is satisfied; null if the rule has none.').nullable(),
})

const file = object('All about one pilot.', {
  file: text('The file, relative to the root of the repository.'),
  judged: flag('Whether the file could be read.'),
  declared: oneOfOrNull(stages, 'The stage that the file declares; null if the file was not judged.'),
  next: oneOfOrNull(stages, 'The stage whose tasks are in `asks`; null if the pilot is ready for all later stages.'),
  owes: list(task, 'What the declared stage still requires, in the order in which it is done.'),
  asks: list(task, 'What the next stage requires beyond that.'),
})

/** `next --format json`. The program imports only the type. */
export const jsonNext = z.strictObject({
  ...head('a file cannot be read'),
  files: list(file, 'One entry per pilot.'),
})

export type JsonNext = z.infer<typeof jsonNext>

export const nextSchema = () =>
  published(jsonNext, { name: 'next', title: 'pilotlint next', command: 'pilotlint next' })
