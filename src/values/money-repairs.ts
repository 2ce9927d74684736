import { isCurrency } from './currency.ts'
import type { Repair } from './repair.ts'
import { currencyNamed } from './spelling.ts'
import { quote } from './words.ts'

const CODES = 'EUR USD GBP JPY INR KRW TRY RUB UAH ILS THB VND NGN PHP'.split(' ')
const SIGNS = new Map([...'€$£¥₹₩₺₽₴₪฿₫₦₱'].map((sign, index) => [sign, CODES[index]]))

const sign: Repair = {
  find: () => /(\p{Sc}) ?(-?[0-9][0-9.,]*)|(-?[0-9][0-9.,]*) ?(\p{Sc})|\p{Sc}/gu,
  judge([found, before, after, amount = after, mark = before]) {
    const code = mark === undefined ? undefined : SIGNS.get(mark)
    return {
      message: `${quote(found)} has a currency sign; a currency is its ISO 4217 code`,
      instead: code === undefined || amount === undefined ? [] : [`${amount} ${code}`],
    }
  },
}

const name: Repair = {
  find: () => /([0-9]) ?([A-Za-z]{3,8})(?![A-Za-z_-])/gu,
  judge([, digit = '', word = '']) {
    const code = currencyNamed(word) ?? word.toUpperCase()
    if (code === word || !isCurrency(code)) return undefined
    return { word, message: `${quote(word)} is written ${code}`, instead: [`${digit} ${code}`] }
  },
}

const first: Repair = {
  find: () => /(?<![A-Z])([A-Z]{3}) ?([0-9][0-9.,]*)/gu,
  judge: ([found, code = '', digits = '']) =>
    isCurrency(code)
      ? { message: `${quote(found)} has the currency before the number`, instead: [`${digits} ${code}`] }
      : undefined,
}

/** Slips in amounts of money: signs, names, and the currency before the number. */
export const moneyRepairs: readonly Repair[] = [sign, name, first]
