import type { Fault } from '../model/layout.ts'
import type { Path } from '../yaml/path.ts'
import { unread } from './unread.ts'

/** The keys of the part at `path` that are not written at all: what could not be read is not missing. */
export const lacking = <K extends string>(
  faults: readonly Fault[],
  path: Path,
  part: { readonly [key in K]?: unknown },
  keys: readonly K[],
): K[] => keys.filter((key) => part[key] === undefined && unread(faults, [...path, key]) === undefined)
