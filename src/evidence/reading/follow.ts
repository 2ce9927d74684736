import type { Pilot } from '../../model/pilot.ts'
import { folderOf, joined, leadsOut } from '../../repo/names.ts'
import type { FileReading, Port, Refusal } from '../../repo/port.ts'
import { near } from '../../values/near.ts'
import { once } from '../../values/once.ts'
import { nowhere } from '../../yaml/lines.ts'
import type { Path } from '../../yaml/path.ts'
import type { EvidenceContext, Fact, NamedEvidence, Reader, Reference, Repository } from './kind.ts'

export const maxBytes = 10 * 1024 * 1024

/** The most rows of one file that are counted: real files have longer rows, and fewer. */
export const maxRows = 200_000

/**
 * What one pilot may have read altogether. A byte costs one, and more where it takes longer to make something of it, so
 * that all of it takes seconds at most: 24 MiB of JSON, 8 of CSV, 1.5 of YAML. Real evidence is far smaller.
 */
export const budget = 24 * 1024 * 1024
const spent = `is not read: all evidence of a pilot is limited to ${budget / 1024 / 1024} MiB of JSON or 1.5 MiB of YAML`

/** Each value of JSON takes its memory, however short it is. */
const maxValues = 500_000

const countOf = (bytes: Uint8Array, signs: string): number => {
  const counts = new Uint8Array(256)
  for (const sign of signs) counts[sign.charCodeAt(0)] = 1
  let count = 0
  for (const byte of bytes) count += counts[byte] ?? 0
  return count
}

/** What it costs to make something of a file; undefined where it holds more than anybody reads. */
export const costOf = (file: string, bytes: Uint8Array): number | undefined => {
  if (/\.(?:jsonl|ndjson|parquet)$/i.test(file)) return bytes.length
  if (/\.[ct]sv$/i.test(file)) return 3 * bytes.length
  if (/\.m(?:d|arkdown|down|kdn?)$/i.test(file)) return 8 * bytes.length + 800 * countOf(bytes, '\n')
  const values = /\.(?:json|ya?ml)$/i.test(file) ? countOf(bytes, ',[{') : 0
  if (values > maxValues) return undefined
  return /\.json$/i.test(file) ? bytes.length + 8 * values : 16 * bytes.length
}

/** Comparing each misspelled name with all others is slow. */
const maxSlips = 50

/** Answers each key once, and so many keys at all. */
export const forSlips = (make: (key: string) => string | undefined): ((key: string) => string | undefined) => {
  let left = maxSlips
  return once((key: string) => {
    left -= 1
    return left < 0 ? undefined : make(key)
  })
}

/** The name in a file that was meant: of one that somebody chose, less may be wrong than of a word. */
export const nearName = (name: string, names: Iterable<string>): string | undefined =>
  near(name, names, Math.min(3, Math.ceil(name.length / 5)))

/** Reads each file once, and no more than the budget allows. */
export const cachedRead = (port: Port): ((file: string) => FileReading) => {
  let left = budget
  const refused = (words: string): FileReading => ({ ok: false, refusal: 'large', words })
  return once((file: string) => {
    if (left <= 0) return refused(spent)
    const reading = port.read(file, maxBytes)
    if (!reading.ok) return reading
    const cost = costOf(file, reading.bytes)
    if (cost === undefined) return refused('has more than 500,000 values, too many to read')
    left -= cost
    return reading
  })
}

/** Whether there is no such file in the repository; what is there and may not be read is unverified. */
export const isAbsent = ({ refusal }: { readonly refusal: Refusal }): boolean =>
  refusal === 'missing' || refusal === 'outside' || refusal === 'path'

/** Where a reference leads, relative to the root of the repository. */
type Resolved = { readonly file: string; readonly anchor: string | undefined }

export const isUrl = (reference: string): boolean => /^[a-z][a-z0-9+.-]*:/i.test(reference)

/** Resolves a reference as it stands in the file `from`, itself relative to the root, without a look at the disk. */
export const resolveReference = (from: string, reference: string): Resolved | undefined => {
  const [path = '', ...anchors] = reference.split('#')
  const file = joined(folderOf(from), path)
  return leadsOut(file) ? undefined : { file, anchor: anchors.length === 0 ? undefined : anchors.join('#') }
}

/** The reader of a kind of evidence; `folderReader`, where the kind may be a folder, is given no bytes. */
type Readers<T> = { readonly reader: Reader<T>; readonly folderReader?: Reader<T> }

const noBytes = new Uint8Array()

/** What a text that Helm, Jinja, Cookiecutter or ERB fills in before anybody reads it holds; `{{ $labels.a }}` is of Prometheus, `{{.window}}` of Sloth. */
const template =
  /\{\{-|-\}\}|\{%|<%[=-]?\s|\{\{\s{0,4}(?:\.(?!window\b)[a-z]|(?:include|template|if|else|range|with|end|toYaml)\b|[a-z]\w{0,60}(?:\.\w{1,60})?\s?\}\})/i

/**
 * What stands in place of a value for envsubst, Kustomize, Azure DevOps, Maven, ytt or Spruce: `${PCT}`, `$(PCT)`, `#{Pct}#`,
 * `@pct@`, `__PCT__`, `%PCT%`, `<<pct>>`, `[[ .Pct ]]`, `(( grab pct ))`, `#@ pct`.
 */
const placeholder =
  /[:,[]\s{0,4}(?:\$[({a-z_]|#\{|#@ |([@%])[a-z_]\w{0,60}\1|__[a-z]\w{0,60}|<<\s?[a-z.]|\[\[\s?\.|\(\(\s?[a-z])/i

const lfs = 'a Git LFS pointer; the file itself is not in this checkout (`git lfs pull`, or `lfs: true`)'

/** How the files begin that stand for others. Sources: Git LFS, by its first name hawser, and git-annex, pointer files. */
const pointers: readonly (readonly [start: string, name: string])[] = [
  ['version https://git-lfs.github.com/spec/', lfs],
  ['version https://hawser.github.com/spec/', lfs],
  ['/annex/objects/', 'a git-annex pointer; the file itself is not in this checkout (`git annex get`)'],
]

/** Why the bytes are not what the file stands for; undefined where they are. */
export const standIn = (bytes: Uint8Array): string | undefined => {
  if (bytes.length >= 1024) return undefined
  const text = new TextDecoder().decode(bytes)
  const [, name] = pointers.find(([start]) => text.startsWith(start)) ?? []
  return name && `is ${name}`
}

/** How the files begin that are kept encrypted. Sources: git-crypt, Ansible, age and GnuPG, file formats. */
const sealed: readonly (readonly [start: string, tool: string])[] = [
  ['\0GITCRYPT\0', 'git-crypt'],
  ['$ANSIBLE_VAULT;', 'Ansible Vault'],
  ['age-encryption.org/v1\n', 'age'],
  ['-----BEGIN AGE ENCRYPTED FILE-----', 'age'],
  ['-----BEGIN PGP MESSAGE-----', 'PGP'],
]

/** A value as SOPS leaves it in a file whose keys stay readable. Source: SOPS, encryption protocol. */
const sops = /^[ \t-]*["']?[\w.-]{1,100}["']?: *["']?ENC\[AES256_GCM,data:/m

/** What keeps a file from being read by anybody without its key; undefined where nothing does. */
const sealedBy = (file: string, bytes: Uint8Array): string | undefined => {
  const text = new TextDecoder().decode(bytes.subarray(0, 16 * 1024))
  const [, tool] = sealed.find(([start]) => text.startsWith(start)) ?? []
  return tool ?? (/\.(?:ya?ml|json)$/i.test(file) && sops.test(text) ? 'SOPS' : undefined)
}

const spaces = new Set([9, 10, 13, 32])

/** Whether a file holds nothing but white space. */
export const isBlank = (bytes: Uint8Array): boolean => bytes.every((byte) => spaces.has(byte))

/** A file that is known by its own path, relative to the root, becomes a fact. */
export const factOf = async <T>(
  file: string,
  reading: FileReading,
  repository: Repository,
  load: () => Promise<Readers<T>>,
): Promise<Fact<T>> => {
  if (!reading.ok && reading.refusal !== 'folder') {
    const { words } = reading
    return isAbsent(reading) ? { state: 'absent', file, words } : { state: 'unverified', file, why: words }
  }
  const pointer = reading.ok ? standIn(reading.bytes) : undefined
  if (pointer !== undefined) return { state: 'unverified', file, why: pointer }
  const tool = reading.ok ? sealedBy(file, reading.bytes) : undefined
  if (tool !== undefined) return { state: 'unverified', file, why: `is encrypted with ${tool}` }
  if (reading.ok && isBlank(reading.bytes)) return { state: 'malformed', file, problem: 'is empty', range: nowhere }
  const { reader, folderReader } = await load()
  const found = reading.ok
    ? await reader({ file, bytes: reading.bytes }, repository)
    : await folderReader?.({ file, bytes: noBytes }, repository)
  if (found === undefined) return { state: 'malformed', file, problem: 'is a folder', range: nowhere }
  if (found.state === 'read') return { state: 'found', file, value: found.value }
  if (found.state === 'unknown') return { state: 'unverified', file, why: found.why }
  const text = reading.ok && /\.(?:ya?ml|rules|json|md)$/i.test(file) ? new TextDecoder().decode(reading.bytes) : ''
  if (template.test(text) || placeholder.test(text))
    return { state: 'unverified', file, why: 'is a template that is rendered later' }
  return { state: 'malformed', file, problem: found.problem, range: found.range }
}

/** Follows a reference into the repository; the reader is loaded where there is something to read. */
export const fromFile =
  <T>(load: (pilot: Pilot) => Promise<Readers<T>>) =>
  async (reference: string, { pilot, repository, read }: EvidenceContext): Promise<Fact<T> | undefined> => {
    if (reference === '') return undefined
    if (isUrl(reference)) return { state: 'unverified', file: reference, why: 'is kept in another system' }
    const file = resolveReference(repository.file, reference)?.file
    if (file === undefined) return { state: 'absent', file: reference, words: 'points outside the repository' }
    // Its own words prove nothing of what it claims.
    if (file === repository.file)
      return { state: 'malformed', file, problem: 'is the pilot file itself', range: nowhere }
    return factOf(file, read(file), repository, () => load(pilot))
  }

export const named = (path: Path, reference: string | undefined): NamedEvidence[] =>
  reference === undefined ? [] : [{ path, reference }]

/** A file that is read shows all that it is named for. */
export const nothing = (): [] => []

/** What is left unverified, where there are words for it. */
export const leftBy = (words: string | undefined, { path, reference }: NamedEvidence, file?: string): Reference[] =>
  words === undefined ? [] : [{ path, reference, state: 'unverified', file, words }]
