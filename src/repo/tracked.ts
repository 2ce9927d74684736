import { join, relative, sep } from 'node:path'
import { checkoutsAround, realOf } from './checkout.ts'
import { type Git, literal } from './git.ts'

/** What the index holds of the files that the patterns fit. Source: git-ls-files(1), -z and --cached. */
export const heldIn = (ask: Git, patterns: readonly string[]): string[] =>
  ask(['ls-files', '-z', '--cached', '--', ...patterns])
    .toString()
    .split('\0')

/** Those of the files and folders of which the index holds nothing: a checkout within this one has an index of its own. */
export const untrackedOf = (ask: Git, root: string, paths: readonly string[]): string[] => {
  const real = realOf(root)
  const own = paths.flatMap((path) => {
    const place = realOf(join(root, path))
    const places = [path, relative(real, place).replaceAll(sep, '/')]
    return checkoutsAround(place)[0] === real ? [{ path, places }] : []
  })
  if (own.length === 0) return []
  const held = heldIn(ask, [...new Set(own.flatMap(({ places }) => places.map(literal)))])
  const isHeld = (place: string) => held.some((file) => file === place || file.startsWith(`${place}/`))
  return own.filter(({ places }) => !places.some(isHeld)).map(({ path }) => path)
}
