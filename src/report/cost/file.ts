import { decimal, printGrouped, printNumber, printProse, printShare, zero } from '../../finance/amounts.ts'
import type { Blast } from '../../finance/blast-radius.ts'
import type { Draws, Spread } from '../../finance/draws.ts'
import { type CostReport, factorNames } from '../../finance/report.ts'
import type { ListPrice } from '../../model/plan.ts'
import { printQuantity } from '../../values/index.ts'
import { type Block, bar, number, text } from '../blocks.ts'
import { earningsBlock, largest, measuredBlock, perMonth, placesFor, ratio, unitBlock } from './blocks.ts'

const headroomBlock = ({ headroom, returns }: CostReport): Block | undefined => {
  if (headroom.length === 0 || returns?.perMonth.lt(zero)) return undefined
  const sorted = headroom.toSorted((a, b) => b.times.cmp(a.times))
  const widest = largest(sorted.map(({ times }) => times))
  return {
    title: 'Headroom: how far each cost can grow, and the lift shrink, before the margin is zero',
    table: {
      columns: [text(''), number('times'), bar],
      rows: sorted.map(({ factor, times }) => [
        factorNames[factor],
        `${printGrouped(times, times.gte(100) ? 0 : 2)}x`,
        ratio(times, widest),
      ]),
    },
    lines: [],
  }
}

const shocksBlock = ({ shocks, full, returns: earning }: CostReport): Block | undefined => {
  if (shocks.length === 0) return undefined
  const places = placesFor(full.cost.unit)
  return {
    title: 'Sensitivity',
    table: {
      columns: [
        text(''),
        number('unit cost'),
        ...(earning ? [number('margin'), number('per month'), number('break-even')] : []),
      ],
      rows: shocks.map(({ name, cost, returns }) => [
        name,
        printGrouped(cost.unit, places),
        ...(returns
          ? [
              printGrouped(returns.margin, places),
              printGrouped(returns.perMonth, 2),
              returns.breakEvenVolume ? perMonth(returns.breakEvenVolume.round(0, 3)) : 'none',
            ]
          : []),
      ]),
    },
    lines: [],
  }
}

const stagesBlock = ({ stages, capacity, full, returns: earning }: CostReport): Block | undefined => {
  if (stages.length === 0) return undefined
  const places = placesFor(full.cost.unit)
  const usual = stages.find(({ stage }) => stage === 'full')?.reviewed ?? zero
  const losing = stages.filter(({ stage, returns }) => stage !== 'full' && returns?.perMonth.lt(zero))
  return {
    title: 'Stages',
    table: {
      columns: [
        text(''),
        number('traffic'),
        number('units'),
        number('reviewed'),
        number('h/day'),
        number('unit cost'),
        ...(earning ? [number('per month')] : []),
      ],
      rows: stages.map(({ stage, exposure, reviewed, hoursPerDay, cost, returns }) => [
        stage,
        `${printNumber(decimal(exposure.percent))}%`,
        perMonth(cost.volume),
        reviewed ? printShare(reviewed) : '-',
        printNumber(hoursPerDay),
        printGrouped(cost.unit, places),
        ...(returns ? [printGrouped(returns.perMonth, 2)] : []),
      ]),
    },
    lines: [
      ...(capacity ? [`review capacity: ${printNumber(capacity)} h/day; full is computed for the peak day`] : []),
      ...(earning?.perMonth.gte(zero) && losing.length > 0
        ? [
            `a loss before full rollout is normal: ${losing.every(({ reviewed }) => reviewed?.gt(usual)) ? 'more is reviewed than at full, and ' : ''}few units carry the fixed cost`,
          ]
        : []),
    ],
  }
}

const spendBlock = ({ peak, inputs }: CostReport): Block | undefined => {
  if (peak === undefined) return undefined
  const money = (value: Parameters<typeof printProse>[0]) => printProse(value, inputs.currency)
  const limit = inputs.spendLimit
  const against = limit
    ? `the spend limit is ${money(limit)} a day${limit.lt(peak.spend) ? ', which would stop the system' : ''}`
    : 'there is no spend limit'
  return {
    title: 'Peak day',
    lines: [`${printGrouped(peak.units, 0)} units cost ${money(peak.spend)} in metered charges; ${against}`],
  }
}

const time = (minutes: NonNullable<Blast['shortest']>): string => {
  if (minutes.gte(2880)) return `${printNumber(minutes.div(1440), 1)} d`
  return minutes.gte(180) ? `${printNumber(minutes.div(60), 1)} h` : `${printNumber(minutes, 1)} min`
}

const windowOf = ({ shortest, lasts, ...blast }: Blast): string => {
  // A window longer than the stage is no limit.
  const longest = blast.longest?.gt(lasts) ? undefined : blast.longest
  const unbounded = blast.longest !== undefined && longest === undefined
  if (longest?.lte(0)) return 'none'
  if (shortest && longest?.lt(shortest)) return `none, needs ${time(shortest)}`
  if (shortest && longest) return `${time(shortest)} to ${time(longest)}`
  if (longest) return `up to ${time(longest)}`
  if (shortest) return `from ${time(shortest)}`
  return unbounded ? 'any' : '-'
}

const blastBlock = ({ blasts, uncomputed }: CostReport): Block | undefined => {
  if (blasts.length === 0 && uncomputed.length === 0) return undefined
  const [first] = blasts
  const name = (metric: string | undefined, at: number) => metric ?? `trigger ${at + 1}`
  return {
    title: 'Blast radius: units affected before a rollback completes',
    table: {
      columns: [text(''), text('stage'), text('window'), number('affected'), number('limit'), text('allowed window')],
      rows: blasts.map((blast) => [
        name(blast.metric, blast.at),
        blast.stage,
        printQuantity(blast.over),
        printGrouped(blast.affected, 1),
        first?.limit ? printGrouped(first.limit, 0) : '-',
        windowOf(blast),
      ]),
    },
    lines: uncomputed.map(({ metric, at, why }) => `not computed: ${name(metric, at)}, because ${why}`),
  }
}

export type CostFile = {
  readonly file: string
  /** The values of `--set` and `--volume`. */
  readonly changes: readonly string[]
  readonly sentence: string
  readonly warnings: readonly string[]
} & (
  | { readonly report: CostReport; readonly listed: readonly ListPrice[]; readonly draws: Draws | undefined }
  | { readonly report: undefined; readonly why: string }
)

const rangesBlock = (draws: Draws | undefined, { full, inputs, measured }: CostReport): Block | undefined => {
  if (draws === undefined) return undefined
  const places = placesFor(full.cost.unit)
  const row = (name: string, { median, low, high }: Spread, digits: number) => [
    name,
    ...[median, low, high].map((value) => printGrouped(decimal(value), digits)),
  ]
  return {
    title: `${measured ? 'Ranges and the measured lift' : 'Ranges'}, in ${inputs.currency}: ten thousand draws`,
    table: {
      columns: [text(''), number('median'), number('5%'), number('95%')],
      rows: [
        row('unit cost', draws.unit, places),
        ...(draws.month ? [row('margin per month', draws.month, 0)] : []),
        ...draws.tornado.map(({ name, low, high }) => [
          `  ${name}`,
          '',
          ...[low, high].map((value) => printGrouped(decimal(value), 0)),
        ]),
      ],
    },
    lines:
      draws.loss === undefined
        ? []
        : [
            `chance of losing money at full: ${printShare(decimal(draws.loss), 1)}; indented rows: margin per month with that range at its 5% and 95% end`,
          ],
  }
}

const heading = ({ file, changes, sentence, warnings, ...rest }: CostFile): Block => ({
  title: file,
  lines: [
    ...changes.map((change) => `assuming ${change}`),
    sentence,
    // Other readings repeat the sentence.
    ...(rest.report?.returns?.perMonth.gte(0) ? [rest.report.reading] : []),
    ...warnings,
  ],
})

export const costBlocks = (file: CostFile): Block[] => {
  const { report } = file
  if (report === undefined) return [heading(file)]
  const blocks = [
    unitBlock(report),
    earningsBlock(report),
    measuredBlock(report),
    headroomBlock(report),
    shocksBlock(report),
    rangesBlock(file.draws, report),
    stagesBlock(report),
    spendBlock(report),
    blastBlock(report),
  ]
  return [heading(file), ...blocks.filter((block) => block !== undefined)]
}
