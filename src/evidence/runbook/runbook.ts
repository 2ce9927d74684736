import { fromFile, named, nothing } from '../reading/follow.ts'
import type { EvidenceKind } from '../reading/kind.ts'
import type { Heading, Outline } from './outline.ts'

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

/** The headings of a page under the one that an anchor leads to; all of them without one. */
export const headingsBelow = (outline: Outline, anchor: string | undefined): readonly Heading[] => {
  const own = anchor === undefined ? undefined : headingAt(outline, anchor)
  if (own === undefined) return outline.headings
  const from = outline.headings.indexOf(own)
  const next = outline.headings.findIndex(({ level }, at) => at > from && level <= own.level)
  return outline.headings.slice(from, next === -1 ? undefined : next)
}

export const runbook: EvidenceKind<Outline> = {
  fields: ['owner.runbook.path', 'monitoring.alerts.runbook'],
  formats: [{ name: 'Markdown', files: '`.md`, `.markdown`, `.mdown`, `.mkd`, `.mkdn`' }],
  follow: ({ owner }) => named(['owner', 'runbook', 'path'], owner?.runbook?.path),
  read: fromFile(() => import('./outline.ts')),
  unread: nothing,
}
