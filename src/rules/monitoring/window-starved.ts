import { shareAt } from '../../finance/lift.ts'
import { present } from '../../model/lists.ts'
import type { Pilot } from '../../model/pilot.ts'
import { type ExposedStage, exposedStages } from '../../model/stage.ts'
import { type Duration, days, perDay, printQuantity, type Threshold, threshold } from '../../values/index.ts'
import { plural } from '../../values/text.ts'
import { isReadable } from '../rollout/plan.ts'
import type { Context, Finding, Rule } from '../rule.ts'
import { knownMetrics, type Need, needOf } from './alert-need.ts'
import { type Alert, alertsPath, nameOf } from './alerts.ts'

const units = [
  { unit: 'min', days: 1 / 1440, below: 2 / 24 },
  { unit: 'h', days: 1 / 24, below: 3 },
  { unit: 'd', days: 1, below: Number.POSITIVE_INFINITY },
] as const

/** The time rounded up to a whole number of the unit in which people would say it. */
const upward = (time: number): string => {
  const { unit, days: size } = units.find(({ below }) => time <= below) ?? units[2]
  return printQuantity({ value: Math.ceil(time / size - 1e-9), unit })
}

/** Days that the stage lasts, a progressive one its last step; undefined where it has no end. */
const lasts = ({ rollout }: Pilot, stage: ExposedStage): number | undefined => {
  const step = stage === 'progressive' ? rollout?.progressive?.steps?.at(-1)?.time : undefined
  const time = step ?? rollout?.[stage]?.duration
  return time && days(time)
}

/** After a quarter an alert is no alert any more, even where the stage has no end. */
const longestWait = 90

type Sight = { readonly stage: ExposedStage; readonly seen: number; readonly perDay: number }

const helpFor = (pilot: Pilot, fire: Threshold, need: Need, { stage, seen, perDay: each }: Sight): string => {
  if (each <= 0)
    return need.observed === 0
      ? 'another metric: nobody answers for this one'
      : `a share of the traffic for ${stage}`
  const wait = need.count / each
  if (wait <= (lasts(pilot, stage) ?? longestWait))
    return `over: {${stage}: ${upward(wait)}} or longer, or a level further away than ${threshold.print(fire)}`
  const level = need.levelAt(seen)
  const told = level && 'quantity' in fire ? threshold.print({ ...fire, quantity: level }) : undefined
  const never = `no window of ${stage} holds ${need.count} at this traffic`
  return told === undefined
    ? `${never}: more traffic, or an alert on another metric`
    : `fire: ${told}, the nearest level that this window tells; ${never}`
}

const judge = (
  { pilot, setting }: Context,
  stage: ExposedStage,
  known: ReturnType<typeof knownMetrics>,
  { item, at }: { readonly item: Alert; readonly at: number },
): Finding | undefined => {
  const { metric, fire } = item
  const over: Duration | undefined = item.over?.[stage]
  const full = pilot.cost?.volume?.full
  const share = shareAt(pilot, stage)
  if (metric === undefined || fire === undefined || over === undefined || full === undefined) return undefined
  const need = needOf(known, metric, fire, setting('confidence'))
  if (share === undefined || need === undefined) return undefined
  const perDayHere = perDay(full) * (share.percent / 100) * need.observed
  const seen = perDayHere * days(over)
  if (seen >= need.count - 1e-9) return undefined
  const traffic = printQuantity({ value: share.percent, unit: '%' })
  const observed =
    need.observed < 1 ? ` x ${printQuantity({ value: need.observed * 100, unit: '%' })} observed` : ''
  return {
    path: [...alertsPath, at, 'over'],
    message: `the ${nameOf(item)} sees ${seen < 1 ? 'less than one observation' : plural(Math.floor(seen), 'observation')} in ${printQuantity(over)} at ${stage}, with ${traffic} of the traffic: ${need.why}`,
    help: helpFor(pilot, fire, need, { stage, seen, perDay: perDayHere }),
    related: [
      { path: share.path, label: 'the traffic' },
      { path: ['cost', 'volume', 'full'], label: 'the volume' },
    ],
    working: [
      `observations = ${printQuantity(full)} x ${traffic} x ${printQuantity(over)}${observed} = ${Number(seen.toPrecision(4))}`,
      need.working,
    ],
  }
}

export const windowStarved: Rule = {
  id: 'monitoring/window-starved',
  severity: 'warning',
  from: 'limited',
  summary: 'The window of an alert holds enough observations for its level, at the traffic of the stage',
  why: 'An alert that looks at three conversations fires on bad luck. After the second night the page is muted, and the third one is real.',
  details: `It judges each alert at the stage that the file is judged for: \`cost.volume.full\` x the share of the stage (a progressive one stands for its last step) x the window, x \`response_rate\` where the metric has one.

A percentile, known by a name such as \`latency_p95\`, needs 1 / (1 - 0.95) = 20 observations: of fewer it is the largest of them. A share or a mean needs so many that chance alone does not take it from its usual level to the one that fires: z^2 x p x (1 - p) / distance^2, with the \`sd\` for a mean. The usual level is the metric's \`baseline\`, or its \`limit\`. A metric that the success section does not describe is left alone, and so is an alert that fires within the usual level.`,
  seed: ['S15'],
  references: ['Google, The Site Reliability Workbook, chapter 5, low-traffic services'],
  settings: {
    confidence: {
      value: 0.95,
      meaning: 'How often an alert on a metric at its usual level has to stay silent',
      source: 'the usual one-sided 5%; Kohavi, Tang and Xu (2020), chapter 17',
    },
  },
  examples: {
    ready: `cost: {volume: {full: 60000/month}}
rollout: {limited: {traffic: 5%}}
monitoring:
  alerts:
    - {kind: latency, metric: latency_p95, fire: above 4s, over: 6h}
`,
    notReady: `cost: {volume: {full: 60000/month}}
rollout: {limited: {traffic: 5%}}
monitoring:
  alerts:
    - {kind: latency, metric: latency_p95, fire: above 4s, over: 15m}   # expect: monitoring/window-starved
`,
  },

  *check(context) {
    const { pilot, gate } = context
    const stage = exposedStages.find((one) => one === gate)
    if (stage === undefined) return
    const inputs = [
      ['cost', 'volume', 'full'],
      ['rollout', stage],
      ['success', 'baseline'],
      ['success', 'metric'],
      ['success', 'guardrail_metrics'],
    ]
    if (!isReadable(context, inputs)) return
    const known = knownMetrics(pilot)
    for (const alert of present(pilot.monitoring?.alerts)) {
      const found = judge(context, stage, known, alert)
      if (found) yield found
    }
  },
}
