import { createHash } from 'node:crypto'
import { emptyDays } from '../../../src/rules/results/empty-days.ts'
import { addDays } from '../../../src/values/index.ts'
import { type Row, table } from '../table.ts'
import { proportion, resultsFile } from './file.ts'

/** Results of four weeks with their rows, one in each arm on each day that is kept. */
const counted = (name: string, keeps: (day: number) => boolean, says?: string): Row => {
  const days = Array.from({ length: 28 }, (_, at) => at).filter(keeps)
  const lines = days.flatMap((at) =>
    ['treatment', 'control'].map((arm) => `${arm}${at},${arm},${addDays('2026-10-05', at)},1`),
  )
  const rows = ['unit,arm,day,m_rate', ...lines, ''].join('\n')
  const arm = { assigned: days.length, m_rate: proportion(days.length, days.length) }
  const source = { file: 'rows.csv', sha256: createHash('sha256').update(rows).digest('hex') }
  const file = resultsFile('limited', arm, arm, { to: '2026-11-01', source })
  return {
    name,
    for: 'progressive',
    files: { 'r.json': file, 'rows.csv': rows },
    yaml: `success: {metric: m_rate}\nrollout:\n  limited: {results: r.json}${says === undefined ? '' : '  # expect: results/empty-days'}\n`,
    ...(says !== undefined && { says: [says] }),
  }
}

table(emptyDays, [
  counted('rows of every day', () => true),
  counted('rows of every workday', (day) => day % 7 < 5),
  counted(
    'the lie: rows of one week',
    (day) => day < 7,
    'the source of "r.json" has no rows from 2026-10-12 to 2026-11-01',
  ),
  counted('closest honest file: a holiday of six days', (day) => day < 12 || day > 17),
])
