import type { Fault } from '../model/fault.ts'
import { near } from '../values/near.ts'
import { enumerate, quote } from '../values/words.ts'
import { isThousandsLeftover } from '../yaml/index.ts'
import { dotted, type Path } from '../yaml/path.ts'
import { type Data, isMap } from './data.ts'
import { keysAt } from './expected.ts'

/** What a fault says, apart from where. */
export type Words = Omit<Fault, 'path' | 'value' | 'keyword'>

const leftover = (key: string, parent: Path, siblings: Data): Words => {
  const keys = Object.keys(siblings)
  const before = keys[keys.indexOf(key) - 1]
  const digits = before === undefined ? '' : String(siblings[before])
  const whole = `${digits}${key}`
  return {
    kind: 'key',
    message: `"${before === undefined ? '' : `${before}: `}${digits},${key}" is two entries: a comma ends a value inside {…}`,
    help: `write it without a thousands separator: ${before === undefined ? whole : `${before}: ${whole}`}`,
    ...(before !== undefined && { half: [...parent, before], meant: [...parent, before] }),
  }
}

/** `{value:22%}` is one key: YAML wants a space after the `:`. */
const withoutSpace = (key: string, parent: Path, keys: readonly string[]): Words | undefined => {
  const [, name = '', value] = /^([^:]+):(.+)$/.exec(key) ?? []
  if (value === undefined || !keys.includes(name)) return undefined
  return {
    kind: 'key',
    message: `${quote(key)} is read as a key: no space stands after the ":"`,
    help: `write ${name}: ${value.slice(0, 80)}`,
    meant: [...parent, name],
  }
}

/** A key that the schema does not know, in the map `siblings`. */
export const unknownKey = (path: Path, siblings: unknown): Words => {
  const key = String(path.at(-1))
  const parent = path.slice(0, -1)
  const present = isMap(siblings) ? siblings : {}
  if (isThousandsLeftover(key)) return leftover(key, parent, present)
  const keys = keysAt(parent)
  const glued = withoutSpace(key, parent, keys)
  if (glued !== undefined) return glued
  // A key that is there already was not meant by another one.
  const meant = near(
    key,
    keys.filter((known) => !Object.hasOwn(present, known)),
  )
  const where = parent.length === 0 ? 'pilot.yaml' : `"${dotted(parent)}"`
  return {
    kind: 'key',
    message: `unknown key ${quote(key)} in ${where}`,
    help:
      meant === undefined
        ? `the keys here are ${enumerate(keys)}; a key of your own begins with "x-"`
        : `did you mean "${meant}"?`,
    ...(meant !== undefined && { meant: [...parent, meant] }),
  }
}

/** A name of the team's own that cannot be a key. */
export const badName = (path: Path): Words => ({
  kind: 'key',
  message: `${quote(path.at(-1))} is no key`,
  help: 'use letters, digits, "-" and "_", beginning with a letter, as in carrier_lookup',
})
