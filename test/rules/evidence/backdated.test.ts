import { backdated } from '../../../src/rules/evidence/backdated.ts'
import { type Row, table } from '../table.ts'

const record = (on: string): string =>
  `drills:\n  - {what: rollback, on: ${on}, outcome: passed, by: acme/support}\n  - {what: fallback, on: 2026-10-01, outcome: passed, by: acme/support}\n`

const run = (ran: string): string =>
  `{"cases": 160, "errors": 2, "model": "small-2", "ran": "${ran}", "by": "acme/data"}`

const shadow = (to: string): string =>
  `{"stage": "shadow", "from": "2026-10-05", "to": "${to}", "model": "small-2", "looks": 1, "arms": {"treatment": {"deflection_rate": {"good": 262, "total": 700}}}}`

const yaml = (guilty: string): string =>
  `stage: limited
drills: drills.yaml${guilty === 'drills' ? mark : ''}
data:
  eval_set: {path: evals/x.jsonl, results: evals/run.json}${guilty === 'data' ? mark : ''}
rollout:
  shadow: {traffic: 100%, results: rollout/shadow.json}${guilty === 'rollout' ? mark : ''}
`

const mark = '  # expect: evidence/backdated'

type Days = { readonly drill?: string; readonly ran?: string; readonly to?: string }

const row = (name: string, guilty: string, date: string, days: Days, more: Partial<Row> = {}): Row => {
  const { drill = '2026-10-20', ran = '2026-10-20', to = '2026-10-25' } = days
  const files = {
    'drills.yaml': record(drill),
    'evals/run.json': run(ran),
    'rollout/shadow.json': shadow(to),
    'evals/x.jsonl': '{"id": 1}\n',
  }
  return { name, yaml: yaml(guilty), files, past: [{ date, yaml: yaml(''), files }], ...more }
}

table(backdated, [
  row(
    'a drill that was committed before it was held',
    'drills',
    '2026-10-27',
    { drill: '2026-11-10' },
    {
      says: ['"drills.yaml" reports a rollback drill of 2026-11-10, but was committed on 2026-10-27'],
    },
  ),
  row(
    'a run that was committed before it ran',
    'data',
    '2026-10-27',
    { ran: '2026-10-29' },
    {
      says: ['"evals/run.json" reports a run of 2026-10-29, but was committed on 2026-10-27'],
    },
  ),
  row(
    'results that were committed before they ended',
    'rollout',
    '2026-10-27',
    { to: '2026-11-15' },
    {
      says: ['"rollout/shadow.json" reports results of 2026-11-15, but was committed on 2026-10-27'],
    },
  ),
  row(
    'a drill of next year',
    'drills',
    '2026-10-27',
    { drill: '2027-11-10' },
    {
      says: ['"drills.yaml" reports a rollback drill of 2027-11-10, which is in the future'],
    },
  ),
  row('a file that is not committed, and in the future', 'data', '2026-10-27', { ran: '2027-10-20' }, { past: [] }),
  row('the day of the commit', '', '2026-10-25', {}),
  row('a day of tolerance', '', '2026-10-24', {}),
  row(
    'a new row that is not committed yet',
    '',
    '2026-10-27',
    { drill: '2026-11-20' },
    {
      past: [{ date: '2026-10-27', yaml: yaml(''), files: { 'drills.yaml': record('2026-10-20') } }],
    },
  ),
  row('what is not committed, of today', '', '2026-10-27', { drill: '2026-11-22' }, { past: [] }),
])

const billed = (name: string, last: string, date: string, says?: string): Row => {
  const text = (end: string) => `cost: {usage: {calls: 1}, bill: b.csv}${end}\n`
  const files = { 'b.csv': `month,chats,amount_eur\n2026-09,100,5\n${last},100,5\n` }
  const past = [{ date, yaml: text(''), files }]
  return { name, yaml: text(says === undefined ? '' : mark), files, past, ...(says !== undefined && { says: [says] }) }
}

table(backdated, [
  billed(
    'a bill of a month that had not begun',
    '2026-10',
    '2026-09-10',
    '"b.csv" reports costs of 2026-10-01, but was committed on 2026-09-10',
  ),
  billed('a bill of next year', '2027-03', '2026-10-10', '"b.csv" reports costs of 2027-03-01, which is in the future'),
  billed('closest: a bill of the running month', '2026-10', '2026-10-02'),
])

/** A run committed before it ran, and what its file held later, the newest last. */
const rewritten = (name: string, guilty: '' | 'data', ...later: readonly string[]): Row => {
  const rest = { 'drills.yaml': record('2026-10-20'), 'rollout/shadow.json': shadow('2026-10-25') }
  const all = [run('2026-11-10'), ...later].map((text) => ({ ...rest, 'evals/run.json': text }))
  return {
    name,
    yaml: yaml(guilty),
    files: all.at(-1) ?? rest,
    past: all
      .map((files, at) => ({ date: at === 0 ? '2026-10-27' : `2026-11-1${at}`, yaml: yaml(''), files }))
      .toReversed(),
  }
}

table(backdated, [
  rewritten('a run with a line break at its end', 'data', `${run('2026-11-10')}\n`),
  rewritten(
    'a run that was another one in between, with line breaks',
    'data',
    run('2026-11-09'),
    run('2026-11-10').replaceAll(', ', ',\r\n'),
  ),
  rewritten('closest: another run', '', run('2026-11-11')),
])
