import { describe, expect, test } from 'vitest'
import { type EvidenceBar, type Question, usualBar } from '../../../src/finance/plans/questions.ts'
import { answer, daysNeeded, planOf, type StagePlan } from '../../../src/finance/plans/stage-plan.ts'
import type { Pilot } from '../../../src/model/pilot.ts'
import { changed, pilotOf } from '../fixture.ts'

const independent = [
  '  units_per_assignee: 1.3       # conversations per customer in a stage: design effect\n  intra_class_correlation: 0.2  # absent = 1, the worst case\n',
  '',
] as const

const planned = (pilot: Pilot, stage: 'shadow' | 'limited' | 'progressive' | 'full', bar?: EvidenceBar): StagePlan => {
  const found = planOf(pilot, stage, bar)
  if (!found.ok) throw new Error(found.lacks.join(', '))
  return found.plan
}

const guardrail = (plan: StagePlan, metric: string): Question => {
  const found = plan.guardrails.find((one) => one.metric === metric)
  if (found === undefined) throw new Error(`no ${metric}`)
  return found
}

const lift = ({ lift: found }: StagePlan): Question => {
  if (found === undefined) throw new Error('no lift')
  return found
}

describe('a freeze inside a stage', () => {
  const limitedFrom = (start: string, freeze: string) =>
    planned(
      changed(
        independent,
        ['freeze: [2026-11-23..2027-01-04]', `freeze: [${freeze}]`],
        ['traffic: 5%, control: 5%, start: 2026-11-09', `traffic: 5%, control: 5%, start: ${start}`],
      ),
      'limited',
    )

  // 14 days from 9 November, of which the last 7 are not final.
  test.each([
    ['before the stage', '2026-11-01..2026-11-08', 7],
    ['two of its days', '2026-11-10..2026-11-11', 5],
    ['the first days, begun before', '2026-11-01..2026-11-10', 5],
    ['two freezes that overlap', '2026-11-10..2026-11-12, 2026-11-11..2026-11-13', 3],
    ['days that are not final anyway', '2026-11-16..2026-11-22', 7],
    ['all of it', '2026-11-01..2026-12-31', 0],
  ])('%s', (_, freeze, days) => {
    const plan = limitedFrom('2026-11-09', freeze)
    const found = answer(plan, lift(plan))
    expect(found.effectiveDays).toBe(days)
    expect(found.observed.treatment).toBeCloseTo(100 * days, 9)
  })

  test('a stage needs as many days more as it loses', () => {
    const [free, frozen] = ['2026-01-01..2026-01-02', '2026-11-10..2026-11-12'].map((freeze) => {
      const plan = limitedFrom('2026-11-09', freeze)
      return daysNeeded(plan, lift(plan))
    })
    expect(frozen).toBe((free ?? 0) + 3)
  })

  test('steps are frozen on their own days', () => {
    const plan = planned(
      changed(['freeze: [2026-11-23..2027-01-04]', 'freeze: [2027-01-14..2027-01-19]']),
      'progressive',
    )
    // 7 days from 11 January lose four, the 28 after them two, and the last 7 are not final.
    expect(answer(plan, lift(plan)).effectiveDays).toBe(3 + 19)
  })
})

describe('the complete file', () => {
  test('limited: 700 and 700 final conversations', () => {
    const plan = planned(changed(independent), 'limited')
    const found = answer(plan, lift(plan))
    expect(found).toMatchObject({ effectiveDays: 7, enough: true })
    expect(found.observed.treatment).toBeCloseTo(700, 9)
    expect(found.power).toBeCloseTo(0.9997337131670863, 9)
    expect(found.detectable).toBeCloseTo(0.0650042177858147, 9)
  })

  test('progressive counts all of its steps, with the design effect', () => {
    const plan = planned(changed(), 'progressive')
    expect(plan.shape).toEqual({ treatment: 50, control: 20, days: 28 })
    expect(answer(plan, lift(plan)).effects.control).toBeCloseTo(1.06, 12)
    expect(plan.asks).toEqual({ lift: true, guardrails: true })
    const csat = answer(plan, guardrail(plan, 'csat'))
    expect(csat.observed.treatment).toBeCloseTo(336 + 3120, 9)
    expect(csat.observed.control).toBeCloseTo(336 + 1248, 9)
    expect(csat.power).toBeCloseTo(0.914032, 5)
    expect(answer(planned(changed(independent), 'progressive'), guardrail(plan, 'csat')).power).toBeCloseTo(
      // Weights 168 and 891.43: z = 0.1 / (1.05 / sqrt(1059.43)) - 1.645.
      0.9271706592044812,
      9,
    )
    expect(answer(plan, guardrail(plan, 'wrong_answer_rate'))).toMatchObject({
      power: undefined,
      enough: true,
    })
  })

  test.each([
    ['50%', '10%', 37],
    ['50%', '20%', 22],
    ['50%', '50%', 14],
    ['25%', '25%', 25],
    ['5%', '5%', 116],
  ])('CSAT unharmed with %s and %s takes %d days', (share, control, wanted) => {
    const plan = planned(
      changed(independent, [
        'steps: [20% for 7d, 50% for 28d], control: 20%',
        `steps: [${share} for 28d], control: ${control}`,
      ]),
      'progressive',
      // Both tests of the exit need 0.8 then.
      { ...usualBar, power: 0.6 },
    )
    expect(daysNeeded(plan, guardrail(plan, 'csat'))).toBe(wanted)
  })

  test('nothing is final where the stage is as short as the window', () => {
    const plan = planned(
      changed(['control: 5%, start: 2026-11-09, duration: 14d', 'control: 5%, duration: 7d']),
      'limited',
    )
    expect(answer(plan, lift(plan))).toMatchObject({ effectiveDays: 0, power: undefined, enough: false })
    expect(daysNeeded(plan, lift(plan))).toBe(9)
  })

  test('ten looks need more than one', () => {
    const once = planned(changed(), 'progressive')
    const often = planned(changed(['looks: 1', 'looks: 10']), 'progressive')
    expect(often.test.twoSided).toBeCloseTo(2.555, 3)
    expect(answer(often, guardrail(often, 'csat')).power).toBeLessThan(answer(once, guardrail(once, 'csat')).power ?? 0)
  })

  test('what the file does not say is named', () => {
    expect(planOf(changed(), 'full')).toEqual({
      ok: false,
      stage: 'full',
      lacks: ['the duration of rollout.full'],
    })
    expect(planOf(pilotOf('version: 1\nid: x\n'), 'limited')).toEqual({
      ok: false,
      stage: 'limited',
      lacks: ['cost.volume.full', 'the share of rollout.limited', 'the duration of rollout.limited'],
    })
  })

  test('units that are assigned by themselves have no design effect', () => {
    const plan = planned(changed(['assign_by: customer', 'assign_by: conversations']), 'progressive')
    expect(plan).toMatchObject({ clusters: undefined })
    expect(answer(plan, lift(plan)).effects).toEqual({ control: 1, treatment: 1 })
  })
})

describe('assignees that are counted', () => {
  const stores = (steps: string, more = '') =>
    planned(
      pilotOf(`version: 1
id: stores
use_case: {unit: order}
success: {metric: rate, window: 1d, baseline: 22%, target: at least 25%}
cost: {volume: {full: 30000/month}}
rollout:
  assign_by: store
  assignees: 40
  intra_class_correlation: 0.02
  progressive: {steps: [${steps}], control: 40%, exit: [rate above control]}
${more}`),
      'progressive',
    )

  test('have the units of all days that count, and the largest step has them all', () => {
    const plan = stores('20% for 7d, 30% for 7d, 50% for 7d')
    const found = answer(plan, lift(plan))
    // 1,000 x (20% x 7 + 30% x 7 + 50% x 6) = 6,500 of 20 stores, and 1,000 x 40% x 20 = 8,000 of 16.
    expect(found.observed).toEqual({ treatment: 6500, control: 8000 })
    expect(found.each).toEqual({ treatment: 325, control: 500 })
    const [treatment, control] = [1 + 324 * 0.02, 1 + 499 * 0.02]
    expect(found.effects.treatment).toBeCloseTo(treatment, 12)
    expect(found.effects.control).toBeCloseTo(control, 12)
    // Arms of each step, weighted by n_t n_c / (n_t + n_c) as results are.
    const strata = [
      [1400, 2800],
      [2100, 2800],
      [3000, 2400],
    ].map(([t = 0, c = 0]) => [t / treatment, c / control] as const)
    const weight = strata.reduce((sum, [t, c]) => sum + (t * c) / (t + c), 0)
    const { independent } = found
    expect((independent.treatment * independent.control) / (independent.treatment + independent.control)).toBeCloseTo(
      weight,
      9,
    )
  })

  test('have none of a step whose units are not final when the stage ends', () => {
    const plan = stores('30% for 14d, 50% for 1d')
    expect(answer(plan, lift(plan)).each.treatment).toBeCloseTo(4200 / 12, 9)
  })

  test('have as many as declared, where those are more', () => {
    const plan = stores('50% for 7d')
    const declared = { ...plan, clusters: { size: 1000, assignees: 40, correlation: 0.02 } }
    expect(answer(declared, lift(plan)).each).toEqual({ treatment: 1000, control: 1000 })
  })

  test('have more in a longer stage, which never shows more than as many assignees do', () => {
    const plan = stores('50% for 7d')
    const longer = answer(plan, lift(plan), { ...plan.shape, days: 182 })
    expect(longer.each.treatment).toBeCloseTo((1000 * 0.5 * 181) / 20, 9)
    expect(longer.independent.treatment).toBeLessThan(20 / 0.02)
    expect(longer.enough).toBe(false)
    expect(daysNeeded(plan, lift(plan))).toBeUndefined()
  })
})

describe('all four kinds of lift are mirrored', () => {
  const of = (success: string) => {
    const plan = planned(
      pilotOf(`version: 1
id: x
success: {metric: m, ${success}}
cost: {volume: {full: 30000/month}}
rollout: {limited: {traffic: 10%, control: 10%, duration: 14d}}
`),
      'limited',
    )
    return answer(plan, lift(plan))
  }
  test('proportions', () => {
    const more = of('baseline: 22%, target: at least 25%')
    const less = of('baseline: 78%, target: at most 75%')
    expect(less.power).toBeCloseTo(more.power ?? -1, 12)
    expect(less.detectable).toBeCloseTo(more.detectable ?? -1, 9)
    expect(more.power).toBeGreaterThan(0.3)
  })
  test('means', () => {
    const more = of('baseline: {value: 7 min, sd: 6 min}, target: at least 8 min')
    const less = of('baseline: {value: 8 min, sd: 360s}, target: at most 420s')
    expect(less.power).toBeCloseTo(more.power ?? -1, 12)
    expect(less.detectable).toBeCloseTo(more.detectable ?? -1, 12)
    expect(more.enough).toBe(true)
  })
})
