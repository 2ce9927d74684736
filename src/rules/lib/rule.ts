import type { Facts } from '../../evidence/facts.ts'
import type { Change } from '../../model/change.ts'
import type { ShapeFault } from '../../model/layout.ts'
import type { Pilot } from '../../model/pilot.ts'
import type { Plan } from '../../model/plan.ts'
import { reaches, type Stage, stages } from '../../model/stage.ts'
import type { Waiver } from '../../model/waiver.ts'
import type { Range } from '../../yaml/lines.ts'
import type { Path } from '../../yaml/path.ts'
import type { Principle } from './principles.ts'

export type Severity = 'error' | 'warning' | 'info'

/** The seven items without which a pilot is not a system that a business can run. */
export const items = ['integration', 'monitoring', 'fallback', 'ownership', 'cost', 'guardrails', 'rollback'] as const

export type Item = (typeof items)[number]

/** A place in another file of the repository; `file` is relative to its root. */
export type Elsewhere = { readonly file: string; readonly range: Range; readonly label: string }

/** A value to write, as YAML that can stand inside `{…}`, at its place in the long form of the file. */
export type YamlEntry = { readonly path: Path; readonly yaml: string }

export type Finding = {
  /** What the finding is about, whether it is there or missing. */
  readonly path: Path
  /** What is wrong, in the author's own values, without a full stop. */
  readonly message: string
  /** What to write instead, or what else there is to say of `write`; empty where that says it all. */
  readonly help: string
  /**
   * What to write, where there is one right form, as a text for `path` itself: the pipeline prints it as it fits
   * into the file as written.
   */
  readonly write?: string | readonly YamlEntry[]
  /** What settles it, where exactly one change does, for `--fix`; only of pilot.yaml itself. */
  readonly change?: Change
  /** The same in a few words, for the line of the verdict that says what somebody signed for. */
  readonly brief?: string
  /** Set where something of the item is not there at all: the item is then `missing`. */
  readonly absent?: true
  /** The items that it weighs on, where not on all of its section. */
  readonly items?: readonly Item[]
  /** Other places that the finding is about. */
  readonly related?: readonly { readonly path: Path; readonly label: string }[]
  /** The working of a computed finding, a line each: formula, numbers, result. */
  readonly working?: readonly string[]
  /** What other files of the repository say: the claim is here, the contradiction there. */
  readonly elsewhere?: readonly Elsewhere[]
  /** Another severity than the rule has at the gate, where one case is graver than another. */
  readonly severity?: Severity
  /** The unreadable part that this finding explains better than the schema can. */
  readonly fault?: ShapeFault
  /** Set where no exception may cover it. */
  readonly final?: boolean
  /** Set where time alone brings it: a deadline, an age, the end of an exception. */
  readonly cause?: 'time'
  /** A place outside the data: a comment. */
  readonly place?: Range
}

/** Another pilot.yaml below the same root; the flag is named with its file. */
export type Other = {
  readonly file: string
  readonly id: string
  readonly flag: string | undefined
  /** Of its stages, from the root of the repository. */
  readonly results: readonly string[]
}

export type Context = {
  /** What is declared, and what the files that it names show; `plan.declared` is the first alone. */
  readonly pilot: Pilot
  /** What the repository shows of what the pilot claims. */
  readonly facts: Facts
  /** What is computed with, each value with its origin. */
  readonly plan: Plan
  /** The stage that the file is judged for. */
  readonly gate: Stage
  /** The stage that the file declares; `pilot` where it declares none. */
  readonly declared: Stage
  /** `YYYY-MM-DD`, in UTC: the day that deadlines and ages are counted from. */
  readonly today: string
  /** The real day, by which evidence lies in the future or a window is over. */
  readonly now: string
  /** Other files of the run that look like the same pilot. */
  readonly others: readonly Other[]
  readonly faults: readonly ShapeFault[]
  readonly waivers: readonly Waiver[]
  /** The value of a setting of the rule that is asked. */
  readonly setting: (name: string) => number
  /** The items that are missing, with the rules that say so; only for a rule that is `closing`. */
  readonly missing: readonly { readonly item: Item; readonly rules: readonly string[] }[]
}

/** A number by which a computed rule judges; a default that a team may have reasons to change. */
type Setting = {
  readonly value: number
  /** What the number means, with its unit. */
  readonly meaning: string
  /** Where the default comes from. */
  readonly source: string
  /** The way in which a changed number asks for less. */
  readonly weaker: 'more' | 'less'
}

/**
 * What git is started for. `history`: the committed versions of pilot.yaml; `prompt`: the prompt that the latest results
 * were committed with; `commits`: since when drill record, eval run and results are as they are.
 */
export type Need = 'history' | 'prompt' | 'commits'

export type Rule = {
  /** `section/problem`: the name says what is wrong. */
  readonly id: string
  /** One severity, or the severity from each stage on. */
  readonly severity: Severity | { readonly [stage in Stage]?: Severity }
  /** The first stage at which the rule applies. */
  readonly from: Stage
  /** What a file has that satisfies the rule, in one line. */
  readonly summary: string
  /** Why the rule exists: what happens to pilots that break it. */
  readonly why: string
  /** Further paragraphs: how it judges, what it leaves alone and why. Markdown. */
  readonly details?: string
  /** What it upholds. */
  readonly principles: readonly Principle[]
  /**
   * The fields that it speaks of, dotted and without indexes, as `rollback.when`. A field stands for all below it,
   * unless the rule names some of that; none where the rule speaks of whatever it meets.
   */
  readonly fields: readonly string[]
  readonly references: readonly string[]
  /** The numbers that it judges by, under names in snake_case. */
  readonly settings?: { readonly [name: string]: Setting }
  /** Fragments of a `pilot.yaml`; the guilty lines end in `# expect: <id>`. */
  readonly examples: {
    readonly ready: string
    readonly notReady: string
    /** The files of the repository beside both fragments, by path; for a rule that compares claims with them. */
    readonly files?: { readonly [path: string]: string }
    /** Other pilots of the repository. */
    readonly others?: readonly Other[]
    /**
     * The versions of `pilot.yaml` that were committed before, the newest first, with the files that came with them; for
     * a rule about its history. An undefined file was taken away.
     */
    readonly past?: readonly {
      readonly date: string
      readonly yaml: string
      readonly files?: { readonly [path: string]: string | undefined }
    }[]
  }
  /** What it asks for that is costly to gather, and is gathered only where a rule that runs needs it. */
  readonly needs?: readonly Need[]
  /** The edition in which it appeared, `YYYY-MM`; the first one where it is not given. */
  readonly edition?: string
  /** False where a waiver would be a way around the gate itself. */
  readonly waivable?: false
  /** Set where the rule judges what all others found. */
  readonly closing?: true
  check(context: Context): Iterable<Finding>
}

/** What only the page of a rule shows. A lint does without it, and so the build parts it from the rest. */
export type Documentation = Pick<
  Rule,
  'summary' | 'why' | 'principles' | 'fields' | 'details' | 'references' | 'examples'
>

/** A rule as it judges. */
export type Check = Omit<Rule, keyof Documentation>

/** The severity of the last stage reached that has one. */
export const severityAt = ({ severity }: Check, gate: Stage): Severity => {
  if (typeof severity === 'string') return severity
  const reached = stages.filter((stage) => reaches(gate, stage)).map((stage) => severity[stage])
  return reached.findLast((grade) => grade !== undefined) ?? 'error'
}

/** Words between spaces, to ask for one of them. */
export const wordSet = ([words = '']: TemplateStringsArray): Pick<ReadonlySet<string>, 'has'> => {
  let set: ReadonlySet<string> | undefined
  return {
    has(word) {
      set ??= new Set(words.split(/\s+/))
      return set.has(word)
    },
  }
}

const alternatives = (field: string): string[] => {
  const [, before, inner, after] = /^([^{]*)\{([^}]*)\}(.*)$/.exec(field) ?? []
  return inner === undefined ? [field] : inner.split(',').flatMap((one) => alternatives(`${before}${one}${after}`))
}

/** Fields between spaces, where braces hold alternatives: `success.agreed rollout.{shadow,limited}.exit`. */
export const fields = ([patterns = '']: TemplateStringsArray): string[] => patterns.split(' ').flatMap(alternatives)

const side = (text: string, kept: '$1' | '$2'): string => text.replaceAll(/«([^|»]*)\|([^»]*)»/g, kept)

/** Both examples of a rule in one text: `over: «6h|15m»  # expect: <id>`, what is ready first. */
export const both = ([text = '']: TemplateStringsArray): Pick<Rule['examples'], 'ready' | 'notReady'> => ({
  ready: side(text, '$1').replaceAll(/ *# expect: .*/g, ''),
  notReady: side(text, '$2'),
})
