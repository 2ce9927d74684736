import { accept, definePhrase } from './grammar.ts'
import { bareNumber } from './number-repairs.ts'
import { NUMERAL } from './numeral.ts'
import type { Parsed, Phrase } from './phrase.ts'
import { DURATION, durationRepairs, isTimeWord, readDuration, readShare, shareRepairs } from './quantities.ts'
import { type Duration, printQuantity, type Share } from './quantity.ts'
import type { Repair } from './repair.ts'
import { TIME } from './unit.ts'
import { quote } from './words.ts'

/** How much of the traffic for how long; at least one of the two is there. */
export type Exposure = { readonly share?: Share; readonly time?: Duration }

const readExposure = (text: string): Parsed<Exposure> | undefined => {
  const [, percent, period] = /^([^%]*%)?(?: for )?(.+)?$/u.exec(text) ?? []
  const share = percent === undefined ? undefined : readShare(percent)
  const time = period === undefined ? undefined : readDuration(period)
  if (share?.ok === false) return share
  if (time?.ok === false) return time
  return accept({ ...(share && { share: share.value }), ...(time && { time: time.value }) })
}

const joint: Repair = {
  find: () =>
    /(?<=%)(?: ?(?:,|@|\/) ?| (?:during|over|in|within|throughout|lasting|per|and)(?: the next)? | )(?=[0-9])/gu,
  judge([found]) {
    const word = found.trim()
    if (word === '') return { message: 'between a share and a time stands for', instead: [' for '] }
    return { word, message: `${quote(word)} is written for`, instead: [' for '] }
  },
}

const reversed: Repair = {
  find: () => /^([0-9.]+ ?[a-z]+)(?: at| of| with| on|,)? ([0-9.]+ ?%)$/gu,
  judge: ([found, time, share]) => ({
    message: `${quote(found)} has the time before the share`,
    instead: [`${share} for ${time}`],
  }),
}

const ofTraffic: Repair = {
  find: () => /(?<=%) (?:of )?[a-z]+(?= for |$)/gu,
  judge([found]) {
    const word = found.trim()
    return word.startsWith('for')
      ? undefined
      : { word, message: `${quote(word)} goes without saying`, instead: [''] }
  },
}

const print = ({ share, time }: Exposure): string =>
  [share, time].flatMap((part) => (part ? [printQuantity(part)] : [])).join(' for ')

/** A share of the traffic, a time, or both. */
export const exposure: Phrase<Exposure> = definePhrase({
  name: 'exposure',
  noun: 'an exposure',
  form: `${NUMERAL} ?(?:%(?: for ${DURATION})?|${TIME})`,
  examples: ['20% for 7d', '20%', '7d'],
  belongs: (word) => word === '%' || word === 'for' || isTimeWord(word),
  repairs: [...durationRepairs, ...shareRepairs, bareNumber(['%', 'd']), reversed, joint, ofTraffic],
  read: readExposure,
  print,
})
