import type { Facts } from '../evidence/facts.ts'
import type { Plan } from '../model/plan.ts'
import type { Stage } from '../model/stage.ts'
import type { Waiver } from '../model/waiver.ts'
import type { Elsewhere, Item, Severity, YamlEntry } from '../rules/lib/rule.ts'
import type { TextEdit } from '../yaml/fault.ts'
import type { Range } from '../yaml/lines.ts'
import type { Path } from '../yaml/path.ts'
import type { Written } from './write.ts'

export type Target = 'production' | 'declared' | Stage

export type Diagnostic = {
  readonly rule: string
  readonly severity: Severity
  readonly message: string
  /** The fix, on one line. */
  readonly help: string
  /** The same in parts, if it is YAML: the lines to paste, and a note. */
  readonly write?: Written
  readonly note?: string
  /** The same by the paths at which it belongs, if these lie in the file itself. */
  readonly entries?: readonly YamlEntry[]
  /** What `--fix` writes, if there is exactly one right answer; applied as a whole or not at all. */
  readonly edit?: readonly TextEdit[]
  readonly path: Path
  readonly range: Range
  readonly related: readonly { readonly path: Path; readonly range: Range; readonly label: string }[]
  /** The calculation, one line each. */
  readonly working?: readonly string[]
  readonly elsewhere?: readonly Elsewhere[]
  /** The first stage at which the rule applies; undefined for findings without a rule. */
  readonly stage?: Stage
  /** Set if something is missing rather than wrong. */
  readonly absent?: true
  /** Set if time alone brought it. */
  readonly cause?: 'time'
}

export type Waived = { readonly diagnostic: Diagnostic; readonly waiver: Waiver }

/** What became of an exception. */
export type Excepted = {
  readonly waiver: Waiver
  /** Whether it may settle a finding at the stage that is checked. */
  readonly valid: boolean
  /** Whether it settles one. */
  readonly used: boolean
}

/** A reference outside the file that was not checked; `why` ends a sentence that begins with it. */
export type Unverified = {
  readonly path: Path
  readonly range: Range
  readonly reference: string
  readonly why: string
}

/** From what is missing to what machines run on. */
export const itemStates = ['missing', 'declared', 'signed for', 'stated', 'proven'] as const
export type ItemState = (typeof itemStates)[number]

export const resultsStates = ['none asked', 'shown', 'stated', 'adopted', 'failed'] as const
export type ResultsState = (typeof resultsStates)[number]

export const historyStates = ['read', 'adopted', 'signed for', 'PARTIAL', 'unread'] as const
export type HistoryState = (typeof historyStates)[number]

/** A line of the verdict. */
export type Line<S> = {
  readonly state: S
  /** Whether an error is open. */
  readonly failed: boolean
  /** What was read, who signed, or what is wrong. */
  readonly says: string
}

export type Verdict = {
  /** False if the file could not be judged: invalid YAML, not a mapping, another version. */
  readonly judged: boolean
  readonly ready: boolean
  /** Whether only some rules ran; the pilot is then not ready. */
  readonly partial: boolean
  readonly for: Target
  readonly gate: Stage
  /** Undefined if there is none, or if it was not computed. */
  readonly readyFor: Stage | undefined
  readonly items: readonly (Line<ItemState> & {
    readonly item: Item
    /** The rules that report it as missing. */
    readonly rules: readonly string[]
    /** Files found as evidence, relative to the root. */
    readonly evidence: readonly string[]
    /** What is not shown, a clause each. */
    readonly lacks: readonly string[]
  })[]
  /** Undefined if the file could not be judged. */
  readonly results: Line<ResultsState> | undefined
  readonly history: Line<HistoryState> | undefined
  /** What the next stage requires. */
  readonly next: { readonly stage: Stage; readonly asks: number } | undefined
  readonly counts: {
    readonly error: number
    readonly warning: number
    readonly info: number
    readonly waived: number
    /** Findings with an edit. */
    readonly fixable: number
  }
  /** Undefined if the stage does not require a cost section yet. */
  readonly money: string | undefined
  /** Undefined if the file does not say enough. */
  readonly proof: string | undefined
  readonly sentence: string
}

/** What a pilot was judged by. */
export type Basis = { readonly plan: Plan; readonly facts: Facts }

export type Report = {
  readonly file: string
  /** The file as it was read. */
  readonly input: Uint8Array | string
  /** Undefined if the file could not be judged. */
  readonly basis: Basis | undefined
  /** For code frames; empty if the file could not be decoded. */
  readonly text: string
  readonly diagnostics: readonly Diagnostic[]
  /** The findings that a baseline knows, where there is one; they are not among the others. */
  readonly known?: readonly Diagnostic[]
  readonly waived: readonly Waived[]
  readonly exceptions: readonly Excepted[]
  readonly unverified: readonly Unverified[]
  /** Rules that ran without a finding, and rules that apply only at a later stage. */
  readonly passed: readonly string[]
  readonly notApplicable: readonly string[]
  readonly verdict: Verdict
}
