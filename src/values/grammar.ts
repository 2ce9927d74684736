import { diagnose } from './diagnosis.ts'
import { edgeRepairs } from './edge-repairs.ts'
import type { Parsed, Phrase } from './phrase.ts'
import type { Repair } from './repair.ts'
import { quote } from './words.ts'

/** The longest phrase there is takes fewer characters; a longer text is not worth a closer look. */
const LONGEST = 200

/** What makes one kind of phrase. */
export type Grammar<T> = {
  readonly name: string
  /** What it is, with its article: "a duration". */
  readonly noun: string
  /** Source of a linear regular expression for the whole phrase, without anchors. */
  readonly form: string
  readonly examples: readonly [string, ...string[]]
  /** Whether a word can stand in such a phrase at all; the first that cannot is the one to complain about. */
  belongs(word: string): boolean
  /** Common slips and their cures. */
  readonly repairs: readonly Repair[]
  /** Reads a text of the right form; undefined where a repair knows why its words are wrong all the same. */
  read(text: string): Parsed<T> | undefined
  print(value: T): string
}

export const accept = <T>(value: T): Parsed<T> => ({ ok: true, value })

/** A refusal of a text that has the right form, for what it means. `word` stands in `text`. */
export const refuse = (text: string, word: string, message: string, help: string): Parsed<never> => ({
  ok: false,
  problem: { word, at: text.indexOf(word), message, help },
})

export const definePhrase = <T>(grammar: Grammar<T>): Phrase<T> => {
  const expects = `${grammar.noun} such as ${grammar.examples[0]}`
  const pattern = `^(?:${grammar.form})$`
  // V8 compiles equal expressions once, here and in the validator, unless they are written with a bare slash.
  const shape = new RegExp(pattern.replaceAll('/', '\\/'), 'u')
  const read = (text: string) => (shape.test(text) ? grammar.read(text) : undefined)
  const canonical = (text: string) => {
    const parsed = read(text)
    return parsed?.ok ? grammar.print(parsed.value) : undefined
  }
  return {
    name: grammar.name,
    expects,
    pattern,
    examples: grammar.examples,
    parse(text) {
      const help = `write ${expects}`
      if (text.length > LONGEST) {
        const message = `${quote(text)} is ${text.length} characters long`
        return refuse(text, text.slice(0, 20), message, help)
      }
      if (text.trim() === '') return refuse(text, text, 'the text is empty', help)
      const repairs = [...edgeRepairs, ...grammar.repairs]
      return read(text) ?? { ok: false, problem: diagnose(text, { ...grammar, repairs, expects, canonical }) }
    },
    print: (value) => grammar.print(value),
  }
}
