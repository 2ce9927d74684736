import { createHash } from 'node:crypto'

/** Whether git would keep these bytes under that name, as it is told to keep files as they are. Source: git-hash-object(1). */
export const isBlob = (oid: string, bytes: Uint8Array): boolean =>
  createHash(oid.length === 64 ? 'sha256' : 'sha1')
    .update(`blob ${bytes.length}\0`)
    .update(bytes)
    .digest('hex') === oid
