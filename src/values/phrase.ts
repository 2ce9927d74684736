import { enumerate, quote } from './text.ts'

/** Why a text is not the phrase it should be: the word that does not fit, its offset in the text, and the repair. */
export type PhraseProblem = {
  readonly word: string
  readonly at: number
  readonly message: string
  readonly help: string
  /** The whole text as it should be, where no other reading is possible; it is a phrase of the kind. */
  readonly fix?: string
}

export type ParsedPhrase<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly problem: PhraseProblem }

/** One kind of phrase: how it is recognised, read and written. */
export type Phrase<T> = {
  readonly name: string
  /** What a reader is told to write, for instance "a duration such as 10m". */
  readonly expects: string
  /** Source of a linear regular expression that accepts what `parse` accepts, but for calendar and ISO lists. */
  readonly pattern: string
  readonly examples: readonly string[]
  parse(text: string): ParsedPhrase<T>
  print(value: T): string
}

/** What is wrong with a part of a text. */
type Slip = {
  readonly message: string
  /** The word to point at, a part of what was found; all of it where absent. */
  readonly word?: string
  /** What could stand there instead, the likeliest first. */
  readonly instead?: readonly string[]
  /** What to write, where no replacement can say it. */
  readonly help?: string
  /** Set where `instead` is a guess: the text may mean something else, or lacks what only the author knows. */
  readonly guess?: boolean
}

/** A slip that people make: where it may be, and whether it is one. A repair that is proposed is read as a phrase first. */
export type Repair = {
  /** Made when it is asked for: nearly every text is right, and most of these are never needed. */
  find(): RegExp
  judge(match: RegExpExecArray): Slip | undefined
}

/** The slip of a word that is spelled in another way here; `instead` replaces all of what was found. */
export const respelled = (word: string, form: string, instead = form): Slip => ({
  word,
  message: word === form ? `unexpected space around "${form}"` : `expected \`${form}\`, found ${quote(word)}`,
  instead: [instead],
})

export const unexpected = (word: string, instead = ''): Slip => ({
  word,
  message: `unexpected ${quote(word)}`,
  instead: [instead],
})

/** A slip and its place; `instead` holds whole texts. */
type PlacedSlip = {
  readonly word: string
  readonly at: number
  readonly message: string
  readonly instead: readonly string[]
  readonly help: string | undefined
  readonly guess: boolean | undefined
}

const place = (text: string, match: RegExpExecArray, slip: Slip): PlacedSlip => {
  const [found] = match
  const word = slip.word ?? found
  return {
    word,
    at: match.index + found.indexOf(word),
    message: slip.message,
    instead: (slip.instead ?? []).map(
      (piece) => text.slice(0, match.index) + piece + text.slice(match.index + found.length),
    ),
    help: slip.help,
    guess: slip.guess,
  }
}

const firstOf = (text: string, { find, judge }: Repair): PlacedSlip | undefined => {
  for (const match of text.matchAll(find())) {
    const slip = judge(match)
    if (slip !== undefined) return place(text, match, slip)
  }
  return undefined
}

/** The leftmost slip that a repair finds; of two at one place, that of the earlier repair. */
const firstSlip = (text: string, repairs: readonly Repair[]): PlacedSlip | undefined =>
  repairs
    .map((repair) => firstOf(text, repair))
    .reduce((first, slip) => (slip && (!first || slip.at < first.at) ? slip : first), undefined)

type Reader = {
  readonly noun: string
  readonly expects: string
  readonly repairs: readonly Repair[]
  belongs(word: string): boolean
  /** The text as pilot.yaml writes it, where it is a phrase of this kind. */
  canonical(text: string): string | undefined
}

/** Two slips in a phrase are common, six are a different text. */
const ROUNDS = 6

type Repaired = { readonly phrase: string; readonly guess: boolean | undefined }

/** The phrases that the text could be, once its slips are repaired one after the other. */
const repaired = (text: string, reader: Reader, guess: boolean | undefined, rounds = ROUNDS): readonly Repaired[] => {
  const phrase = reader.canonical(text)
  if (phrase !== undefined) return [{ phrase, guess }]
  const slip = rounds > 0 ? firstSlip(text, reader.repairs) : undefined
  const next = slip?.instead ?? []
  // Choices multiply: a hostile text must not make them branch at every round.
  const tried = rounds === ROUNDS ? next : next.slice(0, 1)
  const guessed = guess || slip?.guess || tried.length < next.length
  return tried.flatMap((candidate) => repaired(candidate, reader, guessed, rounds - 1))
}

/** As many as a reader takes in at a glance. */
const CHOICES = 4

/** The first word that cannot stand in such a phrase; the whole text where each of them could. */
const stumble = (text: string, { noun, expects, belongs }: Reader): PhraseProblem => {
  const help = `write ${expects}`
  for (const { 0: word, index } of text.matchAll(/[0-9][0-9.,]*|[^\s0-9/]+/gu))
    if (!/^[0-9]/u.test(word) && !belongs(word) && word !== text)
      return { word, at: index, message: `unexpected ${quote(word)} in ${noun}`, help }
  return { word: text, at: 0, message: `expected ${noun}, found ${quote(text)}`, help }
}

/** Why a text is not a phrase of this kind, and what to write. */
const diagnose = (text: string, reader: Reader): PhraseProblem => {
  const slip = firstSlip(text, reader.repairs)
  if (slip === undefined) return stumble(text, reader)
  const { word, at, message } = slip
  const found = slip.instead.flatMap((candidate) => repaired(candidate, reader, slip.guess))
  const [first, ...others] = [...new Set(found.map(({ phrase }) => phrase))]
  if (first === undefined) return { word, at, message, help: slip.help ?? `write ${reader.expects}` }
  const help = slip.help ?? `write ${enumerate([first, ...others].slice(0, CHOICES), 'or')}`
  const isSure = others.length === 0 && found.every(({ guess }) => !guess)
  return { word, at, message, help, ...(isSure && { fix: first }) }
}

/** What a word processor makes of quotation marks: YAML reads them as part of the text. */
const curlyQuotes: Repair = {
  find: () => /^[“”„‟‘’«»]([^“”„‟‘’«»]*)[“”„‟‘’«»]?$|^([^“”„‟‘’«»]*)[“”„‟‘’«»]$/gu,
  judge: ([found, inside, before = '']) => ({
    message: `expected straight quotation marks, found ${quote(/[“”„‟‘’«»]/u.exec(found)?.[0] ?? found)}`,
    instead: [inside ?? before],
  }),
}

/** What ends a line in other languages, or closes a bracket that was never opened. */
const ending: Repair = {
  find: () => /(?<=[^\s,;\]}]) ?[,;\]}]+$/gu,
  judge: ([found]) => unexpected(found.trim()),
}

/** Slips at the ends of a text, whatever it says. */
const edgeRepairs: readonly Repair[] = [curlyQuotes, ending]

/** The longest phrase there is takes fewer characters; a longer text is not worth a closer look. */
const LONGEST = 200

/** What makes one kind of phrase. */
type Grammar<T> = {
  readonly name: string
  /** What it is, with its article: "a duration". */
  readonly noun: string
  /** Source of a linear regular expression for the whole phrase, without anchors. */
  readonly form: string
  readonly examples: readonly [string, ...string[]]
  /** Whether a word can stand in such a phrase at all; the first that cannot is the one to complain about. */
  belongs(word: string): boolean
  /** Common slips. */
  readonly repairs: readonly Repair[]
  /** Reads a text of the right form; undefined where a repair knows why its words are wrong all the same. */
  read(text: string): ParsedPhrase<T> | undefined
  print(value: T): string
}

export const accept = <T>(value: T): ParsedPhrase<T> => ({ ok: true, value })

/** A refusal of a text that has the right form, for what it means. `word` stands in `text`. */
export const refuse = (
  text: string,
  word: string,
  message: string,
  help: string,
  fix?: string,
): ParsedPhrase<never> => ({
  ok: false,
  problem: { word, at: text.indexOf(word), message, help, ...(fix !== undefined && { fix }) },
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
        const message = `the value is ${text.length} characters long, more than ${LONGEST}`
        return refuse(text, text.slice(0, 20), message, help)
      }
      if (text.trim() === '') return refuse(text, text, 'the value is empty', help)
      const repairs = [...edgeRepairs, ...grammar.repairs]
      return read(text) ?? { ok: false, problem: diagnose(text, { ...grammar, repairs, expects, canonical }) }
    },
    print: (value) => grammar.print(value),
  }
}
