import type { MetricAnswer, Overview, StageOverview } from '../../finance/plans/overview.ts'
import type { PlanProposal } from '../../finance/plans/proposal.ts'
import { pointer } from '../../yaml/path.ts'
import { type ComputedPilot, jsonHeadWithReason, type PlanRun } from '../computed.ts'
import { jsonText } from '../sanitize.ts'
import type { JsonRollout } from './schema.ts'

type Stage = JsonRollout['files'][number]['stages'][number]

const metric = (answer: MetricAnswer): Stage['metrics'][number] => {
  const { question, effectiveDays, observed, independent, power, detectable, daysNeeded, asked, enough } = answer
  return {
    metric: question.metric,
    pointer: pointer(question.path),
    kind: question.kind,
    better: question.better,
    unit: question.unit,
    from: question.lift?.from ?? null,
    to: question.lift?.to ?? null,
    margin: question.margin ?? null,
    needed: question.needed ?? null,
    asked,
    enough,
    effectiveDays,
    observed,
    independent,
    power: power ?? null,
    detectable: detectable ?? null,
    daysNeeded: daysNeeded ?? null,
  }
}

const proposal = ({ shape, edits }: PlanProposal): NonNullable<Stage['nearest']> => ({
  ...shape,
  edits: edits.map(({ path, text }) => ({ pointer: pointer(path), value: text })),
})

const stage = (overview: StageOverview): Stage => {
  const { stage: name, exits, reviewer } = overview
  const base = { stage: name, exits: [...exits], reviewer: reviewer ?? null }
  if (!overview.ok)
    return {
      ...base,
      lacks: [...overview.lacks],
      plan: null,
      chance: null,
      metrics: [],
      enough: null,
      nearest: null,
      advice: null,
    }
  const { plan, answers, chance, nearest, advice } = overview
  return {
    ...base,
    lacks: [],
    plan: {
      ...plan.shape,
      unitsPerDay: plan.unitsPerDay,
      looks: plan.looks,
      designEffect: overview.designEffects?.most ?? 1,
      alpha: plan.test.bar.alpha,
      power: plan.test.bar.power,
    },
    chance: chance
      ? {
          at: chance.chances.map(({ at, value, chance: whole, parts }) => ({
            level: at,
            value,
            chance: whole,
            metrics: parts.map((part) => ({ ...part })),
          })),
          enoughAt: chance.enoughAt ?? null,
          never: chance.never?.metric ?? null,
          without: [...chance.open],
        }
      : null,
    metrics: answers.map(metric),
    enough: answers.every(({ asked, enough }) => enough || !asked),
    nearest: nearest === undefined ? null : proposal(nearest),
    advice: advice ?? null,
  }
}

const file = ({ file: name, unread, result: overview }: ComputedPilot<Overview>): JsonRollout['files'][number] => ({
  file: name,
  computed: overview !== undefined,
  unread: unread.map(({ message, help, line, column }) => ({ message, help, line, column })),
  unit: overview?.unit ?? null,
  proof: overview?.proof ?? null,
  stages: (overview?.stages ?? []).map(stage),
})

/** See `schemas/rollout.schema.json`. */
export const rolloutJson = (run: PlanRun<Overview>): string => {
  const document: JsonRollout = { ...jsonHeadWithReason(run), set: [...run.set], files: run.pilots.map(file) }
  return jsonText(document)
}
