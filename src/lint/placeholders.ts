import type { Fault } from '../model/layout.ts'
import { quote } from '../values/text.ts'
import { dotted } from '../yaml/path.ts'
import { scalars } from './data.ts'

const marker =
  /^(?:tbd|tba|tbc|to be (?:announced|confirmed|decided|defined|determined)|todo|fixme|idem|xxx|n\/?a|\?+|…|\.{2,3}|[-–—]{1,3}|<[^<>]*>)[.!]?$/i

/** Whether a text stands for a decision that nobody has made yet. */
export const isPlaceholder = (text: string): boolean =>
  text.trim() === '' || (text.length <= 200 && marker.test(text.trim()))

/**
 * The values that stand for a decision nobody has made yet: `TBD`, `<…>`, `…`, an empty text, or nothing at all.
 * `hint` says what to write where YAML turned a text into nothing, as it does with an unquoted `#channel`.
 */
export const placeholders = (data: unknown, hint: (path: Fault['path']) => string | undefined): Fault[] => {
  const faults: Fault[] = []
  for (const { path, value } of scalars(data)) {
    const isBlank = value === null || (typeof value === 'string' && isPlaceholder(value))
    if (!isBlank) continue
    const base = { kind: 'placeholder', keyword: 'type', path, value } as const
    const name = dotted(path)
    if (value === null) {
      const help = hint(path) ?? `write a value for ${name}, or leave the key out`
      faults.push({ ...base, message: `"${name}" has no value`, help })
    } else {
      faults.push({
        ...base,
        message: value.trim() === '' ? `"${name}" is blank` : `"${name}" is still ${quote(value)}`,
        help: `decide it and write it down, or leave the key out until the stage asks for it`,
      })
    }
  }
  return faults
}
