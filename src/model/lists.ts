/** The items that could be read, each with the index that the author sees. */
export const present = <T>(list: readonly (T | undefined)[] | undefined): { item: T; at: number }[] =>
  (list ?? []).flatMap((item, at) => (item === undefined ? [] : [{ item, at }]))

/** The items that could be read. */
export const readable = <T>(list: readonly (T | undefined)[] | undefined): T[] =>
  (list ?? []).filter((item) => item !== undefined)

/** One spelling for every name of a metric: `CSAT` and `csat`, `wrong-answer-rate` and `wrong_answer_rate`. */
export const metricKey = (metric: string): string =>
  metric
    .trim()
    .toLowerCase()
    .replaceAll(/[\s_-]+/g, '_')

/** The kinds of edge case that an honest eval set settles, covered or not applicable. */
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
