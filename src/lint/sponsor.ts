import type { ListPriceReading } from '../finance/list-price.ts'
import { proofSentence } from '../finance/plans/overview.ts'
import { moneySentence } from '../finance/report.ts'
import { reaches, type Stage } from '../model/stage.ts'
import { moneyFaults } from '../rules/cost/model.ts'
import type { Reading } from './read-pilot.ts'
import type { Verdict } from './report.ts'

/** What a sponsor wants to know beside the verdict: the money, once a stage asks for it, and the proof. */
export const sponsorLines = (
  { pilot, faults }: Reading,
  gate: Stage,
  listPrice: ListPriceReading | undefined,
): Pick<Verdict, 'money' | 'proof'> => {
  const asked = pilot.cost !== undefined || reaches(gate, 'shadow')
  const listed = listPrice?.ok ? listPrice.price : undefined
  return {
    money: asked ? moneySentence(pilot, { listed, unread: moneyFaults(faults).length > 0 }) : undefined,
    proof: proofSentence(pilot),
  }
}
