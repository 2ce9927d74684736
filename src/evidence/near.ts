import { closestMatch } from 'leven'
import type { Port } from './port.ts'

/** The reference with the most similar name that the folder of the missing file holds; undefined where none is near. */
export const nearReference = (reference: string, file: string, port: Port): string | undefined => {
  const name = file.slice(file.lastIndexOf('/') + 1)
  const listing = port.list(file.slice(0, -name.length))
  if (!listing.ok || name === '' || name.length > 100) return undefined
  const names = listing.entries.map((entry) => entry.name).filter((one) => one.length <= 100)
  const meant = closestMatch(name, names, { maxDistance: Math.min(3, Math.ceil(name.length / 5)) })
  return meant === undefined ? undefined : reference.replace(name, meant)
}
