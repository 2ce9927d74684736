import type { Term } from './term.ts'

/** `problem` completes a sentence that begins with the name of the file. */
export type HclFault = { readonly problem: string; readonly at: number }

const blank = /(?:[ \t\r]|\/\*[\s\S]*?\*\/)*/y
const blankLines = /(?:[ \t\r\n]|#[^\n]*|\/\/[^\n]*|\/\*[\s\S]*?\*\/)*/y

/** Where in a text a reader is. What it does not understand ends the reading: nothing after it is looked at. */
export const cursorIn = (text: string) => {
  let at = 0
  let fault: HclFault | undefined
  const match = (pattern: RegExp): RegExpExecArray | undefined => {
    pattern.lastIndex = at
    const found = pattern.exec(text)
    if (found === null) return undefined
    at = pattern.lastIndex
    return found
  }
  return {
    text,
    at: (): number => at,
    goTo: (place: number): void => {
      at = fault === undefined ? place : text.length
    },
    isAtEnd: (): boolean => at >= text.length,
    fault: (): HclFault | undefined => fault,
    fail: (problem: string, where = at): void => {
      fault ??= { problem, at: where }
      at = text.length
    },
    /** What a sticky pattern fits here. */
    match,
    sees: (sign: string, further = 0): boolean => text.startsWith(sign, at + further),
    sign: (further = 0): string => text.charAt(at + further),
    take: (sign: string): boolean => {
      if (!text.startsWith(sign, at)) return false
      at += sign.length
      return true
    },
    /** Blanks and comments; line breaks, too, between brackets. */
    skip: (isInBrackets: boolean): void => {
      match(isInBrackets ? blankLines : blank)
    },
    opaque: (from: number): Term => ({ kind: 'opaque', from, to: at }),
  }
}

export type Cursor = ReturnType<typeof cursorIn>
