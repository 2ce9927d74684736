import type { Fault } from './fault.ts'
import { escapeFault, quoteFault } from './refusals.ts'

// The library looks at the last character only, which an escape can fake.
const isClosed = (quoted: string): boolean => {
  const escaping = quoted.startsWith('"') ? '\\' : "'"
  const last = quoted.length - 1
  if (last < 1 || quoted[last] !== quoted[0]) return false
  let before = last
  while (before > 1 && quoted[before - 1] === escaping) before -= 1
  return (last - before) % 2 === 0
}

// Source: c-ns-esc-char of YAML 1.2.2, section 5.7.
const ESCAPE =
  /\\(?:[0abtnvfre "/\\N_LP\t\n]|\r\n|x[\dA-Fa-f]{2}|u[\dA-Fa-f]{4}|U(?:000[\dA-Fa-f]|0010)[\dA-Fa-f]{4}|([\s\S]?))/g

/** What is wrong with a scalar in quotation marks, given from its first mark to where the lexer ended it. */
export const quotedFault = (quoted: string, start: number): Fault | undefined => {
  if (!isClosed(quoted)) return quoteFault(start)
  if (quoted.startsWith("'") || !quoted.includes('\\')) return undefined
  for (const { 0: found, 1: unknown, index } of quoted.matchAll(ESCAPE)) {
    if (unknown !== undefined) return escapeFault(found, start + index)
  }
  return undefined
}
