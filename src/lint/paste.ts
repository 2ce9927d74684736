import type { YamlEntry } from '../rules/lib/rule.ts'
import { block } from '../yaml/block.ts'
import { type Data, field, isMap } from '../yaml/data.ts'
import { parse } from '../yaml/document.ts'
import { isWithin, type Path } from '../yaml/path.ts'
import { longForm } from './write.ts'

/** In lines. A longer section is no proposal that somebody reads. */
const maxLines = 200

const dataOf = (yaml: string): unknown => {
  const parsed = parse(`[${yaml}]`)
  return parsed.ok && Array.isArray(parsed.data) ? parsed.data[0] : undefined
}

/** Both, and the first where they differ. */
const joined = (first: unknown, second: unknown): unknown => {
  if (!isMap(first) || !isMap(second)) return first ?? second
  const keys = [...new Set([...Object.keys(first), ...Object.keys(second)])]
  return Object.fromEntries(keys.map((key) => [key, joined(field(first, key), field(second, key))]))
}

/** The value with what `change` makes of the part at a path; shorthand on the way takes its long form. */
const changed = (value: unknown, path: Path, at: number, change: (part: unknown) => unknown): unknown => {
  const step = path[at]
  if (step === undefined) return change(value)
  const long = longForm(value, path.slice(0, at))
  if (typeof step === 'number') {
    const items: unknown[] = Array.isArray(long) ? [...long] : []
    items[step] = changed(items[step], path, at + 1, change)
    return items
  }
  const map: Data = isMap(long) ? long : {}
  return { ...map, [step]: changed(field(map, step), path, at + 1, change) }
}

const lengthAt = (value: unknown, path: Path): number => {
  let length = 0
  changed(value, path, 0, (part) => {
    length = Array.isArray(part) ? part.length : 0
    return part
  })
  return length
}

/** The paths of a task, where what it adds to a list stands behind what other tasks added. */
const moved = (original: unknown, now: unknown, path: Path): Path => {
  const at = path.findIndex(
    (step, index) => typeof step === 'number' && step >= lengthAt(original, path.slice(0, index)),
  )
  const list = path.slice(0, Math.max(at, 0))
  const by = at === -1 ? 0 : lengthAt(now, list) - lengthAt(original, list)
  return by <= 0 ? path : path.map((step, index) => (index === at ? Number(step) + by : step))
}

/**
 * One section of pilot.yaml with the entries of several tasks written into it, so that no task undoes another one. `data`
 * is the file as its author wrote it.
 */
export const sectionWith = (
  data: unknown,
  section: string,
  tasks: readonly (readonly YamlEntry[])[],
): readonly string[] | undefined => {
  const root = { [section]: field(data, section) }
  const written: Path[] = []
  let value: unknown = root
  for (const entries of tasks) {
    const before = value
    const own = entries.map(({ path, yaml }) => ({ path: moved(root, before, path), yaml }))
    for (const { path, yaml } of own.sort((one, other) => one.path.length - other.path.length)) {
      const isShared = written.some((other) => isWithin(path, other) || isWithin(other, path))
      value = changed(value, path, 0, (part) => (isShared ? joined(part, dataOf(yaml)) : dataOf(yaml)))
      written.push(path)
    }
  }
  const lines = block(value).split('\n')
  return lines.length > maxLines ? undefined : lines
}
