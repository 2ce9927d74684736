import { field } from '../value.ts'
import type { Role } from './flag.ts'

const on = new Set(
  'on true ai treatment enabled enable active assistant copilot agent llm model new candidate'.split(' '),
)
const off = new Set(
  'off false disabled disable inactive none no not without old baseline legacy fallback original manual human'.split(
    ' ',
  ),
)
const kept = new Set(['control', 'holdout', 'holdback'])

const wordsOf = (name: string): string[] =>
  name
    .slice(0, 200)
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z]+/)
    .filter((word) => word !== '')

const byName = (name: string): Role => {
  const words = wordsOf(name)
  if (words.some((word) => kept.has(word))) return 'control'
  if (words.some((word) => off.has(word))) return 'off'
  return words.some((word) => on.has(word)) ? 'treatment' : 'unclear'
}

/** What a variant does to the system: its value says it, or else a name that is understood everywhere. */
export const roleOf = (name: string, value: unknown): Role => {
  const switched = typeof value === 'boolean' ? value : field(value, 'enabled')
  if (switched === true) return byName(name) === 'control' ? 'unclear' : 'treatment'
  if (switched === false) return byName(name) === 'control' ? 'control' : 'off'
  const said = typeof value === 'string' ? byName(value) : 'unclear'
  const named = byName(name)
  if (said === 'unclear') return named
  return named === 'unclear' || named === said
    ? said
    : said === 'off' && named === 'control'
      ? named
      : 'unclear'
}
