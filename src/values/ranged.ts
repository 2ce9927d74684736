import { accept, type Phrase, refuse } from './phrase.ts'
import type { Quantity } from './quantity.ts'

/** A quantity, or a range of it: the 5th and the 95th percentile of what it may be, both with their unit. */
export const ranged = <T extends Quantity>(kind: Phrase<T>, example: string): Phrase<T> => {
  const form = kind.pattern.slice('^(?:'.length, -')$'.length)
  return {
    name: `${kind.name}_range`,
    expects: kind.expects,
    // What stands at the upper end is for the parser: written out twice, the patterns would slow down every start.
    pattern: `^(?:(?:${form})(?:\\.\\.[0-9.]{1,16}[^0-9.]{1,130})?)$`,
    examples: [...kind.examples.slice(0, 1), example],
    parse(text) {
      const at = text.indexOf('..')
      const parts = at === -1 ? [] : [text.slice(0, at), text.slice(at + 2)]
      const [low, high] = parts.map((part) => kind.parse(part))
      if (low === undefined || high === undefined || parts.some((part) => part.trim() === '')) return kind.parse(text)
      if (!low.ok) return low
      if (!high.ok) return { ok: false, problem: { ...high.problem, at: at + 2 + high.problem.at } }
      const [from, to] = [low.value, high.value]
      const help = `write ${kind.expects}, or two of them with .. between, the lower one first`
      if (from.unit !== to.unit || from.per !== to.per)
        return refuse(text, text, 'expected both ends of the range in one unit', help)
      if (from.value >= to.value) return refuse(text, text, 'expected the lower end of the range first', help)
      if (from.unit === '%' && (from.value <= 0 || to.value >= 100))
        return refuse(text, text, 'expected a range above 0% and below 100%', help)
      return accept({ ...from, value: (from.value + to.value) / 2, range: [from.value, to.value] as const })
    },
    print: (value) => kind.print(value),
  }
}
