import type { Change } from '../model/change.ts'
import { isPlaceholder } from '../model/placeholder.ts'
import { slipOf } from '../values/slip.ts'
import { isMap, valueAt } from '../yaml/data.ts'
import { parse } from '../yaml/document.ts'
import type { Range } from '../yaml/lines.ts'
import type { Path } from '../yaml/path.ts'
import { flowScalar } from '../yaml/print.ts'
import { type Site, siteOf } from '../yaml/site.ts'
import { conversion } from './convert.ts'
import type { Splice } from './fix.ts'
import type { ParsedPilot } from './include.ts'
import { phraseAt } from './shape-messages.ts'

/** The text that a change replaces, and the data that the file has then. */
export type EditProposal = {
  readonly change: Change
  readonly splices: readonly Splice[]
  readonly becomes: (data: unknown) => unknown
  /** Where the value is afterwards. */
  readonly at: Path
}

const siteAt = ({ spot, text }: ParsedPilot, path: Path): Site | undefined => siteOf(spot(path), text)

type Entries = (readonly [string, unknown])[]

/** The data with other entries in the mapping, or other items in the sequence, at a path. */
const within = (data: unknown, [step, ...rest]: Path, edit: (part: unknown) => unknown): unknown => {
  if (step === undefined) return edit(data)
  if (Array.isArray(data)) return data.map((item, at) => (at === step ? within(item, rest, edit) : item))
  if (!isMap(data)) return data
  return Object.fromEntries(
    Object.entries(data).map(([key, value]) => [key, key === step ? within(value, rest, edit) : value]),
  )
}

const entriesWith = (edit: (entries: Entries) => Entries) => (map: unknown) =>
  Object.fromEntries(edit(Object.entries(map as object)))

/** As the author quotes it, if at all. */
const printed = (value: string | number | boolean, { form, value: [start] }: Site, text: string): string => {
  if (form !== 'quoted' || typeof value !== 'string') return flowScalar(value)
  return text[start] === "'" ? `'${value.replaceAll("'", "''")}'` : JSON.stringify(value)
}

export const lineStart = (text: string, at: number): number => text.lastIndexOf('\n', at - 1) + 1

const pastLine = (text: string, at: number): number => {
  const end = text.indexOf('\n', at)
  return end === -1 ? text.length : end + 1
}

/** An entry with its lines, or with the comma that parts it from the others; comments between its lines stay. */
const removal = ({ entry: [start, end], inFlow, before, after }: Site, text: string): Splice[] => {
  if (inFlow) {
    const whole: Splice =
      after === undefined ? { start: before ?? start, end, text: '' } : { start, end: after, text: '' }
    return text.slice(whole.start, whole.end).includes('#') ? [] : [whole]
  }
  const from = lineStart(text, start)
  const to = text[end - 1] === '\n' ? end : pastLine(text, end)
  const isAlone = text.slice(from, start).trim() === '' && /^\s*(?:#|$)/.test(text.slice(end, to))
  if (!isAlone) return []
  const splices: Splice[] = []
  for (let at = from; at < to; at = pastLine(text, at)) {
    const next = Math.min(pastLine(text, at), to)
    const last = splices.at(-1)
    if (/^\s*#/.test(text.slice(at, next))) continue
    if (last?.end === at) splices.splice(-1, 1, { ...last, end: next })
    else splices.push({ start: at, end: next, text: '' })
  }
  return splices
}

/** A sequence goes with its last item; what would leave an empty mapping stays. */
const removable = (data: unknown, path: Path): Path | undefined => {
  const holder = valueAt(data, path.slice(0, -1))
  if (Array.isArray(holder)) return holder.length > 1 ? path : removable(data, path.slice(0, -1))
  return isMap(holder) && Object.keys(holder).length > 1 ? path : undefined
}

const removing = (document: ParsedPilot, change: Change, data: unknown): EditProposal | undefined => {
  const path = removable(data, change.path)
  if (path === undefined) return undefined
  const [holder, last] = [path.slice(0, -1), path.at(-1)]
  const site = siteAt(document, path)
  const splices = site ? removal(site, document.text) : []
  const without = (part: unknown) =>
    Array.isArray(part)
      ? part.filter((_, at) => at !== last)
      : entriesWith((entries) => entries.filter(([key]) => key !== last))(part)
  return splices.length === 0
    ? undefined
    : { change, splices, becomes: (all) => within(all, holder, without), at: holder }
}

/** The first line of the mapping, below the comments that begin the file. */
const addition = (
  document: ParsedPilot,
  change: Change & { readonly set: unknown },
  data: unknown,
): EditProposal | undefined => {
  const [key] = change.path
  const first = isMap(data) ? Object.keys(data)[0] : undefined
  const start = first === undefined ? undefined : siteAt(document, [first])?.entry[0]
  if (start === undefined || change.path.length !== 1 || lineStart(document.text, start) !== start) return undefined
  const end = document.text.includes('\r\n') ? '\r\n' : '\n'
  return {
    change,
    splices: [{ start, end: start, text: `${key}: ${change.set}${end}` }],
    becomes: entriesWith((entries) => [[String(key), change.set], ...entries]),
    at: change.path,
  }
}

/** A `#channel` that YAML takes for a comment, where nothing else stands on the line. */
const channelAt = ({ key, entry }: Site, text: string): Splice | undefined => {
  const from = key?.[1] ?? entry[0] + 1
  const rest = text.slice(from, Math.min(pastLine(text, from), from + 200))
  const [, gap = '', word = ''] = /^(:?[ \t]+)(#[\p{L}\p{N}._-]+)\s*$/u.exec(rest) ?? []
  if (word === '' || isPlaceholder(word.slice(1))) return undefined
  const start = from + gap.length
  return { start, end: start + word.length, text: word }
}

const quoting = (document: ParsedPilot, change: Change, site: Site): EditProposal | undefined => {
  const { text } = document
  const [start, end] = site.value
  const plain = site.form === 'empty' ? channelAt(site, text) : { start, end, text: text.slice(start, end) }
  if (plain === undefined || /[\n"'\\]/.test(plain.text)) return undefined
  return {
    change,
    splices: [{ ...plain, text: `"${plain.text}"` }],
    becomes: (data) => within(data, change.path, () => plain.text),
    at: change.path,
  }
}

/** A comment goes with its line, if nothing else is there. */
const uncommenting = ({ text }: ParsedPilot, change: Change & { readonly comment: Range }): EditProposal => {
  const { start, end } = change.comment
  const from = lineStart(text, start.offset)
  const before = text.slice(from, start.offset)
  const splice =
    before.trim() === ''
      ? { start: from, end: pastLine(text, start.offset), text: '' }
      : { start: from + before.trimEnd().length, end: end.offset, text: '' }
  return { change, splices: [splice], becomes: (data) => data, at: [] }
}

/** How the text becomes what a change asks for; undefined where it cannot be told without touching anything else. */
export const proposalOf = (document: ParsedPilot, change: Change): EditProposal | undefined => {
  const { text, own: data = document.data } = document
  const { path } = change
  const [holder, last] = [path.slice(0, -1), path.at(-1)]
  if (document.included?.(path, 'value') !== undefined) return undefined
  if ('become' in change) {
    const one = conversion(change.become, valueAt(data, path), path)
    const proposal = one && proposalOf(document, one)
    return proposal && { ...proposal, change }
  }
  if ('comment' in change) return uncommenting(document, change)
  if ('remove' in change) return removing(document, change, data)
  if ('among' in change && change.among !== undefined) {
    const [word, meant] = 'rename' in change ? [last, change.rename] : [valueAt(data, path), change.set]
    if (slipOf(String(word), change.among) !== meant) return undefined
  }
  const site = siteAt(document, path)
  if (site === undefined) return 'set' in change ? addition(document, change, data) : undefined
  if ('quote' in change) return quoting(document, change, site)
  const { key } = site
  const [start, end] = site.value
  const isScalar = site.form === 'plain' || site.form === 'quoted'
  const sets = (value: unknown) => (all: unknown) => within(all, path, () => value)
  if ('rename' in change || 'split' in change) {
    const name = 'rename' in change ? change.rename : change.split
    if (key === undefined || text.slice(...key) !== last) return undefined
    const rest = 'split' in change ? last.slice(name.length + 1) : undefined
    if (rest !== undefined && site.form !== 'empty') return undefined
    const value = rest === undefined ? undefined : parse(`[${rest}]`)
    const renamed = (part: unknown) =>
      entriesWith((entries) =>
        entries.map(([one, own]) => (one === last ? [name, value?.ok ? valueAt(value.data, [0]) : own] : [one, own])),
      )(part)
    const splice =
      rest === undefined
        ? { start: key[0], end: key[1], text: flowScalar(name) }
        : { start: key[0] + name.length + 1, end: key[0] + name.length + 1, text: ' ' }
    return { change, splices: [splice], becomes: (all) => within(all, holder, renamed), at: [...holder, name] }
  }
  if (!isScalar) return undefined
  if ('wrap' in change) {
    const splices = [
      { start, end: start, text: '[' },
      { start: end, end, text: ']' },
    ]
    return { change, splices, becomes: (all) => within(all, path, (value) => [value]), at: path }
  }
  if ('set' in change) {
    const splice = { start, end, text: printed(change.set, site, text) }
    return { change, splices: [splice], becomes: sets(change.set), at: path }
  }
  const rest = siteAt(document, [...holder, change.join])
  const own = valueAt(data, path)
  if (rest?.key === undefined || rest.form !== 'empty' || rest.key[0] < end) return undefined
  const between = text.slice(end, rest.key[1])
  // A number that is not written as it is read has no digits to join.
  const isAsRead = site.form === 'quoted' || text.slice(start, end) === String(own)
  if (/[\n#"'\\]/.test(between) || !isAsRead) return undefined
  const joined = `${own}${between}`
  const parsed = phraseAt(path)?.parse(joined)
  const whole = parsed === undefined ? joined : parsed.ok ? undefined : parsed.problem.fix
  if (whole === undefined) return undefined
  return {
    change,
    splices: [{ start, end: rest.key[1], text: parsed === undefined ? JSON.stringify(whole) : flowScalar(whole) }],
    becomes: (all) =>
      within(
        all,
        holder,
        entriesWith((entries) =>
          entries
            .filter(([one]) => one !== change.join)
            .map(([one, value]) => (one === last ? [one, whole] : [one, value])),
        ),
      ),
    at: path,
  }
}
