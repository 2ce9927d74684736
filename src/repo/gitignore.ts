// Written here because the usual packages turn a pattern into a regular expression, and a pull request that
// brings `**/a/**/a/**/a/**/b` and a deep folder then holds the gate for minutes. This one is never worse
// than the length of the pattern times the length of the path.

type Token =
  | { readonly kind: 'star' | 'any' }
  | { readonly kind: 'one'; readonly takes: (char: string) => boolean }

type Pattern = {
  readonly ignores: boolean
  readonly foldersOnly: boolean
  /** One list a path segment; `**` is the whole-segment wildcard. */
  readonly segments: readonly (readonly Token[] | '**')[]
}

/** What a `.gitignore` says of a path: nothing, where no line matches it. */
export type Verdict = 'ignored' | 'kept' | undefined

const classes: { readonly [name: string]: RegExp } = {
  alpha: /[A-Za-z]/,
  digit: /\d/,
  alnum: /[A-Za-z\d]/,
  upper: /[A-Z]/,
  lower: /[a-z]/,
  space: /\s/,
  xdigit: /[\dA-Fa-f]/,
  punct: /[!-/:-@[-`{-~]/,
}

const readClass = (
  text: string,
  from: number,
): { readonly token: Token; readonly end: number } | undefined => {
  const tests: ((char: string) => boolean)[] = []
  const negated = text[from] === '!' || text[from] === '^'
  const first = from + (negated ? 1 : 0)
  let at = first
  for (; at < text.length && (text[at] !== ']' || at === first); at++) {
    const name = text.startsWith('[:', at)
      ? /^\[:([a-z]{1,8}):\]/.exec(text.slice(at, at + 12))?.[1]
      : undefined
    const named = name !== undefined && Object.hasOwn(classes, name) ? classes[name] : undefined
    if (name !== undefined && named !== undefined) {
      tests.push((char) => named.test(char))
      at += name.length + 3
      continue
    }
    if (text[at] === '\\') at++
    const low = text[at] ?? ''
    if (text[at + 1] === '-' && text[at + 2] !== undefined && text[at + 2] !== ']') {
      at += text[at + 2] === '\\' ? 3 : 2
      const high = text[at] ?? ''
      tests.push((char) => char >= low && char <= high)
    } else tests.push((char) => char === low)
  }
  if (at >= text.length) return undefined
  return { token: { kind: 'one', takes: (char) => tests.some((test) => test(char)) !== negated }, end: at }
}

const tokens = (text: string): Token[] => {
  const read: Token[] = []
  for (let at = 0; at < text.length; at++) {
    const group = text[at] === '[' ? readClass(text, at + 1) : undefined
    if (group !== undefined) {
      read.push(group.token)
      at = group.end
    } else if (text[at] === '*') {
      if (read.at(-1)?.kind !== 'star') read.push({ kind: 'star' })
    } else if (text[at] === '?') read.push({ kind: 'any' })
    else {
      if (text[at] === '\\') at++
      const literal = text[at]
      read.push({ kind: 'one', takes: (char) => char === literal })
    }
  }
  return read
}

/** Matches with wildcards by going back to the last one only, which is enough and never exponential. */
const glob = <P, T>(
  pattern: readonly P[],
  text: ArrayLike<T>,
  isStar: (part: P) => boolean,
  takes: (part: P, one: T) => boolean,
): boolean => {
  let [at, part, star, resume] = [0, 0, -1, 0]
  while (at < text.length) {
    const current = pattern[part]
    if (current !== undefined && isStar(current)) {
      star = part++
      resume = at
    } else if (current !== undefined && takes(current, text[at] as T)) {
      at++
      part++
    } else if (star >= 0) {
      part = star + 1
      at = ++resume
    } else return false
  }
  return pattern.slice(part).every(isStar)
}

const segmentMatches = (segment: readonly Token[], name: string): boolean =>
  glob(
    segment,
    name,
    ({ kind }) => kind === 'star',
    (token, char: string) => token.kind === 'any' || (token.kind === 'one' && token.takes(char)),
  )

const readLine = (line: string): Pattern | undefined => {
  if (line === '' || line.startsWith('#')) return undefined
  const negated = line.startsWith('!')
  let text = negated ? line.slice(1) : line
  // A space at the end counts only behind a backslash.
  while (text.endsWith(' ') && !text.endsWith('\\ ')) text = text.slice(0, -1)
  const foldersOnly = text.endsWith('/')
  if (foldersOnly) text = text.slice(0, -1)
  if (text === '' || text === '/') return undefined
  const anchored = text.includes('/')
  const parts = (text.startsWith('/') ? text.slice(1) : text).split('/')
  const segments = parts.map((part) => (part === '**' ? ('**' as const) : tokens(part)))
  // `a/**` is what lies in a, not a itself.
  const closed = segments.length > 1 && segments.at(-1) === '**' ? [...segments, tokens('*')] : segments
  return { ignores: !negated, foldersOnly, segments: anchored ? closed : ['**', ...closed] }
}

/** Reads a `.gitignore`; paths are relative to its folder, with forward slashes. Source: gitignore(5). */
export const gitignore = (text: string): ((path: string, isFolder: boolean) => Verdict) => {
  const patterns = text
    .split(/\r?\n/)
    .map(readLine)
    .filter((pattern) => pattern !== undefined)
  return (path, isFolder) => {
    const names = path.split('/')
    const last = patterns.findLast(
      ({ foldersOnly, segments }) =>
        (isFolder || !foldersOnly) &&
        glob(
          segments,
          names,
          (segment) => segment === '**',
          (segment, name: string) => segment !== '**' && segmentMatches(segment, name),
        ),
    )
    return last && (last.ignores ? 'ignored' : 'kept')
  }
}
