import { cases, decimal, printGrouped } from '../../finance/amounts.ts'
import type { Harm } from '../../rehearse/broken.ts'
import type { NoRehearsal, Rehearsal, TruthOutcome } from '../../rehearse/rehearse.ts'
import type { Search } from '../../rehearse/search.ts'
import { printQuantity } from '../../values/index.ts'
import { dotted } from '../../yaml/path.ts'
import { type Block, bar, type Column, number, type Tone, text } from '../blocks.ts'
import { type ComputedPilot, headingOf, type PlanRun } from '../computed.ts'

export type RehearseResult = (Rehearsal & { readonly search?: Search }) | NoRehearsal

const grouped = (value: number): string => printGrouped(decimal(Number(value.toFixed(6))), 0)

export const worstHarm = (harms: readonly Harm[]): Harm | undefined =>
  harms.filter(({ most }) => most !== undefined).toSorted((a, b) => (b.most ?? 0) - (a.most ?? 0))[0]

/** The whole rehearsal in one sentence. */
export const headlineOf = ({ truths, harms, units }: Rehearsal): string => {
  const shippedOf = (name: TruthOutcome['name']) => truths.find((one) => one.name === name)?.shipped
  const [useless, worthless, good] = [shippedOf('useless'), shippedOf('worthless'), shippedOf('as promised')]
  const harmful = truths
    .filter(({ name }) => name === 'harmful')
    .reduce<number | undefined>((most, { shipped }) => Math.max(most ?? 0, shipped), undefined)
  const shipped = [
    ...(useless === undefined ? [] : [`a useless system in ${cases(useless)}`]),
    ...(worthless === undefined ? [] : [`a worthless one in ${cases(worthless)}`]),
    ...(harmful === undefined ? [] : [`a harmful one in ${cases(harmful)}`]),
  ]
  const [first, ...others] = shipped
  const worst = worstHarm(harms)
  return [
    [
      ...(first === undefined ? [] : [`this plan ships ${first} of 100 cases`]),
      ...others,
      ...(good === undefined
        ? []
        : [`${first === undefined ? 'this plan ' : ''}stops a good one in ${cases(1 - good)}`]),
    ].join(', '),
    ...(worst === undefined ? [] : [`a broken one harms at most ${grouped(worst.most ?? 0)} ${units}`]),
  ].join('; ')
}

const percentOf = (share: number): string =>
  share > 0 && share < 0.0005 ? 'below 0.1%' : `${Number((100 * share).toFixed(1))}%`

const levelOf = ({ metric, level, unit }: TruthOutcome): string => {
  if (metric === undefined || level === undefined) return ''
  const value = Number((unit === '%' ? 100 * level : level).toPrecision(4))
  return printQuantity({ value, unit })
}

const toneOf = ({ name, shipped }: TruthOutcome): Tone => {
  if (name === 'as promised') return shipped >= 0.8 ? 'good' : 'dim'
  return shipped > 0.05 ? 'bad' : 'good'
}

const truthsBlock = ({ truths, currency, runs, seed, variation }: Rehearsal): Block => {
  const [first] = truths
  const stages = (first?.ended ?? []).flatMap(({ stage }, at) =>
    stage !== 'shadow' || truths.some(({ ended }) => (ended[at]?.failed ?? 0) > 0) ? [stage] : [],
  )
  // Where the columns do not fit, those that explain least give way, and what never happens before the level does.
  const rankOf = (shareOf: (one: TruthOutcome) => number | undefined) => {
    const most = Math.max(...truths.map((one) => shareOf(one) ?? 0))
    return most > 0 ? 5 + most : 1
  }
  const stoppedOf = ({ ended }: TruthOutcome) => ended.reduce((sum, { stopped }) => sum + stopped, 0)
  const failedAt = (stage: string) => (one: TruthOutcome) => one.ended.find((end) => end.stage === stage)?.failed
  const hasMoney = truths.some(({ money }) => money !== undefined)
  const columns: Column[] = [
    { ...text('the system is'), rank: 9 },
    { ...text('level'), rank: 4 },
    { ...number('ships'), rank: 8 },
    { ...number('rolled back'), rank: rankOf(stoppedOf) },
    ...stages.map((stage) => ({ ...number(`fails ${stage}`), rank: rankOf(failedAt(stage)) })),
    ...(hasMoney ? [{ ...number(`${currency} until then`), rank: 3 }] : []),
    { ...bar, rank: 2 },
  ]
  return {
    title: `What ships: ${grouped(runs)} runs each, seed ${seed}${variation > 0 ? `, traffic varies by ${percentOf(variation)}` : ''}`,
    table: {
      columns,
      rows: truths.map((one) => [
        one.name === 'harmful' ? `harmful: ${one.metric}` : one.name,
        levelOf(one),
        percentOf(one.shipped),
        percentOf(stoppedOf(one)),
        ...one.ended.filter(({ stage }) => stages.includes(stage)).map(({ failed }) => percentOf(failed)),
        ...(hasMoney ? [one.money === undefined ? '' : grouped(one.money)] : []),
        one.shipped,
      ]),
      tones: truths.map(toneOf),
    },
    lines: [],
  }
}

const harmsBlock = ({ harms, units }: Rehearsal): Block | undefined => {
  if (harms.length === 0) return undefined
  return {
    title: `A system that breaks on any day: ${units} harmed until one trigger alone has rolled it back`,
    table: {
      columns: [text('trigger'), text('stage'), number('at most'), number('on average'), number('not seen')],
      rows: harms.map(({ metric, stage, most, mean, unseen }) => [
        metric,
        stage,
        most === undefined ? 'not counted' : grouped(most),
        mean === undefined ? '-' : grouped(mean),
        percentOf(unseen),
      ]),
    },
    lines: [
      'at most: in 95% of the runs; not seen: the stage ends before the trigger fires; a mean or a falling rate does not show how many are harmed',
    ],
  }
}

/** What to write, one line for each stage that changes. */
export const searchLines = (search: Extract<Search, { ok: true }>): string[] =>
  search.proposals.flatMap(({ plan, proposal }) =>
    proposal.edits.length === 0
      ? []
      : [proposal.edits.map(({ path, text: value }) => `${dotted(path)}: ${value}`).join(', ')].map(
          (edits) => `${plan.stage}: ${edits}`,
        ),
  )

const searchBlock = (search: Search): Block => {
  const title = 'The cheapest plan, by days x exposure'
  if (!search.ok) return { title, lines: [search.why] }
  const lines = searchLines(search)
  const ships = search.truths.map(
    ({ name, metric, shipped }) => `${name === 'harmful' ? `harmful ${metric}` : name} ${percentOf(shipped)}`,
  )
  return {
    title,
    lines: [
      ...(lines.length === 0 ? ['the plan as it is'] : lines),
      `${Number(search.exposure.toFixed(2))} days of all traffic instead of ${Number(search.before.toFixed(2))}; ships: ${ships.join(', ')}`,
    ],
  }
}

export const rehearseBlocks = (
  pilot: ComputedPilot<RehearseResult>,
  run: Pick<PlanRun<RehearseResult>, 'set'>,
): Block[] => {
  const { result: rehearsal } = pilot
  const heading = headingOf(
    pilot,
    run,
    rehearsal === undefined ? [] : [rehearsal.ok ? headlineOf(rehearsal) : `not rehearsed: ${rehearsal.why}`],
  )
  if (!rehearsal?.ok) return [heading]
  const harms = harmsBlock(rehearsal)
  return [
    heading,
    truthsBlock(rehearsal),
    ...(harms ? [harms] : []),
    ...(rehearsal.search ? [searchBlock(rehearsal.search)] : []),
    ...(rehearsal.said.length > 0 ? [{ title: 'What is assumed', lines: rehearsal.said }] : []),
  ]
}
