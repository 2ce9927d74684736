import { parse } from '../document/index.ts'
import type { ReadPilot } from '../evidence/gather.ts'
import { pastParts } from '../evidence/history/past.ts'
import { unread } from '../rules/unread.ts'
import { isMap } from './data.ts'
import { readPilot } from './read-pilot.ts'

const parts: ReadonlySet<string> = new Set(['version', 'id', ...pastParts])

/** An old version of pilot.yaml, which nobody can mend any more: what cannot be read of it is left out. */
export const readPast: ReadPilot = (bytes) => {
  const document = parse(bytes)
  if (!document.ok || !isMap(document.data)) return undefined
  const data = Object.fromEntries(Object.entries(document.data).filter(([key]) => parts.has(key)))
  const { pilot, faults } = readPilot(data, () => undefined)
  return unread(faults, ['stage']) === undefined ? pilot : undefined
}
