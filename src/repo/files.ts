import { relative, sep } from 'node:path'
import type { Budget } from './budget.ts'
import { walk } from './walk.ts'

/** The files of a repository, relative to its root, the nearest to the top first; `whole` is false where there are more. */
export type Files = { readonly files: readonly string[]; readonly whole: boolean }

/** Every regular file below `folder` with a name like this that git does not ignore, and not more than `most`. */
export const filesBelow = (root: string, folder: string, left: Budget, name: RegExp, most: number): Files => {
  const files: string[] = []
  const nothing = (): void => undefined
  const isPatient = walk(root, folder, left, {
    isWanted: (entry) => entry.isFile() && name.test(entry.name),
    found: (file) => files.push(relative(root, file).split(sep).join('/')),
    ignored: nothing,
    unreadable: nothing,
    isEnough: () => files.length > most,
  })
  const depth = (file: string) => file.split('/').length
  const sorted = files.sort((one, other) => depth(one) - depth(other) || (one < other ? -1 : 1))
  return { files: sorted.slice(0, most), whole: files.length <= most && isPatient }
}
