import {
  type Decimal,
  most,
  printGrouped,
  printNumber,
  printPayback,
  printProse,
  printShare,
  zero,
} from '../../finance/amounts.ts'
import type { CostReport, Figures } from '../../finance/report.ts'
import type { PayingRange } from '../../finance/returns.ts'
import type { Component, UnitCost } from '../../finance/unit-cost.ts'
import { enumerate } from '../../values/text.ts'
import { type Block, bar, number, text } from '../blocks.ts'

/** Five significant digits of the whole, so that its parts stay distinguishable. */
export const placesFor = (unit: Decimal): number => {
  const exponent = unit.eq(zero) ? 0 : unit.abs().e
  return Math.min(12, Math.max(2, 4 - exponent))
}

export const perMonth = (volume: Decimal): string => `${printGrouped(volume, volume.mod(1).eq(0) ? 0 : 2)}/month`

export const largest = (values: readonly Decimal[]): Decimal => values.reduce(most, zero)

export const ratio = (value: Decimal, whole: Decimal): number => (whole.gt(zero) ? value.div(whole).toNumber() : 0)

const part = ({ components }: UnitCost, { kind, name }: Component): Decimal =>
  components.find((one) => one.kind === kind && one.name === name)?.amount ?? zero

export const unitBlock = ({ demo, full, inputs, noun }: CostReport): Block => {
  const places = placesFor(full.cost.unit)
  const unit = (value: Decimal) => printGrouped(value, places)
  const columns = [...(demo ? [demo] : []), full]
  const each = (of: (figures: Figures) => string): string[] => columns.map(of)
  const { components } = full.cost
  const widest = largest(components.map(({ amount }) => amount))
  const tokens = ['of which tokens', ...each(({ modelPerMonth }) => printGrouped(modelPerMonth, 2)), '', '']
  return {
    title: `Cost per ${noun}, in ${inputs.currency}`,
    table: {
      columns: [text(''), ...each(({ cost }) => perMonth(cost.volume)).map(number), number('share'), bar],
      rows: [
        ...components.map((one) => [
          one.name,
          ...each(({ cost }) => unit(part(cost, one))),
          `${one.amount.div(full.cost.unit).times(100).toFixed(1)}%`,
          ratio(one.amount, widest),
        ]),
        ['unit cost', ...each(({ cost }) => unit(cost.unit)), '100.0%', ''],
        ['per month', ...each((figures) => printGrouped(figures.perMonth, 2)), '', ''],
        ...(inputs.usages.length > 0 ? [tokens] : []),
        ['of which metered', ...each((figures) => printGrouped(figures.meteredPerMonth, 2)), '', ''],
        ['review hours per month', ...each((figures) => printNumber(figures.reviewHoursPerMonth)), '', ''],
      ],
    },
    lines: [],
  }
}

const points = ({ gain }: CostReport['inputs'], lift: Decimal): string => {
  if (gain === undefined) return ''
  return gain.kind === 'proportion' ? `${printNumber(lift.times(100))} points` : `${printNumber(lift)} ${gain.unit}`
}

const rangeWords = ({ from, to }: PayingRange): string => {
  const first = printGrouped(from.round(0, 3), 0)
  return to ? `${first} to ${printGrouped(to.round(0, 0), 0)}` : `${first}/month and more`
}

const payingWords = (ranges: readonly PayingRange[]): string =>
  `profitable at ${enumerate(ranges.map(rangeWords))}${ranges.at(-1)?.to ? '; not beyond' : ''}`

/** What was promised, beside what results show. */
export const measuredBlock = ({ inputs, full, returns, measured, noun }: CostReport): Block | undefined => {
  if (measured?.returns === undefined || returns === undefined) return undefined
  const columns = [
    { inputs, cost: full.cost, returns },
    { inputs: measured.inputs, cost: measured.full.cost, returns: measured.returns },
  ]
  const places = placesFor(full.cost.unit)
  const row = (name: string, cell: (column: (typeof columns)[number]) => string): string[] => [
    name,
    ...columns.map(cell),
  ]
  return {
    title: `Measured beside promised, in ${inputs.currency}`,
    table: {
      columns: [text(''), number('promised'), number('measured')],
      rows: [
        row('lift', (one) => (one.inputs.gain ? points(one.inputs, one.inputs.gain.gain) : '-')),
        row('errors beyond control', (one) => printShare(one.inputs.errors.rate)),
        row(`cost per ${noun}`, (one) => printGrouped(one.cost.unit, places)),
        row(`value per ${noun}`, (one) => printGrouped(one.returns.value, places)),
        row('margin per month', (one) => printGrouped(one.returns.perMonth, 2)),
        row('break-even lift', (one) =>
          one.returns.breakEvenLift ? points(inputs, one.returns.breakEvenLift) : 'none',
        ),
        ...(inputs.oneOff
          ? [row('payback', (one) => (one.returns.payback ? printPayback(one.returns.payback) : 'never'))]
          : []),
      ],
    },
    lines: [`the measured lift is ${measured.interval}`],
  }
}

const earnings = (report: CostReport): string[] => {
  const { inputs, returns, noun, full } = report
  const { gain, currency, oneOff, volume } = inputs
  if (returns === undefined || gain === undefined) return []
  const money = (value: Decimal) => printProse(value, currency)
  const month = (value: Decimal) => `${printGrouped(value, 2)} ${currency}`
  const { payback, breakEvenVolume, breakEvenLift } = returns
  const { waiting } = report
  return [
    `value: ${points(inputs, gain.gain)} of lift x ${money(gain.worth)}${gain.kind === 'mean' ? `/${gain.unit}` : ''} = ${money(returns.value)} per ${noun}`,
    `margin: ${money(returns.value)} - ${money(full.cost.unit)} = ${money(returns.margin)}, ${month(returns.perMonth)} a month at full volume`,
    ...(oneOff
      ? [
          payback
            ? `payback: ${money(oneOff)} ${printPayback(payback)} from the start of the pilot`
            : `payback: never; ${money(oneOff)} is not recovered`,
        ]
      : []),
    ...(waiting
      ? [
          `waiting: a week more at ${waiting.stage} ${waiting.perWeek.gte(zero) ? 'costs' : 'saves'} ${month(waiting.perWeek.abs())}${waiting.interval ? ` with the measured lift (95% interval ${waiting.interval.map((one) => printGrouped(one, 2)).join(' to ')})` : ''}`,
        ]
      : []),
    breakEvenVolume
      ? `break-even volume: ${printGrouped(breakEvenVolume.round(0, 3), 0)}/month, ${printShare(breakEvenVolume.div(volume), 1)} of the plan`
      : 'break-even volume: none; no volume makes it profitable',
    ...(inputs.capacity.length > 0 && breakEvenVolume ? [payingWords(returns.paying)] : []),
    breakEvenLift
      ? `break-even lift: ${points(inputs, breakEvenLift)}; the target is ${points(inputs, gain.gain)}`
      : 'break-even lift: none; a success costs more than it is worth',
  ]
}

const silence = ({ inputs }: CostReport): string =>
  inputs.undeclared.length > 0
    ? 'not computed: parts of the cost are missing'
    : 'not computed: add cost.value, success.baseline and success.target'

export const earningsBlock = (report: CostReport): Block => ({
  title: 'Value and margin',
  lines: report.returns ? earnings(report) : [silence(report)],
})
