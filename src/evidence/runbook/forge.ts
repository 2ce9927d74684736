import Slugger, { slug } from 'github-slugger'
import type { Port } from '../../repo/port.ts'
import { gitHubLimit, looksLikeGitLab } from '../ownership/codeowners.ts'

export type Forge = 'GitHub' | 'GitLab' | 'Bitbucket'

/** Whether a list of owners has what only GitLab reads. */
const hasSections = (port: Port): boolean =>
  ['CODEOWNERS', 'docs/CODEOWNERS'].some((file) => {
    const reading = port.read(file, gitHubLimit)
    return reading.ok && looksLikeGitLab(new TextDecoder().decode(reading.bytes))
  })

/** Where the repository is read, as far as its files say so: one that GitHub mirrors is still read on GitLab. */
export const forgeOf = (port: Port): Forge => {
  const has = (...names: readonly string[]) => names.some((name) => port.look(name).ok)
  if (has('bitbucket-pipelines.yml', '.bitbucket')) return 'Bitbucket'
  return has('.gitlab-ci.yml', '.gitlab') || (!has('.github') && hasSections(port)) ? 'GitLab' : 'GitHub'
}

/** What stands before the name of a heading in the anchor of a link. */
export const prefixes: { readonly [forge in Forge]: RegExp } = {
  GitHub: /^user-content-/,
  GitLab: /^user-content-/,
  Bitbucket: /^markdown-header-/,
}

type Anchors = (shown: string) => readonly string[]

/** One hyphen of several, and no anchor of digits alone. Source: GitLab, `string_to_anchor`. */
const gitLabSlug = (text: string): string =>
  slug(text)
    .replaceAll(/-+/g, '-')
    .replace(/^(?=\d+$)/, 'anchor-')

/** Its handbook leaves `:emoji:` out of anchors, and its releases differ. */
const onGitLab = (): Anchors => {
  const [whole, bare, trimmed] = [new Slugger(), new Slugger(), new Slugger()]
  return (shown) => {
    const text = shown.replaceAll(/:[\w+-]{1,40}:/g, '')
    return [whole.slug(gitLabSlug(shown)), bare.slug(gitLabSlug(text)), trimmed.slug(gitLabSlug(text.trim()))]
  }
}

/** Letters without their accents, one hyphen of several, and `_1` where the same comes again. Source: Python-Markdown, `toc`. */
const onBitbucket = (): Anchors => {
  const taken = new Map<string, number>()
  return (shown) => {
    const letters = shown.normalize('NFKD').replaceAll(/\P{ASCII}/gu, '')
    const words = letters.replaceAll(/[^\w\s-]/g, '').trim()
    const anchor = words.toLowerCase().replaceAll(/[-\s]+/g, '-')
    const count = taken.get(anchor) ?? 0
    taken.set(anchor, count + 1)
    return [count === 0 ? anchor : `${anchor}_${count}`]
  }
}

/** What a forge makes of the headings of one page, in their order, beside the anchors of GitHub. */
export const anchorsOn = (forge: Forge): Anchors => {
  if (forge === 'GitLab') return onGitLab()
  return forge === 'Bitbucket' ? onBitbucket() : () => []
}
