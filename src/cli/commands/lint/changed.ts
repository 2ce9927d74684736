import { windowsAround } from '../../../evidence/alert-rules/window-files.ts'
import { filesBeside } from '../../../evidence/eval-results/beside.ts'
import { ownershipFiles } from '../../../evidence/ownership/otherwise.ts'
import { isUrl, resolveReference } from '../../../evidence/reading/follow.ts'
import { terraformAround } from '../../../evidence/terraform/beside.ts'
import { claimsOf, loadText, partsNamed } from '../../../lint/load.ts'
import type { besideRef } from '../../../repo/beside-ref.ts'
import type { Input } from '../../io/inputs.ts'

/** Evidence of this size is read for its values as well; a larger file counts as changed. */
const maxBytes = 10 * 1024 * 1024

type Named = { readonly files: readonly string[]; readonly run: string | undefined }

/** The files that a version of a pilot names, from the root of its repository, and which of them is a run of its eval set. */
const namedIn = (bytes: Uint8Array, file: string): Named => {
  const loaded = loadText(bytes)
  if (!loaded.ok) return { files: [], run: undefined }
  const { document, pilot } = loaded
  const references = claimsOf(document).flatMap(({ reference, isPath }) => (isPath ? [reference] : []))
  const filesOf = (all: readonly string[]) =>
    all.flatMap((reference) => {
      const path = isUrl(reference) ? undefined : resolveReference(file, reference)?.file
      return path === undefined || path === '' || reference.startsWith('#') ? [] : [path]
    })
  const [run] = filesOf([pilot.data?.eval_set?.results ?? ''])
  return { files: filesOf([...references, ...partsNamed(document.data)]), run }
}

/**
 * Whether the pilot, a file that it names at either end, one that is looked for beside it, or one that it is `configured`
 * by is not what it was at the ref.
 */
export const isChanged = (
  { repository: { port, file }, open }: Input,
  { port: then, isSame }: ReturnType<ReturnType<typeof besideRef>>,
  configured: readonly string[],
): boolean => {
  const [now, was] = [open(), then.read(file, maxBytes)]
  if (!(now instanceof Uint8Array) || !was.ok || Buffer.compare(now, was.bytes) !== 0) return true
  const versions = [namedIn(now, file), namedIn(was.bytes, file)]
  const named = new Set([file, ...versions.flatMap(({ files }) => files)])
  const runs = versions.flatMap(({ run = [] }) => run)
  const ends = [port, then]
  const terraform = ends.map((end) => terraformAround([...named], end))
  const names = new Set([
    ...configured,
    ...named,
    ...[...named].flatMap(ownershipFiles),
    // What a folder held and holds no more says less than it did.
    ...terraform.flatMap((files = []) => files),
    ...ends.flatMap((end) => [...windowsAround([...named], end), ...runs.flatMap((run) => filesBeside(run, end))]),
  ])
  return terraform.includes(undefined) || [...names].some((name) => !isSame(name, port.read(name, maxBytes), maxBytes))
}
