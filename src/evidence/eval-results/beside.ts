import { spend } from '../../repo/budget.ts'
import { folderOf, pathIn } from '../../repo/names.ts'
import type { Port } from '../../repo/port.ts'
import { plural, quote } from '../../values/text.ts'
import type { Reader, Repository, Source } from '../reading/kind.ts'
import { type EvalResults, failedRuns } from './outcome.ts'
import { merged, noiseIn } from './runs.ts'

/** The last of them by name, which holds the day where anything does. */
const maxRuns = 20
/** In bytes: of one, and of all. */
const maxBytesOfOne = 2 * 1024 * 1024
const maxBytesOfAll = 8 * 1024 * 1024

/** Files of the same folder and ending. */
export const filesBeside = (file: string, port: Port): string[] => {
  const folder = folderOf(file)
  const ending = file.slice(file.lastIndexOf('.'))
  const listing = port.list(folder)
  return (listing.ok ? listing.entries : [])
    .filter(({ kind, name }) => kind === 'file' && name.endsWith(ending))
    .map(({ name }) => pathIn(folder, name))
    .filter((name) => name !== file)
    .slice(-maxRuns)
}

const isEqual = (one: Uint8Array, other: Uint8Array): boolean =>
  one.length === other.length && one.every((byte, at) => byte === other[at])

const isSame = (one: EvalResults, other: EvalResults): boolean =>
  one.tool === other.tool &&
  one.setup === other.setup &&
  one.tally?.size === other.tally?.size &&
  [...(one.tally?.keys() ?? [])].every((key) => other.tally?.has(key))

/**
 * A run with what others of the same cases in the same setup say: who names one of several runs may have chosen it. Where
 * a tool does not record what it ran, no other run is of the same.
 */
const withOthers = async (
  run: EvalResults,
  source: Source,
  repository: Repository,
  read: Reader<EvalResults>,
): Promise<EvalResults> => {
  if (run.setup === undefined || run.tally === undefined || run.tally.size === 0) return run
  const left = { left: maxBytesOfAll }
  const tallies = [run.tally]
  // A run may lie there under two names.
  const known = [source.bytes]
  let others: EvalResults['others']
  for (const file of filesBeside(source.file, repository.port)) {
    const reading = repository.port.read(file, maxBytesOfOne)
    if (!reading.ok || !spend(left, reading.bytes.length)) continue
    const { bytes } = reading
    if (known.some((one) => isEqual(one, bytes))) continue
    known.push(bytes)
    const other = await read({ file, bytes }, repository)
    const seen = other.state === 'read' ? failedRuns(other.value) : undefined
    if (other.state !== 'read' || seen === undefined || !isSame(run, other.value)) continue
    const { count = 0, failed = 0, runs = 0, worst = { ...seen, file } } = others ?? {}
    const isWorse = seen.failed * worst.runs > worst.failed * seen.runs
    others = {
      count: count + 1,
      failed: failed + seen.failed,
      runs: runs + seen.runs,
      worst: isWorse ? { ...seen, file } : worst,
    }
    if (other.value.tally !== undefined) tallies.push(other.value.tally)
  }
  return others === undefined ? run : { ...run, others, noise: noiseIn(merged(tallies)) }
}

const luckOf = ({ unstable, noise, others }: EvalResults): string =>
  [
    unstable &&
      `passed ${plural(unstable.count, 'case')} in only some runs, such as ${unstable.first.map((name) => quote(name)).join(', ')}`,
    others &&
      `is one of ${others.count + 1} results with the same cases and setup, of which ${quote(others.worst.file)} failed ${others.worst.failed} of ${plural(others.worst.runs, 'run')}`,
    noise &&
      `has a failure rate with a standard deviation of ${plural(Number((100 * noise.sd).toPrecision(2)), 'point')} between runs (${noise.runs} of each case)`,
  ]
    .filter((words) => words !== undefined)
    .join(', and ')

/** A run with what its repeats and the runs beside it say. */
export const withLuck: typeof withOthers = async (...given) => {
  const run = await withOthers(...given)
  const luck = luckOf(run)
  return luck === '' ? run : { ...run, luck }
}
