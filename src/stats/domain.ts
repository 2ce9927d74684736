/** A number that arithmetic can go on with: never NaN, never infinite. */
export const finite = (value: number): number | undefined => (Number.isFinite(value) ? value : undefined)

/** Above zero and finite: a sample size, a standard deviation, a margin. */
export const isPositive = (value: number): boolean => value > 0 && value < Number.POSITIVE_INFINITY

/** From 0 to 1, both included: what may be observed of a proportion. */
export const isShare = (value: number): boolean => value >= 0 && value <= 1

/** Between 0 and 1, both excluded: an error rate, a power, a confidence. */
export const isProbability = (value: number): boolean => value > 0 && value < 1

/** A count of events among `total`, of which there is at least one. */
export const isCountOf = (count: number, total: number): boolean =>
  isPositive(total) && count >= 0 && count <= total
