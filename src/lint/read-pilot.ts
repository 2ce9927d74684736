import { type Fault, pilotLayout, readPart } from '../model/layout.ts'
import type { Pilot } from '../model/pilot.ts'
import { phrases } from '../values/index.ts'
import { dotted, isWithin, type Path } from '../yaml/path.ts'
import { placeholders } from './placeholders.ts'
import { shape } from './shape.ts'

/** What could be read of the file, and what could not. */
export type Reading = { readonly pilot: Pilot; readonly faults: readonly Fault[] }

const id = (path: Path): string => JSON.stringify(path)

/** The model of the file; every part of it that cannot be read is a fault and is left out of the model. */
export const readPilot = (data: unknown, hint: (path: Path) => string | undefined): Reading => {
  const refused = shape(data)
  const unknown = refused.filter(({ kind }) => kind === 'key')
  const undecided = placeholders(data, hint).filter(
    ({ path }) => !unknown.some((fault) => isWithin(path, fault.path)),
  )
  const blank = new Set(undecided.map(({ path }) => id(path)))
  const faults: Fault[] = [...refused.filter(({ path }) => !blank.has(id(path))), ...undecided]
  const unreadable = new Set(faults.map(({ path }) => id(path)))
  const pilot = readPart(pilotLayout, data, [], {
    phrases,
    skip: (path) => unreadable.size > 0 && unreadable.has(id(path)),
    refuse: (path, value, problem) =>
      faults.push({
        kind: 'phrase',
        keyword: 'format',
        path,
        value,
        message: `"${dotted(path)}" cannot be read: ${problem.message}`,
        help: problem.help,
      }),
  })
  return { pilot: pilot as Pilot, faults }
}
