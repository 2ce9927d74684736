import type { ArmNumbers } from '../../stats/power.ts'
import { exposure, printQuantity } from '../../values/index.ts'
import { plural } from '../../values/text.ts'
import type { Clusters } from './clusters.ts'
import type { Edit, PlanProposal } from './proposal.ts'
import type { Question } from './questions.ts'
import { type Answer, countedSteps, type Shape, type StagePlan } from './stage-plan.ts'

const armNames = ['treatment', 'control'] as const

const round = (value: number, digits = 4): number => Number(value.toPrecision(digits))

export const percent = (value: number): string => printQuantity({ value: round(value), unit: '%' })
export const inDays = (value: number): string => printQuantity({ value: round(value), unit: 'd' })

// Next to decimals, `7m` could be misread as another unit.
const amount = (value: number, unit: string): string =>
  unit === 'min' ? `${value} min` : printQuantity({ value, unit })

export const level = (value: number, { unit }: Question): string =>
  unit === '%' ? percent(value * 100) : amount(round(value), unit)

/** Percentage points for shares. */
export const difference = (value: number, { unit }: Question): string =>
  unit === '%' ? plural(round(value * 100, 3), 'point') : amount(round(value, 3), unit)

/** More than two decimals if rounding would move the value across the bar. */
export const power = (value: number, bar: number): string => {
  for (const digits of [2, 3, 4]) {
    const text = value.toFixed(digits)
    if (Number(text) >= bar === value >= bar) return text
  }
  return value >= bar ? String(bar) : `below ${bar}`
}

const whole = (value: number): number => Math.floor(value + 1e-9)

export const observations = (value: number): string => String(whole(value))

/** 0 could be taken for a mistake. */
export const observationsOrNone = (value: number): string => (whole(value) === 0 ? 'none' : observations(value))

export const inArms = ({ treatment, control }: Answer['observed']): string => {
  if (whole(treatment) === 0 && whole(control) === 0) return 'no observations in either arm'
  const rest = whole(control) === 0 ? 'none in control' : `${observations(control)} in control`
  return `${whole(treatment) === 0 ? 'no observations' : plural(whole(treatment), 'observation')} and ${rest}`
}

// `0.02/day x 5% x 7d = 0` would look like a mistake.
const product = (value: number): string => (value > 0 && whole(value) === 0 ? 'less than 1' : observations(value))

/** Completes "can show". */
export const asked = (question: Question): string => {
  const { kind, metric, lift, margin, better } = question
  if (kind === 'lift' && lift)
    return `${lift.to > lift.from ? 'a lift' : 'a fall'} of ${metric} from ${level(lift.from, question)} to ${level(lift.to, question)}`
  if (kind === 'margin' && margin)
    return `that ${metric} ${better === 'more' ? 'falls' : 'rises'} by less than ${difference(margin, question)}`
  return `that ${metric} stays within its limit`
}

export const shape = ({ treatment, control, days }: Shape): string =>
  `${percent(treatment)} with a control of ${percent(control)}, for ${inDays(days)}`

const line = ({ path, text }: Edit): string => `${path.at(-1)}: ${text}`

export const yaml = (plan: StagePlan, { edits }: PlanProposal, steps: readonly string[]): string => {
  const lines = edits.map((edit) =>
    typeof edit.path.at(-1) === 'number' ? `steps: [${[...steps.slice(0, -1), edit.text].join(', ')}]` : line(edit),
  )
  return `in rollout.${plan.stage} ${lines.join(', ')}`
}

export const stepTexts = (steps: readonly (Parameters<typeof exposure.print>[0] | undefined)[] | undefined): string[] =>
  (steps ?? []).map((step) => (step ? exposure.print(step) : '…'))

/** How many assignees share the units of each arm, if they are counted, and how much that leaves. */
const effectLines = ({ assignees, correlation: usual }: Clusters, answer: Answer): string[] => {
  const { question, each, effects, independent, observed } = answer
  const correlation = question.correlation ?? usual
  const arms = question.kind === 'limit' || observed.control === 0 ? (['treatment'] as const) : armNames
  const isSame = arms.every((arm) => each[arm] === each.treatment)
  const term = (arm: keyof ArmNumbers) =>
    `1 + (${round(each[arm])} - 1) x ${correlation} = ${round(effects[arm])}${isSame ? '' : ` in ${arm}`}`
  const shown = (isSame ? (['treatment'] as const) : arms).map(term)
  return [
    ...(assignees !== undefined && each.treatment > 1
      ? [`${assignees} assignees share the units of all days that count`]
      : []),
    `design effect = ${shown.join(', ')}: equivalent to ${arms.map((arm) => product(independent[arm])).join(' and ')}`,
  ]
}

/** The calculation, one line each. */
export const working = (plan: StagePlan, answer: Answer): string[] => {
  const { question, effectiveDays, observed } = answer
  const { clusters, unitsPerDay, test, looks } = plan
  const steps = countedSteps(plan, question, plan.shape)
  const lasts = [...plan.earlier, plan.shape].reduce((sum, step) => sum + step.days, 0)
  const part = question.observed(plan.stage)
  const parts = (exposed: readonly string[]) =>
    [`${round(unitsPerDay, 6)}/day`, exposed.length === 1 ? exposed.join('') : `(${exposed.join(' + ')})`].join(' x ') +
    (part < 1 ? ` x ${percent(part * 100)} observed` : '')
  const treated = steps.map((step) => `${percent(step.treatment)} x ${inDays(step.days)}`)
  const frozen = lasts - Math.min(lasts, question.window) - effectiveDays
  const freeze = frozen > 0 ? ` - ${inDays(frozen)} of a freeze` : ''
  const controlled = [`${percent(plan.shape.control)} x ${inDays(effectiveDays)}`]
  return [
    `effective days = ${inDays(lasts)} - ${inDays(question.window)} until final${freeze} = ${inDays(effectiveDays)}`,
    `treatment = ${parts(treated)} = ${product(observed.treatment)}`,
    ...(question.kind === 'limit' ? [] : [`control = ${parts(controlled)} = ${product(observed.control)}`]),
    ...(clusters ? effectLines(clusters, answer) : []),
    ...(looks !== 1
      ? [
          `${looks === 'continuous' ? 'looks at any time' : `${looks} looks`}: z = ${round(question.kind === 'lift' ? test.twoSided : test.oneSided)} (${looks === 'continuous' ? 'mixture' : 'Pocock'})`,
        ]
      : []),
    ...(answer.power === undefined
      ? []
      : [
          `power to show ${asked(question)} = ${power(answer.power, test.bar.power)}, required ${round(test.bar.power)}`,
        ]),
    ...(answer.detectable === undefined
      ? []
      : [
          `detectable with power ${round(test.bar.power)}: ${question.kind === 'lift' ? 'a difference of' : 'a margin of'} ${difference(answer.detectable, question)} or more`,
        ]),
    ...(question.needed === undefined
      ? []
      : [`observations needed = ${question.needed}: half the limit is then shown with power 0.8`]),
  ]
}
