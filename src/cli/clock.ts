import { date, dayOf, type IsoDate } from '../values/date.ts'
import type { Io } from './io.ts'
import { UsageError } from './usage.ts'

/** Reads the value of `--today`. */
export const readToday = (text: string): IsoDate => {
  const parsed = date.parse(text)
  if (parsed.ok) return parsed.value
  throw new UsageError(`--today ${text}: ${parsed.problem.message}`, parsed.problem.help)
}

/** The day in UTC: of `SOURCE_DATE_EPOCH` where that is set, so that a build can be repeated. */
export const today = ({ env, now }: Pick<Io, 'env' | 'now'>): IsoDate => {
  const epoch = env.SOURCE_DATE_EPOCH
  if (epoch === undefined || epoch === '') return dayOf(now)
  if (!/^\d{1,11}$/.test(epoch)) {
    throw new UsageError(
      `SOURCE_DATE_EPOCH is ${epoch}, no number of seconds`,
      'set it to seconds since 1970-01-01, or give --today',
    )
  }
  return dayOf(Number(epoch) * 1000)
}
