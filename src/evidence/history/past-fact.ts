import type { Pilot } from '../../model/pilot.ts'
import type { History } from '../../repo/port.ts'
import type { Fact } from '../fact.ts'
import type { Repository } from '../follow.ts'
import type { Past, PastPilot, PilotThen } from './past.ts'

/**
 * Reads a version of pilot.yaml; undefined where it cannot be read, or not told at which stage it stands. `padded` says
 * that there is more to read in the versions together than people write.
 */
export type ReadPilot = (bytes: Uint8Array) => PilotThen | 'padded' | undefined

const start = { line: 1, column: 1, offset: 0 }

const padded = (file: string): Fact<Past> => ({
  state: 'malformed',
  file,
  problem: 'has a history of more or larger versions than are read, so nobody can see whether the bar moved',
  range: { start, end: start },
})

const pastIn = (history: Extract<History, { state: 'found' }>, readPilot: ReadPilot): Past | undefined => {
  const versions: PastPilot[] = []
  for (const { commit, date, path, bytes } of history.versions) {
    const pilot = readPilot(bytes)
    if (pilot === 'padded') return undefined
    if (pilot !== undefined) versions.push({ commit, date, path, pilot })
  }
  return { versions, unread: history.unread + history.versions.length - versions.length }
}

/** The committed past of a pilot that has left its first stage with a bar that was agreed; undefined for any other. */
export const pastOf = async (
  pilot: Pilot,
  { port, file }: Repository,
  readPilot: ReadPilot,
): Promise<Fact<Past> | undefined> => {
  const isBegun = pilot.stage !== undefined && pilot.stage !== 'pilot'
  if (!isBegun || pilot.success?.agreed === undefined) return undefined
  const history = await port.history(file)
  if (history.state === 'unverified' && history.isPadded) return padded(file)
  if (history.state === 'unverified')
    return { state: 'unverified', file, why: `its history ${history.why} (${history.help})` }
  if (history.versions.length === 0)
    return {
      state: 'unverified',
      file,
      why: 'it is not committed yet (commit it, so that everybody can see when)',
    }
  const past = pastIn(history, readPilot)
  return past === undefined ? padded(file) : { state: 'found', file, value: past }
}
