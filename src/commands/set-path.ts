import { dotted, type Path } from '../document/path.ts'
import { enumerate } from '../phrases/words.ts'
import type { Layout } from '../spec/layout.ts'
import { pilotLayout } from '../spec/pilot-layout.ts'
import { didYouMean, meant, UsageError } from './usage.ts'

/** The keys and indexes of a dotted path: `rollout.progressive.steps[1]`, `steps.1` for short. */
export const stepsOf = (text: string): Path | undefined =>
  /^[\w-]+(?:\.[\w-]+|\[\d{1,4}\])*$/.test(text)
    ? text
        .split(/[.[\]]+/)
        .flatMap((step) => (step === '' ? [] : /^\d{1,4}$/.test(step) ? Number(step) : step))
    : undefined

/** The parts that may stand below a part of the file, whichever of its forms they belong to. */
export const below = (layout: Layout, step: string | number): Layout | undefined => {
  if (layout === 'plain' || 'phrase' in layout) return undefined
  if ('expand' in layout)
    return typeof step === 'number' ? layout.list && below(layout.list, step) : below(layout.map, step)
  if ('items' in layout) return typeof step === 'number' ? layout.items : undefined
  if ('values' in layout) return layout.values
  return Object.hasOwn(layout.keys, step) ? layout.keys[step] : undefined
}

const keysOf = (layout: Layout | undefined): string[] => {
  if (typeof layout !== 'object') return []
  if ('expand' in layout) return keysOf(layout.map)
  return 'keys' in layout ? Object.keys(layout.keys) : []
}

const sections = keysOf(pilotLayout)

const isPlace = (path: Path): boolean => {
  let layout: Layout | undefined = pilotLayout
  for (const step of path) layout = layout && below(layout, step)
  return layout !== undefined
}

/** The place that was probably meant by a path that begins with no section: whole, or as far as a near name goes. */
const probably = (path: Path, implied: string | undefined): string | undefined => {
  const whole = sections.find((section) => isPlace([section, ...path]))
  if (whole !== undefined) return dotted([whole, ...path])
  const names = new Map(
    sections.flatMap((section) =>
      keysOf(below(pilotLayout, section)).map((key): [string, string] => [key, `${section}.${key}`]),
    ),
  )
  const own = implied === undefined ? [] : keysOf(below(pilotLayout, implied))
  for (const key of [...sections, ...own]) names.set(key, key)
  const near = meant(String(path[0]), [...names.keys()])
  return near && names.get(near)
}

const listOf = (layout: Layout, here: Path, implied: string | undefined): string => {
  const keys = keysOf(layout)
  const where = here.length === 0 ? 'pilot.yaml' : dotted(here)
  if (keys.length > 0) return `the keys ${implied ? `of ${implied}` : 'here'} are ${enumerate(keys)}`
  return typeof layout === 'object' && 'items' in layout
    ? `${where} is a list: write ${where}[0]`
    : `${where} has no keys`
}

/**
 * The place that a path names; a path that begins with no section is one below `implied`. Throws a `UsageError` that
 * shows the path as it was written.
 */
export const placeOf = (written: Path, text: string, implied?: string): Path => {
  const isWhole = implied === undefined || sections.includes(String(written[0]))
  let layout: Layout = isWhole ? pilotLayout : (below(pilotLayout, implied) ?? pilotLayout)
  for (const [at, step] of written.entries()) {
    const next = below(layout, step)
    if (next === undefined) {
      const section = at === 0 && !isWhole ? implied : undefined
      const list = listOf(layout, written.slice(0, at), section)
      const near = at === 0 ? probably(written, section) : undefined
      throw new UsageError(
        `--set ${text}: there is no ${dotted(written.slice(0, at + 1))}${section ? ` in ${section}` : ''}`,
        near ? `did you mean ${near}?` : at === 0 ? list : didYouMean(String(step), keysOf(layout), list),
      )
    }
    layout = next
  }
  return isWhole ? written : [implied, ...written]
}
