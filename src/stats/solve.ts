/** The largest whole number that is still exact. */
const exact = Number.MAX_SAFE_INTEGER

/**
 * Where a condition that stays true once it is true becomes true, between `low`, where it is not, and `high`,
 * where it is.
 */
export const crossing = (holds: (x: number) => boolean, low: number, high: number): number => {
  let [below, above] = [low, high]
  for (let step = 0; step < 200; step += 1) {
    const middle = below + (above - below) / 2
    if (middle <= below || middle >= above) break
    if (holds(middle)) above = middle
    else below = middle
  }
  return above
}

/**
 * The smallest whole number from `from` to `to` for which a condition holds that stays true once it is true;
 * undefined where there is none.
 */
export const leastWhole = (
  holds: (n: number) => boolean,
  from: number,
  to: number = exact,
): number | undefined => {
  if (holds(from)) return from
  if (from >= to) return undefined
  let [below, above] = [from, from + 1]
  while (above < to && !holds(above)) [below, above] = [above, Math.min(to, above + 2 * (above - below))]
  if (!holds(above)) return undefined
  while (above - below > 1) {
    const middle = Math.floor(below + (above - below) / 2)
    if (holds(middle)) above = middle
    else below = middle
  }
  return above
}
