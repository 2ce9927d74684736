import type { Range } from '../../yaml/lines.ts'
import { fromFile, named, nothing } from '../reading/follow.ts'
import type { Kind, Located } from '../reading/kind.ts'

export type Heading = {
  readonly level: number
  readonly text: string
  /** As GitHub makes it, numbered where the same comes again. */
  readonly anchor: string
  readonly range: Range
  /** Whether nothing stands between it and the next heading that is no part of it. */
  readonly isEmpty: boolean
}

/** What a Markdown file holds for those who link to it. */
export type Outline = {
  readonly headings: readonly Heading[]
  /** What stands in bold at the beginning of a line: some write their headings that way. */
  readonly labels: readonly Located<string>[]
  /** Every anchor that a link can lead to, with its heading; undefined where HTML sets it. */
  readonly anchors: ReadonlyMap<string, Heading | undefined>
  /** The anchor as it stands there: also where it is written in another case, or as the heading itself. */
  readonly find: (written: string) => string | undefined
  readonly near: (anchor: string) => string | undefined
}

// A link may be percent-encoded; what is not well-formed stands for itself.
const decoded = (anchor: string): string => {
  try {
    return decodeURIComponent(anchor)
  } catch {
    return anchor
  }
}

const known = ({ find }: Outline, anchor: string): string | undefined =>
  find(decoded(anchor.replace(/^#/, '')).slice(0, 1000))

export const hasAnchor = (outline: Outline, anchor: string): boolean => known(outline, anchor) !== undefined

/** The heading that an anchor leads to; undefined where there is none, and where HTML sets the anchor. */
export const headingAt = (outline: Outline, anchor: string): Heading | undefined =>
  outline.anchors.get(known(outline, anchor) ?? '')

/** The part of a page under the heading that an anchor leads to; the whole page without one. */
export const sectionOf = (outline: Outline, anchor: string | undefined): Pick<Outline, 'headings' | 'labels'> => {
  const own = anchor === undefined ? undefined : headingAt(outline, anchor)
  if (own === undefined) return outline
  const from = outline.headings.indexOf(own)
  const next = outline.headings.find(({ level }, at) => at > from && level <= own.level)
  const isInside = (line: number): boolean =>
    line >= own.range.start.line && (next === undefined || line < next.range.start.line)
  return {
    headings: outline.headings.filter(({ range }) => isInside(range.start.line)),
    labels: outline.labels.filter(({ range }) => isInside(range.start.line)),
  }
}

export const runbook: Kind<Outline> = {
  fields: ['owner.runbook', 'monitoring.alerts.runbook'],
  formats: [{ name: 'Markdown', files: '`.md`, `.markdown`, `.mdown`, `.mkd`, `.mkdn`' }],
  follow: ({ owner }) => named(['owner', 'runbook'], owner?.runbook),
  read: fromFile(() => import('./outline.ts')),
  unread: nothing,
}
