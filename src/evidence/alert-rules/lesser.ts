import { isAbove } from '../../values/index.ts'
import { type Call, constantOf, type Expr, partsOf, type Recorded } from './expr.ts'
import { type Unit, unitOf } from './measure.ts'
import type { MeasuredBar } from './scale.ts'

/** Why an alert fires on less than it seems to; each completes a sentence that begins with its name. */
export const lesser = {
  min: 'fires only when the minimum is above its threshold',
  max: 'fires only when the maximum is below its threshold',
  sum: 'sums a metric that is a level, expected an average',
} as const

/** What is the smallest of a short time lasts for that time, as after a `for`; in seconds. */
const maxWaitSeconds = 3600

const isBrief = ({ name, args }: Call): boolean =>
  name.endsWith('_over_time') &&
  args.some((one) => one.kind === 'range' && (one.seconds ?? maxWaitSeconds + 1) <= maxWaitSeconds)

const counting = /^(?:i?rate|increase|i?delta|count.*)$/

/** Whether a unit is that of a level, which cannot be added up. */
export const isOfLevel = ({ kind }: Unit): boolean => ['share', 'points', 'time'].includes(kind)

const isLevel = (call: Call, recorded: Recorded): boolean =>
  isOfLevel(unitOf(call, recorded)) &&
  ![...partsOf(call)].some((part) => part.kind === 'call' && counting.test(part.name))

const lesserCall = (call: Call, isOver: boolean, isPart: boolean, recorded: Recorded): string | undefined => {
  const { name, args, group } = call
  // Of each region the largest is a level of that region.
  const isOfAll = !group?.names.length && !isBrief(call)
  if (isOfAll && isOver && /^(?:min|bottomk)/.test(name)) return lesser.min
  if (isOver) return undefined
  if (isOfAll && /^(?:max|topk)/.test(name)) return lesser.max
  const filled = name === 'default' && args[1] ? constantOf(args[1]) : undefined
  if (isPart) return undefined
  if (filled !== undefined && filled > 0) return `fills missing data with ${filled}, expected gaps`
  return /^sum(?:_over_time)?$/.test(name) && isLevel(call, recorded) ? lesser.sum : undefined
}

/** Why a measure is on its side of the bar later than what it measures. */
export const lesserBy = (bar: Omit<MeasuredBar, 'value'>, recorded: Recorded): string | undefined => {
  const walk = (expr: Expr, isOver: boolean, isPart: boolean, depth: number): string | undefined => {
    if (expr.kind === 'range' || expr.kind === 'past') return walk(expr.of, isOver, isPart, depth)
    if (expr.kind === 'negative') return walk(expr.of, !isOver, isPart, depth)
    if (expr.kind === 'series') {
      const source = depth < 3 ? recorded(expr) : undefined
      return source && walk(source, isOver, isPart, depth + 1)
    }
    if (expr.kind === 'call')
      return (
        lesserCall(expr, isOver, isPart, recorded) ??
        expr.args.map((one) => walk(one, isOver, isPart, depth)).find((why) => why !== undefined)
      )
    if (expr.kind !== 'binary') return undefined
    const isRatio = isPart || (expr.op === '/' && constantOf(expr.right) === undefined)
    const left = walk(expr.left, isOver, isRatio, depth)
    // How long ago the newest was, and what is more than the largest of others, are levels of their own.
    const isTurned = expr.op === '-' && constantOf(expr.left) !== undefined
    if (left !== undefined || (!isTurned && !/^[+*]$/.test(expr.op))) return left
    return walk(expr.right, isOver !== isTurned, isRatio, depth)
  }
  return walk(bar.measured, isAbove(bar), false, 0)
}
