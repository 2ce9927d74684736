import { type Bound, type Duration, seconds } from '../../values/index.ts'
import type { Located } from '../reading/kind.ts'
import type { Unit } from './measure.ts'

/** A level at which an alert fires, in the unit of what it measures. */
export type FiringLevel = {
  readonly op: Bound
  readonly value: number
  readonly unit: Unit
  /** The same said of a quantile: that more than 5% take longer than 4 s is that the 95th percentile is above 4 s. */
  readonly slow?: { readonly view: FiringLevel; readonly quantile: number } | 'unknown'
}

/** The quantile that is watched, from 0 to 1; a mean where it is certain that none is. */
export type Quantile = number | 'mean' | undefined

/** 0.95 for `latency_p95`. */
export const namedQuantile = (metric: string): number | undefined => {
  const digits = /(?:^|[_ -])p(\d{2,3})(?:$|[_ -])/i.exec(metric)?.[1]
  return digits === undefined || digits === '100' ? undefined : Number(`0.${digits}`)
}

export type Alert = {
  readonly name: Located<string>
  /** Set where it stands in another file of the folder than the one that is named. */
  readonly file?: string
  /** The level; several views where it can be said in several ways, the one as written first. None: not understood. */
  readonly level: Located<readonly FiringLevel[]>
  /** Seconds of each range that the measure is taken over; undefined where it does not say its own. */
  readonly windows: Located<readonly number[] | undefined>
  readonly hold: Located<number> | undefined
  readonly quantile: Quantile
  readonly runbook: Located<string> | undefined
  /** By which a router sends it; those that are filled in later are left out. */
  readonly labels: ReadonlyMap<string, Located<string>>
  /** To whom it goes, where it says so itself: a contact point, a handle, or else the label `receiver` or `team`. */
  readonly receivers: readonly Located<string>[]
  /** Whether these are groups, topics or channels, which may be called anything: another name than the owner's says nothing. */
  readonly isGrouped?: boolean
  /** What else says that in its dialect; completes a help, and begins with `or`. */
  readonly route?: string
  /** Whether alerts of this dialect carry a link to their runbook. */
  readonly linked: boolean
  /** Whether it is switched off in the file. */
  readonly paused: boolean
  /** Why it fires always or never, whatever is measured; completes a sentence that begins with its name. */
  readonly fixed: string | undefined
  /** So many events in so many seconds are asked for before it fires, too. */
  readonly guard?: { readonly events: number; readonly over: number } | undefined
  /** Whether it checks only availability, as `up` does. */
  readonly isUp: boolean
  /** What is known of it over another time than its own, where its tool may be told elsewhere to make it so. */
  readonly otherwise?: Alert
  /** A series that it uses, recorded by a rule of another file: how is not known. */
  readonly elsewhere?: string | undefined
  /** Why its level is not understood; completes a sentence that begins with its name. */
  readonly unread: string | undefined
}

/** An alert of which a dialect says these parts; what it does not say is not so. */
export const alertWith = (parts: Pick<Alert, 'name' | 'level' | 'windows'> & Partial<Alert>): Alert => ({
  hold: undefined,
  quantile: undefined,
  runbook: undefined,
  labels: new Map(),
  receivers: [],
  linked: false,
  paused: false,
  fixed: undefined,
  isUp: false,
  unread: undefined,
  ...parts,
})

export type AlertRules = {
  /** Every alert with a wanted name; several may share one. */
  readonly alerts: readonly Alert[]
  /** Wanted names that no alert has, each with the most similar one that the file holds. */
  readonly absent: readonly Absent[]
  /** The labels of alerts beside them that always fire, such as a watchdog. */
  readonly constant: readonly ReadonlyMap<string, string>[]
}

/** `ignored` says by whom an alert of that name is not read; completes a sentence that begins with its name. */
type Absent = { readonly name: string; readonly near: string | undefined; readonly ignored?: string }

/** What a dialect makes of a document. `names` are those of all alerts in it. */
export type FoundAlerts = {
  readonly alerts: readonly Alert[]
  readonly names: readonly string[]
  /** The names of alerts in further documents that the tool does not read, and why. */
  readonly ignored?: ReadonlyMap<string, string>
  readonly constant?: AlertRules['constant']
}

/** Alerts of one name, as far as they can be compared over a time. */
export const comparable = (alerts: readonly Alert[], over: Duration): readonly Alert[] => {
  const taken = alerts.filter(({ otherwise, windows }) => !otherwise || windows.value?.includes(seconds(over)))
  return taken.length > 0 ? taken : alerts.flatMap(({ otherwise }) => otherwise ?? [])
}
