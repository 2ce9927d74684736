import type { Pilot } from '../../model/pilot.ts'
import type { Port } from '../../repo/port.ts'
import type { Committed } from '../history/past.ts'
import { isUrl, resolveReference } from '../reading/follow.ts'
import { drillRecord } from './drill-record.ts'
import { type Drill, reader } from './record-file.ts'

/** A drill that failed as some committed version of a record said. */
export type FailedDrill = Pick<Drill, 'what' | 'on'> & { readonly file: string }

/** All versions of the records together, in bytes. */
const maxBytes = 512 * 1024

/** What one counts for that is larger than what is left: git prints it all the same. */
const tooLarge = maxBytes / 8

/** The failed drills of all committed versions of every record that a version of the pilot named. */
export const failedIn = async ({ versions }: Committed, port: Port): Promise<readonly FailedDrill[]> => {
  const named = versions.flatMap(({ path, pilot }) =>
    drillRecord
      .follow(pilot as Pilot)
      .flatMap(({ reference }) => (isUrl(reference) ? [] : (resolveReference(path, reference)?.file ?? []))),
  )
  const told = named.length === 0 ? undefined : await port.changes([...new Set(named)])
  const known = new Set<string>()
  const failed: FailedDrill[] = []
  let left = maxBytes
  for (const { blob, path: file, read } of told?.state === 'found' ? told.changes : []) {
    if (left <= 0) break
    if (blob === undefined || known.has(blob)) continue
    known.add(blob)
    const bytes = read(left)
    left -= bytes?.length ?? tooLarge
    const reading = bytes && (await reader({ file, bytes }, { port, file }))
    if (reading?.state !== 'read') continue
    for (const { what, on, outcome } of reading.value) if (outcome === 'failed') failed.push({ what, on, file })
  }
  return failed
}
