import { field } from '../../yaml/data.ts'

/** Of the tests of promptfoo: the variables that each of them has as a plain value, and what these are. */
export type Vars = { readonly names: readonly string[]; readonly keys: ReadonlySet<string> }

/** As a run keeps it; undefined for what promptfoo loads or fills in. A day of YAML becomes a moment. */
const plain = (value: unknown): string | undefined => {
  if (typeof value === 'number' || typeof value === 'boolean') return String(value)
  if (typeof value !== 'string' || value.startsWith('file://') || value.includes('{{')) return undefined
  return value
    .replace(/T00:00:00\.000Z$/, '')
    .replaceAll(/\s+/g, ' ')
    .trim()
}

const keyOf = (vars: unknown, names: readonly string[]): string | undefined => {
  const values = names.map((name) => plain(field(vars, name)))
  return values.includes(undefined) ? undefined : JSON.stringify(values)
}

/** More tell no more cases apart, and a run compares each with each of its rows. */
const maxNames = 20

/** Undefined where no variable tells the tests from others. */
export const varsOf = (tests: readonly unknown[]): Vars | undefined => {
  const names = Object.keys(tests[0] ?? {})
    .slice(0, maxNames)
    .filter((name) => tests.every((vars) => plain(field(vars, name)) !== undefined))
  return names.length === 0 ? undefined : { names, keys: new Set(tests.flatMap((vars) => keyOf(vars, names) ?? [])) }
}

/** Whether a case is in no way one of the tests; `ways` are its variables as they were written and as they were used. */
export const isStrange = ({ names, keys }: Vars, ways: readonly unknown[]): boolean => {
  const own = ways.filter((vars) => vars !== undefined).map((vars) => keyOf(vars, names))
  return own.length > 0 && own.every((key) => key !== undefined && !keys.has(key))
}
