import type { Fault } from './fault.ts'
import { code, layoutFaultAt } from './layout-fault.ts'
import { innerIndent, type Row, type Rows } from './rows.ts'

const goesOn = 'if it goes on with the line above, indent it deeper'

/** A line in a map that is no `key: value`; `start` is where its text begins, behind the `- ` of a list item. */
export const withoutColon = (row: Row, start: number, rows: Rows): Fault => {
  const text = row.content.slice(start - row.start)
  // The lines below are none the worse for it.
  const say = (message: string, help: string): Fault => ({ message, help, start, end: row.end })
  const above = rows.before(row)
  const sign = /(?:^|: +|- +)([|>])[-+0-9]*(?: +#.*)?$/.exec(above?.content ?? '')?.[1]
  if (sign !== undefined)
    return say(
      `the text below \`${sign}\` is not indented`,
      'indent each of its lines alike, deeper than the key',
    )
  const [, glued, value] = /^([\w-]+):(\S.*)$/.exec(text) ?? []
  if (value !== undefined) return say('no space stands after the `:`', `write ${code(`${glued}: ${value}`)}`)
  const [, name, assigned] = /^([\w-]+) *[=：] *(\S.*)$/.exec(text) ?? []
  if (assigned !== undefined)
    return say(`${code(text)} is no \`key: value\``, `write ${code(`${name}: ${assigned}`)}`)
  const below = rows.after(row)
  const opens = below !== undefined && below.indent > innerIndent(row)
  if (opens && /^[\w-]+$/.test(text))
    return layoutFaultAt(row, `${code(text)} has no \`:\``, `write ${code(`${text}:`)}`, start)
  const [, first, second] = /^([\w-]+) +(\S+)$/.exec(text) ?? []
  if (second !== undefined)
    return say(`${code(text)} has no \`:\``, `write ${code(`${first}: ${second}`)}; ${goesOn}`)
  return say(`${code(text)} has no \`:\``, `write it as \`key: value\`; ${goesOn}`)
}
