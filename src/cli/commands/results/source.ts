import { createHash } from 'node:crypto'
import { dirname, parse, resolve } from 'node:path'
import { maxBytes, resolveReference } from '../../../evidence/reading/follow.ts'
import type { ExportLack } from '../../../evidence/rows/exports.ts'
import { pieces } from '../../../evidence/rows/pieces.ts'
import type { Export } from '../../../evidence/rows/totals.ts'
import { realOf } from '../../../repo/checkout.ts'
import { isInside, openInside } from '../../../repo/inside.ts'
import type { OpenFile } from '../../../repo/port.ts'
import type { RunProblem } from '../../../report/format.ts'
import type { Io } from '../../io/io.ts'
import { within } from '../../io/root.ts'
import { UsageError } from '../../io/usage.ts'
import type { Columns } from './row-plan.ts'

const sha256Of = (file: OpenFile): string => {
  const hash = createHash('sha256')
  for (const piece of pieces(file)) hash.update(piece)
  return hash.digest('hex')
}

/** A file as results name it. */
export type ResultsSource = {
  readonly file: string
  readonly sha256: string
  readonly columns?: { readonly [role: string]: string }
}

/** A file that somebody named, opened. */
export type RowsFile = { readonly name: string; readonly path: string; readonly file: OpenFile }

/** The file as results can name it; words where they cannot. */
export const sourceOf = (
  { path, file }: RowsFile,
  { pilot, root, renamed }: { readonly pilot: string; readonly root: string } & Pick<Columns, 'renamed'>,
): ResultsSource | string => {
  if (!isInside(root, path)) return 'is outside the repository'
  const name = within(dirname(pilot), path)
  if (resolveReference(within(root, pilot), name)?.file !== within(root, path))
    return 'has a name that a results file cannot contain'
  return { file: name, sha256: sha256Of(file), ...(Object.keys(renamed).length > 0 && { columns: renamed }) }
}

export const openRows = (name: string, io: Io): RowsFile | RunProblem => {
  if (name === '-')
    throw new UsageError(
      'rows are not read from standard input',
      'name a file, so that the results can record its hash',
    )
  const path = realOf(resolve(io.cwd, name))
  const opened = openInside(parse(path).root, path)
  return opened.ok
    ? { name, path, file: opened.file }
    : { message: `${name} ${opened.words}`, help: 'name a CSV, JSON Lines or Parquet file', file: name }
}

/** What a platform exports in a file; words, or a lack, where that says too little. */
export const exportIn = async ({ name, file }: RowsFile): Promise<Export | ExportLack | string> => {
  const { readExport } = await import('../../../evidence/rows/exports.ts')
  if (file.size > maxBytes) return 'is larger than 10 MiB'
  return readExport(name, file.read(0, file.size))
}

/** What to export where an export cannot be read; the flag names what it calls otherwise. */
export const exportHelp = (flag: '--columns' | '--differences-columns'): string =>
  `export one stage of one phase: its results from GrowthBook, Eppo or Datadog, or its Pulse summary from Statsig; ${flag} treatment=<variation>,control=<variation>,<metric>=<its id> maps other names`
