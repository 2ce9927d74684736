import { describe, expect, test } from 'vitest'
import { bill, billedUnits } from '../../src/evidence/bill/bill.ts'
import { reader } from '../../src/evidence/bill/bill-rows.ts'
import { problemOf, readingOf, readValue } from './reading.ts'

const csv = 'month,claims,tokens,eur\n2026-08,9140,149700000,207.30\n2026-07,8870,145300000,201.20\n'

test.each([
  ['CSV', 'b.csv', csv],
  ['rows of commas that spreadsheets export', 'b.csv', `${csv.replace('\n', '\n,,,\n')},,,\n , ,,\n`],
  [
    'JSON',
    'b.json',
    '{"months": [{"Month": "2026-08", "claims": 9140, "EUR": 207.3}, {"month": "2026-07", "claims": "8870", "eur": "201.20"}]}',
  ],
  [
    'days that add up to a month',
    'b.csv',
    'date;claims;amount_eur\n2026-07-01;8000;200.00\n2026-07-31;870;1.20\n2026-08-01;9140;207.30\n',
  ],
])('%s: the months in their order', async (_, file, text) => {
  const { currency, months } = await readValue(reader, file, text)
  expect(currency).toBe('EUR')
  expect(months.map(({ month, amount }) => [month, Number(amount.toFixed(6))])).toEqual([
    ['2026-07', 201.2],
    ['2026-08', 207.3],
  ])
  expect(months.map(({ counts }) => counts.get('claims'))).toEqual([8870, 9140])
})

test('an amount without a currency, at its line', async () => {
  const { currency, months } = await readValue(reader, 'b.csv', 'month,cost\n2026-07,1\n2026-08,2\n')
  expect([currency, months[1]?.range.start.line]).toEqual([undefined, 3])
})

const cents = 'has amounts in cents or in an unknown currency'

test.each([
  ['a column of currencies', 'month,amount,currency\n2026-07,1,eur\n', 'EUR', undefined],
  ['a sign of a currency', 'month,amount,currency\n2026-07,1,€\n', 'EUR', undefined],
  ['a column of cents', 'month,amount,currency,unit\n2026-07,100,EUR,cents\n', 'EUR', cents],
  ['no currency at all', 'month,amount,currency\n2026-07,100,EUR cents\n', undefined, cents],
  [
    'several currencies',
    'month,amount,currency\n2026-07,1,EUR\n2026-08,1,USD\n',
    undefined,
    'is in more than one currency',
  ],
  [
    'a currency against its own column',
    'month,amount_eur,currency\n2026-07,1,USD\n',
    undefined,
    'is in more than one currency',
  ],
  ['a unit of something else', 'month,eur,unit\n2026-07,1,percent\n', 'EUR', undefined],
  ['closest: staging beside production', 'month,env,amount_eur\n2026-07,staging,1\n2026-07,prod,9\n', 'EUR', undefined],
  ['an environment of a name of its own', 'month,environment,amount_eur\n2026-07,eu-1,1\n', 'EUR', undefined],
  ['cents beside the currency', 'month,amount_eur,amount_cents\n2026-07,1,100\n', 'EUR', undefined],
])('%s', async (_, text, currency, unclear) => {
  expect(await readValue(reader, 'b.csv', text)).toMatchObject({ currency, unclear })
})

test.each([
  ['a comma before cents', 'month;claims;eur\n2026-07;8870;1.201,20\n2026-08;9140;207,30\n', [1201.2, 207.3], 8870],
  [
    'a decimal point in one amount',
    'month;claims;eur\n2026-07;8870;201.205\n2026-08;9140;207.3\n',
    [201.205, 207.3],
    8870,
  ],
  ['a credit', 'month,claims,eur\n2026-07,8870,201.20\n2026-07,0,-10.20\n', [191], 8870],
  ['dots before the thousands of a count', 'month;claims;eur\n2026-07;8.870;201,20\n', [201.2], undefined],
  ['closest: fractions of a count', 'month;claims;eur\n2026-07;8.870;201,20\n2026-08;0.5;1,00\n', [201.2, 1], 8.87],
])('%s', async (_, text, amounts, claims) => {
  const { months } = await readValue(reader, 'b.csv', text)
  expect(months.map(({ amount }) => amount)).toEqual(amounts)
  expect(months[0]?.counts.get('claims')).toBe(claims)
})

test.each([
  ...['2026/11', '2026/11/30', '202611', '11/2026', '11.2026', '11-2026', '30.11.2026', 'Nov 2026', 'Nov-26'],
  ...['November 2026', 'nov. 2026', '2026-11-01 00:00:00'],
])('the month %s', async (written) => {
  const { months } = await readValue(reader, 'b.csv', `month;eur\n${written};1,00\n`)
  expect(months.map(({ month }) => month)).toEqual(['2026-11'])
})

test.each<readonly [string, number, string | undefined]>([
  ['1,234.56', 1234.56, undefined],
  ['€1,234.56', 1234.56, 'EUR'],
  ['1 234,56 €', 1234.56, 'EUR'],
  ['1\u202f234,56\u00a0€', 1234.56, 'EUR'],
  ["CHF 1'234.50", 1234.5, 'CHF'],
  ['$1,234.56', 1234.56, '$'],
  ['1234.56 EUR', 1234.56, 'EUR'],
])('the amount %s', async (written, amount, currency) => {
  const bill = await readValue(reader, 'b.csv', `month;amount\n2026-07;${written}\n`)
  expect([bill.months[0]?.amount, bill.currency]).toEqual([amount, currency])
})

test('a credit in parentheses, and a row that adds up the others', async () => {
  const text = 'month;claims;eur\n2026-06;7;10,00\n2026-07;8;20,00\n2026-07;;(5,00 €)\nTotal;15;25,00\n'
  const { months } = await readValue(reader, 'b.csv', text)
  expect(months.map(({ amount, counts }) => [amount, counts.get('claims')])).toEqual([
    [10, 7],
    [15, 8],
  ])
})

test.each([
  ['month,amount_usd\n2026-07,$5.00\n', 'USD', undefined],
  ['month,amount_eur\n2026-07,$5.00\n', undefined, 'is in more than one currency'],
  ['month,amount\n2026-07,$5.00\n2026-08,€5.00\n', undefined, 'is in more than one currency'],
])('a dollar is that of %j', async (text, currency, unclear) => {
  expect(await readValue(reader, 'b.csv', text)).toMatchObject({ currency, unclear })
})

test('staging alone is no bill, and beside production it is no part of one', async () => {
  const head = 'month,environment,calls,amount_eur\n'
  const staging = '2026-08,staging,5,1\n2026-09,UAT,5,1\n'
  expect(await readingOf(reader, 'b.csv', head + staging)).toMatchObject({
    state: 'unknown',
    why: 'covers only environments without customers',
  })
  const { months } = await readValue(reader, 'b.csv', `${head}2026-07,production,7,9\n${staging}2026-08,prod,8,10\n`)
  expect(months.map(({ month, amount, counts }) => [month, amount, counts.get('calls')])).toEqual([
    ['2026-07', 9, 7],
    ['2026-08', 10, 8],
  ])
})

test('what JSON says of all its rows', async () => {
  const rows = '[{"month": "2026-07", "amount": 100}]'
  const of = (head: string) => readValue(reader, 'b.json', `{${head}, "months": ${rows}}`)
  expect(await of('"currency": "USD"')).toMatchObject({ currency: 'USD', unclear: undefined })
  expect(await of('"currency": "USD", "unit": "minor_units"')).toMatchObject({ unclear: cents })
})

const unknown = 'unknown: is not a bill with a month and an amount in each row'

test.each([
  ['b.csv', '', unknown],
  ['b.csv', 'month,eur\n', unknown],
  ['b.csv', 'month,claims\n2026-07,1\n', `${unknown}: expected exactly one column of money, such as amount_eur`],
  ['b.csv', 'month,eur,usd\n2026-07,1,1\n', unknown],
  ['b.csv', 'month,amount_cents\n2026-07,1\n', `unknown: ${cents}`],
  ['b.csv', 'month,percent\n2026-07,1\n', unknown],
  ['b.csv', 'month,eur\n2026-07,1\n,1\n', `${unknown}: line 3 has no month such as 2026-07`],
  ['b.csv', 'month,eur\n2026-06,1\n2026-07,1\nTotal,2.02\n', `${unknown}: line 4 has no month such as 2026-07`],
  ['b.csv', 'month,eur\n11/01/2026,1\n', `${unknown}: line 2 has no month such as 2026-07`],
  ['b.csv', 'month,eur\n13/2026,1\n', `${unknown}: line 2 has no month such as 2026-07`],
  ['b.csv', 'month,eur\nM 2026,1\n', `${unknown}: line 2 has no month such as 2026-07`],
  ['b.csv', 'month,eur\n2026-07,(5\n', `${unknown}: line 2 has no amount such as 1234.56`],
  ['b.csv', 'month,eur\nJuly,1\n', `${unknown}: line 2 has no month such as 2026-07`],
  ['b.csv', 'month,eur\n2026-06,2\n2026-07,"1.234,5"\n', `${unknown}: line 3 has no amount such as 1234.56`],
  ['b.csv', 'month;eur\n2026-06;1.234\n2026-07;2.345\n', 'unknown: has amounts whose dots may be thousands'],
  ['b.csv', 'month,eur\n2026-07,"1,234"\n', `${unknown}: line 2 has no amount such as 1234.56`],
  ['b.csv', 'month,eur\n2026-12,-1\n', 'unknown: has a month with a negative amount'],
  ['b.csv', 'month,eur\n2026-13,1\n', unknown],
  ['b.csv', 'month,eur\n2026-07,"1,5"\n', unknown],
  ['b.csv', 'month,eur\n2026-07,1\ntotal,1\n', `${unknown}: line 3 has no month such as 2026-07`],
  ['b.csv', 'month,eur\n2026-07\n', '2:1 cannot be read: line 2 has a different number of columns than the first'],
  ['b.json', '{"months": secret}', '1:12 cannot be read: invalid JSON'],
  ['b.json', '7', unknown],
  ['b.json', '[7, null, {}]', unknown],
  ['b.json', `[${'{},'.repeat(2000)}{}]`, 'unknown: has too many rows for a bill by month'],
  ['b.pdf', '%PDF', 'unknown: is not a CSV or JSON file'],
])('%s with %j', async (file, text, says) => {
  const problem = await problemOf(reader, file, text)
  expect(problem).toContain(says)
  expect(problem).not.toContain('secret')
})

test.each([
  ['Anruf', 'Anrufe'],
  ['Seite', 'Seiten'],
  ['Fall', 'Fälle'],
  ['person', 'people'],
])('a month counts the unit %s in a column %s', async (one, many) => {
  const { months } = await readValue(reader, 'b.csv', `month,${many},eur\n2026-10,1000,5.30\n`)
  expect(months.map((month) => billedUnits(month, { one, many }))).toEqual([1000])
})

const leftOf = async (text: string) => {
  const value = await readValue(reader, 'b.csv', text)
  const pilot = { use_case: { unit: { one: 'call', many: 'calls' } }, cost: { per_unit: {} } }
  const named = { path: ['cost', 'bill'], reference: 'b.csv' }
  const left = bill('2026-11-22').unread({ state: 'found', file: 'b.csv', value }, named, pilot as never)
  return left.map((one) => 'words' in one && one.words)
}

test.each([
  ['"161,800"', true],
  ["161'800", false],
  ['161\u202f800', false],
  ['161 800', false],
  ['1.618', true],
  ['161800', false],
  ['161800.5', false],
])('units that are written %s have a thousands separator: %s', async (count, isParted) => {
  const says = 'has numbers with a thousands separator in its column "calls"; write 1234, not 1,234'
  for (const before of ['900', count]) {
    const text = `month,calls,notes,amount\n2026-09,${before},"1,200 more",1\n2026-10,${count},"1,200",1\n`
    expect(await leftOf(text)).toEqual(isParted ? [says] : [])
  }
})

describe('whether the last whole month counts units', () => {
  const head = 'month,calls,amount\n'
  test.each([
    ['no', `${head}2026-08,9,1\n2026-09,,1\n2026-10,,1\n2026-11,9,1\n`, '2026-10'],
    ['yes, and the running one does not', `${head}2026-10,9,1\n2026-11,,1\n`, undefined],
    ['a running month alone, without', `${head}2026-11,,1\n`, '2026-11'],
  ])('%s', async (_, text, month) => {
    expect(await leftOf(text)).toEqual(
      month === undefined ? [] : [expect.stringContaining(`no column that counts the unit "call" in ${month}`)],
    )
  })
})
