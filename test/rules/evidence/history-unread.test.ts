import { historyUnread } from '../../../src/rules/evidence/history-unread.ts'
import { type Row, table } from '../table.ts'

const bar = 'success: {agreed: 2026-09-07, metric: m_rate, target: at least 35%}'
const guilty = '  # expect: evidence/history-unread\n'
const version = { date: '2026-09-07', yaml: `${bar}\n` }

const rows: readonly Row[] = [
  { name: 'committed versions', yaml: `${bar}\n`, past: [version] },
  {
    name: 'no history at all',
    yaml: bar + guilty,
    files: {},
    says: ['the history of pilot.yaml was not read: its history is not kept'],
    helps: ['commit the file'],
  },
  {
    name: 'not committed yet',
    yaml: bar + guilty,
    past: [],
    says: ['the history of pilot.yaml was not read: it is not committed yet'],
    helps: ['commit it'],
  },
  {
    name: 'padded until nobody can read it',
    yaml: bar + guilty,
    past: Array.from({ length: 4 }, (_, at) => ({
      date: `2026-10-0${4 - at}`,
      yaml: `success:\n  agreed: 2026-09-07\n${`  # ${at} and so on\n`.repeat(60_000)}`,
    })),
  },
  { name: 'a file without a bar', yaml: 'use_case: {unit: chat}\n', files: {} },
]

table(
  historyUnread,
  rows.map((row) => ({ ...row, for: 'limited' })),
)
