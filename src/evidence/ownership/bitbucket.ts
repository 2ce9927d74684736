import { lines } from '../../yaml/lines.ts'
import { type Document, documentsIn } from '../reading/documents.ts'
import { type Reading, read, unknown } from '../reading/kind.ts'
import { partOf } from '../reading/part.ts'
import { gitHubPattern, looksLikeBitbucket, ofApp, splitLine, trimmedLines } from './codeowners.ts'
import { type Codeowners, type Section, withoutStrategy } from './owners.ts'

/** The words of a line: what stands in quotes, or behind a backslash, does not part them; `#` begins a comment. */
const wordsIn = (line: string): string[] => {
  const words: string[] = []
  let [word, isQuoted] = ['', false]
  const end = () => {
    if (word !== '') words.push(word)
    word = ''
  }
  for (let at = 0; at < line.length; at += 1) {
    const sign = line.charAt(at)
    if (sign === '"') isQuoted = !isQuoted
    else if (sign === '\\' && at + 1 < line.length) {
      at += 1
      word += line.charAt(at)
    } else if (isQuoted || !/\s/.test(sign)) {
      if (sign === '#' && !isQuoted && word === '') break
      word += sign
    } else end()
  }
  end()
  return words
}

const isOwner = (word: string): boolean => /^@{1,2}[^@]/.test(word) || /^[^\s@]+@[^\s@]+$/.test(word)

type Groups = ReadonlyMap<string, readonly string[]>

const plain = (name: string): string => name.toLowerCase()

/** The groups that lines such as `@@@support @ann @ben` define. */
const groupsIn = (text: string): Groups =>
  new Map(
    trimmedLines(text).flatMap(({ line }) => {
      const [name = '', ...members] = line.startsWith('@@@') ? wordsIn(line) : []
      return name === '' ? [] : [[plain(name.slice(3)), members.filter(isOwner)] as const]
    }),
  )

/** Tells whether anybody is in what a word names; who is in a group of the server, no file says. */
const peopleIn = (groups: Groups, teams: Groups): ((word: string) => boolean) => {
  const nameOf = (word: string) => plain(withoutStrategy(word))
  const groupOf = (word: string) => {
    const name = nameOf(word)
    return name.startsWith('@@') && groups.has(name.slice(2)) ? name.slice(2) : undefined
  }
  const isFilled = (word: string) => {
    const [, team] = /^@teams\/(.*)$/s.exec(nameOf(word)) ?? []
    return team === undefined || (teams.get(team) ?? []).length > 0
  }
  const holders = new Map([...groups.keys()].map((name) => [name, [] as string[]]))
  const full = new Set<string>()
  for (const [name, members] of groups)
    for (const member of members) {
      const inner = groupOf(member)
      if (inner !== undefined) holders.get(inner)?.push(name)
      else if (isFilled(member)) full.add(name)
    }
  // What is added on the way is visited as well.
  for (const name of full) for (const holder of holders.get(name) ?? []) full.add(holder)
  return (word) => {
    const own = groupOf(word)
    return own === undefined ? isFilled(word) : full.has(own)
  }
}

const problemOf = (line: string, isApp: boolean, words: readonly string[]): string | undefined => {
  if (line.startsWith('\\#')) return 'begins with an escaped #, which Bitbucket reads as a comment'
  if (line.startsWith('!') && !isApp) return 'begins with !, which Bitbucket does not support'
  return words.length > 0 && !words.some(isOwner) ? 'names neither @user, @@group nor an email address' : undefined
}

/**
 * Reads CODEOWNERS as Bitbucket does, and as the app Code Owners does where its lines are there. `teams` are those of
 * `.bitbucket/teams.yaml`. Sources: Bitbucket Cloud docs, "Set up and use code owners"; Bitbucket Data Center docs, "Code
 * owners"; Mibex docs, "Owner rules" and "Merge checks".
 */
export const readBitbucket = (text: string, teams: Groups): Reading<Codeowners> => {
  const at = lines(text)
  const isApp = looksLikeBitbucket(text)
  const isPeopled = peopleIn(groupsIn(text), teams)
  const section: Section[number][] = []
  for (const { line, start } of trimmedLines(text)) {
    if (line === '' || line.startsWith('#') || ofApp.test(line)) continue
    const { pattern, rest } = splitLine(line)
    if (/(?:^|[^\\])\{/.test(pattern)) return unknown('has alternatives in braces, which pilotlint does not compare')
    const words = wordsIn(rest)
    const problem = problemOf(line, isApp, words)
    const excludes = pattern.startsWith('!')
    section.push({
      pattern: gitHubPattern(excludes ? pattern.slice(1) : pattern),
      owners: excludes ? [] : words.filter((word) => isOwner(word) && isPeopled(word)),
      range: at.range(start, start + line.length),
      excludes: false,
      ...(problem !== undefined && { problem }),
    })
  }
  return read({ platform: 'Bitbucket', sections: [section] })
}

/** Where teams of a repository are defined. */
export const teamsFiles = ['.bitbucket/teams.yaml', '.bitbucket/teams.yml']

const maxMembers = 1000

const membersIn = (document: Document): Groups => {
  const { data } = document
  const whole = partOf(document)
  const names = typeof data === 'object' && !Array.isArray(data) ? Object.keys(data ?? {}) : []
  return new Map(
    names.map((name) => {
      const [list, held] = [whole.at(name), whole.at(name, 'contributors')]
      const members = (Array.isArray(list.data) ? list : held).items(maxMembers).flatMap((one) => one.text() ?? [])
      return [plain(name), members]
    }),
  )
}

/** The teams of `.bitbucket/teams.yaml`; none where there is no such file. */
export const teamsIn = (file: string, bytes: Uint8Array): Reading<Groups> => {
  const documents = documentsIn({ file, bytes })
  if (documents.state !== 'read') return unknown(`uses ${file}, which cannot be read`)
  return read(documents.value[0] === undefined ? new Map() : membersIn(documents.value[0]))
}
