import type { Repository } from '../evidence/gather.ts'
import { lint } from '../lint/lint.ts'
import { wholeOf } from '../lint/load.ts'
import type { Pilot } from '../model/pilot.ts'
import { parse } from '../yaml/index.ts'
import { isWithin, type Path } from '../yaml/path.ts'
import type { Range } from '../yaml/range.ts'
import { type Change, readChanged } from './what-if.ts'

/** Something of the file that cannot be read, and where. */
export type UnreadPart = { readonly message: string; readonly help: string; readonly range: Range }

/** A pilot to compute with; undefined where the file cannot be read at all. */
export type Opened = { readonly pilot: Pilot | undefined; readonly unread: readonly UnreadPart[] }

/**
 * Reads a pilot to compute with, as it would be with the changes. What cannot be read within `parts` is told: numbers
 * that leave it out would be wrong without a word. Throws a `UsageError` for a change that cannot be made.
 */
export const openPilot = async (
  bytes: Uint8Array,
  changes: readonly Change[],
  parts: readonly Path[],
  repository: Repository,
): Promise<Opened> => {
  const asked = {
    file: '',
    for: 'declared',
    today: '1970-01-01',
    rules: [],
    exceptions: false,
    strict: false,
  } as const
  const { verdict, diagnostics } = await lint(bytes, asked)
  const document = parse(bytes)
  if (!verdict.judged || !document.ok) return { pilot: undefined, unread: diagnostics }
  const whole = await wholeOf(document, repository)
  const { pilot, faults } = readChanged(whole.document, changes)
  const about = [...whole.faults, ...faults].filter(({ path, meant }) =>
    [path, meant].some((at) => at && parts.some((part) => isWithin(at, part) || isWithin(part, at))),
  )
  return {
    pilot,
    unread: about.map(({ path, message, help }) => ({ message, help, range: whole.document.locate(path) })),
  }
}
