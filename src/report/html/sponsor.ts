import { differencesOf, interval } from '../../exits/comparisons.ts'
import { metricOf } from '../../exits/samples.ts'
import { printGrouped } from '../../finance/amounts.ts'
import { overviewOf } from '../../finance/plans/overview.ts'
import { type CostReport, costReport } from '../../finance/report.ts'
import type { Basis } from '../../lint/report.ts'
import type { Stage } from '../../model/stage.ts'
import { judgedSoFar } from '../../rules/lib/results.ts'
import { z95 } from '../../stats/distributions.ts'
import { isShare, moreIsBetter, printQuantity, target as targetPhrase } from '../../values/index.ts'
import { earningsBlock, unitBlock } from '../cost/blocks.ts'
import { rolloutBlocks } from '../rollout/blocks.ts'
import { blocksHtml, chart, type Mark } from './blocks.ts'
import { html } from './page.ts'

const section = (title: string, ...content: readonly string[]): string =>
  `<section>\n<h3>${html(title)}</h3>\n${content.join('')}</section>\n`

const paragraph = (text: string | undefined): string => (text === undefined ? '' : `<p>${html(text)}</p>\n`)

/** What happens to the margin of a month if one number is worse than planned. */
const sensitivity = ({ returns, shocks, inputs }: CostReport): string => {
  if (returns === undefined) return ''
  const row = (name: string, perMonth: typeof returns.perMonth) => {
    const value = perMonth.toNumber()
    const says = `${printGrouped(perMonth, 0)} ${inputs.currency}`
    return { name, says, from: Math.min(0, value), to: Math.max(0, value) }
  }
  const rows = [
    row('as planned', returns.perMonth),
    ...shocks.flatMap((one) => (one.returns ? [row(one.name, one.returns.perMonth)] : [])),
  ]
  const title = `<h4>Margin per month at full volume, if one number is worse than planned</h4>\n`
  return title + chart(rows, [{ kind: 'zero', at: 0, says: 'no margin' }])
}

const money = ({ plan }: Basis, sentence: string | undefined): string => {
  if (plan.pilot.cost === undefined) return ''
  const report = costReport(plan)
  if (!report.ok) return section('Money', paragraph(sentence))
  return section(
    'Money',
    paragraph(sentence),
    sensitivity(report),
    blocksHtml([unitBlock(report), earningsBlock(report)], 4),
  )
}

const stages = ({ plan }: Basis, file: string): string => {
  const overview = overviewOf(plan)
  if (overview.stages.length === 0) return ''
  const [, ...blocks] = rolloutBlocks({ file, unread: [], result: overview }, { set: [] })
  return section('What each stage can show', paragraph(overview.proof), blocksHtml(blocks, 4))
}

/** The lift that each stage measured, beside the one that was promised and the one that pays. */
const measured = ({ plan, facts }: Basis, gate: Stage): string => {
  const { pilot } = plan
  const { metric: name, target, baseline } = pilot.success ?? {}
  if (name === undefined || target === undefined) return ''
  const metric = metricOf(pilot, name)
  const more = moreIsBetter(target)
  const rows = judgedSoFar({ pilot, facts, gate }).flatMap(({ stage, value }) => {
    const [found] = differencesOf(pilot, value, metric, 'lift', z95.two).toSorted((one, other) =>
      more ? one.lower - other.lower : other.upper - one.upper,
    )
    return found === undefined
      ? []
      : [
          {
            name: stage,
            says: interval(found),
            from: found.lower,
            to: found.upper,
            point: found.value,
            unit: found.unit,
          },
        ]
  })
  const [first] = rows
  if (first === undefined) return ''
  const { unit } = first
  const report = costReport(plan)
  // The lift of a proportion is in shares of 1, its difference in points.
  const scale = (metric.unit && isShare(metric.unit) ? 100 : 1) * (more ? 1 : -1)
  const gain = report.ok ? report.inputs.gain : undefined
  const even = report.ok ? report.returns?.breakEvenLift : undefined
  const at = (lift: { toNumber(): number }) => Number((lift.toNumber() * scale).toPrecision(3))
  const shownAt = (lift: number) => (unit === undefined ? String(lift) : printQuantity({ ...unit, value: lift }))
  const marks: Mark[] = [
    { kind: 'zero', at: 0, says: 'as good as the control group' },
    ...(even ? [{ kind: 'even' as const, at: at(even), says: `breaks even at ${shownAt(at(even))}` }] : []),
    ...(gain ? [{ kind: 'goal' as const, at: at(gain.gain), says: `promised ${shownAt(at(gain.gain))}` }] : []),
  ]
  const promise = `${name}: ${targetPhrase.print(target)}${baseline?.value ? ', measured as the difference from the control group, with its 95% interval' : ''}`
  return section('Measured against promised', paragraph(promise), chart(rows, marks))
}

/** What a sponsor asks of one pilot: the money, what the rollout can show, and what it has shown. */
export const sponsorSections = (
  basis: Basis,
  { file, gate, sentence }: { readonly file: string; readonly gate: Stage; readonly sentence: string | undefined },
): string => [measured(basis, gate), money(basis, sentence), stages(basis, file)].join('')

/** Whose pilot it is and what it promises. */
export const about = ({ plan: { pilot } }: Basis): string => {
  const { use_case, success, owner } = pilot
  const parts = [
    use_case?.summary,
    success?.metric && success.target ? `Promise: ${success.metric} ${targetPhrase.print(success.target)}` : undefined,
    owner?.team === undefined ? undefined : `Owner: ${owner.team}`,
  ]
  return parts.map(paragraph).join('')
}
