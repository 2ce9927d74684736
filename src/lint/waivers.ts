import { present } from '../model/lists.ts'
import type { Pilot } from '../model/pilot.ts'
import { isPlaceholder } from '../model/placeholder.ts'
import { dayMeant, type Flaw, flaws, type Waiver } from '../model/waiver.ts'
import { date } from '../values/index.ts'
import { near } from '../values/near.ts'
import { quote } from '../values/text.ts'
import type { Comment, Document } from '../yaml/document.ts'
import type { Range } from '../yaml/lines.ts'
import { dotted, type Path } from '../yaml/path.ts'
import type { JudgedFinding } from './judge.ts'

const marker = 'pilotlint-ignore'

/** Markers of other linters, or a misremembered one. */
const alike = /^pilot-?lint[\s:-]*(?:ignore|disable|skip|suppress|waive)(?![a-z])[\w:-]*/i

/**
 * The marker as written; undefined if the comment is not an exception. A misspelt marker counts if the comment
 * also names a rule, a signature or an end.
 */
const openingOf = (text: string): string | undefined => {
  const first = /^\S*/.exec(text)?.[0] ?? ''
  if (first.startsWith(marker)) return first
  const found = alike.exec(text)?.[0] ?? (near(first, [marker]) && first)
  const rest = text.slice(found?.length ?? 0)
  return found !== undefined && /(?:^|\s)(?:by=|until=|[a-z-]+\/[a-z-]+(?:\s|$))/.test(rest) ? found : undefined
}

type Words = {
  readonly rule: string[]
  readonly by: string[]
  readonly until: string[]
  readonly other: string[]
}

const wordsOf = (head: string): Words => {
  const words: Words = { rule: [], by: [], until: [], other: [] }
  let into = words.rule
  for (const word of head.split(/\s+/).filter(Boolean)) {
    const [, key, value = ''] = /^([a-z]+)=(.*)$/i.exec(word) ?? []
    if (key !== undefined) into = key === 'by' || key === 'until' ? words[key] : words.other
    const text = into === words.other || key === undefined ? word : value
    if (text !== '') into.push(text)
  }
  return words
}

const decided = (words: readonly string[]): string | undefined => {
  const text = words.join(' ')
  return isPlaceholder(text) ? undefined : text
}

/**
 * Parses `# pilotlint-ignore <rule> by=<who> until=YYYY-MM-DD -- why`. A comment that cannot be parsed is an
 * invalid exception, never ignored.
 */
const readIgnore = ({ text, range }: Comment): Waiver | undefined => {
  const trimmed = text.trim()
  const opening = openingOf(trimmed)
  if (opening === undefined) return undefined
  const body = trimmed.slice(opening.length)
  const cut = body.indexOf('--')
  const words = wordsOf(cut === -1 ? body : body.slice(0, cut))
  const [rule, ...furtherRules] = words.rule.map((word) => word.replace(/,$/, ''))
  const [day = '', ...afterDay] = words.until
  const end = day.replace(/[:;,]$/, '')
  const isDay = date.parse(end).ok
  const unread = [...furtherRules.filter((word) => !word.includes('/')), ...words.other, ...(isDay ? afterDay : [])]
  const until = isDay ? undefined : decided(words.until)

  const why = cut === -1 ? undefined : decided([body.slice(cut + 2).trim()])
  const by = decided(words.by)
  const isWhole = why !== undefined && by !== undefined && isDay

  const slips: Flaw[] = []
  const slip = (key: Flaw['key'], says: string, instead?: string) =>
    slips.push({ key, says, help: '', ...(instead !== undefined && { instead }) })
  if (opening !== marker) slip('comment', `begins with ${quote(opening)} instead of ${marker}`)
  if (furtherRules.some((word) => word.includes('/'))) slip('comment', 'names more than one rule')
  if (until !== undefined) slip('until', `ends on ${quote(until)}, which is not a date`, dayMeant(until))
  // Extra words are harmless if nothing is missing.
  if (unread.length > 0 && !isWhole) slip('comment', `contains unexpected words (${quote(unread.join(' '))})`)
  return {
    rule,
    why,
    by,
    until: isDay ? end : undefined,
    path: [],
    comment: range,
    ...(slips.length > 0 && { slips }),
  }
}

type Parsed = Extract<Document, { ok: true }>

export const waiversOf = ({ exceptions }: Pilot, { comments }: Pick<Parsed, 'comments'>): Waiver[] => [
  ...present(typeof exceptions === 'string' ? [] : exceptions).map(({ item, at }) => ({
    rule: item.rule,
    ...(item.at !== undefined && { at: item.at }),
    why: item.why,
    by: item.by,
    until: item.until,
    path: ['exceptions', at],
  })),
  ...comments.map(readIgnore).filter((waiver) => waiver !== undefined),
]

/** Whether a path is another one or lies below it, both as they are written. */
export const isAt = (path: string, at: string): boolean =>
  path === at || path.startsWith(`${at}.`) || path.startsWith(`${at}[`)

export const covers = ({ comment, at }: Waiver, range: Range, path: Path): boolean => {
  if (at !== undefined && !isAt(dotted(path), at)) return false
  return comment === undefined || range.start.line === comment.start.line || range.start.line === comment.start.line + 1
}

export type WaivedSplit = {
  readonly open: readonly JudgedFinding[]
  readonly waived: readonly { judged: JudgedFinding; waiver: Waiver }[]
}

/** Of several findings, the one at the very path of the exception, or the gravest. */
const nearest = (found: readonly JudgedFinding[], { at }: Waiver): readonly JudgedFinding[] => {
  const exact = found.find(({ finding }) => dotted(finding.path) === at)
  const one = exact ?? found.find(({ severity }) => severity === 'error') ?? found[0]
  return one === undefined ? [] : [one]
}

/** Where `isSingle` is set, one exception settles one finding. */
export const split = (
  found: readonly JudgedFinding[],
  waivers: readonly Waiver[],
  today: string,
  rangeOf: (judged: JudgedFinding) => Range,
  isSingle: boolean,
): WaivedSplit => {
  const settled = new Map<JudgedFinding, Waiver>()
  for (const waiver of waivers) {
    if (flaws(waiver, today).length > 0) continue
    const own = found.filter(
      (judged) =>
        judged.waivable &&
        judged.id === waiver.rule &&
        !settled.has(judged) &&
        covers(waiver, rangeOf(judged), judged.finding.path),
    )
    for (const judged of isSingle ? nearest(own, waiver) : own) settled.set(judged, waiver)
  }
  return {
    open: found.filter((judged) => !settled.has(judged)),
    waived: found.flatMap((judged) => {
      const waiver = settled.get(judged)
      return waiver === undefined ? [] : [{ judged, waiver }]
    }),
  }
}
