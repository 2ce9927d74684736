import { bareNumber, negative, numberRepairs } from './number-hints.ts'
import { accept, definePhrase, type ParsedPhrase, type Phrase, type Repair, refuse, unexpected } from './phrase.ts'
import { type Duration, isDuration, isShare, NUMERAL, printQuantity, readQuantity, type Share } from './quantity.ts'
import { quote } from './text.ts'
import { isTimeUnit, TIME, unitName } from './unit.ts'
import { calendarUnit, compound, isoDuration, misspelt } from './unit-hints.ts'

const SHARE = `${NUMERAL} ?(?:%|percent)`
export const DURATION = `${NUMERAL} ?${TIME}`

/** What repairs both shares and durations, alone or in an exposure. */
const shareRepairs = [...numberRepairs, misspelt('percent'), negative]
export const durationRepairs = [...numberRepairs, isoDuration, compound, misspelt('time'), calendarUnit, negative]

const readShare = (text: string): ParsedPhrase<Share> | undefined => {
  const quantity = readQuantity(text)
  if (!isShare(quantity)) return undefined
  if (quantity.value <= 100) return accept(quantity)
  return refuse(text, text, `${quote(text)} is more than 100%`, 'write a share from 0% to 100%')
}

export const readDuration = (text: string): ParsedPhrase<Duration> | undefined => {
  const quantity = readQuantity(text)
  return isDuration(quantity) ? accept(quantity) : undefined
}

export const isTimeWord = (word: string): boolean => isTimeUnit(unitName(word))

/** A share of a whole, from 0 to 100 percent. */
export const share: Phrase<Share> = definePhrase({
  name: 'share',
  noun: 'a share',
  form: SHARE,
  examples: ['22%', '8%', '100%', '2.5%'],
  belongs: (word) => word === '%' || word === 'percent',
  repairs: [...shareRepairs, bareNumber(['%'])],
  read: readShare,
  print: printQuantity,
})

/** A length of time. */
export const duration: Phrase<Duration> = definePhrase({
  name: 'duration',
  noun: 'a duration',
  form: DURATION,
  examples: ['10m', '4s', '6h', '7d', '2w', '300ms', '1.5 min'],
  belongs: isTimeWord,
  repairs: [...durationRepairs, bareNumber(['m', 'h', 'd'])],
  read: readDuration,
  print: printQuantity,
})

/** How much of the traffic for how long; at least one of the two is there. */
export type Exposure = { readonly share?: Share; readonly time?: Duration }

const readExposure = (text: string): ParsedPhrase<Exposure> | undefined => {
  const [, percent, period] = /^(.*?(?:%|percent))?(?: for )?(.+)?$/u.exec(text) ?? []
  const share = percent === undefined ? undefined : readShare(percent)
  const time = period === undefined ? undefined : readDuration(period)
  if (share?.ok === false) return share
  if (time?.ok === false) return time
  return accept({ ...(share && { share: share.value }), ...(time && { time: time.value }) })
}

const notExposure = (text: string) => `expected \`<share> for <duration>\`, found ${quote(text)}`

const joint: Repair = {
  find: () =>
    /(?<=%|percent)(?: ?(?:,|@|\/) ?| (?:during|over|in|within|throughout|lasting|per|and)(?: the next)? | )(?=[0-9])/gu,
  judge: ({ 0: found, input }) => ({
    word: found.trim() || ' ',
    message: notExposure(input),
    instead: [' for '],
    // So much per week, or within one, may be how fast it grows.
    guess: /\b(?:per|in|within|and)\b|[@/]/u.test(found),
  }),
}

const reversed: Repair = {
  find: () => /^([0-9.]+ ?[a-z]+)(?: at| of| with| on|,)? ([0-9.]+ ?(?:%|percent))$/gu,
  judge: ([found, time, share]) => ({
    message: notExposure(found),
    instead: [`${share} for ${time}`],
  }),
}

const ofTraffic: Repair = {
  find: () => /(?<=%|percent) (?:of )?[a-z]+(?= for |$)/gu,
  judge([found]) {
    const word = found.trim()
    return word.startsWith('for') ? undefined : { ...unexpected(word), guess: !/^(?:of )?traffic$/u.test(word) }
  },
}

const print = ({ share, time }: Exposure): string =>
  [share, time].flatMap((part) => (part ? [printQuantity(part)] : [])).join(' for ')

/** A share of the traffic, a time, or both. */
export const exposure: Phrase<Exposure> = definePhrase({
  name: 'exposure',
  noun: 'an exposure',
  form: `${NUMERAL} ?(?:(?:%|percent)(?: for ${DURATION})?|${TIME})`,
  examples: ['20% for 7d', '20%', '7d'],
  belongs: (word) => word === '%' || word === 'percent' || word === 'for' || isTimeWord(word),
  repairs: [...durationRepairs, ...shareRepairs, bareNumber(['%', 'd']), reversed, joint, ofTraffic],
  read: readExposure,
  print,
})
