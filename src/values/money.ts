import { bareNumber, bareRate, negative, numberRepairs } from './number-hints.ts'
import { accept, definePhrase, type ParsedPhrase, type Phrase, type Repair, refuse, respelled } from './phrase.ts'
import {
  CURRENCY,
  isCurrency,
  isRate,
  type Money,
  NUMERAL,
  printQuantity,
  type Rate,
  type Ratio,
  readQuantity,
  successorOf,
} from './quantity.ts'
import { quote } from './text.ts'
import { PER, RATE_TIME, rateUnitName, WORDS } from './unit.ts'
import { currencyNamed, isPerWord, misspeltRate, perWhat } from './unit-hints.ts'

const CODES = 'EUR USD GBP JPY INR KRW TRY RUB UAH ILS THB VND NGN PHP'.split(' ')
const SIGNS = new Map([...'€$£¥₹₩₺₽₴₪฿₫₦₱'].map((sign, index) => [sign, CODES[index]]))

const sign: Repair = {
  find: () => /(\p{Sc}) ?(-?[0-9][0-9.,]*)|(-?[0-9][0-9.,]*) ?(\p{Sc})|\p{Sc}/gu,
  judge([found, before, after, amount = after, mark = before]) {
    const code = mark === undefined ? undefined : SIGNS.get(mark)
    return {
      message: `expected a currency code, found ${quote(found)}`,
      instead: code === undefined || amount === undefined ? [] : [`${amount} ${code}`],
      // Dollars and yuan are several currencies.
      guess: mark === '$' || mark === '¥',
    }
  },
}

const name: Repair = {
  find: () => /([0-9]) ?([A-Za-z]{3,8})(?![A-Za-z_-])/gu,
  judge([, digit = '', word = '']) {
    const code = currencyNamed(word) ?? word.toUpperCase()
    if (code === word || !isCurrency(code)) return undefined
    return { ...respelled(word, code, `${digit} ${code}`), guess: /^dollars?$/iu.test(word) }
  },
}

const first: Repair = {
  find: () => /(?<![A-Z])([A-Z]{3}) ?([0-9][0-9.,]*)/gu,
  judge: ([found, code = '', digits = '']) =>
    isCurrency(code)
      ? {
          message: `expected the currency after the number, found ${quote(found)}`,
          instead: [`${digits} ${code}`],
        }
      : undefined,
}

/** Slips in amounts of money: signs, names, and the currency before the number. */
export const moneyRepairs: readonly Repair[] = [sign, name, first]

const AMOUNT = `${NUMERAL} ?${CURRENCY}`

/** The refusal of a code that is not in force; undefined for one that is. */
export const refuseCurrency = (text: string, code: string): ParsedPhrase<never> | undefined => {
  if (isCurrency(code)) return undefined
  const successor = successorOf(code)
  return successor === undefined
    ? refuse(text, code, `${quote(code)} is not an ISO 4217 currency code`, 'write a code such as EUR or USD')
    : refuse(text, code, `${quote(code)} is a withdrawn currency`, `write the amount in ${successor}`)
}

const readMoney = (text: string): ParsedPhrase<Money> => {
  const quantity = readQuantity(text)
  return refuseCurrency(text, quantity.unit) ?? accept(quantity)
}

const readMoneyRate = (text: string): ParsedPhrase<Rate> | undefined => {
  const quantity = readQuantity(text)
  const refused = refuseCurrency(text, quantity.unit)
  return refused ?? (isRate(quantity) ? accept(quantity) : undefined)
}

const readMoneyPer = (text: string): ParsedPhrase<Ratio> | undefined => {
  const { value, unit, per } = readQuantity(text)
  const refused = refuseCurrency(text, unit)
  if (refused) return refused
  return per?.split(' ').every(isPerWord) ? accept({ value, unit, per }) : undefined
}

const repairs = [...numberRepairs, ...moneyRepairs, misspeltRate, negative]
const print = printQuantity
const perUnit = (...rates: readonly string[]) => [
  ...repairs,
  perWhat(...rates),
  bareRate('currency', ' EUR'),
  bareNumber(rates.map((rate) => ` EUR${rate}`)),
]
const belongs = (word: string) => /^[A-Z]{3}$/u.test(word) || word === 'per'

/** An amount of money. */
export const money: Phrase<Money> = definePhrase<Money>({
  name: 'money',
  noun: 'an amount of money',
  form: AMOUNT,
  examples: ['0.20 EUR', '38000 EUR', '10 USD'],
  belongs: (word) => word !== 'per' && belongs(word),
  repairs: [...repairs, bareNumber([' EUR'])],
  read: readMoney,
  print,
})

/** Money per period. */
export const moneyRate: Phrase<Rate> = definePhrase<Rate>({
  name: 'money_rate',
  noun: 'an amount per period',
  form: `${AMOUNT}${PER}${RATE_TIME}`,
  examples: ['900 EUR/month', '60 EUR/day', '10800 EUR/year'],
  repairs: perUnit('/month', '/day'),
  belongs: (word) => belongs(word) || new RegExp(`^${RATE_TIME}$`, 'u').test(word),
  read: readMoneyRate,
  print,
})

/** Money per hour of work. */
export const wage: Phrase<Rate> = definePhrase<Rate>({
  name: 'wage',
  noun: 'an hourly wage',
  form: `${AMOUNT}${PER}(?:h|hour)`,
  examples: ['24 EUR/h', '65 EUR/h'],
  repairs: perUnit('/h'),
  belongs: (word) => belongs(word) || word === 'h' || word === 'hour',
  read: readMoneyRate,
  print,
})

/** Money per million tokens. */
export const tokenPrice: Phrase<Ratio> = definePhrase<Ratio>({
  name: 'token_price',
  noun: 'a price per million tokens',
  form: `${AMOUNT}${PER}Mtok`,
  examples: ['1.00 EUR/Mtok', '0.10 EUR/Mtok'],
  repairs: [
    {
      find: () =>
        /(?<=\/|per )(?:1 ?)?(?:M|[Mm]illion|mio) ?(?:[Tt]ok(?:ens?)?)?(?![A-Za-z])|(?<=\/|per )(?:M[Tt]ok(?:ens?|s)?|MTOK|mtok(?:ens?|s)?)(?![A-Za-z])/gu,
      judge: ([found]) => (found === 'Mtok' ? undefined : respelled(found, 'Mtok')),
    },
    ...perUnit('/Mtok'),
  ],
  belongs: (word) => belongs(word) || word === 'Mtok',
  read: readMoneyPer,
  print,
})

/** Money per unit of anything: a minute, a point, a conversation. */
export const moneyPerUnit: Phrase<Ratio> = definePhrase<Ratio>({
  name: 'money_per_unit',
  noun: 'an amount per unit',
  form: `${AMOUNT}${PER}${WORDS}`,
  examples: ['0.40 EUR/min', '0.40 EUR/conversation', '0.40 EUR/support ticket'],
  repairs: perUnit('/min'),
  belongs: (word) => belongs(word) || isPerWord(rateUnitName(word)),
  read: readMoneyPer,
  print,
})
