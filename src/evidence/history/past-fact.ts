import type { Pilot } from '../../spec/pilot.ts'
import type { Fact } from '../fact.ts'
import type { Repository } from '../follow.ts'
import type { History } from './history.ts'
import type { Past, PastPilot, PilotThen } from './past.ts'

/** Reads a version of pilot.yaml; undefined where it cannot be read, or not told at which stage it stands. */
export type ReadPilot = (bytes: Uint8Array) => PilotThen | undefined

const pastIn = (history: Extract<History, { state: 'found' }>, readPilot: ReadPilot): Past => {
  const versions = history.versions.flatMap(({ commit, date, path, bytes }): PastPilot[] => {
    const pilot = readPilot(bytes)
    return pilot === undefined ? [] : [{ commit, date, path, pilot }]
  })
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
  if (history.state === 'unverified')
    return { state: 'unverified', file, why: `its history ${history.why} (${history.help})` }
  if (history.versions.length === 0)
    return {
      state: 'unverified',
      file,
      why: 'it is not committed yet (commit it, so that everybody can see when)',
    }
  return { state: 'found', file, value: pastIn(history, readPilot) }
}
