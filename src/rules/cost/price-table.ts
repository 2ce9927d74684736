import { entryOf, rounding, uncomparable } from '../../evidence/prices/prices.ts'
import { decimal } from '../../finance/decimal.ts'
import { printDeclared } from '../../finance/print.ts'
import { quote } from '../../values/words.ts'
import { brokenFile } from '../evidence.ts'
import type { Context, Finding } from '../rule.ts'
import type { Cost } from './section.ts'

const kinds = ['input', 'cached_input', 'output'] as const

/** What the price table of the repository says against the declared prices. */
export function* tableMismatch(
  { pilot, facts: { prices } }: Context,
  price: NonNullable<Cost['price']>,
): Generator<Finding> {
  const path = ['cost', 'price']
  yield* brokenFile(
    prices,
    [...path, 'table'],
    'mend the table: a map of models, each with its input_cost_per_token',
  )
  if (prices?.state !== 'found') return
  const { file, value: table } = prices
  const found = entryOf(table, pilot.model, price)
  const id = price.model ?? pilot.model?.id
  if (found === undefined) {
    if (id !== undefined)
      yield {
        path: [...path, 'table'],
        message: `${quote(file)} has no price of ${quote(id)}`,
        help: 'add the model to the table, or name the table that holds it',
        related: [{ path: ['model', 'id'], label: 'the model' }],
      }
    return
  }
  const { name, entry } = found
  if (uncomparable(entry, price) !== undefined) return
  for (const kind of kinds) {
    const declared = price[kind]
    const listed = entry[kind]
    if (declared === undefined || listed === undefined) continue
    // Prices in two currencies are two prices.
    if (entry.currency !== undefined && entry.currency !== declared.unit) continue
    const perMillion = decimal(listed.perToken).times(1_000_000)
    const difference = decimal(declared.value).minus(perMillion).abs()
    if (difference.lte(perMillion.times(rounding))) continue
    const right = printDeclared({ ...declared, value: Number(perMillion.round(9).toFixed()) })
    yield {
      path: [...path, kind],
      message: `${kind.replace('_', ' ')} costs ${printDeclared(declared)} here and ${right} in ${quote(file)}`,
      write: right,
      help: 'or bring the table up to date',
      elsewhere: [
        {
          file,
          range: table.locate([name, listed.key]),
          label: `${perMillion.toFixed()} for a million tokens`,
        },
      ],
    }
  }
}
