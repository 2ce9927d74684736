import { reader as routeReader } from '../evidence/alert-routes/alertmanager.ts'
import { foundIn as alertsIn } from '../evidence/alert-rules/dialects.ts'
import { reader as contractReader } from '../evidence/contract/dialects.ts'
import { reader as drillReader } from '../evidence/drill-record/record-file.ts'
import { runReader } from '../evidence/eval-results/dialects.ts'
import { reader as caseReader } from '../evidence/eval-set/cases.ts'
import { foundIn as flagsIn } from '../evidence/feature-flag/dialects.ts'
import { type OutputSchema, readerOf as schemaReader } from '../evidence/output-schema/json-schema.ts'

import { reader as priceReader } from '../evidence/prices/price-table.ts'
import { cachedRead, isBlank, resolveReference } from '../evidence/reading/follow.ts'
import type { Reader, Repository } from '../evidence/reading/kind.ts'
import { isTerraformBeside } from '../evidence/terraform/beside.ts'
import { reader as toolReader } from '../evidence/tool-surface/tools-file.ts'
import type { Pilot } from '../model/pilot.ts'
import { spend } from '../repo/budget.ts'
import {
  type CiPlatform,
  isAbout,
  isEvalRun,
  isEvalSet,
  isOutcome,
  isOwn,
  isRunbook,
  type LookKind,
  looks,
  platforms,
  schemaNamedIn,
} from './candidates.ts'
import { type Team, teamsOf } from './teams.ts'

/** A file of the repository, relative to its root, and what it is known by: alerts, flags, models. */
export type FoundFile = { readonly file: string; readonly names: readonly string[] }

export type FoundFacts = {
  /** Who owns pilot.yaml where it will stand. */
  readonly owners: readonly Team[]
  /** Every other team that owns anything. */
  readonly others: readonly Team[]
  readonly runbooks: readonly FoundFile[]
  /** As `owner.on_call` names them, where Terraform makes them. */
  readonly rotas: readonly FoundFile[]
  /** Their names are the numbers of their rows. */
  readonly evalSets: readonly FoundFile[]
  /** Runs on eval sets, by the day of each. */
  readonly evalRuns: readonly FoundFile[]
  readonly files: { readonly [kind in LookKind]: readonly FoundFile[] }
  /** Who owns each contract, where CODEOWNERS says so. */
  readonly contractOwners: ReadonlyMap<string, string>
  readonly platforms: readonly CiPlatform[]
  /** Whether every file that may count was looked at. */
  readonly whole: boolean
}

/** In bytes, of one file and of all files that are read; hand-written files are smaller. */
const maxBytesOfOne = 512 * 1024
const maxBytesRead = 32 * 1024 * 1024

/** In bytes. To parse YAML takes seconds from here on. */
const maxBytesParsed = 1536 * 1024

/** In bytes, of files that others keep for all, such as one file of flags. */
const maxBytesShared = 8 * 1024 * 1024

/** A list of more is of no help. */
const maxOfAKind = 20

const nameReaders: { readonly [kind in LookKind]: Reader<readonly string[]> } = {
  alerts: mapped(
    (source, repository) => alertsIn(source, [], repository),
    ({ names }) => names,
  ),
  flags: mapped(
    (source, repository) => flagsIn(source, '', repository),
    ({ names }) => names,
  ),
  contracts: mapped(contractReader, ({ dialect }) => [dialect]),
  tools: mapped(toolReader, (tools) => tools.map(({ name }) => name)),
  prices: mapped(priceReader, ({ models }) => [...models.keys()]),
  routes: mapped(routeReader, () => ['routes']),
  drills: mapped(drillReader, (drills) => drills.map(({ what }) => what)),
  requests: mapped(schemaReader(undefined), namedOutput),
  outputs: mapped(schemaReader(undefined), namedOutput),
}

/** A schema that takes every answer is none. */
function namedOutput({ constrains }: OutputSchema): readonly string[] {
  return constrains ? ['schema'] : []
}

function mapped<T>(reader: Reader<T>, namesOf: (value: T) => readonly string[]): Reader<readonly string[]> {
  return async (source, repository) => {
    const reading = await reader(source, repository)
    return reading.state === 'read' ? { state: 'read', value: namesOf(reading.value) } : reading
  }
}

/** The files whose path speaks of the pilot come first, then those of its folder; apart, what others keep. */
const byNearness = (files: readonly string[], folder: string, id: string): { own: string[]; shared: string[] } => {
  const isNear = (file: string) => file.startsWith(folder)
  const rank = (file: string) => (isAbout(file.slice(isNear(file) ? folder.length : 0), id) ? 0 : isNear(file) ? 1 : 2)
  const [about = [], near = [], shared = []] = [0, 1, 2].map((wanted) => files.filter((file) => rank(file) === wanted))
  return { own: [...about, ...near], shared }
}

const namesOf = async (kind: LookKind, file: string, bytes: Uint8Array, repository: Repository) => {
  const names = await nameReaders[kind]({ file, bytes }, repository)
  return names.state === 'read' && names.value.length > 0 ? { file, names: names.value } : undefined
}

/** The schema of answers that a file names. */
const schemaOf = async (from: string, text: string, repository: Repository) => {
  const name = schemaNamedIn(text)
  const file = name === undefined ? undefined : resolveReference(from, name)?.file
  const reading = file === undefined ? undefined : repository.port.read(file, maxBytesOfOne)
  return file !== undefined && reading?.ok ? namesOf('requests', file, reading.bytes, repository) : undefined
}

/** Every file that a reader here understands as this kind; one file is one kind. */
const readKinds = async (files: readonly string[], repository: Repository) => {
  const found = Object.fromEntries(Object.keys(looks).map((kind) => [kind, [] as FoundFile[]])) as {
    [kind in LookKind]: FoundFile[]
  }
  const [read, parsed] = [{ left: maxBytesRead }, { left: maxBytesParsed }]
  let whole = true
  for (const file of files) {
    const kinds = (Object.keys(looks) as LookKind[]).filter((kind) => looks[kind].isNamed(file))
    if (kinds.length === 0) continue
    if (read.left <= 0) return { found, whole: false }
    const reading = repository.port.read(file, maxBytesOfOne)
    if (!reading.ok) continue
    spend(read, reading.bytes.length)
    const text = new TextDecoder().decode(reading.bytes)
    for (const kind of kinds) {
      if (!looks[kind].holds(text, file)) continue
      whole &&= found[kind].length < maxOfAKind
      if (found[kind].length >= maxOfAKind || !spend(parsed, reading.bytes.length)) continue
      const one =
        (await namesOf(kind, file, reading.bytes, repository)) ??
        (kind === 'requests' ? await schemaOf(file, text, repository) : undefined)
      if (one === undefined) continue
      if (!found[kind].some((known) => known.file === one.file)) found[kind].push(one)
      break
    }
  }
  return { found, whole: whole && parsed.left >= 0 }
}

/** Alerts and flags that speak of the pilot in files that others keep: all names of such a file but those are left out. */
const readShared = async (files: readonly string[], repository: Repository, id: string) => {
  const [read, parsed] = [{ left: maxBytesShared }, { left: maxBytesParsed }]
  const found: { readonly [kind in 'alerts' | 'flags']: FoundFile[] } = { alerts: [], flags: [] }
  for (const file of files.filter((one) => looks.alerts.isNamed(one) || looks.flags.isNamed(one))) {
    const reading = repository.port.read(file, maxBytesOfOne)
    if (!reading.ok) continue
    if (!spend(read, reading.bytes.length)) break
    const text = new TextDecoder().decode(reading.bytes)
    for (const kind of ['alerts', 'flags'] as const) {
      if (!looks[kind].isNamed(file) || !looks[kind].holds(text) || !isAbout(text, id)) continue
      if (found[kind].length >= maxOfAKind || !spend(parsed, reading.bytes.length)) continue
      const told = await nameReaders[kind]({ file, bytes: reading.bytes }, repository)
      const names = told.state === 'read' ? told.value.filter((name) => isAbout(name, id)) : []
      if (names.length > 0) found[kind].push({ file, names })
    }
  }
  return found
}

const readRuns = async (files: readonly string[], repository: Repository): Promise<FoundFile[]> => {
  const found: FoundFile[] = []
  for (const file of files.filter((one) => isEvalRun(one)).slice(0, maxOfAKind)) {
    const reading = repository.port.read(file, maxBytesOfOne)
    if (!reading.ok) continue
    const run = await runReader({ file, bytes: reading.bytes }, repository)
    if (run.state === 'read') found.push({ file, names: [run.value.on ?? ''] })
  }
  return found
}

const readCases = async (files: readonly string[], repository: Repository): Promise<FoundFile[]> => {
  const read = cachedRead(repository.port)
  const found: FoundFile[] = []
  for (const file of files.filter((one) => isEvalSet(one) && !isOutcome(one)).slice(0, maxOfAKind)) {
    const reading = read(file)
    if (!reading.ok) continue
    const cases = await caseReader({ file, bytes: reading.bytes }, repository)
    const rows = cases.state === 'read' ? cases.value.rows.value : 0
    if (rows > 0) found.push({ file, names: [String(rows)] })
  }
  return found
}

const orElse = <T>(own: readonly T[], shared: readonly T[]): readonly T[] => (own.length > 0 ? own : shared)

const readRunbooks = (files: readonly string[], { port }: Repository): FoundFile[] => {
  const read = { left: maxBytesShared }
  const found: FoundFile[] = []
  for (const file of files.filter((one) => isRunbook(one))) {
    const reading = port.read(file, maxBytesOfOne)
    if (!reading.ok) continue
    if (found.length >= maxOfAKind || !spend(read, reading.bytes.length)) break
    if (!isBlank(reading.bytes)) found.push({ file, names: [] })
  }
  return found
}

/** Loaded only where there is Terraform. */
const readRotas = async (repository: Repository, id: string): Promise<FoundFile[]> => {
  const pilot: Pilot = { version: 1, id }
  if (!isTerraformBeside(pilot, repository)) return []
  const { rotasBeside } = await import('../evidence/on-call/terraform.ts')
  return (await rotasBeside(pilot, repository)).slice(0, maxOfAKind).map((file) => ({ file, names: [] }))
}

const isThere = ({ port }: Repository, path: string): boolean => port.look(path).ok

/**
 * What of a repository a pilot can name. `files` are those of the whole repository, of which those count that lie in the
 * folder of the pilot or speak of it, in a monorepo the rest belongs to others; where none of these has alerts or flags, those
 * that speak of it in files for all.
 */
export const findAll = async (repository: Repository, files: readonly string[], id: string): Promise<FoundFacts> => {
  const folder = repository.file.slice(0, repository.file.lastIndexOf('/') + 1)
  const { own, shared } = byNearness(
    files.filter((file) => isOwn(file.startsWith(folder) ? file.slice(folder.length) : file)),
    folder,
    id,
  )
  const { found, whole } = await readKinds(own, repository)
  const kept = await readShared(shared, repository, id)
  const teams = await teamsOf(
    repository,
    found.contracts.map(({ file }) => file),
  )
  return {
    ...teams,
    runbooks: readRunbooks(own, repository),
    rotas: await readRotas(repository, id),
    evalSets: await readCases(own, repository),
    evalRuns: await readRuns(own, repository),
    files: { ...found, alerts: orElse(found.alerts, kept.alerts), flags: orElse(found.flags, kept.flags) },
    platforms: (Object.keys(platforms) as CiPlatform[]).filter((name) => isThere(repository, platforms[name])),
    whole,
  }
}
