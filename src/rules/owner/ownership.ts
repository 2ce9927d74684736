import type { Ownership } from '../../evidence/ownership/ownership.ts'
import { enumerate, quote } from '../../values/words.ts'
import { isTeam } from './same-team.ts'

export type CodeownersFacts = Extract<Ownership, { kind: 'codeowners' }>
type OwnedFile = CodeownersFacts['files'][number]

/** The files that belong to others. */
export const foreignFiles = ({ files }: CodeownersFacts, team: string): OwnedFile[] =>
  files.filter(({ owners }) => !owners.some((owner) => isTeam(team, owner)))

/** The login under which GitHub alone knows the team: there, a team has its organisation before it. */
export const loginOf = ({ platform, files }: CodeownersFacts, team: string): string | undefined => {
  const own = files.flatMap(({ owners }) => owners.filter((owner) => isTeam(team, owner)))
  const isLogin = (owner: string) => owner.startsWith('@') && !owner.includes('/')
  return platform === 'GitHub' && own.every(isLogin) ? own[0] : undefined
}

const namesOf = (owners: readonly string[]): string => {
  if (owners.length === 0) return 'nobody'
  const [first = '', second = ''] = owners.map((owner) => quote(owner).slice(1, -1))
  if (owners.length === 1) return first
  return owners.length === 2 ? `${first} and ${second}` : `${first} and ${owners.length - 1} others`
}

/** To whom files are given, those of the same owners together: `"pilot.yaml" and "docs/x.md" to @j.meyer`. */
export const givenTo = (files: readonly OwnedFile[]): string => {
  const groups = new Map<string, string[]>()
  for (const { owners, file } of files) {
    const to = namesOf(owners)
    groups.set(to, [...(groups.get(to) ?? []), quote(file)])
  }
  return enumerate([...groups].map(([to, names]) => `${enumerate(names)} to ${to}`))
}

/** The lines that give the files to the team, as CODEOWNERS writes them. */
export const linesFor = (files: readonly { readonly file: string }[], handle: string): string =>
  enumerate(files.map(({ file }) => `\`/${file.replaceAll(' ', '\\ ')} ${handle}\``))
