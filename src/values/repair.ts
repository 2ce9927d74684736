/** What is wrong with a place in a text. */
export type Fault = {
  readonly message: string
  /** The word to point at, a part of what was found; all of it where absent. */
  readonly word?: string
  /** What could stand there instead, the likeliest first. */
  readonly instead?: readonly string[]
  /** What to write, where no replacement can say it. */
  readonly help?: string
}

/** A slip that people make: where it may be, and whether it is one. */
export type Repair = {
  /** Made when it is asked for: nearly every text is right, and most of these are never needed. */
  find(): RegExp
  judge(match: RegExpExecArray): Fault | undefined
}

/** A fault and its place; `instead` holds whole texts. */
export type PlacedFault = {
  readonly word: string
  readonly at: number
  readonly message: string
  readonly instead: readonly string[]
  readonly help: string | undefined
}

const place = (text: string, match: RegExpExecArray, fault: Fault): PlacedFault => {
  const [found] = match
  const word = fault.word ?? found
  return {
    word,
    at: match.index + found.indexOf(word),
    message: fault.message,
    instead: (fault.instead ?? []).map(
      (piece) => text.slice(0, match.index) + piece + text.slice(match.index + found.length),
    ),
    help: fault.help,
  }
}

const firstOf = (text: string, { find, judge }: Repair): PlacedFault | undefined => {
  for (const match of text.matchAll(find())) {
    const fault = judge(match)
    if (fault !== undefined) return place(text, match, fault)
  }
  return undefined
}

/** The leftmost fault that a repair finds; of two at one place, that of the earlier repair. */
export const firstFault = (text: string, repairs: readonly Repair[]): PlacedFault | undefined =>
  repairs
    .map((repair) => firstOf(text, repair))
    .reduce((first, fault) => (fault && (!first || fault.at < first.at) ? fault : first), undefined)
