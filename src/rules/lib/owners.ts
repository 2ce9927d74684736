import type { FileOwners } from '../../evidence/ownership/owners.ts'
import { handleOf } from '../../model/team.ts'
import { enumerate } from '../../values/text.ts'

type Owned = readonly { readonly file: string }[]

/** The lines of CODEOWNERS that give files to a team. */
export const linesFor = (files: Owned, team: string): string =>
  enumerate(files.map(({ file }) => `\`/${file.replaceAll(' ', '\\ ')} ${handleOf(team)}\``))

/** What to write where, so that a team owns some files. */
export const assigning = (
  { file, platform }: Pick<FileOwners, 'platform'> & { readonly file: string },
  files: Owned,
  team: string,
): string => {
  const lines = linesFor(files, team)
  if (platform !== 'Prow') return `add to the end of ${file}${files.length > 1 ? ', a line each' : ''}: ${lines}`
  const alias = handleOf(team).replace(/^@/, '').split('/').at(-1)
  return `add the alias ${alias} to approvers in ${file}, and its members to OWNERS_ALIASES`
}
