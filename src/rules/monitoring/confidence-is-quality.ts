import { present, readable } from '../../model/lists.ts'
import type { Pilot } from '../../model/pilot.ts'
import { quote } from '../../values/text.ts'
import type { Path } from '../../yaml/path.ts'
import { alertsPath, metricKey, metricsAt } from '../lib/alerts.ts'
import { type Context, type Finding, fields, type Rule } from '../lib/rule.ts'

const OPINIONS =
  /^(?:confidence(?:_score)?|self_confidence|log_?probs?|log_probability|log_likelihood|perplexity)$/
const AGGREGATES = /^(?:avg|average|mean|median|min|low|p[0-9]{1,2})_/
const OWNERS = /^(?:model|llm|answer|prediction|token|sequence)_/
const TAILS = /_(?:avg|average|mean|median|min|rate|share|p[0-9]{1,2})$/

/** Whether the metric is what the model thinks of itself, and not what it thinks of something or what people think. */
export const isConfidence = (metric: string): boolean => {
  const name = metricKey(metric).replace(AGGREGATES, '').replace(OWNERS, '').replace(AGGREGATES, '')
  return OPINIONS.test(name.replace(TAILS, ''))
}

const measured = ({ success }: Pilot): string => {
  const limited = readable(success?.guardrail_metrics).filter(({ limit }) => limit !== undefined)
  const named = [...limited.map(({ metric }) => metric), success?.metric]
  return named.find((metric) => metric !== undefined && !isConfidence(metric)) ?? 'wrong_answer_rate'
}

const finding = (path: Path, metric: string, pilot: Pilot): Finding => ({
  path,
  message: `${quote(metric)} is the model's own opinion of its answers, not their quality`,
  help: `use a metric that people or records settle, such as ${measured(pilot)}`,
})

function* inAlerts({ pilot, faults }: Context): Generator<Finding> {
  const alerts = pilot.monitoring?.alerts
  if (metricsAt(alertsPath, alerts, faults) === undefined) return
  const quality = present(alerts).filter(({ item }) => item.kind === 'quality')
  if (!quality.every(({ item }) => item.metric !== undefined && isConfidence(item.metric))) return
  for (const { item, at } of quality)
    if (item.metric !== undefined) yield finding([...alertsPath, at, 'metric'], item.metric, pilot)
}

function* inExits({ pilot }: Context): Generator<Finding> {
  const operational = new Set<string>()
  for (const { kind, metric } of readable(pilot.monitoring?.alerts))
    if (kind !== undefined && kind !== 'quality' && metric !== undefined) operational.add(metricKey(metric))
  for (const stage of ['shadow', 'limited', 'progressive'] as const) {
    const exit = pilot.rollout?.[stage]?.exit ?? []
    if (readable(exit).length < exit.length) continue
    const judged = present(exit).flatMap(({ item, at }) =>
      'metric' in item ? [{ metric: item.metric, at }] : [],
    )
    const outcomes = judged.filter(({ metric }) => !operational.has(metricKey(metric)))
    const holds = judged.length < exit.length
    if (holds || !outcomes.every(({ metric }) => isConfidence(metric))) continue
    for (const { metric, at } of outcomes) yield finding(['rollout', stage, 'exit', at], metric, pilot)
  }
}

export const confidenceIsQuality: Rule = {
  id: 'monitoring/confidence-is-quality',
  severity: 'error',
  from: 'limited',
  summary: 'Quality is measured by something other than the confidence of the model',
  why: 'A model is at its most confident when it is wrong in a way that it has learnt, so quality falls while the metric stays green.',
  details: `Confidence, log-probability and perplexity are told by their name, with an aggregate or the model before it (\`mean_model_confidence\`, \`token_logprob_p10\`, \`low_confidence_rate\`). What people say of their own confidence (\`clinician_confidence\`) and how well confidence is calibrated are measurements and left alone.

Judged are the alerts of kind \`quality\` and the exits of the stages before \`full\`, and only where nothing else stands for quality: beside a real quality metric, confidence is a fair sign of drift. In an exit, a metric that an alert of another kind watches, such as latency, does not stand for quality.`,
  principles: ['monitoring', 'limited-stage'],
  fields: fields`monitoring.alerts.metric rollout.{shadow,limited,progressive}.exit`,
  references: [],
  examples: {
    ready: `monitoring:
  alerts:
    - {kind: quality, metric: misrouted_ticket_rate, fire: above 4%, over: 1d}
    - {kind: quality, metric: mean_confidence, fire: below 70%, over: 1d}`,
    notReady: `monitoring:
  alerts:
    - {kind: quality, metric: mean_confidence, fire: below 70%, over: 1d}   # expect: monitoring/confidence-is-quality
rollout:
  limited:
    traffic: 5%
    exit:
      - model_confidence at least 80%   # expect: monitoring/confidence-is-quality`,
  },

  *check(context) {
    yield* inAlerts(context)
    yield* inExits(context)
  },
}
