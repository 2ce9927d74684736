/**
 * The end of an interval with three digits, rounded away from the middle: nearer, it would claim more than was shown.
 */
export const outward = (value: number, toward: 'down' | 'up'): string => {
  const exponent = Number(value.toExponential().split('e')[1]) - 2
  // What is left of computing in binary is no reason to round on.
  const scaled = Number((value / 10 ** exponent).toPrecision(12))
  const whole = toward === 'down' ? Math.floor(scaled) : Math.ceil(scaled)
  return String(Number((whole * 10 ** exponent).toPrecision(3)))
}
