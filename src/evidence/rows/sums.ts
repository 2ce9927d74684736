/** What is kept of the values of one metric in one arm. */
export type Sums = {
  /** Observations. */
  readonly total: number
  /** Their sum: of events, how many. */
  readonly sum: number
  readonly mean: number
  /** The standard deviation of one observation (n - 1). */
  readonly sd: number
  /** Distinct units with an observation; undefined where totals do not say. */
  readonly observed: number | undefined
  /** The standard deviation of the number of observations of one of them (n). */
  readonly clusterSd: number | undefined
}

/** Adds up values one by one. Source: Welford (1962), Note on a method for calculating corrected sums of squares. */
export const sums = () => {
  let [total, sum, mean, squares, observed, pairs] = [0, 0, 0, 0, 0, 0]
  return {
    /** `before` is how many values of the same unit came before. */
    add: (value: number, before: number): void => {
      total += 1
      sum += value
      const off = value - mean
      mean += off / total
      squares += off * (value - mean)
      observed += before === 0 ? 1 : 0
      pairs += 2 * before + 1
    },
    total: (): Sums => {
      const each = observed === 0 ? 0 : total / observed
      return {
        total,
        sum,
        mean,
        sd: total > 1 ? Math.sqrt(squares / (total - 1)) : 0,
        observed,
        clusterSd: observed === 0 ? 0 : Math.sqrt(Math.max(0, pairs / observed - each ** 2)),
      }
    },
  }
}
