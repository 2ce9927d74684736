import { flagPlace } from '../evidence/feature-flag/feature-flag.ts'
import { resolveReference } from '../evidence/reading/follow.ts'
import { exposedStages } from '../model/stage.ts'
import type { Other } from '../rules/lib/rule.ts'
import { decode } from '../yaml/decode.ts'
import { excerptOf } from '../yaml/lines.ts'
import { loadText } from './load.ts'

/** A file of a run, with what tells one repository from another. */
export type Sibling = { readonly file: string; readonly root: unknown; readonly open: () => Uint8Array | undefined }

type Names = {
  readonly id: string | undefined
  readonly flag: string | undefined
  /** What may be files of results, from the root of the repository. */
  readonly results: readonly string[]
}

const plainly = /^id:[ \t]+([\w.-]+)[ \t\r]*(?:#.*)?$/gm
const flagged = /feature_flag["']?[ \t]*:[ \t]*["']?([^\s"',{}[\]]+)/g

/** A copy: a part of a text keeps all of it in memory. */
const apart = (part: string | undefined): string | undefined =>
  part === undefined ? undefined : new TextDecoder().decode(new TextEncoder().encode(part))

const resulting = /\bresults["']?[ \t]*:[ \t]*["']?([^\s"',{}[\]#]+)/g

const pathsOf = (names: readonly (string | undefined)[], file: string): string[] => [
  ...new Set(names.flatMap((name) => (name === undefined ? [] : (apart(resolveReference(file, name)?.file) ?? [])))),
]

/** What a file is called where it is written as people write it; undefined where it has to be parsed. */
const namesIn = (text: string, file: string): Names | undefined => {
  const ids = [...text.matchAll(plainly)]
  const flags = [...text.matchAll(flagged)]
  const isPlain = ids.length === 1 && flags.length === text.split('feature_flag').length - 1 && flags.length < 2
  const results = [...text.matchAll(resulting)].slice(0, maxNamed).map(([, name]) => name)
  return isPlain ? { id: apart(ids[0]?.[1]), flag: apart(flags[0]?.[1]), results: pathsOf(results, file) } : undefined
}

const textOf = (open: Sibling['open']): string => {
  const bytes = open()
  const decoded = bytes && decode(bytes)
  return decoded === undefined || 'fault' in decoded ? '' : decoded.text
}

const naming: ReadonlySet<string> = new Set(['version', 'id', 'rollback', 'rollout'])

/** Real files name fewer. */
const maxNamed = 20

/** The names that the YAML of a file holds; nothing else of it is kept. */
const parsedIn = (text: string, file: string) => {
  const loaded = loadText(excerptOf(text, naming) ?? text)
  if (!loaded.ok) return undefined
  const { pilot } = loaded
  const results = exposedStages.map((stage) => pilot.rollout?.[stage]?.results)
  return {
    id: pilot.id,
    flag: pilot.rollback?.how?.feature_flag,
    place: flagPlace(pilot, file),
    results: pathsOf(results, file),
  }
}

const grouped = <T>(all: readonly T[], keyOf: (one: T) => string | undefined): T[][] => {
  const groups = new Map<string, T[]>()
  for (const one of all) {
    const key = keyOf(one)
    if (key !== undefined) groups.set(key, [...(groups.get(key) ?? []), one])
  }
  return [...groups.values()].filter(({ length }) => length > 1)
}

/**
 * Of each file, under its index, another one that holds the same pilot. Most are told apart by the lines with their
 * names, so only those that look alike are parsed.
 */
export const twinsOf = (siblings: readonly Sibling[]): ReadonlyMap<number, readonly Other[]> => {
  const roots = new Map<unknown, string>()
  const told = siblings.map(({ file, root, open }, at) => {
    if (!roots.has(root)) roots.set(root, String(roots.size))
    const text = textOf(open)
    const names = namesIn(text, file)
    let parsed = names === undefined ? parsedIn(text, file) : null
    const { id, flag, results = [] } = names ?? parsed ?? {}
    const exact = () => {
      if (parsed === null) parsed = parsedIn(textOf(open), file)
      return parsed
    }
    return { at, file, root: roots.get(root), exact, id, flag, results }
  })
  const twins = new Map<number, readonly Other[]>()
  const alike = (by: 'id' | 'flag' | 'results') => {
    const keysOf = (one: Names): readonly string[] => [one[by] ?? []].flat()
    const near = grouped(
      told.flatMap((one) => keysOf(one).map((key) => ({ one, key: `${one.root} ${key}` }))),
      ({ key }) => key,
    )
    return near.flatMap((group) => {
      const found = group.flatMap(({ one: { at, file, exact } }) => {
        const names = exact()
        return names === undefined ? [] : [{ at, file, id: names.id, flag: names.place, results: names.results }]
      })
      const each = found.flatMap((one) => keysOf(one).map((key) => ({ ...one, key })))
      return grouped(each, ({ key }) => key)
    })
  }
  for (const by of ['id', 'flag', 'results'] as const)
    for (const group of alike(by))
      for (const [nth, { at }] of group.entries()) {
        const other = group[nth === 0 ? 1 : 0]
        if (other === undefined || twins.has(at)) continue
        twins.set(at, [{ file: other.file, id: other.id, flag: other.flag, results: other.results }])
      }
  return twins
}
