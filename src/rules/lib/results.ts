import { isAddedAfter } from '../../evidence/history/past.ts'
import type { Fact } from '../../evidence/reading/kind.ts'
import type { Phase, StageResults } from '../../evidence/results/stage-results.ts'
import { readable } from '../../model/lists.ts'
import type { Rollout } from '../../model/pilot.ts'
import { type ExposedStage, exposedStages, reaches, type Stage } from '../../model/stage.ts'
import { sampleRatio } from '../../stats/intervals.ts'
import { addDays, days, type IsoDate } from '../../values/index.ts'
import type { Context } from './rule.ts'

/** What results are judged by. */
export type ResultsContext = Pick<Context, 'pilot' | 'gate'> & { readonly facts: Pick<Context['facts'], 'results'> }

export type PlannedStage = NonNullable<Rollout['limited']> & {
  readonly steps?: NonNullable<Rollout['progressive']>['steps']
}

/** A completed stage with its plan and its results. */
export type CompletedStage = {
  readonly stage: ExposedStage
  readonly planned: PlannedStage
  readonly fact: Fact<StageResults> | undefined
}

/** The planned stages before `stage`, by default the checked one. */
export const past = ({ pilot: { rollout }, facts, gate }: ResultsContext, stage: Stage = gate): CompletedStage[] =>
  exposedStages
    .filter((one) => one !== stage && reaches(stage, one))
    .flatMap((one) => {
      const planned: PlannedStage | undefined = rollout?.[one]
      return planned === undefined ? [] : [{ stage: one, planned, fact: facts.results[one] }]
    })

/** The results of a stage that were read and are its own. */
export type JudgedResults = Pick<CompletedStage, 'stage' | 'planned'> & {
  readonly file: string
  readonly value: StageResults
}

const isOwn = (
  one: CompletedStage,
): one is CompletedStage & { readonly fact: Extract<CompletedStage['fact'], { state: 'found' }> } =>
  one.fact?.state === 'found' && one.fact.value.stage === one.stage

const judgedOf = (stages: readonly CompletedStage[]): JudgedResults[] =>
  stages.filter(isOwn).map(({ stage, planned, fact }) => ({ stage, planned, file: fact.file, value: fact.value }))

/** The checked stage itself, if it has results. */
const current = ({ pilot: { rollout }, facts, gate }: ResultsContext): CompletedStage[] => {
  const planned: PlannedStage | undefined = gate === 'pilot' ? undefined : rollout?.[gate]
  return gate === 'pilot' || planned === undefined ? [] : [{ stage: gate, planned, fact: facts.results[gate] }]
}

/** The completed stages; at full, full as well. */
export const due = (context: ResultsContext): CompletedStage[] => [
  ...past(context),
  ...(context.gate === 'full' ? current(context) : []),
]

/** Those of them whose results were read. */
export const judged = (context: ResultsContext): JudgedResults[] => judgedOf(due(context))

/** The same, and what the checked stage has shown so far. */
export const judgedSoFar = (context: ResultsContext): JudgedResults[] =>
  judgedOf([...past(context), ...current(context)])

/** Whether a metric is missing in results because it became a guardrail metric after them. */
export const isLater = ({ history }: Context['facts'], { stage }: JudgedResults, metric: string): boolean =>
  history?.state === 'found' && isAddedAfter(history.value, stage, metric)

/** How often the results may be looked at. */
export const plannedLooks = ({ looks }: PlannedStage): number | 'continuous' => looks ?? 1

/** Where a part of the results stands, and the field that names their file. */
export const placeIn = ({ stage, file, value }: JudgedResults, at: readonly (string | number)[], label: string) => ({
  path: ['rollout', stage, 'results'],
  elsewhere: [{ file, range: value.locate(at), label }],
})

/** A planned step with its days; a stage without steps has one. */
export type Step = {
  /** In percent. */
  readonly treatment: number | undefined
  readonly from: IsoDate | undefined
  /** The last day, inclusive. */
  readonly to: IsoDate | undefined
}

export const stepsOf = ({ start, duration, traffic, segment, steps }: PlannedStage): Step[] => {
  const plans = readable(steps).map(({ share, time }) => ({ share: share?.value, length: time && days(time) }))
  const all =
    plans.length > 0 ? plans : [{ share: segment?.share?.value ?? traffic?.value, length: duration && days(duration) }]
  let from = start
  return all.map(({ share, length }) => {
    const next = from !== undefined && length !== undefined ? addDays(from, Math.ceil(length)) : undefined
    const step = { treatment: share, from, to: next === undefined ? undefined : addDays(next, -1) }
    from = next
    return step
  })
}

/** The share of the treatment that is planned for the days of a phase; undefined where no one step holds them. */
export const plannedShare = (phase: Phase, planned: PlannedStage): number | undefined => {
  const steps = stepsOf(planned)
  const own =
    steps.length === 1
      ? steps[0]
      : steps.find(({ from, to }) => from !== undefined && to !== undefined && phase.from >= from && phase.to <= to)
  return own?.treatment
}

/** The share of the treatment in a phase: as the phase says, or as it is planned for its days. */
export const trafficOf = (phase: Phase, planned: PlannedStage): number | undefined =>
  phase.traffic ?? plannedShare(phase, planned) ?? stepsOf(planned).at(-1)?.treatment

/** Source: Fabijan et al. (2019), Diagnosing sample ratio mismatch in online controlled experiments. */
export const mismatchLevel = 0.001

type Mismatch = {
  readonly phase: Phase
  /** The planned shares, in percent. */
  readonly planned: readonly [number, number]
  readonly assigned: readonly [number, number]
  readonly chiSquare: number
  readonly p: number
}

/** The phases in which units were not assigned as planned. */
export const mismatches = ({ planned, value }: JudgedResults, level: number): Mismatch[] =>
  value.phases.flatMap((phase) => {
    const shares = [trafficOf(phase, planned), planned.control?.value] as const
    const assigned = [phase.treatment.assigned, phase.control?.assigned] as const
    const [treatment, control] = shares
    const [inTreatment, inControl] = assigned
    if (!treatment || !control || inTreatment === undefined || inControl === undefined) return []
    const ratio = sampleRatio([inTreatment, inControl], [treatment, control])
    return ratio === undefined || ratio.p >= level
      ? []
      : [{ phase, planned: [treatment, control], assigned: [inTreatment, inControl], ...ratio }]
  })
