import type { Change } from '../model/change.ts'
import { layoutAt, pilotLayout, textForm } from '../model/layout.ts'
import type { Path } from '../yaml/path.ts'
import { phraseAt, splitText } from './shape-messages.ts'

const truths: { readonly [word: string]: boolean } = {
  true: true,
  yes: true,
  on: true,
  false: false,
  no: false,
  off: false,
}

/** The change that gives the value its spelling, or a type that is wanted, if it loses and invents nothing. */
export const conversion = (wanted: readonly string[], value: unknown, path: Path): Change | undefined => {
  const phrase = phraseAt(path)
  if (phrase !== undefined && (typeof value === 'string' || typeof value === 'number')) {
    const parsed = phrase.parse(String(value))
    if (parsed.ok) return typeof value === 'number' ? { path, quote: true } : undefined
    if (parsed.problem.fix !== undefined) return { path, set: parsed.problem.fix }
  }
  if (wanted.includes('a string')) {
    const isText = typeof value === 'number' || (typeof path.at(-1) === 'number' && splitText(value) !== undefined)
    return isText ? { path, quote: true } : undefined
  }
  if (typeof value !== 'string') return undefined
  const word = value.trim()
  // A list in words stays for the author to part.
  const isOne = textForm(layoutAt(pilotLayout, [...path, 0])) !== undefined && !/[,;&\n]|\band\b/i.test(word)
  if (wanted.includes('a sequence')) return isOne ? { path, wrap: true } : undefined
  if (wanted.includes('true or false')) {
    const lower = word.toLowerCase()
    return Object.hasOwn(truths, lower) ? { path, set: truths[lower] === true } : undefined
  }
  const isNumber = wanted.includes('a number') || wanted.includes('a whole number')
  return isNumber && /^[0-9]{1,15}(?:\.[0-9]{1,9})?$/.test(word) ? { path, set: Number(word) } : undefined
}
