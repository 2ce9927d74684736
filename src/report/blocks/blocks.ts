/** A column of numbers is set to the right; a bar shows a part of a whole, from 0 to 1. */
export type Column = { readonly head: string; readonly kind: 'text' | 'number' | 'bar' }

/** A cell of text, as it was read or made; a number for a bar. */
export type Cell = string | number

export type Table = { readonly columns: readonly Column[]; readonly rows: readonly (readonly Cell[])[] }

/** A part of a computed report: the same for a terminal and for a pull request. */
export type Block = {
  readonly title: string
  readonly table?: Table
  /** Sentences, each with its own line. */
  readonly lines: readonly string[]
}

export const text = (head: string): Column => ({ head, kind: 'text' })
export const number = (head: string): Column => ({ head, kind: 'number' })
export const bar: Column = { head: '', kind: 'bar' }

const eighths = ['', '▏', '▎', '▍', '▌', '▋', '▊', '▉']

/** A bar of at most `width` columns. */
export const drawBar = (share: number, width: number): string => {
  const parts = Math.round(Math.max(0, Math.min(1, share)) * width * 8)
  return `${'█'.repeat(Math.floor(parts / 8))}${eighths[parts % 8]}`
}
