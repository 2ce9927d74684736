import type { Fault } from '../model/layout.ts'
import { isWithin, type Path } from '../yaml/path.ts'

/** What keeps the part at `path` from being read: itself, what holds it, or a misspelt key that was meant to be it. */
export const unread = (faults: readonly Fault[], path: Path): Fault | undefined =>
  faults.find((fault) => [fault.path, fault.meant].some((at) => at !== undefined && isWithin(path, at)))
