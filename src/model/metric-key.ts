/** One spelling for every name of a metric: `CSAT` and `csat`, `wrong-answer-rate` and `wrong_answer_rate`. */
export const metricKey = (metric: string): string =>
  metric
    .trim()
    .toLowerCase()
    .replaceAll(/[\s_-]+/g, '_')
