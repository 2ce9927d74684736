import { keysAt } from '../lint/shape-messages.ts'
import { layoutAt, pilotLayout } from '../model/layout.ts'
import { near } from '../values/near.ts'
import { enumerate } from '../values/text.ts'
import { dotted, type Path } from '../yaml/path.ts'
import { didYouMean, UsageError } from './usage.ts'

/** `rollout.progressive.steps[1]`, or `steps.1` for short. */
export const stepsOf = (text: string): Path | undefined =>
  /^[\w-]+(?:\.[\w-]+|\[\d{1,4}\])*$/.test(text)
    ? text
        .split(/[.[\]]+/)
        .flatMap((step) => (step === '' ? [] : /^\d{1,4}$/.test(step) ? Number(step) : step))
    : undefined

const sections = keysAt([])

/** A suggestion for a path that does not begin with a section. */
const probably = (path: Path, implied: string | undefined): string | undefined => {
  const whole = sections.find((section) => layoutAt(pilotLayout, [section, ...path]) !== undefined)
  if (whole !== undefined) return dotted([whole, ...path])
  const names = new Map(
    sections.flatMap((section) =>
      keysAt([section]).map((key): [string, string] => [key, `${section}.${key}`]),
    ),
  )
  const own = implied === undefined ? [] : keysAt([implied])
  for (const key of [...sections, ...own]) names.set(key, key)
  const meant = near(String(path[0]), names.keys())
  return meant && names.get(meant)
}

const listOf = (place: Path, here: Path, implied: string | undefined): string => {
  const keys = keysAt(place)
  const where = here.length === 0 ? 'pilot.yaml' : dotted(here)
  if (keys.length > 0) return `the keys ${implied ? `of ${implied}` : 'here'} are ${enumerate(keys)}`
  const layout = layoutAt(pilotLayout, place)
  return typeof layout === 'object' && 'items' in layout
    ? `${where} is a sequence: write ${where}[0]`
    : `${where} has no keys`
}

/**
 * A path that does not begin with a section is below `implied`. Throws a `UsageError` that shows the path as
 * written.
 */
export const placeOf = (written: Path, text: string, implied?: string): Path => {
  const isWhole = implied === undefined || sections.includes(String(written[0]))
  const above = isWhole ? [] : [implied]
  const upTo = (count: number): Path => [...above, ...written.slice(0, count)]
  const at = written.findIndex((_, index) => layoutAt(pilotLayout, upTo(index + 1)) === undefined)
  if (at === -1) return upTo(written.length)
  const section = at === 0 && !isWhole ? implied : undefined
  const holder = upTo(at)
  const list = listOf(holder, written.slice(0, at), section)
  const meant = at === 0 ? probably(written, section) : undefined
  throw new UsageError(
    `--set ${text}: there is no ${dotted(written.slice(0, at + 1))}${section ? ` in ${section}` : ''}`,
    meant
      ? `did you mean ${meant}?`
      : at === 0
        ? list
        : didYouMean(String(written[at]), keysAt(holder), list),
  )
}
