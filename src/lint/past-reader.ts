import type { PastReader } from '../evidence/gather.ts'
import { type PilotThen, pastParts } from '../evidence/history/bar.ts'
import { unread } from '../rules/lib/absent.ts'
import { decode } from '../yaml/decode.ts'
import { excerptOf } from '../yaml/lines.ts'
import { loadText, readPilot } from './load.ts'
import { planOf } from './resolve.ts'

const parts: ReadonlySet<string> = new Set(['version', 'id', ...pastParts])

/** The total size of all versions, in characters. */
const maxBytesRead = 3 * 1024 * 1024

/** A comment may stand anywhere in the file, of which only a part is parsed. No rule has a longer name. */
const comment =
  /#[^\S\n]*pilotlint-ignore[^\S\n]+([a-z-]{1,100}\/[a-z-]{1,100})(?![a-z-])[^\n]{0,300}?until=(\d{4}-\d\d-\d\d)/g

const read = (text: string): PilotThen | undefined => {
  const loaded = loadText(text)
  return loaded.ok && unread(loaded.faults, ['stage']) === undefined ? loaded.pilot : undefined
}

/** What a file of the cost section holds counts as if it stood in pilot.yaml. */
const withShown: PastReader['withShown'] = (pilot, { costSection, alertRules }) => {
  const included = costSection?.state === 'found' ? costSection.value : undefined
  const section = included && readPilot({ cost: included.data }, included.nullHint).pilot.cost
  const whole = section === undefined ? pilot : { ...pilot, cost: { ...pilot.cost, ...section } }
  return planOf({ version: 1, id: '', ...whole }, { alertRules }).pilot
}

/**
 * Reads old versions of pilot.yaml; unreadable parts are left out, because old versions cannot be fixed. Reads
 * only the relevant lines, and equal ones once, because most versions differ elsewhere.
 */
const pilotReader = (): PastReader['readPilot'] => {
  const known = new Map<string, PilotThen | undefined>()
  let left = maxBytesRead
  return (bytes) => {
    const decoded = decode(bytes)
    if ('fault' in decoded) return undefined
    const text = excerptOf(decoded.text, parts) ?? decoded.text
    if (!known.has(text)) {
      left -= text.length
      if (left < 0) return 'padded'
      known.set(text, read(text))
    }
    const ignored = [...decoded.text.matchAll(comment)].map(([, rule = '', until = '']) => ({ rule, until }))
    const pilot = known.get(text)
    return pilot && ignored.length > 0 ? { ...pilot, ignored } : pilot
  }
}

/** Reads old versions of pilot.yaml, with what its files showed. */
export const pastReader = (): PastReader => ({ readPilot: pilotReader(), withShown })
