import { currencyUses, usualCurrency } from '../../finance/currencies.ts'
import type { Finding } from '../rule.ts'
import type { Cost } from './section.ts'

/** A text with an example in euros, in the currency that the cost section has; euros where it has none. */
export const inCurrencyOf = (cost: Cost | undefined, text: string): string => {
  const currency = cost && usualCurrency(currencyUses(cost))
  return currency === undefined ? text : text.replaceAll(/\bEUR\b/g, currency)
}

/** The findings with their examples in the currency of the file: pasted beside dollars, euros have no sum. */
export function* inOneCurrency(cost: Cost | undefined, findings: Iterable<Finding>): Generator<Finding> {
  const say = (text: string) => inCurrencyOf(cost, text)
  for (const { write, help, ...found } of findings)
    yield {
      ...found,
      help: say(help),
      ...(write !== undefined && {
        write:
          typeof write === 'string' ? say(write) : write.map(({ path, yaml }) => ({ path, yaml: say(yaml) })),
      }),
    }
}
