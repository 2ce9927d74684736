import type { Facts } from '../evidence/facts.ts'
import type { Repository } from '../evidence/gather.ts'
import type { Claim, Reference } from '../evidence/reading/kind.ts'
import { isTeamKey, layoutAt, pilotLayout, readPart, type ShapeFault, textForm } from '../model/layout.ts'
import { metricKey } from '../model/lists.ts'
import type { Pilot } from '../model/pilot.ts'
import { isPlaceholder } from '../model/placeholder.ts'
import { exposedStages } from '../model/stage.ts'
import { absolute, phrases, type Quantity, type Threshold } from '../values/index.ts'
import { quote } from '../values/text.ts'
import { isMap, valueAt } from '../yaml/data.ts'
import { parse, type ReadableDocument } from '../yaml/document.ts'
import type { TextEdit } from '../yaml/fault.ts'
import type { Range } from '../yaml/lines.ts'
import { dotted, isWithin, type Path } from '../yaml/path.ts'
import type { ParsedPilot } from './include.ts'
import { shape } from './shape.ts'

/** What could be read of the file, and what could not. */
export type PilotReading = { readonly pilot: Pilot; readonly faults: readonly ShapeFault[] }

/** A pilot.yaml that was opened: data, places, model and faults. */
export type Pilotfile = PilotReading & { readonly ok: true; readonly document: ParsedPilot }

/** Why a file is not a pilot.yaml at all; `rule` is the id of the finding. */
export type LoadRefusal = {
  readonly rule: string
  readonly path: Path
  readonly message: string
  readonly help: string
  readonly range: Range
  readonly edit?: TextEdit
}

export type Loaded =
  | Pilotfile
  | { readonly ok: false; readonly text: string; readonly refusals: readonly LoadRefusal[] }

type Scalar = { readonly path: Path; readonly value: unknown }

/** Every scalar of the data with its path, the team's own keys left out. */
export const scalars = (data: unknown): Scalar[] => {
  const found: Scalar[] = []
  const visit = (part: unknown, path: Path): void => {
    if (Array.isArray(part)) for (const [at, item] of part.entries()) visit(item, [...path, at])
    else if (!isMap(part)) found.push({ path, value: part })
    else for (const key of Object.keys(part)) if (!isTeamKey(key)) visit(part[key], [...path, key])
  }
  visit(data, [])
  return found
}

/** Fields that may name a `#channel`, so that what follows their colon is no comment. */
const channels = new Set(['notify', 'on_call'])

/**
 * The values that stand for a decision that is still open: `TBD`, `<…>`, `…`, an empty string, or null.
 * `hint` says what to write where YAML turned a string into null, as it does with an unquoted `#channel`.
 */
export const placeholders = (data: unknown, hint: (path: ShapeFault['path']) => string | undefined): ShapeFault[] => {
  const faults: ShapeFault[] = []
  for (const { path, value } of scalars(data)) {
    const isBlank = value === null || (typeof value === 'string' && isPlaceholder(value))
    if (!isBlank) continue
    const base = { kind: 'placeholder', keyword: 'type', path, value } as const
    const name = `\`${dotted(path)}\``
    if (value === null) {
      const instead = hint(path)
      const isChannel = instead !== undefined && channels.has(String(path.findLast((step) => typeof step === 'string')))
      faults.push({
        ...base,
        message: `${name} has no value`,
        help: instead ?? 'add a value, or remove the key',
        ...(isChannel && { change: { path, quote: true } }),
      })
    } else {
      faults.push({
        ...base,
        message: value.trim() === '' ? `${name} is blank` : `${name} is a placeholder: ${quote(value)}`,
        help: 'set the real value, or remove the key until the stage requires it',
      })
    }
  }
  return faults
}

const id = (path: Path): string => JSON.stringify(path)

/** Targets and exits that are a part of a known baseline become levels, so that later code never computes with parts. */
const withLevels = (pilot: Pilot): Pilot => {
  const { success, rollout } = pilot
  const baselines = new Map<string, Quantity | undefined>()
  for (const one of [success, ...(success?.guardrail_metrics ?? [])])
    if (one?.metric !== undefined) baselines.set(metricKey(one.metric), one.baseline?.value)
  const level = (bar: Threshold, metric: string) => absolute(bar, baselines.get(metricKey(metric)))
  const stages = exposedStages.flatMap((stage) => {
    const exit = rollout?.[stage]?.exit?.map((item) =>
      item && 'metric' in item ? { ...item, threshold: level(item.threshold, item.metric) } : item,
    )
    return exit ? [[stage, { ...rollout?.[stage], exit }] as const] : []
  })
  return {
    ...pilot,
    ...(success?.target && { success: { ...success, target: absolute(success.target, success.baseline?.value) } }),
    ...(stages.length > 0 && { rollout: { ...rollout, ...Object.fromEntries(stages) } }),
  }
}

/** The model of the data; every part of it that cannot be read is a fault and is left out of the model. */
export const readPilot = (data: unknown, hint: (path: Path) => string | undefined): PilotReading => {
  const refused = shape(data)
  const unknown = refused.filter(({ kind }) => kind === 'key')
  const undecided = placeholders(data, hint).filter(({ path }) => !unknown.some((fault) => isWithin(path, fault.path)))
  const blank = new Set(undecided.map(({ path }) => id(path)))
  const faults: ShapeFault[] = [...refused.filter(({ path }) => !blank.has(id(path))), ...undecided]
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
        message: `\`${dotted(path)}\` is invalid: ${problem.message}`,
        help: problem.help,
        change: { path, become: [] },
      }),
  })
  return { pilot: withLevels(pilot as Pilot), faults }
}

/** Reads the file as if its data were others, as `--set` asks. */
export const reread = (document: ParsedPilot, data = document.data): Pilotfile => {
  const { pilot, faults } = readPilot(data, document.nullHint)
  const { includeFault } = document
  return { ok: true, document, pilot, faults: includeFault ? [includeFault, ...faults] : faults }
}

const refusalsOf = (document: ReadableDocument): LoadRefusal[] => {
  const { data, locate } = document
  if (!isMap(data))
    return [
      {
        rule: 'schema/type',
        path: [],
        range: locate([]),
        message: 'expected a mapping at the top level',
        help: 'start with version: 1 and id: <name>, one line each',
      },
    ]
  const version = Object.hasOwn(data, 'version') ? data.version : 1
  if (typeof version !== 'number' || version === 1) return []
  return [
    {
      rule: 'schema/const',
      path: ['version'],
      range: locate(['version']),
      message: `\`version\` must be 1, found ${version}`,
      help: `set version to 1, or use a pilotlint that supports version ${version}`,
    },
  ]
}

type Opened = Extract<Loaded, { ok: false }> | { readonly ok: true; readonly document: ReadableDocument }

const open = (input: Uint8Array | string): Opened => {
  const document = parse(input)
  const refusals = document.ok
    ? refusalsOf(document)
    : document.problems.map((problem) => ({ rule: 'yaml/syntax', path: [], ...problem }))
  return document.ok && refusals.length === 0 ? { ok: true, document } : { ok: false, text: document.text, refusals }
}

/** Opens a pilot.yaml by itself, without what it includes. Never throws. */
export const loadText = (input: Uint8Array | string): Loaded => {
  const opened = open(input)
  return opened.ok ? reread(opened.document) : opened
}

/** The other files that hold parts of these data, as they are named. */
export const partsNamed = (data: unknown): string[] =>
  [['cost', 'include'], ['exceptions']].flatMap((path) => {
    const name = valueAt(data, path)
    return typeof name === 'string' && name !== '' ? [name] : []
  })

/** Opens a pilot.yaml with the parts that other files hold: the only way to one. Never throws. */
export const load = async (input: Uint8Array | string, repository: Repository | undefined): Promise<Loaded> => {
  const opened = open(input)
  if (!opened.ok) return opened
  const { document } = opened
  if (repository === undefined || partsNamed(document.data).length === 0) return reread(document)
  const { followParts } = await import('./include.ts')
  return reread(await followParts(document, repository))
}

/** Fields that name something in another system, which no path can show. */
const elsewhere = new Set(['on_call', 'vendor_managed', 'feature_flag'])

const kindOf = (path: Path): 'path' | 'elsewhere' | undefined => {
  const text = textForm(layoutAt(pilotLayout, path))
  if (text !== undefined && typeof text === 'object' && 'phrase' in text && text.phrase === 'path') return 'path'
  return text !== undefined && elsewhere.has(String(path.at(-1))) ? 'elsewhere' : undefined
}

/** Every reference of the file to something that only the repository or another system can show. */
export const claimsOf = ({ data }: ReadableDocument): Claim[] =>
  scalars(data).flatMap(({ path, value }) => {
    const kind = typeof value === 'string' ? kindOf(path) : undefined
    return kind === undefined ? [] : [{ path, reference: String(value), isPath: kind === 'path' }]
  })

/** The references that could not be checked. */
export const unverifiedClaims = ({ references }: Facts): Reference[] =>
  references.filter(({ state }) => state === 'unverified')
