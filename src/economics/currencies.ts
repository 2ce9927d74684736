import { isCurrency } from '../phrases/index.ts'

type Amount = { readonly value: number; readonly unit: string }

const isAmount = (part: object): part is Amount => 'unit' in part && 'value' in part

/** Every currency that a section names, in the order in which it names them, without the text fields. */
export const currenciesOf = (section: object): string[] => {
  const found = new Set<string>()
  const visit = (part: unknown): void => {
    if (typeof part !== 'object' || part === null) return
    if (isAmount(part) && typeof part.value === 'number') {
      if (isCurrency(part.unit)) found.add(part.unit)
    } else for (const inner of Object.values(part)) visit(inner)
  }
  visit(section)
  return [...found]
}
