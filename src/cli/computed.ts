import type { Block } from '../report/blocks.ts'
import type { View } from '../report/format.ts'
import type { ComputedFormat } from './formats.ts'
import { type Io, version } from './io.ts'

/** The reports of a command as a person reads them, each of the blocks of one pilot. */
export const renderBlocks = async (
  command: string,
  pilots: readonly (readonly Block[])[],
  { format, color, columns }: { readonly format: ComputedFormat; readonly color: View['color'] } & Pick<Io, 'columns'>,
): Promise<string> => {
  if (format === 'html') {
    const { computedPage } = await import('../report/html/computed.ts')
    return computedPage(`pilotlint ${command}`, pilots, [`pilotlint ${version}`])
  }
  const { blocksMarkdown, blocksText } = await import('../report/blocks.ts')
  if (format === 'markdown') return pilots.map(blocksMarkdown).join('')
  return pilots.map((one) => blocksText(one, { width: columns, color })).join('\n')
}
