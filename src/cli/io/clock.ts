import { date, dayOf, type IsoDate } from '../../values/date.ts'
import type { Io } from './io.ts'
import { UsageError } from './usage.ts'

/** The day that deadlines and ages are counted from, and the real one. */
type Clock = { readonly today: IsoDate; readonly now: IsoDate }

/** `text` is a date, which is taken for the real day too, or a ref of git, which moves the calendar alone. */
export const clockOf = async (text: string | undefined, root: string, io: Io): Promise<Clock> => {
  const now = today(io)
  if (text === undefined) return { today: now, now }
  const parsed = date.parse(text)
  if (parsed.ok) return { today: parsed.value, now: parsed.value }
  const { archive } = await import('../../repo/history.ts')
  const day = archive(root, io.env.PATH ?? '').dayAt(text)
  if (day !== undefined) return { today: day, now }
  throw new UsageError(`--today ${text}: ${parsed.problem.message}`, `${parsed.problem.help}, or name a ref of git`)
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

export type ColorWhen = 'auto' | 'always' | 'never'

type Level = 0 | 1 | 2 | 3

const capability = ({ TERM = '', COLORTERM = '' }: Io['env']): Level => {
  if (TERM === 'dumb') return 0
  if (/^(?:truecolor|24bit)$/i.test(COLORTERM)) return 3
  return TERM.endsWith('256color') ? 2 : 1
}

const atLeastOne = (level: Level): Level => (level === 0 ? 1 : level)

const forced = (value: string, able: Level): Level => {
  if (value === '0' || value === 'false') return 0
  if (value === '2') return 2
  return value === '3' ? 3 : atLeastOne(able)
}

/** chalk's level: the flag, then `FORCE_COLOR`, `NO_COLOR`, then whether it is a terminal. */
export const colorLevel = (when: ColorWhen, { env, isTTY }: Pick<Io, 'env' | 'isTTY'>): Level => {
  const able = capability(env)
  if (when === 'never') return 0
  if (when === 'always') return atLeastOne(able)
  const { FORCE_COLOR, NO_COLOR } = env
  if (FORCE_COLOR !== undefined) return forced(FORCE_COLOR, able)
  return NO_COLOR || !isTTY ? 0 : able
}
