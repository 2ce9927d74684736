import { type Document, parse } from '../document/index.ts'
import { dotted, type Path } from '../document/path.ts'
import { isMap } from '../lint/data.ts'
import { type Reading, readPilot } from '../lint/read-pilot.ts'
import { exposure } from '../phrases/index.ts'
import { enumerate, quote } from '../phrases/words.ts'
import type { Expansion } from '../spec/expansion.ts'
import type { Layout } from '../spec/layout.ts'
import { pilotLayout } from '../spec/pilot-layout.ts'
import { didYouMean, UsageError } from './usage.ts'

/** One value that is taken to be another than the file says. */
export type Change = {
  /** As it was written on the command line. */
  readonly text: string
  readonly path: Path
  readonly value: unknown
}

const usual = 'write --set path=value, as in --set rollout.limited.traffic=10%'

/** The keys and indexes of a dotted path: `rollout.progressive.steps[1]`, `steps.1` for short. */
const stepsOf = (text: string): Path | undefined =>
  /^[\w-]+(?:\.[\w-]+|\[\d{1,4}\])*$/.test(text)
    ? text
        .split(/[.[\]]+/)
        .flatMap((step) => (step === '' ? [] : /^\d{1,4}$/.test(step) ? Number(step) : step))
    : undefined

/** The parts that may stand below a part of the file, whichever of its forms they belong to. */
const below = (layout: Layout, step: string | number): Layout | undefined => {
  if (layout === 'plain' || 'phrase' in layout) return undefined
  if ('expand' in layout)
    return typeof step === 'number' ? layout.list && below(layout.list, step) : below(layout.map, step)
  if ('items' in layout) return typeof step === 'number' ? layout.items : undefined
  if ('values' in layout) return layout.values
  return Object.hasOwn(layout.keys, step) ? layout.keys[step] : undefined
}

const keysOf = (layout: Layout): string[] => {
  if (typeof layout !== 'object') return []
  if ('expand' in layout) return keysOf(layout.map)
  return 'keys' in layout ? Object.keys(layout.keys) : []
}

const checkPath = (text: string, path: Path): void => {
  let layout: Layout = pilotLayout
  for (const [at, step] of path.entries()) {
    const next = below(layout, step)
    const here = path.slice(0, at)
    if (next === undefined) {
      const keys = keysOf(layout)
      const where = here.length === 0 ? 'pilot.yaml' : dotted(here)
      const list =
        keys.length > 0
          ? `the keys here are ${enumerate(keys)}`
          : typeof layout === 'object' && 'items' in layout
            ? `${where} is a list: write ${where}[0]`
            : `${where} has no keys`
      throw new UsageError(
        `--set ${text}: there is no ${dotted(path.slice(0, at + 1))}`,
        didYouMean(String(step), keys, list),
      )
    }
    layout = next
  }
}

/** A value as it would be read from the file; a text that begins like no list, map or quoted text stands for itself. */
const readValue = (text: string, written: string): unknown => {
  if (/^(?:true|false)$/.test(text)) return text === 'true'
  if (/^-?(?:0|[1-9]\d*)(?:\.\d+)?$/.test(text)) return Number(text)
  if (!/^[[{"']/.test(text)) return text
  const document = parse(`value: ${text}\n`)
  if (document.ok && isMap(document.data) && Object.keys(document.data).length === 1)
    return document.data.value
  const why = document.ok ? undefined : document.problems[0]?.message
  throw new UsageError(`--set ${written}: the value cannot be read${why ? `: ${why}` : ''}`, usual)
}

const readChange = (text: string): Change => {
  const equals = text.indexOf('=')
  const path = equals < 0 ? undefined : stepsOf(text.slice(0, equals).trim())
  if (path === undefined) throw new UsageError(`--set ${text}: no path and value`, usual)
  checkPath(text, path)
  return { text, path, value: readValue(text.slice(equals + 1).trim(), text) }
}

/** Reads every value of `--set`. */
export const readChanges = (texts: readonly string[]): readonly Change[] => texts.map(readChange)

type Data = { readonly [key: string]: unknown }

/** The map that a plain value stands for, as data: what `expand` does to values that are read already. */
const expandData = (expansion: Expansion, value: unknown): Data | undefined => {
  if (typeof expansion === 'object') return { [expansion.key]: value }
  if (expansion === 'steps') return { steps: Array.isArray(value) ? value : [value] }
  // A share for each exposed stage: whoever sets one keeps the others.
  if (expansion === 'stages') return { shadow: value, limited: value, progressive: value, full: value }
  const parsed = typeof value === 'string' ? exposure.parse(value) : undefined
  if (!parsed?.ok) return undefined
  const { share, time } = parsed.value
  return {
    ...(share && { traffic: exposure.print({ share }) }),
    ...(time && { duration: exposure.print({ time }).replace(/^for /, '') }),
  }
}

const noPlace = ({ text, path }: Change, at: number, why: string): UsageError =>
  new UsageError(
    `--set ${text}: ${dotted(path.slice(0, at))} ${why}`,
    `set ${dotted(path.slice(0, at))} as a whole`,
  )

const setIn = (part: unknown, layout: Layout, change: Change, at: number): unknown => {
  const step = change.path[at]
  const next = step === undefined ? undefined : below(layout, step)
  if (step === undefined || next === undefined) return change.value
  if (typeof step === 'number') {
    const list = part ?? []
    if (!Array.isArray(list)) throw noPlace(change, at, 'is no list in the file')
    if (step > list.length) throw noPlace(change, at, `has ${list.length} items, counted from 0`)
    return list.toSpliced(step, 1, setIn(list[step], next, change, at + 1))
  }
  const isShort = typeof layout === 'object' && 'expand' in layout && part !== undefined && !isMap(part)
  const map = isShort ? expandData(layout.expand, part) : (part ?? {})
  if (!isMap(map)) throw noPlace(change, at, `is ${quote(part)} in the file, in which nothing can be set`)
  const inner = setIn(Object.hasOwn(map, step) ? map[step] : undefined, next, change, at + 1)
  // Not an assignment: a name of the team's own may be `__proto__`.
  return Object.fromEntries([...Object.entries(map).filter(([key]) => key !== step), [step, inner]])
}

/** The data with every change made; what it is made of is left alone. */
export const changeData = (data: unknown, changes: readonly Change[]): unknown =>
  changes.reduce((before, change) => setIn(before, pilotLayout, change, 0), data)

/**
 * Reads the pilot as it would be with the changes. Throws a `UsageError` for a change that cannot be made or that the
 * file could not say.
 */
export const readChanged = (
  { data, nullHint }: Extract<Document, { ok: true }>,
  changes: readonly Change[],
): Reading => {
  const reading = readPilot(changeData(data, changes), nullHint)
  if (changes.length === 0) return reading
  const before = new Set(readPilot(data, nullHint).faults.map(({ message }) => message))
  const fault = reading.faults.find(({ message }) => !before.has(message))
  if (fault === undefined) return reading
  const change =
    changes.find(({ path }) => path.every((step, at) => fault.path[at] === step)) ?? changes.at(-1)
  throw new UsageError(`--set ${change?.text}: ${fault.message}`, fault.help)
}
