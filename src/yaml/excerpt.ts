const key = /^([A-Za-z_][A-Za-z0-9_-]*):(?:[ \r]|$)/

/** What may stand at the beginning of a line that goes on with the value above it, or says nothing. */
const goesOn = /^(?:[ #\r]|$)/

/** What stands for a value that is written elsewhere. */
const alias = /[\s[{,:]\*/

/**
 * The lines of some of the top-level keys, in their order; undefined for a text that is not a plain list of keys, each at
 * the beginning of a line, or where what is wanted may rest on what is not: the whole has to be read then. Of a text that
 * is YAML, the excerpt gives these keys the same values. It tells nothing of the rest, which need not be YAML.
 */
export const excerptOf = (text: string, wanted: ReadonlySet<string>): string | undefined => {
  const seen = new Set<string>()
  const kept: string[] = []
  let isKept = false
  for (const line of text.split('\n')) {
    const [, name] = key.exec(line) ?? []
    if (name !== undefined) {
      if (seen.has(name)) return undefined
      seen.add(name)
      isKept = wanted.has(name)
    } else if (!goesOn.test(line)) return undefined
    if (!isKept) continue
    // What a comment says makes no difference, nor how many stand one below the other.
    if (!line.startsWith('#')) kept.push(line)
    else if (kept.at(-1) !== '#') kept.push('#')
  }
  const excerpt = kept.join('\n')
  return kept.length === 0 || alias.test(excerpt) ? undefined : excerpt
}
