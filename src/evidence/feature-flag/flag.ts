import type { Located } from '../reading/kind.ts'

/** Whether a variant turns the system on; `unclear` where neither its value nor its name says so. */
export type Role = 'treatment' | 'control' | 'off' | 'unclear'

/** Percent of the traffic that gets each kind of variant. */
export type TrafficSplit = {
  readonly treatment: number
  /** Undefined where no variant is set apart as a control. */
  readonly control: number | undefined
  readonly off: number
}

/** A flag, or a manifest that shifts traffic step by step, as its file says it. */
export type Flag = {
  readonly key: Located<string>
  /** Where the file switches it off for everyone, whatever else it says. */
  readonly disabled: Located<string> | undefined
  /** The variant that is served where nothing else applies. */
  readonly fallback: (Located<string> & { readonly role: Role }) | undefined
  /** How the traffic is split; several where the file holds one split a step. */
  readonly splits: Located<readonly TrafficSplit[]> | undefined
  /** The attributes that decide who gets which variant; undefined where the file leaves them open. */
  readonly bucketBy: Located<readonly string[]> | undefined
  /** Set where a share is one of requests, whoever sends them. */
  readonly isOfRequests?: true
  /** The values of an attribute that a rule turns the system on for, where it is off for everyone else. */
  readonly only: readonly string[] | undefined
  /** Why the shares are not understood; completes a sentence that begins with its key. */
  readonly unread: string | undefined
}

export type FlagFile = {
  /** The flag that was looked for; undefined where the file holds none of that name. */
  readonly flag: Flag | undefined
  readonly near: string | undefined
}

/** What a dialect makes of a file: the flag, if it holds it, and the names of all. */
export type FoundFlag = { readonly flag: Flag | undefined; readonly names: readonly string[] }
