import { type EvidenceKind, kibibyte, mebibyte } from '../evidence/kind.ts'

/** Where the page on every kind of evidence is published. */
export const evidenceUrl = 'https://github.com/pilotlint/pilotlint/blob/main/docs/evidence.md'

const size = (bytes: number): string => {
  // A limit that excludes its own number is told by that number.
  const whole = bytes % kibibyte === kibibyte - 1 ? bytes + 1 : bytes
  const words = whole % mebibyte === 0 ? `${whole / mebibyte} MiB` : `${whole / kibibyte} KiB`
  return whole === bytes ? `up to ${words}` : `below ${words}`
}

/** The forms in which a kind of evidence is read, a Markdown item each. */
export const evidenceForms = ({ formats }: EvidenceKind): string =>
  formats
    .map(({ name, files, reads, mostBytes }) => `- **${name}** (${files}; ${size(mostBytes)}). ${reads}`)
    .join('\n')
