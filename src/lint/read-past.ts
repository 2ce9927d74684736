import type { ReadPilot } from '../evidence/gather.ts'
import { type PilotThen, pastParts } from '../evidence/history/past.ts'
import { unread } from '../rules/lib/absent.ts'
import { decode } from '../yaml/decode.ts'
import { excerptOf } from '../yaml/lines.ts'
import { loadText } from './load.ts'

const parts: ReadonlySet<string> = new Set(['version', 'id', ...pastParts])

/** The total size of all versions, in characters. */
const mostRead = 2 * 1024 * 1024

const read = (text: string): PilotThen | undefined => {
  const loaded = loadText(text)
  return loaded.ok && unread(loaded.faults, ['stage']) === undefined ? loaded.pilot : undefined
}

/**
 * Reads old versions of pilot.yaml; unreadable parts are left out, because old versions cannot be fixed. Reads
 * only the relevant lines, and equal ones once, because most versions differ elsewhere.
 */
export const pastReader = (): ReadPilot => {
  const known = new Map<string, PilotThen | undefined>()
  let left = mostRead
  return (bytes) => {
    const decoded = decode(bytes)
    if ('fault' in decoded) return undefined
    const text = excerptOf(decoded.text, parts) ?? decoded.text
    if (!known.has(text)) {
      left -= text.length
      if (left < 0) return 'padded'
      known.set(text, read(text))
    }
    return known.get(text)
  }
}
