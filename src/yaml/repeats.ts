import type { ParsedNode, Scalar } from 'yaml'
import { excerpt, type Fault } from './fault.ts'
import type { Lines } from './lines.ts'

/** A key that its map holds already. */
export type Repeat = {
  readonly key: Scalar.Parsed
  readonly name: string
  readonly value: unknown
  /** Which key of its map it is. */
  readonly index: number
  /** The key of the same name before it. */
  readonly first: ParsedNode
  /** Whether that is the key with which the map begins. */
  readonly isOpening: boolean
}

/** The fragment that a thousands separator leaves in a flow map: `{full: 60,000/month}` holds the key `000/month`. */
export const isThousandsLeftover = (key: string): boolean => /^\d{3}(?:[/ ].*)?$/.test(key)

export const faultAt = (node: ParsedNode, message: string, help: string): Fault => ({
  message,
  help,
  start: node.range[0],
  end: node.range[1],
})

const dropped = 'readers drop the other silently'

const repeatFault = ({ key, name, value, first }: Repeat, at: Lines): Fault => {
  if (value === null && isThousandsLeftover(name)) {
    return faultAt(
      key,
      `\`${excerpt(name)}\` is read as a key: the comma ends the value before it`,
      'write numbers without thousands separators, as in `60000/month`',
    )
  }
  const [before, here] = [first, key].map((node) => at.position(node.range[0]).line)
  const where = before === here ? `twice on line ${here}` : `on line ${before} and again on line ${here}`
  return faultAt(key, `\`${excerpt(name)}\` is written ${where}`, `keep one of the two: ${dropped}`)
}

const enumerated = (names: readonly string[]): string =>
  names.length > 3
    ? `\`${names[0]}\` and ${names.length - 1} keys after it`
    : `\`${names.slice(0, -1).join('`, `')}\` and \`${names.at(-1)}\``

/**
 * The faults of keys that a map holds twice. Where it begins again with its first key, that is one mistake: the `- `
 * before an item is forgotten, or a block is there twice.
 */
export const repeatFaults = (repeats: readonly Repeat[], isItem: boolean, at: Lines): Fault[] => {
  const [first] = repeats
  const last = repeats.at(-1)
  if (first === undefined || last === undefined) return []
  const line = at.position(first.key.range[0]).line
  const begun = at.position(first.first.range[0]).line
  const isBlock = first.isOpening && last.index - first.index === repeats.length - 1 && line > begun
  const names = [...new Set(repeats.map(({ name }) => excerpt(name)))]
  if (!isBlock || names.length === 1) return repeats.map((repeat) => repeatFault(repeat, at))
  const message = `${enumerated(names)} stand here a second time, after line ${begun}`
  const help = isItem
    ? `begin line ${line} with \`- \` where another item begins, or keep one of each`
    : `keep one of each: ${dropped}`
  return [faultAt(first.key, message, help)]
}
