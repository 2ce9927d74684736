import { metricKey } from '../../model/lists.ts'
import type { Pilot } from '../../model/pilot.ts'
import { rowUnitOf } from '../../model/window.ts'
import { readExport } from '../rows/exports.ts'
import { type Export, effectIn } from '../rows/totals.ts'
import { differs, exportIn, frozenIn, inRows, printed, type Recount, type ResultRows, type Unread } from './compare.ts'
import type { Observed, Phase, PlatformDifference } from './stage-results.ts'

/** The export in a file that a difference names. */
export const exportFrom = (file: string, bytes: Uint8Array): Export | Unread => exportIn(readExport(file, bytes))

/** A difference that results state, with the counts beside it. */
type Reported = Pick<PlatformDifference, 'difference' | 'se' | 'at'> & {
  readonly phase: Pick<Phase, 'from' | 'to' | 'treatment' | 'control'>
  readonly metric: Observed | undefined
  readonly columns: ResultRows['columns']
}

/** Compares a difference with the export that it names. */
export const reread = (
  { phase, metric, columns, ...stated }: Reported,
  found: Export | Unread,
  pilot: Pilot,
): Recount => {
  if ('unread' in found) return found
  if (metric === undefined) return { unread: 'has a difference without counts' }
  const plan = {
    metrics: [{ kind: metric.kind }],
    phases: [{ from: phase.from, to: phase.to, until: [metric.to] }],
    isFrozen: frozenIn(pilot),
    assigned: [phase.treatment.assigned, phase.control?.assigned],
  }
  const names = ['treatment', 'control', metric.name].map((role) => columns.get(metricKey(role)) ?? role)
  const [treatment = '', control = '', ...metrics] = names
  const effect = effectIn(found, plan, [treatment, control, ...metrics], 0)
  if (typeof effect === 'string') return { unread: effect }
  const unit = metric.kind === 'proportion' ? undefined : rowUnitOf(pilot, metricKey(metric.name))
  for (const key of ['difference', 'se'] as const) {
    const said = inRows(stated[key], unit)
    if (said === undefined) return { unread: `has ${metric.name} in another unit than its baseline` }
    if (differs({ key, said, shown: effect[key], near: true }))
      return {
        fault: {
          path: [...stated.at, key],
          words: `states ${printed(said)} as \`${key}\` of ${metric.name}, but its export gives ${printed(effect[key])}`,
        },
      }
  }
  return undefined
}
