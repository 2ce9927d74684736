import type { Split } from '../../evidence/feature-flag/feature-flag.ts'
import type { Stage } from '../../model/stage.ts'
import { printQuantity, type Share } from '../../values/index.ts'
import { enumerate } from '../../values/words.ts'
import type { Path } from '../../yaml/path.ts'
import { plannedShares, type Rollout } from './shares.ts'

/** What a stage says of its traffic. */
export type Plan = {
  /** Percent that the system may have: one, or one a step. */
  readonly shares: readonly number[]
  readonly control: Share | undefined
  readonly path: Path
  readonly name: string
  readonly words: string
}

/** The split of the declared stage; undefined where it has none that a flag can show. */
export const declaredSplit = (rollout: Rollout, stage: Stage, steps: boolean): Plan | undefined => {
  if (stage === 'pilot' || stage === 'shadow' || (steps && stage === 'full')) return undefined
  const exposed = rollout[stage]
  const shares = plannedShares({ [stage]: exposed }).flatMap(({ share }) => share ?? [])
  if (exposed === undefined || exposed.segment !== undefined || shares.length === 0) return undefined
  const { control } = exposed
  const kept = control === undefined || steps ? '' : ` and keeps ${printQuantity(control)} as control`
  const first = plannedShares({ [stage]: exposed })[0]?.path ?? ['rollout', stage]
  return {
    shares: shares.map(({ value }) => value),
    control,
    path: shares.length > 1 ? first.slice(0, -1) : first,
    name: stage,
    words: `${enumerate(shares.map(printQuantity), 'or')}${kept}`,
  }
}

/** Whether a split is the planned one, up to `gap` points. */
export const fits = ({ treatment, control, off }: Split, plan: Plan, gap: number): boolean => {
  const near = (one: number, other: number) => Math.abs(one - other) <= gap + 1e-9
  if (!plan.shares.some((share) => near(share, treatment))) return false
  if (plan.control === undefined) return true
  // Without a variant of its own, or with no other one beside it, the control is a part of the rest.
  const isPart = control === undefined || off === 0
  const rest = (control ?? 0) + off
  return isPart ? rest >= plan.control.value - gap - 1e-9 : near(control, plan.control.value)
}

const percent = (share: number): string => printQuantity({ value: Number(share.toFixed(2)), unit: '%' })

/** The splits of a flag as a message says them. */
export const splitWords = (splits: readonly Split[]): string => {
  const shown = splits.slice(0, 6).map(({ treatment }) => percent(treatment))
  const [only] = splits
  const kept =
    splits.length === 1 && only?.control !== undefined ? ` and keeps ${percent(only.control)} as control` : ''
  return `${enumerate(shown, 'or')}${kept}`
}
