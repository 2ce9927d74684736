import { existsSync, realpathSync } from 'node:fs'
import { basename, dirname, join, resolve } from 'node:path'
import { isInside, readInside } from './inside.ts'
import type { Unknown } from './port.ts'

/** Where a path really leads; of one that is not there yet, where its folder does. */
export const realOf = (path: string): string => {
  try {
    return realpathSync.native(path)
  } catch {
    const folder = dirname(path)
    return folder === path ? path : join(realOf(folder), basename(path))
  }
}

/** The folders that hold `.git`, from `folder` upwards, the nearest first. */
export const checkoutsAround = (folder: string): string[] => {
  const parent = dirname(folder)
  const above = parent === folder ? [] : checkoutsAround(parent)
  return existsSync(join(folder, '.git')) ? [folder, ...above] : above
}

/** Where git keeps what belongs to one checkout, and what all checkouts of the repository share. */
export type GitFolders = { readonly state: 'open'; readonly own: string; readonly common: string }

const none: Unknown = {
  state: 'unverified',
  why: 'cannot be read: there is no git repository here',
  help: 'run it where the repository was cloned, or set --root to that folder',
}

const foreign: Unknown = {
  state: 'unverified',
  why: 'cannot be read: .git points to a folder that does not list this worktree',
  help: 'run it in the clone itself; run git worktree repair for a linked worktree that was moved',
}

const line = (folder: string, name: string): string | undefined => {
  const reading = readInside(folder, name, 8192)
  return reading.ok ? new TextDecoder().decode(reading.bytes).replace(/\r?\n$/, '') : undefined
}

const isThere = (folder: string, name: string): boolean => {
  const reading = readInside(folder, name, 0)
  return reading.ok || reading.refusal !== 'missing'
}

/** The folder of a linked worktree: what it names as shared knows of it, and it knows of the checkout. */
const worktree = (root: string, own: string): GitFolders | undefined => {
  const [back, shared] = [line(own, 'gitdir'), line(own, 'commondir')]
  if (back === undefined || shared === undefined) return undefined
  const common = realOf(resolve(own, shared))
  const isKnown = isInside(join(common, 'worktrees'), own) && realOf(resolve(own, back)) === join(root, '.git')
  return isKnown ? { state: 'open', own, common } : undefined
}

/** The folder of a submodule: the repository around it keeps it. */
const submodule = (root: string, own: string): GitFolders | undefined => {
  const [around] = checkoutsAround(dirname(root))
  const git = around === undefined ? none : gitFoldersOf(around)
  if (git.state !== 'open' || isThere(own, 'commondir')) return undefined
  return isInside(join(git.own, 'modules'), own) ? { state: 'open', own, common: own } : undefined
}

/**
 * The folders of git for a checkout, or why there are none. Where `.git` is a file, as in a linked worktree or a
 * submodule, they lie elsewhere: that place counts only where it knows of this checkout, since a file that came with an
 * archive may name any repository on the machine.
 */
export const gitFoldersOf = (folder: string): GitFolders | Unknown => {
  const root = realOf(folder)
  const reading = readInside(root, '.git', 8192)
  if (!reading.ok && reading.refusal === 'missing') return none
  if (!reading.ok && reading.refusal === 'folder') {
    const own = realOf(join(root, '.git'))
    return isThere(own, 'commondir') ? foreign : { state: 'open', own, common: own }
  }
  const named = /^gitdir: (.+)$/.exec(line(root, '.git') ?? '')?.[1]
  if (named === undefined) return foreign
  const own = realOf(resolve(root, named))
  return worktree(root, own) ?? submodule(root, own) ?? foreign
}
