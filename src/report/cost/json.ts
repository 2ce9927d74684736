import { type Decimal, minutesOf } from '../../finance/amounts.ts'
import type { Blast } from '../../finance/blast-radius.ts'
import type { Draws } from '../../finance/draws.ts'
import { priceList } from '../../finance/price-list.ts'
import type { CostReport, Figures, StageFigures } from '../../finance/report.ts'
import type { Returns } from '../../finance/returns.ts'
import type { Shocked } from '../../finance/sensitivity.ts'
import type { ListPrice } from '../../model/plan.ts'
import { type ComputedRun, jsonHead } from '../computed.ts'
import { jsonText } from '../sanitize.ts'
import type { CostFile } from './file.ts'
import type { CostJson } from './schema.ts'

type File = CostJson['files'][number]
type Money = NonNullable<File['money']>

const number = (value: Decimal): number => value.toNumber()
const maybe = (value: Decimal | undefined): number | null => value?.toNumber() ?? null

const figures = ({ cost, ...rest }: Figures): Money['full'] => ({
  volume: number(cost.volume),
  components: cost.components.map(({ kind, name, amount }) => ({
    kind,
    name,
    amount: number(amount),
    share: number(amount.div(cost.unit)),
  })),
  variable: number(cost.variable),
  fixedPerMonth: number(cost.fixedPerMonth),
  unit: number(cost.unit),
  metered: number(cost.metered),
  perMonth: number(rest.perMonth),
  modelPerMonth: number(rest.modelPerMonth),
  meteredPerMonth: number(rest.meteredPerMonth),
  reviewHoursPerMonth: number(rest.reviewHoursPerMonth),
})

const earned = ({ value, margin, perMonth, breakEvenVolume }: Returns) => ({
  value: number(value),
  margin: number(margin),
  marginPerMonth: number(perMonth),
  breakEvenVolume: maybe(breakEvenVolume),
})

const returns = (all: Returns): NonNullable<Money['returns']> => ({
  ...earned(all),
  payback: maybe(all.payback),
  paying: all.paying.map(({ from, to }) => ({ from: number(from), to: maybe(to) })),
  breakEvenLift: maybe(all.breakEvenLift),
})

const shock = ({ name, cost, returns: then }: Shocked): Money['sensitivity'][number] => ({
  name,
  variable: number(cost.variable),
  fixedPerMonth: number(cost.fixedPerMonth),
  unit: number(cost.unit),
  returns: then ? earned(then) : null,
})

const stage = (one: StageFigures): Money['stages'][number] => ({
  stage: one.stage,
  traffic: one.exposure.percent / 100,
  volume: number(one.cost.volume),
  reviewed: maybe(one.reviewed),
  reviewHoursPerDay: number(one.hoursPerDay),
  unit: number(one.cost.unit),
  marginPerMonth: maybe(one.returns?.perMonth),
})

const trigger = (one: Blast): Money['blastRadius']['triggers'][number] => ({
  index: one.at,
  metric: one.metric ?? null,
  stage: one.stage,
  affected: number(one.affected),
  limit: maybe(one.limit),
  within: one.limit ? one.affected.lte(one.limit) : null,
  windowMinutes: number(minutesOf(one.over)),
  shortestWindowMinutes: maybe(one.shortest),
  longestWindowMinutes: maybe(one.longest),
})

const priced = (listed: ListPrice): Money['listPrices'][number] => ({
  ...listed,
  tableOf: priceList.date,
  cachedInput: listed.cachedInput ?? null,
  cacheWrite: listed.cacheWrite ?? null,
})

const drawn = ({ unit, month, loss, tornado }: Draws): NonNullable<Money['draws']> => ({
  unit,
  month: month ?? null,
  loss: loss ?? null,
  tornado: [...tornado],
})

const money = (report: CostReport, listed: readonly ListPrice[], draws: Draws | undefined): Money => ({
  currency: report.inputs.currency,
  unit: report.noun,
  undeclared: [...report.inputs.undeclared],
  uncapped: report.inputs.approvals.filter(({ cap }) => cap === undefined).map(({ name }) => name),
  demo: report.demo ? figures(report.demo) : null,
  full: figures(report.full),
  returns: report.returns ? returns(report.returns) : null,
  headroom: report.headroom.map(({ factor, times }) => ({ factor, times: number(times) })),
  sensitivity: report.shocks.map(shock),
  stages: report.stages.map(stage),
  reviewCapacityPerDay: maybe(report.capacity),
  waiting: report.waiting
    ? {
        stage: report.waiting.stage,
        perWeek: number(report.waiting.perWeek),
        low: maybe(report.waiting.interval?.[0]),
        high: maybe(report.waiting.interval?.[1]),
      }
    : null,
  measured: report.measured
    ? {
        interval: report.measured.interval,
        lift: maybe(report.measured.inputs.gain?.gain),
        errors: number(report.measured.inputs.errors.rate),
        full: figures(report.measured.full),
        returns: report.measured.returns ? returns(report.measured.returns) : null,
      }
    : null,
  peakDay: report.peak
    ? {
        units: number(report.peak.units),
        spend: number(report.peak.spend),
        limit: maybe(report.inputs.spendLimit),
      }
    : null,
  blastRadius: {
    triggers: report.blasts.map(trigger),
    notComputed: report.uncomputed.map(({ at, metric = null, why }) => ({ index: at, metric, why })),
  },
  listPrices: listed.map(priced),
  draws: draws ? drawn(draws) : null,
  reading: report.reading,
})

const fileOf = ({ file, changes, sentence, warnings, ...rest }: CostFile): File => ({
  file,
  changes: [...changes],
  sentence,
  warnings: [...warnings],
  ...(rest.report ? { why: null, money: money(rest.report, rest.listed, rest.draws) } : { why: rest.why, money: null }),
})

export const costJsonText = (run: ComputedRun, files: readonly CostFile[]): string => {
  const report: CostJson = { ...jsonHead(run, {}), files: files.map(fileOf) }
  return jsonText(report)
}
