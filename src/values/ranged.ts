import { accept, type Phrase, refuse } from './phrase.ts'
import type { Quantity } from './quantity.ts'
import { quote } from './text.ts'

/** Two ends with dots between them, and with what people write instead: a hyphen stands in units, too. */
const dots = /^(.*?)\s*\.\.+\s*(\.?[^\s.].*)$/u
const between = /^(.*?)\s*(?:…|[-–—]|(?<=\s)to(?=\s))\s*(\.?[^\s.].*)$/u
/** Longer texts are no range. */
const maxLength = 400

/** The digits of a number, and the unit after it. */
const parts = /^([0-9.,]+)(.*)$/u

const endsOf = (text: string): readonly [low: string, high: string] | undefined => {
  const [, low = '', high = ''] = (text.length <= maxLength && (dots.exec(text) ?? between.exec(text))) || []
  return /[0-9]/u.test(low) && /[0-9]/u.test(high) ? [low, high] : undefined
}

const isBare = (end: string): boolean => /^[0-9.,]+$/u.test(end)

/** An end without a unit with that of the other. */
const completed = (end: string, other: string): string => {
  const [, digits = end, unit] = parts.exec(end.trim()) ?? []
  return unit === '' ? `${digits}${parts.exec(other.trim())?.[2] ?? ''}` : end
}

/** A quantity, or a range of it: the 5th and the 95th percentile of what it may be, both with their unit. */
export const ranged = <T extends Quantity>(kind: Phrase<T>, example: string): Phrase<T> => {
  const form = kind.pattern.slice('^(?:'.length, -')$'.length)
  const wanted = `write ${kind.expects}, or a range such as ${example}`

  /** The range between two ends, or what is wrong with it; `text` is how it is written. */
  const judged = (text: string, low: T, high: T) => {
    const no = (message: string, help: string, fix?: string) =>
      refuse(text, text, `${message}, found ${quote(text)}`, help, fix)
    if (low.unit !== high.unit || low.per !== high.per) return no('expected both ends of the range in one unit', wanted)
    if (low.unit === '%' && (low.value <= 0 || high.value >= 100))
      return no('expected a range above 0% and below 100%', wanted)
    if (low.value === high.value) return no('expected two ends that differ', `write ${kind.print(low)}`)
    if (low.value > high.value)
      return no('expected the lower end of the range first', `write ${kind.print(high)}..${kind.print(low)}`)
    const written = `${kind.print(low)}..${kind.print(high)}`
    const ends = endsOf(text)
    if (ends?.some(isBare)) return no('expected both ends of the range with their unit', `write ${written}`, written)
    if (ends === undefined || text !== ends.join('..'))
      return no('expected `..` between both ends', `write ${written}`, written)
    return accept({ ...low, value: (low.value + high.value) / 2, range: [low.value, high.value] as const })
  }

  /** What an end says, or would say once its slip is mended. */
  const meant = (end: string, isSure: boolean): T | undefined => {
    const parsed = kind.parse(end)
    if (parsed.ok) return parsed.value
    const { help, fix = '' } = parsed.problem
    const again = kind.parse(isSure ? fix : help.replace(/^write /u, ''))
    return again.ok ? again.value : undefined
  }

  /** The range that is meant; `isSure` where each end can only mean one thing. */
  const cureOf = (ends: readonly string[], isSure: boolean): string | undefined => {
    const [low, high] = ends.map((end) => meant(end, isSure))
    const text = low && high && `${kind.print(low)}..${kind.print(high)}`
    return text && judged(text, low, high).ok ? text : undefined
  }

  const helpFor = (ends: readonly string[]): string => {
    const cure = cureOf(ends, false)
    return cure === undefined ? wanted : `write ${cure}`
  }

  return {
    name: `${kind.name}_range`,
    expects: kind.expects,
    // What stands at the upper end is for the parser: written out twice, the patterns would slow down every start.
    pattern: `^(?:(?:${form})(?:\\.\\.[0-9.]{1,16}[^0-9.]{1,130})?)$`,
    examples: [...kind.examples.slice(0, 1), example],
    parse(text) {
      const ends = endsOf(text)
      if (ends === undefined) return kind.parse(text)
      if (ends.every(isBare))
        return refuse(
          text,
          text,
          `expected both ends of the range with their unit, found ${quote(text)}`,
          helpFor(ends),
        )
      const written = [completed(ends[0], ends[1]), completed(ends[1], ends[0])]
      const [low, high] = written.map((end) => kind.parse(end))
      if (low?.ok && high?.ok) return judged(text, low.value, high.value)
      const failed = low?.ok ? high : low
      // A hyphen stands in units, too.
      if (failed === undefined || failed.ok || !text.includes('..')) return kind.parse(text)
      return refuse(text, low?.ok ? ends[1] : ends[0], failed.problem.message, helpFor(written), cureOf(written, true))
    },
    print: (value) => kind.print(value),
  }
}
