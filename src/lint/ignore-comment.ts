import type { Comment } from '../document/index.ts'
import { date } from '../phrases/index.ts'
import type { Waiver } from '../spec/waiver.ts'

const marker = 'pilotlint-ignore'

/**
 * The waiver that a comment holds: `# pilotlint-ignore <rule> by=<who> until=YYYY-MM-DD -- why`.
 * A comment that begins with the marker is always a waiver, if only an invalid one: it is never passed over.
 */
export const readIgnore = ({ text, range }: Comment): Waiver | undefined => {
  const trimmed = text.trim()
  if (!trimmed.startsWith(marker)) return undefined
  const cut = trimmed.indexOf('--')
  const head = cut === -1 ? trimmed : trimmed.slice(0, cut)
  const why = cut === -1 ? '' : trimmed.slice(cut + 2).trim()
  const words = head.slice(marker.length).split(/\s+/).filter(Boolean)
  const value = (key: string) => words.find((word) => word.startsWith(key))?.slice(key.length) || undefined
  const until = value('until=')
  return {
    rule: words.find((word) => !word.includes('=')),
    why: why === '' ? undefined : why,
    by: value('by='),
    until: until !== undefined && date.parse(until).ok ? until : undefined,
    path: [],
    comment: range,
  }
}
