import type { Located as Document } from '../../yaml/json.ts'
import { malformed, type Reading, read } from '../reading.ts'
import { below, field, listOf, numberOf, textOf } from '../value.ts'
import type { Flag, FoundFlag, Split } from './flag.ts'

/** Steps that a manifest is read for. */
const most = 1000

const percent = (data: unknown): number | undefined => {
  const value = numberOf(data)
  return value !== undefined && value >= 0 && value <= 100 ? value : undefined
}

const stepOf = (treatment: number): Split => ({ treatment, control: undefined, off: 100 - treatment })

const flagOf = (document: Document, steps: readonly number[], path: readonly string[], why: string): Flag => {
  const { data, locate } = document
  return {
    key: {
      value: textOf(below(data, 'metadata', 'name')) ?? '',
      range: locate(['metadata', 'name']),
    },
    disabled: undefined,
    fallback: undefined,
    splits: steps.length === 0 ? undefined : { value: steps.map(stepOf), range: locate(path) },
    bucketBy: undefined,
    unread: steps.length === 0 ? why : undefined,
  }
}

/** The weights that a canary goes through. Source: Argo Rollouts, canary strategy. */
export const readRollout = (document: Document): Reading<FoundFlag> => {
  const path = ['spec', 'strategy', 'canary', 'steps']
  const strategy = below(document.data, 'spec', 'strategy')
  if (field(strategy, 'canary') === undefined && field(strategy, 'blueGreen') === undefined)
    return malformed('holds a Rollout without a strategy', document.locate(['spec']))
  const weights = listOf(below(strategy, 'canary', 'steps'))
    .slice(0, most)
    .flatMap((step) => percent(field(step, 'setWeight')) ?? [])
  const flag = flagOf(document, weights, path, 'moves all traffic at once')
  return read({ flag, names: [flag.key.value] })
}

/** The weights that a canary goes through. Source: Flagger, canary analysis. */
export const readCanary = (document: Document): Reading<FoundFlag> => {
  const analysis = below(document.data, 'spec', 'analysis')
  if (analysis === undefined)
    return malformed('holds a Canary without an analysis', document.locate(['spec']))
  const own = listOf(field(analysis, 'stepWeights')).slice(0, most)
  const [step, top] = [percent(field(analysis, 'stepWeight')), percent(field(analysis, 'maxWeight')) ?? 100]
  const count = step === undefined || step < 0.1 ? 0 : Math.ceil(top / step)
  const steps = Array.from({ length: count }, (_, at) => Math.min(top, (step ?? 0) * (at + 1)))
  const weights = own.length > 0 ? own.flatMap((one) => percent(one) ?? []) : steps
  const isSegment = listOf(field(analysis, 'match')).length > 0
  const path = ['spec', 'analysis', own.length > 0 ? 'stepWeights' : 'stepWeight']
  const flag = flagOf(document, isSegment ? [] : weights, path, 'shifts no share of the traffic')
  return read({ flag, names: [flag.key.value] })
}
