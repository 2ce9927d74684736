import { parse } from '../document/index.ts'
import type { ReadPilot } from '../evidence/gather.ts'
import { unread } from '../rules/unread.ts'
import { isMap } from './data.ts'
import { readPilot } from './read-pilot.ts'

/** An old version of pilot.yaml, which nobody can mend any more: what cannot be read of it is left out. */
export const readPast: ReadPilot = (bytes) => {
  const document = parse(bytes)
  if (!document.ok || !isMap(document.data)) return undefined
  const { pilot, faults } = readPilot(document.data, () => undefined)
  return unread(faults, ['stage']) === undefined ? pilot : undefined
}
