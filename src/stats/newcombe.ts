import { type Interval, wilsonInterval } from './wilson.ts'

/** What was counted in one arm. */
export type Counted = { readonly good: number; readonly total: number }

/**
 * The interval for the difference treatment minus control of two observed proportions: Wilson's limits, combined.
 * `critical` is 1.96 for 95% on two sides; one end alone, taken with 1.645, is the one-sided bound.
 * Source: R. G. Newcombe (1998), Interval estimation for the difference between independent proportions, Statistics
 * in Medicine 17, method 10.
 */
export const newcombeInterval = (
  treatment: Counted,
  control: Counted,
  critical: number,
): (Interval & { readonly difference: number }) | undefined => {
  const t = wilsonInterval(treatment.good, treatment.total, critical)
  const c = wilsonInterval(control.good, control.total, critical)
  if (t === undefined || c === undefined) return undefined
  const [pt, pc] = [treatment.good / treatment.total, control.good / control.total]
  const difference = pt - pc
  return {
    difference,
    lower: Math.max(-1, difference - Math.hypot(pt - t.lower, c.upper - pc)),
    upper: Math.min(1, difference + Math.hypot(t.upper - pt, pc - c.lower)),
  }
}
