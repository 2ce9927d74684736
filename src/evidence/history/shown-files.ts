import { folderOf } from '../../repo/names.ts'
import { namesIn } from '../../repo/port.ts'
import { isUrl, resolveReference } from '../reading/follow.ts'
import type { Repository } from '../reading/kind.ts'
import type { PilotThen } from './bar.ts'

/** Where a reference leads, and where the link leads that is there now: what stands there is what changes. */
export const placesOf = (reference: string | undefined, { port, file: from }: Repository): string[] => {
  if (reference === undefined || isUrl(reference)) return []
  const file = resolveReference(from, reference)?.file
  return file === undefined || file === '' ? [] : [...new Set([file, port.real(file) ?? file])]
}

/** What is read beside a file: of a folder, Terraform reads all. */
export const namesBeside = (file: string): string[] =>
  file.endsWith('.tf') ? namesIn(folderOf(file), ['.tf', '.tf.json', '.tfvars', '.tfvars.json']) : []

/** The names of the files that a version names and that may show a bar; `repository` says where it stood. */
export const shownFiles = ({ cost, monitoring, data }: PilotThen, repository: Repository): string[] => [
  ...[cost?.include, data?.eval_set?.path].flatMap((one) => placesOf(one, repository)),
  ...placesOf(monitoring?.rules, repository).flatMap((file) => [file, ...namesBeside(file)]),
]

/** The prompt that a version names: the file, where the link leads that is there now, and then what may be a link on the way. */
export const promptPlaces = ({ model }: Pick<PilotThen, 'model'>, repository: Repository): string[] => {
  const places = placesOf(model?.prompt, repository)
  const steps = places[1] === undefined ? [] : (places[0]?.split('/') ?? [])
  return [...places, ...steps.slice(1).map((_, at) => steps.slice(0, at + 1).join('/'))]
}
