import type { Stage } from '../model/stage.ts'
import type { Waiver } from '../model/waiver.ts'
import type { Elsewhere, Item, Severity } from '../rules/lib/rule.ts'
import type { Range } from '../yaml/lines.ts'
import type { Path } from '../yaml/path.ts'
import type { Written } from './write.ts'

/** What `--for` asks: production, the stage that the file declares, or a stage by name. */
export type Target = 'production' | 'declared' | Stage

/** A finding, placed and graded. */
export type Diagnostic = {
  readonly rule: string
  readonly severity: Severity
  readonly message: string
  /** What to write instead, on one line. */
  readonly help: string
  /** The same in parts, where it is YAML: the lines to paste, and what else there is to say. */
  readonly write?: Written
  readonly note?: string
  readonly path: Path
  readonly range: Range
  readonly related: readonly { readonly path: Path; readonly range: Range; readonly label: string }[]
  /** The working of a computed finding, a line each. */
  readonly working?: readonly string[]
  /** What other files of the repository say. */
  readonly elsewhere?: readonly Elsewhere[]
  /** The first stage at which the rule applies; absent for what is no rule. */
  readonly stage?: Stage
  /** Set where something is missing, rather than wrong. */
  readonly absent?: true
}

/** A finding that a valid exception covers. */
export type Waived = { readonly diagnostic: Diagnostic; readonly waiver: Waiver }

/** A reference to something outside the file that nobody has checked; `why` completes a sentence that begins with it. */
export type Unverified = {
  readonly path: Path
  readonly range: Range
  readonly reference: string
  readonly why: string
}

export type ItemState = 'missing' | 'declared' | 'proven'

export type Verdict = {
  /** False where the file could not be judged at all: no YAML, no map, another version. */
  readonly judged: boolean
  /** Whether no error stands against the stage judged for. */
  readonly ready: boolean
  /** Whether only some of the rules ran, so that nobody can call the pilot ready. */
  readonly partial: boolean
  readonly for: Target
  readonly gate: Stage
  /** The last stage for which the file is ready; undefined where there is none or nobody asked. */
  readonly readyFor: Stage | undefined
  readonly items: readonly {
    readonly item: Item
    readonly state: ItemState
    /** The rules that say what is missing. */
    readonly rules: readonly string[]
    /** The files that were found for it, relative to the root of the repository. */
    readonly evidence: readonly string[]
    /** What keeps it from being proven: rules that speak, and files that could not be read as evidence. */
    readonly lacks: readonly string[]
  }[]
  /** What the stage after the last one that the file is ready for asks. */
  readonly next: { readonly stage: Stage; readonly asks: number } | undefined
  readonly counts: {
    readonly error: number
    readonly warning: number
    readonly info: number
    readonly waived: number
  }
  /** What a sponsor wants to know of the money, in one sentence; undefined where nobody asks for it yet. */
  readonly money: string | undefined
  /** What the rollout can prove, in one sentence; undefined where the file says too little. */
  readonly proof: string | undefined
  /** The whole verdict in one line. */
  readonly sentence: string
}

/** All about one file. */
export type Report = {
  readonly file: string
  /** The text, for code frames; empty where it could not be decoded. */
  readonly text: string
  readonly diagnostics: readonly Diagnostic[]
  readonly waived: readonly Waived[]
  readonly unverified: readonly Unverified[]
  /** The rules that ran and are silent, and those that apply at a later stage only. */
  readonly passed: readonly string[]
  readonly notApplicable: readonly string[]
  readonly verdict: Verdict
}
