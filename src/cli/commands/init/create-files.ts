import { closeSync, constants, existsSync, mkdirSync, openSync, rmdirSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { NewFile } from '../../../init/ci.ts'
import { realOf } from '../../../repo/checkout.ts'
import { isInside } from '../../../repo/inside.ts'
import type { RunProblem } from '../../../report/format.ts'
import { whyOf } from '../../io/write-file.ts'

const flags = constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL

/** Makes the folders above a file, and returns those that were not there, the outermost first. */
const makeFolders = (folder: string): string[] => {
  if (existsSync(folder)) return []
  const above = makeFolders(dirname(folder))
  mkdirSync(folder)
  return [...above, folder]
}

/**
 * Writes files below `root` that are not there yet, all of them or none; says why not. Paths are relative to the root,
 * and no link leads one out of it. What is there is never opened.
 */
export const createFiles = (root: string, files: readonly NewFile[]): RunProblem | undefined => {
  const folders: string[] = []
  const made: { readonly path: string; readonly handle: number }[] = []
  let at = ''
  try {
    for (const { path } of files) {
      at = path
      const whole = join(root, path)
      if (!isInside(realOf(root), realOf(dirname(whole)))) throw new Error('outside')
      folders.push(...makeFolders(dirname(whole)))
      made.push({ path: whole, handle: openSync(whole, flags, 0o666) })
    }
    for (const [index, { path, text }] of files.entries()) {
      at = path
      writeFileSync(made[index]?.handle ?? -1, text)
    }
    for (const { handle } of made) closeSync(handle)
    return undefined
  } catch (error) {
    for (const { path } of made) rmSync(path, { force: true })
    for (const folder of folders.reverse()) rmdirSync(folder)
    const isOutside = error instanceof Error && error.message === 'outside'
    const why = isOutside ? 'a symlink points outside the repository' : whyOf(error)
    return {
      message: `${at} cannot be written: ${why}; nothing was written`,
      help: 'make the folder writable, or name another one',
      file: at,
    }
  }
}
