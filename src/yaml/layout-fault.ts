import { excerpt, type Fault } from './fault.ts'
import type { Row } from './rows.ts'

export const spaces = (count: number): string => (count === 1 ? '1 space' : `${count} spaces`)

export const layoutFaultAt = (
  row: Row,
  message: string,
  help: string,
  start = row.start,
  end = row.end,
): Fault => ({
  kind: 'layout',
  message,
  help,
  start,
  end,
})

export const code = (text: string): string => `\`${excerpt(text)}\``
