import { closestMatch } from 'leven'
import type { Listing, Port } from '../repo/port.ts'
import { once } from './reading/follow.ts'

/** The reference with the most similar name that the folder of the missing file holds; undefined where none is near. */
export type Near = (reference: string, file: string) => string | undefined

/** Nobody misspells more names in one file, and to list and compare is slow. */
const mostSearches = 50
const mostNames = 1000

const namesIn = (listing: Listing): string[] =>
  listing.ok
    ? listing.entries
        .map(({ name }) => name)
        .filter((name) => name.length <= 100)
        .slice(0, mostNames)
    : []

export const nearIn = (port: Port): Near => {
  const names = once((folder: string) => namesIn(port.list(folder)))
  let left = mostSearches
  return (reference, file) => {
    const name = file.slice(file.lastIndexOf('/') + 1)
    if (name === '' || name.length > 100 || left === 0) return undefined
    left -= 1
    const maxDistance = Math.min(3, Math.ceil(name.length / 5))
    const meant = closestMatch(name, names(file.slice(0, -name.length)), { maxDistance })
    return meant === undefined ? undefined : reference.replace(name, () => meant)
  }
}
