import { readable } from '../../model/lists.ts'
import type { Rollout } from '../../model/pilot.ts'
import { servedStages } from '../../model/stage.ts'
import { printQuantity, seconds } from '../../values/index.ts'
import { enumerate } from '../../values/text.ts'
import { type Finding, fields, type Rule } from '../lib/rule.ts'
import { type PlannedShare, plannedShares } from '../lib/stages.ts'

const between = (from: number, to: number, factor: number): string[] => {
  const next = Number((from * factor).toPrecision(12))
  return next * (1 + 1e-9) >= to || factor <= 1
    ? []
    : [printQuantity({ value: next, unit: '%' }), ...between(next, to, factor)]
}

const step = (from: PlannedShare, to: PlannedShare, largest: number, { full }: Rollout): Finding | undefined => {
  if (from.share === undefined || to.share === undefined) return undefined
  const [before, after] = [printQuantity(from.share), printQuantity(to.share)]
  const rest = { path: to.path, related: [{ path: from.path, label: `${from.name}, with ${before}` }] }
  const [old, now] = [from.share.value, to.share.value]
  // rollout/big-bang reports a share of 0%.
  if (old === 0 || now === 0) return undefined
  // The control of full was served before.
  const held = to.stage === 'full' ? (full?.control?.value ?? 0) : 0
  if (now + held < old - 1e-9 || (now === old && to.stage !== 'full'))
    return {
      ...rest,
      message: `${to.name} has ${after} of the traffic, not more than ${from.name} with ${before}`,
      help: `set ${old < 100 ? `it to more than ${before}` : `${from.name} to less than ${before}`}, or remove the step`,
    }
  if (now <= old * largest * (1 + 1e-9)) return undefined
  const steps = between(old, now, largest)
  const count = steps.length === 1 ? 'a step' : `${steps.length} steps`
  return {
    ...rest,
    message: `${to.name} has ${after} of the traffic, more than ${largest} times the ${before} of ${from.name}`,
    help: `add ${count} of at most ${enumerate(steps)} in between`,
  }
}

const sum = (rollout: Rollout, stage: PlannedShare['stage']): Finding | undefined => {
  const control = rollout[stage]?.control
  const shares = plannedShares(rollout).filter((one) => one.stage === stage)
  const most = readable(shares.map(({ share }) => share)).reduce((max, { value }) => Math.max(max, value), 0)
  if (control === undefined || most + control.value <= 100 + 1e-9) return undefined
  const [traffic, kept] = [printQuantity({ value: most, unit: '%' }), printQuantity(control)]
  return {
    path: ['rollout', stage, 'control'],
    message: `${stage} has ${traffic} of the traffic and a control of ${kept}, more than 100% together`,
    help: `reduce them to at most 100% together${control.value < 100 ? `, for example ${printQuantity({ value: 100 - control.value, unit: '%' })} and ${kept}` : ''}`,
  }
}

export const jump: Rule = {
  id: 'rollout/jump',
  severity: 'warning',
  from: 'shadow',
  summary: 'The traffic grows with each step, at most fivefold, and leaves room for the control',
  why: 'A step at 5% says little about 100%: load, rare cases, abuse and blast radius grow with the traffic.',
  details: `The steps are \`limited\`, every step of \`progressive\`, and \`full\`; a segment counts with its share. \`full\` may keep the share of the last step, or less by its own control. A step without a readable share is not compared, and one that is shorter than the window of every rollback trigger counts as none. The largest share of a stage and its control must not exceed 100% together.`,
  principles: ['never-everyone'],
  fields: fields`rollout.progressive.steps rollout.limited.segment rollout.{limited,progressive,full}.{traffic,control} rollback.when.over`,
  references: ['Flagger, canary stepWeight', 'Safe and Quick Rollouts (Xia et al. 2019)'],
  settings: {
    largest_step: {
      value: 5,
      weaker: 'more',
      meaning: 'Largest factor from the share of one step to the next',
      source: 'results at 1% predict 5%, but hardly 50%; Flagger, canary stepWeight',
    },
  },
  examples: {
    ready: `rollout:
  limited: 2% for 14d
  progressive: {steps: [10% for 7d, 40% for 14d], control: 20%}
  full: {traffic: 95%, control: 5%}`,
    notReady: `rollout:
  limited: 2% for 14d
  progressive:
    steps: [10% for 7d, 85% for 14d]   # expect: rollout/jump
    control: 20%   # expect: rollout/jump
  full: {traffic: 95%, control: 5%}`,
  },

  *check({ pilot: { rollout, rollback }, setting }) {
    if (rollout === undefined) return
    const windows = readable(rollback?.when).flatMap(({ over }) =>
      over?.progressive ? [seconds(over.progressive)] : [],
    )
    // Who moves on before anything can fire has seen nothing of the step.
    const isSeen = ({ path }: PlannedShare): boolean => {
      const at = path.at(-1)
      const time = typeof at === 'number' ? rollout.progressive?.steps?.[at]?.time : undefined
      return time === undefined || windows.length === 0 || seconds(time) >= Math.min(...windows)
    }
    const shares = plannedShares(rollout).filter(isSeen)
    for (const [at, to] of shares.entries()) {
      const from = shares[at - 1]
      const found = from && step(from, to, setting('largest_step'), rollout)
      if (found) yield found
    }
    for (const stage of servedStages) {
      const found = sum(rollout, stage)
      if (found) yield found
    }
  },
}
