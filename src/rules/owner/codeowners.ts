import type { Ownership } from '../../evidence/ownership/ownership.ts'
import type { Reference } from '../../evidence/reading/kind.ts'
import { enumerate, quote } from '../../values/text.ts'
import { isNobody } from '../lib/absent.ts'
import { both, type Elsewhere, type Finding, type Rule } from '../lib/rule.ts'
import { addressOf, handleOf, isGroup, isTeam, isTeamInCatalog, sameName } from '../lib/teams.ts'

type CodeownersFacts = Extract<Ownership, { kind: 'codeowners' }>
type OwnedFile = CodeownersFacts['files'][number]

/** The login under which GitHub alone knows the team: there, a team has its organisation before it. */
const loginOf = ({ platform, files }: CodeownersFacts, team: string): string | undefined => {
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
const givenTo = (files: readonly OwnedFile[]): string => {
  const groups = new Map<string, string[]>()
  for (const { owners, file } of files) {
    const to = namesOf(owners)
    groups.set(to, [...(groups.get(to) ?? []), quote(file)])
  }
  return enumerate([...groups].map(([to, names]) => `${enumerate(names)} to ${to}`))
}

const linesFor = (files: readonly { readonly file: string }[], handle: string): string =>
  enumerate(files.map(({ file }) => `\`/${file.replaceAll(' ', '\\ ')} ${handle}\``))

const path = ['owner', 'team']

const owned = ['owner.runbook', 'monitoring.rules']

const places = (file: string, foreign: CodeownersFacts['files']): Elsewhere[] => {
  const decided = new Map<Elsewhere['range'], string[]>()
  for (const { file: owned, lines } of foreign)
    for (const { range } of lines) decided.set(range, [...(decided.get(range) ?? []), owned])
  const skipped = new Map(
    foreign.flatMap(({ skipped: lines }) => lines.map(({ range, problem }) => [range, problem] as const)),
  )
  return [
    ...[...decided].map(([range, files]) => ({ file, range, label: `decides about ${enumerate(files)}` })),
    ...[...skipped].map(([range, problem]) => ({ file, range, label: `is skipped: the line ${problem}` })),
  ]
}

const contradiction = (file: string, facts: CodeownersFacts, team: string): Finding | undefined => {
  const foreign = facts.files.filter(({ owners }) => !owners.some((owner) => isTeam(team, owner)))
  if (foreign.length === 0) return undefined
  const isExcluded = foreign.some(({ lines }) => lines.some(({ excludes }) => excludes))
  return {
    path,
    message: `${file} gives ${givenTo(foreign)}, not to ${quote(team)}`,
    help: `${isExcluded ? 'take them out of the lines that begin with ! and ' : ''}add to the end of ${file}, a line each: ${linesFor(foreign, handleOf(team))}; or name the team in owner.team that owns them there`,
    related: foreign.flatMap(({ path: at, file: owned }) =>
      at.length === 0 ? [] : [{ path: at, label: `${owned} is named here` }],
    ),
    elsewhere: places(file, foreign),
  }
}

const oneLogin = (file: string, facts: CodeownersFacts, team: string): Finding | undefined => {
  const login = loginOf(facts, team)
  if (login === undefined) return undefined
  return {
    path,
    message: `${file} knows ${quote(team)} as one login, ${quote(login)}; on GitHub a team is @organisation/team`,
    write: 'acme/support-platform',
    help: 'a team that owns the files in CODEOWNERS as @acme/support-platform',
    elsewhere: places(file, facts.files),
  }
}

const askedOf = (references: readonly Reference[]) => {
  const named = references.filter(({ path, state }) => owned.includes(path.join('.')) && state === 'found')
  return ['pilot.yaml', ...named.flatMap(({ file }) => file ?? [])].map((file) => ({ file }))
}

/** Whether owner/is-person says that the team is one person. */
const isKnownPerson = (team: string, champion: string | undefined): boolean =>
  (addressOf(team) !== undefined && !isGroup(team)) || (champion !== undefined && sameName(team, champion))

export const codeowners: Rule = {
  id: 'owner/codeowners',
  severity: 'error',
  from: 'limited',
  summary: 'CODEOWNERS gives pilot.yaml, the runbook and the alert rules to the owner',
  why: 'A team that is named in a file and asked about none of its changes owns a name, not a system.',
  details: `CODEOWNERS is read as its platform reads it. GitHub: \`.github/\`, the root or \`docs/\`, the last line that fits decides, and a line without owners takes ownership away. GitLab: the root, \`docs/\` or \`.gitlab/\`, each section by itself. Asked are \`pilot.yaml\`, \`owner.runbook\` and \`monitoring.rules\`, where they are in the repository.

\`acme/support\` is \`@acme/support\`, in any case; a name without its organisation is the team of that name in any. An owner without an organisation in CODEOWNERS of GitHub is one login, and no team. The team need not be the only owner, and may own a folder that holds the file.

Where no CODEOWNERS is, a Backstage \`catalog-info.yaml\` beside \`pilot.yaml\` or in the root counts, with the owner of the component that is called as the pilot, or of any. OWNERS files and other systems are unverified.`,
  principles: ['production-owner', 'ownership', 'orphaned-pilot'],
  fields: ['owner.team', 'owner.runbook', 'monitoring.rules'],
  references: ['GitHub docs, About code owners', 'GitLab docs, Code Owners'],
  examples: {
    files: { '.github/CODEOWNERS': '* @acme/web\n/pilot.yaml @acme/support-platform\n' },
    ...both`owner: «acme/support-platform|acme/order-tools»  # expect: owner/codeowners`,
  },
  proves: ['ownership'],

  *check({ pilot: { champion, owner }, facts: { ownership, references } }) {
    const team = owner?.team
    // That there is no team is for owner/missing to say.
    if (team === undefined || isNobody(team)) return
    if (ownership === undefined || ownership.state === 'unverified') return
    const { file } = ownership
    const lines = linesFor(askedOf(references), handleOf(team))
    if (ownership.state === 'absent')
      yield {
        path,
        message: `nothing in the repository says that ${quote(team)} owns the pilot: there is no CODEOWNERS`,
        help: `add .github/CODEOWNERS, or CODEOWNERS on GitLab, with a line each: ${lines}`,
      }
    else if (ownership.state === 'malformed')
      yield {
        path,
        message: `${file} ${ownership.problem}`,
        help: `write a pattern and its owners a line, as in ${lines}`,
        elsewhere: [{ file, range: ownership.range, label: 'says who owns what' }],
      }
    else if (ownership.value.kind === 'codeowners') {
      const finding =
        contradiction(file, ownership.value, team) ??
        (isKnownPerson(team, champion) ? undefined : oneLogin(file, ownership.value, team))
      if (finding) yield finding
    } else {
      const { owners } = ownership.value
      const isOwner = owners.some(({ value }) => value.kind === 'group' && isTeamInCatalog(team, value.name))
      if (isOwner) return
      const some = owners.slice(0, 3)
      yield {
        path,
        message: `${file} names ${enumerate(some.map(({ value }) => quote(value.written)))} as owner, not ${quote(team)}`,
        help: `spec.owner: group:${handleOf(team).split('/').at(-1)?.replace('@', '')} in ${file}, or CODEOWNERS with the team`,
        elsewhere: some.map(({ range }) => ({ file, range, label: 'the owner in the catalog' })),
      }
    }
  },
}
