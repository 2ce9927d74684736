import { present } from '../../model/lists.ts'
import type { Pilot } from '../../model/pilot.ts'
import { exposedStages } from '../../model/stage.ts'
import { type Duration, seconds } from '../../values/index.ts'
import type { Fact, Reference } from '../fact.ts'
import type { Alert, AlertRules } from './alert.ts'

type Declared = NonNullable<NonNullable<NonNullable<Pilot['monitoring']>['alerts']>[number]>

/** The names under which the pilot looks for its alerts. */
export const wantedAlerts = ({ monitoring }: Pilot): string[] => [
  ...new Set(present(monitoring?.alerts).flatMap(({ item }) => item.rule ?? [])),
]

const windowsOf = ({ over }: Declared): Duration[] => exposedStages.flatMap((stage) => over?.[stage] ?? [])

/** What of an alert nobody can compare; undefined where all is understood. */
const unreadOf = ({ unread, windows, hold }: Alert, declared: Declared): string | undefined => {
  if (unread !== undefined) return unread
  const spans = windows.value ?? []
  if (spans.length > 0 || (windows.value !== undefined && hold !== undefined)) return undefined
  if (windowsOf(declared).some((over) => seconds(over) === hold?.value)) return undefined
  return 'does not say over which time it measures'
}

/** The alerts of the pilot that its file of alert rules cannot prove: named nowhere, or not understood. */
export const unreadAlerts = (
  { monitoring }: Pilot,
  fact: Fact<AlertRules> | undefined,
): readonly Reference[] => {
  if (fact?.state !== 'found') return []
  const { file, value } = fact
  return present(monitoring?.alerts).flatMap(({ item, at }): Reference[] => {
    const unverified = (key: 'rule' | 'metric', reference: string, words: string): Reference => ({
      path: ['monitoring', 'alerts', at, key],
      reference,
      state: 'unverified',
      file,
      words,
    })
    const { rule, metric } = item
    if (rule === undefined)
      return metric === undefined ? [] : [unverified('metric', metric, 'has an alert that names no rule')]
    const why = value.alerts
      .filter(({ name }) => name.value === rule)
      .map((alert) => unreadOf(alert, item))
      .find((words) => words !== undefined)
    return why === undefined ? [] : [unverified('rule', rule, why)]
  })
}
