import type { Pilot } from '../../model/pilot.ts'
import { folderOf, pathIn } from '../../repo/names.ts'
import type { Port } from '../../repo/port.ts'
import { isAside } from '../reading/environment.ts'
import { isUrl, resolveReference } from '../reading/follow.ts'
import type { Repository, Source } from '../reading/kind.ts'

/** In bytes; hand-written Terraform files are smaller. */
export const maxBytes = 512 * 1024
/** Real folders hold fewer. */
export const maxFiles = 60

/** Of each folder the files that are read, and what is Terraform in JSON. */
export type Beside = { readonly folders: readonly (readonly Source[])[]; readonly unread: readonly string[] }

/** The folders that are looked through: of pilot.yaml, of its alert rules, and the root. */
const foldersOf = ({ monitoring }: Pilot, { file }: Repository): string[] => {
  const rules = monitoring?.rules
  const found = rules === undefined || isUrl(rules) ? undefined : resolveReference(file, rules)?.file
  return [...new Set([folderOf(file), ...(found === undefined ? [] : [folderOf(found)]), ''])]
}

const held = new WeakMap<Port, Map<string, readonly string[]>>()

/** The files of a folder that are Terraform by their names, settings included. The root is asked for by every pilot. */
const namedIn = (folder: string, port: Port): readonly string[] => {
  const known = held.get(port) ?? new Map<string, readonly string[]>()
  held.set(port, known)
  const listing = known.has(folder) ? undefined : port.list(folder)
  if (listing) {
    const files = listing.ok ? listing.entries.filter(({ kind }) => kind === 'file') : []
    const names = files.map(({ name }) => name).filter((name) => /\.tf(?:vars)?(?:\.json)?$/.test(name))
    known.set(
      folder,
      names.map((name) => pathIn(folder, name)),
    )
  }
  return known.get(folder) ?? []
}

const isCode = (file: string): boolean => /\.tf(?:\.json)?$/.test(file)

/** Whether there is any Terraform that the pilot does not name. */
export const isTerraformBeside = (pilot: Pilot, repository: Repository): boolean =>
  foldersOf(pilot, repository).some((folder) => namedIn(folder, repository.port).some(isCode))

/**
 * The files of Terraform in which one of these words stands, by folder, the nearest first; in `.tf.json` as well, which
 * pilotlint does not read. Of what is not named, nothing is taken from what the pilot may have read.
 */
export const terraformBeside = (pilot: Pilot, repository: Repository, words: readonly string[]): Beside => {
  const { port } = repository
  const folders = foldersOf(pilot, repository).map((folder): Source[] =>
    namedIn(folder, port)
      .filter(isCode)
      .slice(0, maxFiles)
      .flatMap((file) => {
        const reading = port.read(file, maxBytes)
        if (!reading.ok) return []
        const text = new TextDecoder('latin1').decode(reading.bytes)
        return words.some((word) => text.includes(word)) ? [{ file, bytes: reading.bytes }] : []
      }),
  )
  const isJson = ({ file }: Source) => file.endsWith('.json')
  return {
    folders: folders.map((sources) => sources.filter((one) => !isJson(one))).filter((sources) => sources.length > 0),
    unread: folders
      .flat()
      .filter(isJson)
      .map(({ file }) => file),
  }
}

/** The folders of the modules of this repository that a file of Terraform may call. */
const modulesOf = (file: string, port: Port): string[] => {
  const reading = file.endsWith('.tf') ? port.read(file, maxBytes) : undefined
  const text = reading?.ok ? new TextDecoder().decode(reading.bytes) : ''
  return [...text.matchAll(/\bsource\s{1,40}=\s{1,40}"(\.\.?\/[^"\n]{0,200})"/g)].flatMap(
    ([, source = '']) => resolveReference(file, source)?.file ?? [],
  )
}

const foldersAbove = (folder: string): string[] => folder.split('/').map((_, at, steps) => steps.slice(0, at).join('/'))

/** The files that call a module: beside pilot.yaml, in the root and in the folders above it. */
export const callersOf = (folder: string, { file, port }: Repository): string[] => {
  return [...new Set([folderOf(file), ...foldersAbove(folder)])]
    .filter((one) => one !== folder)
    .flatMap((one) => namedIn(one, port).slice(0, maxFiles))
    .filter((one) => modulesOf(one, port).includes(folder))
}

/** The files that set variables where somebody names them, in a folder and in those below that hold no code: `envs/prod.tfvars`. */
export const namedSettings = (folder: string, port: Port): string[] => {
  const found: string[] = []
  const folders = [{ folder, depth: 0 }]
  for (const one of folders.values()) {
    if (one.depth > 0 && namedIn(one.folder, port).some(isCode)) continue
    const names = namedIn(one.folder, port).filter((name) => !isCode(name))
    // Those of the folder itself, Terraform loads without being told.
    found.push(...names.filter((name) => one.depth > 0 || !/(?:^|\/)terraform\.tfvars|\.auto\.tfvars/.test(name)))
    const listing = one.depth < 2 ? port.list(one.folder) : undefined
    for (const { kind, name } of listing?.ok ? listing.entries : [])
      if (kind === 'folder' && !name.startsWith('.') && folders.length < maxFolders)
        folders.push({ folder: pathIn(one.folder, name), depth: one.depth + 1 })
  }
  // What is set where no customer is changes nothing.
  return found.filter((name) => !isAside(name.slice(folder.length))).slice(0, maxFiles)
}

/** Real files call fewer modules. */
const maxFolders = 50

/**
 * Every file of Terraform in the folders of some files, in those above and of the settings below where that is code, of the
 * modules that these call and those below, and in the root; undefined where that is more than is looked through.
 */
export const terraformAround = (files: readonly string[], port: Port): string[] | undefined => {
  const folders = ['', ...files.map(folderOf)]
  const coded = folders.filter((folder) => namedIn(folder, port).some(isCode))
  const called = new Set<string>()
  const callIn = (some: readonly string[]): void => {
    for (const file of some) for (const one of called.size > maxFolders ? [] : modulesOf(file, port)) called.add(one)
  }
  callIn(files)
  // A folder that a module calls is added while the set is walked.
  for (const folder of called) callIn(namedIn(folder, port))
  if (called.size > maxFolders) return undefined
  return [
    ...[...new Set([...folders, ...coded.flatMap(foldersAbove), ...called])].flatMap((folder) => namedIn(folder, port)),
    ...coded.flatMap((folder) => namedSettings(folder, port)),
  ]
}
