import type { ListPrice } from '../../finance/list-price.ts'
import type { CostReport } from '../../finance/report.ts'
import type { Block } from '../blocks/blocks.ts'
import { earningsBlock, unitBlock } from './blocks.ts'
import { blastBlock, headroomBlock, shocksBlock, spendBlock, stagesBlock } from './risk-blocks.ts'

/** The money of one file, or why nobody can compute it. */
export type CostFile = {
  readonly file: string
  /** What is taken to be other than the file says, as it was asked for. */
  readonly changes: readonly string[]
  /** The money in one sentence. */
  readonly sentence: string
  readonly warnings: readonly string[]
} & (
  | { readonly report: CostReport; readonly listed: ListPrice | undefined }
  | { readonly report: undefined; readonly why: string }
)

const heading = ({ file, changes, sentence, warnings, ...rest }: CostFile): Block => ({
  title: file,
  lines: [
    ...changes.map((change) => `as if ${change}`),
    sentence,
    // The other readings say what the sentence has said.
    ...(rest.report?.returns?.perMonth.gte(0) ? [rest.report.reading] : []),
    ...warnings,
  ],
})

/** What a person gets to read about one file. */
export const costBlocks = (file: CostFile): Block[] => {
  const { report } = file
  if (report === undefined) return [heading(file)]
  const blocks = [
    unitBlock(report),
    earningsBlock(report),
    headroomBlock(report),
    shocksBlock(report),
    stagesBlock(report),
    spendBlock(report),
    blastBlock(report),
  ]
  return [heading(file), ...blocks.filter((block) => block !== undefined)]
}
