import type { Fault } from '../../model/layout.ts'
import { metricKey } from '../../model/lists.ts'
import type { Pilot } from '../../model/pilot.ts'
import { quote } from '../../values/text.ts'
import type { Path } from '../../yaml/path.ts'
import { unread } from './absent.ts'

type Monitoring = NonNullable<Pilot['monitoring']>
export type Alert = NonNullable<NonNullable<Monitoring['alerts']>[number]>

export const alertsPath: Path = ['monitoring', 'alerts']

export { metricKey }

export const nameOf = ({ kind, metric }: Alert): string => {
  if (metric !== undefined) return `alert on ${quote(metric)}`
  return kind === undefined ? 'alert' : `${kind} alert`
}

/** Undefined if an entry at `path` cannot be read, because its metric is then unknown. */
export const metricsAt = (
  path: Path,
  entries: readonly ({ readonly metric?: string | undefined } | undefined)[] | undefined,
  faults: readonly Fault[],
): ReadonlySet<string> | undefined => {
  if (entries === undefined) return unread(faults, path) === undefined ? new Set() : undefined
  const metrics = new Set<string>()
  for (const [at, entry] of entries.entries()) {
    if (entry?.metric !== undefined) metrics.add(metricKey(entry.metric))
    else if (entry === undefined || unread(faults, [...path, at, 'metric']) !== undefined) return undefined
  }
  return metrics
}
