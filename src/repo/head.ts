import { createHash } from 'node:crypto'
import type { HeadCommit } from './history.ts'

/** A file of the repository as it is now; `path` is relative to the root. */
type Now = { readonly path: string; readonly bytes: Uint8Array }

/** What git calls a file, as it is and with the line ends that git may have written. Source: Pro Git, 10.2, "Object Storage". */
const blobNames = (bytes: Uint8Array, digits: number): string[] => {
  const text = Buffer.from(bytes)
  const plain = Buffer.from(text.toString('latin1').replaceAll('\r\n', '\n'), 'latin1')
  return [text, plain].map((one) =>
    createHash(digits === 40 ? 'sha1' : 'sha256')
      .update(`blob ${one.length}\0`)
      .update(one)
      .digest('hex'),
  )
}

/**
 * The commit that is checked out, with `-dirty` where one of the files is not as it holds it. Git itself is not asked what
 * changed: it would run the filters that the checkout configures.
 */
export const headWords = ({ commit, blobs }: HeadCommit, files: readonly Now[]): string => {
  const isAsHeld = ({ path, bytes }: Now): boolean => {
    const blob = blobs.get(path)
    return blob !== undefined && blobNames(bytes, blob.length).includes(blob)
  }
  return files.every(isAsHeld) ? commit : `${commit}-dirty`
}
