/** Numbers from 0 to 1 that are the same at every run (mulberry32). */
export const seeded = (seed: number) => {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

/** Draws how many of `n` succeed, from the cumulated probabilities of each number. */
export const binomial = (n: number, p: number, random: () => number) => {
  const cumulated: number[] = []
  let [logged, sum] = [n * Math.log(1 - p), 0]
  for (let k = 0; k <= n; k += 1) {
    sum += Math.exp(logged)
    cumulated.push(sum)
    logged += Math.log(((n - k) / (k + 1)) * (p / (1 - p)))
  }
  return () => {
    const u = random()
    let [low, high] = [0, n]
    while (low < high) {
      const middle = (low + high) >> 1
      if ((cumulated[middle] ?? 1) < u) low = middle + 1
      else high = middle
    }
    return low
  }
}

/** A standard normal number (Box and Muller 1958). */
export const normal = (random: () => number): number =>
  Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random())

/** How many events of a mean of `mean`; normal from 30 on. */
export const poisson = (mean: number, random: () => number): number => {
  if (mean >= 30) return Math.max(0, Math.round(mean + Math.sqrt(mean) * normal(random)))
  let [count, product] = [0, random()]
  for (const end = Math.exp(-mean); product > end; product *= random()) count += 1
  return count
}
