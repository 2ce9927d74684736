import type { Fault } from '../../model/layout.ts'
import { quote } from '../../values/text.ts'
import { isWithin, type Path } from '../../yaml/path.ts'
import type { Entry } from './rule.ts'

const plain = (text: string): string =>
  text
    .trim()
    .toLowerCase()
    .replace(/[.!]$/, '')
    .replaceAll(/[\s_-]+/g, ' ')

const nothing = new Set(['no', 'none', 'nothing', 'none yet', 'nothing yet'])

const nobody = new Set(['nobody', 'no one', 'unassigned', 'unknown', 'no owner', 'not assigned'])

/** Whether a text that should name something says, with its whole value, that there is nothing. */
export const isNothing = (text: string): boolean => nothing.has(plain(text))

/** Whether a text that should say why, or by what, ticks a box instead. */
export const isNoReason = (text: string): boolean =>
  isNothing(text) || ['yes', 'true', 'x', 'ok'].includes(plain(text))

/** Whether a text that should name a team or a person says, with its whole value, that there is nobody. */
export const isNobody = (text: string): boolean => isNothing(text) || nobody.has(plain(text))

/** What keeps the part at `path` from being read: itself, what holds it, or a misspelt key that was meant to be it. */
export const unread = (faults: readonly Fault[], path: Path): Fault | undefined =>
  faults.find((fault) => [fault.path, fault.meant].some((at) => at !== undefined && isWithin(path, at)))

/** The keys of the part at `path` that are not written at all: what could not be read is not missing. */
export const lacking = <K extends string>(
  faults: readonly Fault[],
  path: Path,
  part: { readonly [key in K]?: unknown },
  keys: readonly K[],
): K[] => keys.filter((key) => part[key] === undefined && unread(faults, [...path, key]) === undefined)

/** Where a finding on the keys that the part at `path` lacks stands, the key itself where it is one, and what to write. */
export const gap = <K extends string>(
  path: Path,
  keys: readonly K[],
  examples: { readonly [key in K]: { readonly yaml: string } },
): { path: Path; write: Entry[] } => ({
  path: keys.length === 1 ? [...path, ...keys] : path,
  write: keys.map((key) => ({ path: [...path, key], yaml: examples[key].yaml })),
})

/** How a message calls an entry of a list: by its name, where it has one. */
export const called = (name: string | undefined, otherwise: string): string =>
  name === undefined ? otherwise : quote(name)

const denials =
  /^(?:no|none|no one|nobody|never|nothing|not (?:possible|needed|required)|impossible|cannot be undone|irreversible)$/

/** Whether a text that should say how something is done says that it is not. */
export const isDenial = (text: string): boolean =>
  denials.test(text.trim().toLowerCase().replace(/[.!]$/, ''))

/** Whether what should say how something is done does not, or says that it is not. */
export const isDenied = (said: unknown): boolean =>
  said === undefined || (typeof said === 'string' && isDenial(said))
