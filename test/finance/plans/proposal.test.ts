import fc from 'fast-check'
import { expect, test } from 'vitest'
import { changeData, readChanges } from '../../../src/cli/commands/what-if.ts'
import { questionsOf } from '../../../src/finance/plans/advice.ts'
import { proposals } from '../../../src/finance/plans/proposal.ts'
import { answer, planOf } from '../../../src/finance/plans/stage-plan.ts'
import { lint } from '../../../src/lint/lint.ts'
import { guardrailUnderpowered } from '../../../src/rules/rollout/guardrail-underpowered.ts'
import { shortWindow } from '../../../src/rules/rollout/short-window.ts'
import { underpowered } from '../../../src/rules/rollout/underpowered.ts'
import { dotted } from '../../../src/yaml/path.ts'
import { pilotOf } from '../fixture.ts'

const share = (max: number) => fc.integer({ min: 1, max })

/** Pilots of every size, some hopeless: proportions and means, more and less. */
const file = fc
  .record({
    volume: fc.integer({ min: 20, max: 2_000_000 }),
    window: fc.integer({ min: 0, max: 20 }),
    success: fc.constantFrom(
      { baseline: '22%', target: 'at least 35%' },
      { baseline: '22%', target: 'at least 23%' },
      { baseline: '99%', target: 'at least 100%' },
      { baseline: '12%', target: 'at most 8%' },
      { baseline: { value: '9.4 min', sd: '6.1 min' }, target: 'at most 7 min' },
      { baseline: { value: '4.1 points', sd: '1.05 points' }, target: 'at least 4.2 points' },
    ),
    guardrails: fc.subarray([
      { metric: 'csat', sd: '1.05 points', max_drop: '0.10 points', response_rate: '12%', window: '2d' },
      { metric: 'return_rate', baseline: '8%', max_rise: '1%' },
      { metric: 'wrong_rate', limit: 'at most 1%', window: '9d' },
    ]),
    steps: fc.array(fc.record({ share: share(60), time: fc.integer({ min: 1, max: 40 }) }), {
      minLength: 1,
      maxLength: 3,
    }),
    control: share(40),
    looks: fc.integer({ min: 1, max: 4 }),
    clusters: fc.constantFrom({}, { units_per_assignee: 3 }, { units_per_assignee: 2.5, intra_class_correlation: 0.1 }),
  })
  .map(({ volume, window, success, guardrails, steps, control, looks, clusters }) => ({
    version: 1,
    id: 'x',
    use_case: { unit: 'chat' },
    success: { metric: 'm', window: `${window}d`, ...success, guardrail_metrics: guardrails },
    cost: { volume: { full: `${volume}/month` } },
    rollout: {
      assign_by: 'customer',
      ...clusters,
      limited: { traffic: '5%', control: '5%', duration: `${steps[0]?.time}d`, exit: ['m above control'] },
      progressive: {
        steps: steps.map(({ share: percent, time }) => `${percent}% for ${time}d`),
        control: `${control}%`,
        looks,
        exit: [success.target.includes('most') ? 'm below control' : 'm above control', 'guardrail_metrics hold'],
      },
      full: '95%',
    },
  }))

const rules = [underpowered, guardrailUnderpowered, shortWindow]

const judge = async (data: unknown) =>
  (
    await lint(JSON.stringify(data), {
      file: 'pilot.yaml',
      for: 'full',
      today: '2026-11-22',
      rules,
      exceptions: true,
    })
  ).diagnostics

test('a plan that is proposed passes the rules that propose it, and a week less does not', () =>
  fc.assert(
    fc.asyncProperty(file, fc.constantFrom('limited', 'progressive'), async (data, stage) => {
      const pilot = pilotOf(JSON.stringify(data))
      const planned = planOf(pilot, stage)
      if (!planned.ok) throw new Error('no plan')
      const { plan } = planned
      const questions = questionsOf(plan)
      const found = proposals(pilot, plan, questions)
      for (const { shape, edits } of [...found.slice(0, 1), ...found.slice(-1)]) {
        expect(shape.treatment + shape.control).toBeLessThanOrEqual(100)
        expect(shape.days % 7).toBe(0)
        expect(shape.treatment).toBeGreaterThanOrEqual(plan.shape.treatment)
        const written = changeData(data, readChanges(edits.map(({ path, text }) => `${dotted(path)}=${text}`)))
        const about = (await judge(written)).filter(({ path }) => path[1] === stage)
        expect(about).toEqual([])
        const less = { ...shape, days: shape.days - 7 }
        if (less.days >= plan.shape.days)
          expect(
            questions.every((question) => less.days > question.window && answer(plan, question, less).enough),
          ).toBe(false)
      }
    }),
    { numRuns: 40 },
  ))

test('whatever the numbers, a finding holds none that is no number', () =>
  fc.assert(
    fc.asyncProperty(file, async (data) => {
      const told = (await judge(data)).flatMap(({ message, help, working = [] }) => [message, help, ...working])
      expect(told.filter((text) => /NaN|Infinity|undefined|null/.test(text))).toEqual([])
    }),
    { numRuns: 40 },
  ))

test.each([
  ['a huge volume', '999999999999/month', '5%'],
  ['a tiny volume', '0.000000001/month', '5%'],
  ['no volume at all', '0/month', '5%'],
  ['no traffic', '60000/month', '0%'],
  ['all of it', '60000/month', '100%'],
])('%s is a sentence', async (_, volume, traffic) => {
  const data = {
    version: 1,
    id: 'x',
    use_case: { unit: 'chat' },
    success: {
      metric: 'm',
      baseline: '0%',
      target: 'at least 100%',
      guardrail_metrics: [{ metric: 'wrong_rate', limit: 'at most 0.000000001%' }],
    },
    cost: { volume: { full: volume } },
    rollout: {
      units_per_assignee: 1e6,
      progressive: {
        steps: [`${traffic} for 0.000000001d`, `${traffic} for 999999999999d`],
        control: traffic,
        looks: 1e12,
        exit: ['m above control', 'guardrail_metrics hold'],
      },
    },
  }
  for (const { message, help, working = [] } of await judge(data))
    for (const text of [message, help, ...working]) expect(text).not.toMatch(/NaN|Infinity|undefined|e\+\d/)
})
