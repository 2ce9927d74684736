import type { FileReading } from '../port.ts'
import type { History } from './history.ts'

export type Refused = { readonly why: string; readonly help: string }

const noRepository: Refused = {
  why: 'cannot be read: there is no git repository here',
  help: 'run it where the repository was cloned, or set --root to that folder',
}
/** What is read would be that of another folder. */
export const linked: Refused = {
  why: 'cannot be read: .git leads out of this folder, as in a linked worktree or a submodule',
  help: 'run it in the clone that the folder belongs to',
}

export const unverified = (refused: Refused): Extract<History, { state: 'unverified' }> => ({
  state: 'unverified',
  ...refused,
})

/** Why nothing can be asked about a folder at all, from an attempt to read its `.git`. */
export const closedBy = (reading: FileReading): Refused | undefined => {
  if (!reading.ok && reading.refusal === 'folder') return undefined
  return !reading.ok && reading.refusal === 'missing' ? noRepository : linked
}
