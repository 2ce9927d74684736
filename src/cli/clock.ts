import { date, dayOf, type IsoDate } from '../values/date.ts'
import type { Io } from './io.ts'
import { UsageError } from './usage.ts'

export const readToday = (text: string): IsoDate => {
  const parsed = date.parse(text)
  if (parsed.ok) return parsed.value
  throw new UsageError(`--today ${text}: ${parsed.problem.message}`, parsed.problem.help)
}

/** The day in UTC; `SOURCE_DATE_EPOCH` makes builds reproducible. */
export const today = ({ env, now }: Pick<Io, 'env' | 'now'>): IsoDate => {
  const epoch = env.SOURCE_DATE_EPOCH
  if (epoch === undefined || epoch === '') return dayOf(now)
  if (!/^\d{1,11}$/.test(epoch)) {
    throw new UsageError(
      `SOURCE_DATE_EPOCH: expected seconds since 1970-01-01, found ${epoch}`,
      'set it to a whole number of seconds, or use --today',
    )
  }
  return dayOf(Number(epoch) * 1000)
}
