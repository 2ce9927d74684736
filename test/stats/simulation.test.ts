import { expect, test } from 'vitest'
import { normalQuantile } from '../../src/stats/distributions.ts'
import { type ArmNumbers, powerNonInferiority, powerTwoProportions, zTwoProportions } from '../../src/stats/power.ts'
import { binomial, seeded } from '../simulation/random.ts'

const runs = 20_000
// The standard error of a simulated share is 0.0035 at most; the formulas are approximations themselves.
const tolerance = 0.015

test.each([
  [0.22, 0.25, 700, 700],
  [0.22, 0.35, 140, 140],
  [0.22, 0.25, 1400, 7000],
  [0.35, 0.22, 90, 200],
])('%d to %d is significant as often as said, with %d and %d', (control, treatment, n_c, n_t) => {
  const arms: ArmNumbers = { control: n_c, treatment: n_t }
  const critical = normalQuantile(0.975) ?? Number.NaN
  const random = seeded(20261122)
  const [drawControl, drawTreatment] = [binomial(n_c, control, random), binomial(n_t, treatment, random)]
  let seen = 0
  for (let run = 0; run < runs; run += 1) {
    const z = zTwoProportions({ control: drawControl() / n_c, treatment: drawTreatment() / n_t }, arms) ?? 0
    if (Math.sign(treatment - control) * z > critical) seen += 1
  }
  const power = powerTwoProportions({ control, treatment }, arms, critical) ?? Number.NaN
  expect(Math.abs(seen / runs - power)).toBeLessThan(tolerance)
})

test.each([
  [1.05, 0.1, 288, 1440],
  [1.05, 0.1, 1248, 3120],
])('a mean with sd %d is shown unharmed by %d as often as said, with %d and %d', (sd, margin, n_c, n_t) => {
  const critical = normalQuantile(0.95) ?? Number.NaN
  const random = seeded(20261123)
  // A mean of hundreds of answers is normal, whatever one answer is.
  const mean = (n: number) => (sd / Math.sqrt(n)) * (normalQuantile(random()) ?? 0)
  const error = sd * Math.sqrt(1 / n_c + 1 / n_t)
  let shown = 0
  for (let run = 0; run < runs; run += 1) if (mean(n_t) - mean(n_c) - critical * error > -margin) shown += 1
  const power = powerNonInferiority(margin, { control: n_c, treatment: n_t }, { sd, critical }) ?? Number.NaN
  expect(Math.abs(shown / runs - power)).toBeLessThan(tolerance)
})
