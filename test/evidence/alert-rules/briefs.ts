import type { Alert } from '../../../src/evidence/alert-rules/alert.ts'
import { readerOf } from '../../../src/evidence/alert-rules/dialects.ts'
import { readText } from '../bytes.ts'

export const reading = (text: string, wanted = 'WrongAnswers', file = 'slo.yaml') =>
  readText(readerOf([wanted]), file, text)

export const alertsOf = async (...given: Parameters<typeof reading>): Promise<readonly Alert[]> => {
  const found = await reading(...given)
  if (found.state !== 'read') throw new Error(JSON.stringify(found))
  return found.value.alerts
}

export const exact = (value: number) => Number(value.toPrecision(9))

const brief = ({ level, windows, hold, quantile, unread, fixed, paused }: Alert) =>
  [
    paused ? 'off' : undefined,
    fixed,
    unread,
    level.value.map(({ op, value, unit }) => `${op} ${exact(value)} ${unit.kind}`)[0],
    windows.value?.join(),
    hold?.value,
    typeof quantile === 'number' ? exact(quantile) : undefined,
  ]
    .filter((part) => part !== undefined)
    .join(' · ')

export const briefs = async (...given: Parameters<typeof reading>) => (await alertsOf(...given)).map(brief)
