/** Readable items with their index in the file. */
export const present = <T>(list: readonly (T | undefined)[] | undefined): { item: T; at: number }[] =>
  (list ?? []).flatMap((item, at) => (item === undefined ? [] : [{ item, at }]))

export const readable = <T>(list: readonly (T | undefined)[] | undefined): T[] =>
  (list ?? []).filter((item) => item !== undefined)

/** `CSAT` and `csat`, `wrong-answer-rate` and `wrong_answer_rate` are one metric. */
export const metricKey = (metric: string): string =>
  metric
    .trim()
    .toLowerCase()
    .replaceAll(/[\s_-]+/g, '_')

export const edgeCaseKinds = [
  'missing_data',
  'messy_data',
  'dependency_down',
  'awkward_user',
  'out_of_scope',
  'seasonal_peak',
  'adversarial',
  'other',
] as const

/** The words of `fallback[].do` that end at a person. */
export const reachesPerson = (step: string | undefined): boolean =>
  step === 'human' || step === 'queue' || step === 'previous_process'

/** Whether two texts name the same thing: case and spaces make no other name, in any script. */
export const sameText = (one: string, other: string): boolean => plainText(one) === plainText(other)

const plainText = (text: string): string => text.normalize('NFC').trim().toLowerCase().replaceAll(/\s+/g, ' ')
