import type { Git, Question } from './git.ts'

/** Why git told less than was asked; `lacking` where the clone holds only a part of the repository. */
export type Shortfall = 'absent' | 'slow' | 'large' | 'refused' | 'lacking'

/** Git told less than was asked: nothing that follows from it may be said. */
export class Unanswered extends Error {
  readonly why: Shortfall
  constructor(why: Shortfall) {
    super(why)
    this.why = why
  }
}

export type ObjectType = 'commit' | 'tree' | 'blob' | 'tag'
export type ObjectHead = { readonly oid: string; readonly type: ObjectType; readonly size: number }
export type GitObject = ObjectHead & { readonly bytes: Uint8Array }

const ask = (git: Git, question: Question): Uint8Array => {
  const answer = git(question)
  if (answer.ok) return answer.bytes
  // The repository could be opened, so what is refused now is an object that is not there.
  throw new Unanswered(answer.why === 'refused' ? 'lacking' : answer.why)
}

/** What git prints. */
export const askText = (git: Git, question: Question): string => new TextDecoder().decode(ask(git, question))

const newline = 10

const headAt = (bytes: Uint8Array, from: number): { head: ObjectHead | undefined; next: number } => {
  const found = bytes.indexOf(newline, from)
  if (found === -1) throw new Unanswered('refused')
  const line = new TextDecoder().decode(bytes.subarray(from, found))
  const [, oid, type, size] = /^([0-9a-f]{40,64}) (commit|tree|blob|tag) ([0-9]{1,15})$/.exec(line) ?? []
  const head =
    oid === undefined || type === undefined
      ? undefined
      : { oid, type: type as ObjectType, size: Number(size) }
  return { head, next: found + 1 }
}

const asInput = (names: readonly string[]): string => names.map((name) => `${name}\n`).join('')

/** What kind of object each name stands for, and how long it is; undefined where there is none. */
export const headsOf = (git: Git, names: readonly string[]): (ObjectHead | undefined)[] => {
  if (names.length === 0) return []
  const bytes = ask(git, { args: ['cat-file', '--batch-check'], input: asInput(names) })
  let at = 0
  return names.map(() => {
    const { head, next } = headAt(bytes, at)
    at = next
    return head
  })
}

/** The objects that the names stand for, such as `<commit>^{tree}`; undefined where there is none. */
export const objectsOf = (git: Git, names: readonly string[]): (GitObject | undefined)[] => {
  if (names.length === 0) return []
  const bytes = ask(git, { args: ['cat-file', '--batch'], input: asInput(names) })
  let at = 0
  return names.map(() => {
    const { head, next } = headAt(bytes, at)
    at = head === undefined ? next : next + head.size + 1
    return head && { ...head, bytes: bytes.subarray(next, next + head.size) }
  })
}

export type TreeEntry = {
  readonly name: string
  readonly oid: string
  readonly kind: 'tree' | 'file' | 'other'
}

const kindOf = (mode: string): TreeEntry['kind'] =>
  mode === '40000' ? 'tree' : mode.startsWith('100') ? 'file' : 'other'

/** The entries of a tree. Source: git, Documentation/gitformat-pack and tree.c: `<mode> <name>\0<oid>`, again and again. */
export const treeEntries = ({ bytes, oid }: GitObject): TreeEntry[] => {
  const entries: TreeEntry[] = []
  const width = oid.length / 2
  for (let at = 0; at < bytes.length; ) {
    const end = bytes.indexOf(0, at)
    if (end === -1) throw new Unanswered('refused')
    const [mode = '', ...name] = new TextDecoder().decode(bytes.subarray(at, end)).split(' ')
    const id = bytes.subarray(end + 1, end + 1 + width)
    entries.push({
      name: name.join(' '),
      oid: Array.from(id, (byte) => byte.toString(16).padStart(2, '0')).join(''),
      kind: kindOf(mode),
    })
    at = end + 1 + width
  }
  return entries
}

/** The tree and the parents that a commit names in its header. */
export const headerOf = (
  bytes: Uint8Array,
): { readonly tree: string; readonly parents: readonly string[] } => {
  const text = new TextDecoder().decode(bytes)
  const end = text.indexOf('\n\n')
  const lines = (end === -1 ? text : text.slice(0, end)).split('\n')
  const named = (key: string) =>
    lines.flatMap((line) => (line.startsWith(`${key} `) ? [line.slice(key.length + 1)] : []))
  return { tree: named('tree')[0] ?? '', parents: named('parent') }
}
