/** A place in the text. `line` and `column` count from 1, `column` and `offset` in UTF-16 code units. */
export type Position = { readonly line: number; readonly column: number; readonly offset: number }

/** A stretch of text; `end` is exclusive. */
export type Range = { readonly start: Position; readonly end: Position }
