import type { Block } from '../blocks.ts'
import { blocksHtml } from './blocks.ts'
import { pageClose, pageOpen } from './page.ts'

/** A page of computed reports, each of the blocks of one pilot: the first title names it. */
export const computedPage = (
  title: string,
  pilots: readonly (readonly Block[])[],
  facts: readonly string[],
): string => {
  const articles = pilots.map(([first, ...others]) =>
    first === undefined ? '' : `<article>\n${blocksHtml([first], 2)}${blocksHtml(others, 3)}</article>\n`,
  )
  return pageOpen(title) + articles.join('') + pageClose(facts)
}
