import { interval as printInterval } from '../../exits/comparisons.ts'
import { apart } from '../../exits/printed.ts'
import { decimal, printNumber, printProse, zero } from '../../finance/amounts.ts'
import { restated, returnsAt, withLift } from '../../finance/returns.ts'
import { measuredLift } from '../lib/measured.ts'
import { costModel, valuePath } from '../lib/money.ts'
import { placeIn } from '../lib/results.ts'
import { both, fields, type Rule } from '../lib/rule.ts'

export const belowBreakEven: Rule = {
  id: 'results/below-break-even',
  severity: 'error',
  from: 'progressive',
  summary: 'The measured lift pays for what the system costs',
  why: 'A lift can be real and still too small. The plan was paid for by the target; what counts from now on is what was measured.',
  details: `Judges the latest stage with a control group. Its difference from that group, the value itself, is compared with the lift at which the margin of full rollout is zero. If exactly one guardrail metric has a limit as a share, the cost of errors is that of its measured rate. If an experiment platform reports a difference beside the counts, the smaller one is taken. Where there are several phases, the last one must not be below break-even alone, by the 99% interval of its difference.

An incomplete cost section is reported by \`cost/component-missing\`.`,
  principles: ['cost-model', 'progressive-stage', 'earns-its-keep'],
  fields: fields`rollout.{limited,progressive,full}.results cost.value.{per_success,per_metric_unit} success.{baseline,target}`,
  references: [
    'FinOps Foundation, Unit Economics',
    'Kohavi, Tang and Xu (2020), Trustworthy Online Controlled Experiments, chapter 1',
  ],
  examples: {
    files: {
      'rollout/limited.json':
        '{"stage": "limited", "from": "2026-10-05", "to": "2026-10-25", "model": "small-2-20260801", "looks": 1,\n "arms": {"treatment": {"deflection_rate": {"good": 700, "total": 2000}}, "control": {"deflection_rate": {"good": 500, "total": 2000}}}}\n',
    },
    ...both`success: {metric: deflection_rate, baseline: 22%, target: at least 35%}
cost:
  volume: {full: 60000/month}
  fixed: {infrastructure: «900|9000» EUR/month}
  maintenance: {effort: 20 h/month, wage: 65 EUR/h}
  oversight: {reviewed: 8%, effort: 1.5 min, wage: 24 EUR/h}
  errors: {rate: 1%, cost: 3.50 EUR}
  value: {per_success: 2.20 EUR}
rollout:
  limited: {results: rollout/limited.json}  # expect: results/below-break-even`,
  },

  *check(context) {
    const inputs = costModel(context)
    const measured = measuredLift(context)
    if (inputs?.gain === undefined || measured === undefined) return
    const { one, at, difference, interval, last } = measured
    const whole = restated(inputs, measured)
    const isBelow = (lift: number) =>
      returnsAt(restated(inputs, { ...measured, gain: lift }))?.perMonth.lt(zero) === true
    // The value itself of all phases; of the last one the most that chance leaves of it.
    const now = isBelow(measured.gain) || last === undefined || !isBelow(last.gain) ? undefined : last
    const { gain } = now ?? measured
    const found = returnsAt(restated(inputs, { ...measured, gain }))
    // With the errors that were measured, and the lift that was planned.
    const needed = returnsAt(withLift(whole, inputs.gain.gain))?.breakEvenLift
    if (found === undefined || found.perMonth.gte(zero)) return
    const isShare = inputs.gain.kind === 'proportion'
    const inUnit = (value: number) => (isShare ? 100 * value : value)
    const lift = (text: string) => `${text} ${isShare ? 'points' : inputs.gain?.unit}`
    const least = inUnit(needed?.toNumber() ?? Number.NaN)
    const [shown, even] = apart(inUnit(gain), least, lift, now ? 'up' : 'nearest', 2)
    const most = now ? 'at most ' : ''
    // Where less is better, a lift with a minus would read as a fall.
    const rose = `${context.pilot.success?.metric} ${gain < 0 ? 'rose' : 'fell'} by ${gain < 0 && now ? 'at least ' : most}${shown.replace('-', '')}`
    const [moved, bar] = inputs.gain.more
      ? [`a lift of ${most}${shown}`, `, break-even is ${even}`]
      : [`that ${rose}`, `; break-even is a fall of ${even}`]
    yield {
      ...placeIn(one, at, `results of ${one.stage}`),
      message: `${one.stage} shows ${moved}${now ? ` since ${now.from}` : ''}${needed ? bar : ', and no lift breaks even'}: ${printProse(found.perMonth, inputs.currency)} a month`,
      help: 'set `stage` back, then improve the system or reduce its cost until the measured lift pays for it',
      working: [
        ...(now
          ? [`99% interval of the last phase = ${printInterval(now.difference)}`, ...now.difference.working]
          : [`measured lift = ${interval}, value ${shown}`, ...difference.working]),
        ...(measured.errors === undefined
          ? []
          : [`measured errors = ${printNumber(decimal(measured.errors).times(100))}%`]),
      ],
      related: [{ path: valuePath(inputs.gain), label: 'the value of the lift' }],
    }
  },
}
