import type { Path } from './path.ts'

type Fault = { readonly kind: 'syntax' | 'depth'; readonly at: number; readonly wanted: string }

// Source: RFC 8259, section 6.
const number = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/
const words = ['true', 'false', 'null']
const escaping = /^\\(?:["\\/bfnrt]|u[0-9A-Fa-f]{4})/

/** No number that a person wrote has more digits. */
const longestNumber = 400

// Written as loops: a pattern that repeats over a string of megabytes runs out of stack.
const skip = (text: string, at: number, isSkipped: (sign: string) => boolean): number => {
  let here = at
  while (here < text.length && isSkipped(text.charAt(here))) here += 1
  return here
}

const skipBlank = (text: string, at: number): number =>
  skip(text, at, (sign) => sign === ' ' || sign === '\n' || sign === '\r' || sign === '\t')

/** Where the string that begins at `at` ends; `at` itself where none does. Source: RFC 8259, section 7. */
const pastString = (text: string, at: number): number => {
  if (text.charAt(at) !== '"') return at
  let here = at + 1
  while (here < text.length) {
    const sign = text.charAt(here)
    if (sign === '"') return here + 1
    if (sign < ' ') return at
    const escaped = sign === '\\' ? escaping.exec(text.slice(here, here + 6)) : undefined
    if (escaped === null) return at
    here += escaped?.[0].length ?? 1
  }
  return at
}

const pastScalar = (text: string, at: number): number => {
  if (text.charAt(at) === '"') return pastString(text, at)
  const word = words.find((one) => text.startsWith(one, at))
  if (word !== undefined) return at + word.length
  const end = skip(text, at, (sign) => (sign >= '0' && sign <= '9') || '+-.eE'.includes(sign))
  return end - at <= longestNumber && number.test(text.slice(at, end)) ? end : at
}

type Expecting = 'value' | 'first' | 'key' | 'after'

/** The first place at which the text is no JSON, or is nested more than `most` deep; undefined where it is sound. */
export const fault = (text: string, most: number): Fault | undefined => {
  const open: ('{' | '[')[] = []
  const wrong = (at: number, wanted: string): Fault => ({ kind: 'syntax', at, wanted })
  let at = skipBlank(text, 0)
  let expecting: Expecting = 'value'
  while (at < text.length || open.length > 0 || expecting !== 'after') {
    const inside = open.at(-1)
    const sign = text.charAt(at)
    if (expecting === 'after') {
      if (inside === undefined) return wrong(at, 'the end of the file')
      if (sign === ',') {
        expecting = inside === '{' ? 'key' : 'value'
        at += 1
      } else if (sign === (inside === '{' ? '}' : ']')) {
        open.pop()
        at += 1
      } else return wrong(at, `\`,\` or \`${inside === '{' ? '}' : ']'}\``)
    } else if (expecting === 'first' && sign === (inside === '{' ? '}' : ']')) {
      open.pop()
      at += 1
      expecting = 'after'
    } else if (expecting === 'key' || (expecting === 'first' && inside === '{')) {
      const end = pastString(text, at)
      if (end === at) return wrong(at, 'a key in double quotes')
      const colon = skipBlank(text, end)
      if (text.charAt(colon) !== ':') return wrong(colon, '`:`')
      at = colon + 1
      expecting = 'value'
    } else if (sign === '{' || sign === '[') {
      if (open.length === most) return { kind: 'depth', at, wanted: '' }
      open.push(sign)
      at += 1
      expecting = 'first'
    } else {
      const end = pastScalar(text, at)
      if (end === at) return wrong(at, 'a value')
      at = end
      expecting = 'after'
    }
    at = skipBlank(text, at)
  }
  return undefined
}

type Span = { readonly start: number; readonly end: number }

/** Where the value that begins at `at` ends, in JSON that is sound. */
const endOf = (text: string, at: number): number => {
  let depth = 0
  let here = at
  do {
    const sign = text.charAt(here)
    if (sign === '{' || sign === '[') depth += 1
    if (sign === '}' || sign === ']') depth -= 1
    const end = pastScalar(text, here)
    here = end === here ? here + 1 : end
  } while (depth > 0)
  return here
}

type Part = { readonly key: Span | undefined; readonly value: number }

/** The parts of the object or list that begins at `at`. */
function* partsOf(text: string, at: number): Generator<Part> {
  const isMap = text.charAt(at) === '{'
  let here = skipBlank(text, at + 1)
  while (text.charAt(here) !== '}' && text.charAt(here) !== ']') {
    const keyEnd = isMap ? pastString(text, here) : here
    const value = isMap ? skipBlank(text, skipBlank(text, keyEnd) + 1) : here
    yield { key: isMap ? { start: here, end: keyEnd } : undefined, value }
    const after = skipBlank(text, endOf(text, value))
    here = text.charAt(after) === ',' ? skipBlank(text, after + 1) : after
  }
}

const childOf = (text: string, at: number, step: string | number): Part | undefined => {
  const kind = text.charAt(at)
  if (kind !== '{' && kind !== '[') return undefined
  let found: Part | undefined
  let index = 0
  for (const part of partsOf(text, at)) {
    // Of a key that is written twice, JSON.parse keeps the last.
    if (
      part.key
        ? JSON.parse(text.slice(part.key.start, part.key.end)) === String(step)
        : index === Number(step)
    )
      found = part
    index += 1
  }
  return found
}

/** The offsets of a part, in JSON that is sound; of what holds it, where there is no such part. */
export const span = (text: string, path: Path, wanted: 'key' | 'value'): Span => {
  let part: Part = { key: undefined, value: skipBlank(text, 0) }
  let whole = true
  for (const step of path) {
    const next = childOf(text, part.value, step)
    whole = next !== undefined
    if (next === undefined) break
    part = next
  }
  const holder = /[{[]/.test(text.charAt(part.value))
  if (part.key && (wanted === 'key' || holder || !whole)) return part.key
  return { start: part.value, end: holder ? part.value + 1 : endOf(text, part.value) }
}
