import { historyShort } from '../../../src/rules/evidence/history-short.ts'
import { stageSkipped } from '../../../src/rules/spec/stage-skipped.ts'
import { type Row, table } from '../table.ts'

const results = (from: string, to: string): string =>
  `{"stage": "shadow", "from": "${from}", "to": "${to}", "model": "small-2", "looks": 1, "arms": {"treatment": {"deflection_rate": {"good": 262, "total": 700}}}}`

const mark = '  # expect: evidence/history-short'

const yaml = (more = '', guilty = ''): string =>
  `stage: limited
started: 2026-09-07
${more}success: {agreed: 2026-09-07, metric: deflection_rate, target: at least 35%}
rollout:
  shadow: {traffic: 100%, results: rollout/shadow.json}${guilty}
`

const files = { 'rollout/shadow.json': results('2026-10-05', '2026-10-25') }
const planned = { date: '2026-09-10', yaml: yaml().replace('limited', 'pilot') }
const with_ = (date: string, text = yaml()) => ({ date, yaml: text, files })

const adopted = (since = '2026-03-01'): string => `adopted: {live_since: ${since}, bill: finance/2026.csv}\n`
const bill = (...months: readonly string[]) => ({
  'finance/2026.csv': `month,conversations,amount_eur\n${months.map((month) => `${month},58000,5010.22\n`).join('')}`,
})
const adoptedAs = (text: string, months: readonly string[], past = text): Partial<Row> => ({
  yaml: text,
  files: bill(...months),
  past: [{ date: '2026-09-10', yaml: past.replace(mark, '') }],
})

table(historyShort, [
  { name: 'one commit that brings all', yaml: yaml('', mark), files, past: [with_('2026-11-20')] },
  {
    name: 'a first commit when the results are under way',
    yaml: yaml('', mark),
    files,
    past: [with_('2026-10-27'), { ...planned, date: '2026-10-12' }],
    says: ['the first version of "pilot.yaml" is of 2026-10-12, after results of shadow from 2026-10-05'],
  },
  { name: 'a plan that was committed first', yaml: yaml(), files, past: [with_('2026-10-27'), planned] },
  { name: 'before there are results', yaml: yaml(), files: {}, past: [{ ...planned, date: '2026-11-20' }] },
  { name: 'nothing is committed', yaml: yaml(), files, past: [] },
  {
    name: 'a system that was live before',
    ...adoptedAs(yaml(adopted()), ['2026-07', '2026-08']),
    yaml: yaml(adopted()),
  },
  {
    name: 'a system of which the bill shows one month',
    ...adoptedAs('', ['2026-08', '2026-09']),
    yaml: yaml(adopted().replace('\n', `${mark}\n`)),
    past: [{ date: '2026-09-10', yaml: yaml(adopted()) }],
    says: ['`adopted` has a bill of 1 of 2 months before 2026-09-10'],
  },
  {
    name: 'a system that was adopted later',
    yaml: yaml(adopted().replace('\n', `${mark}\n`)),
    files: { ...bill('2026-07', '2026-08') },
    past: [{ date: '2026-10-10', yaml: yaml(adopted()) }, planned],
    says: ['`adopted` has a `live_since` that is not in the first committed version of 2026-09-10'],
  },
])

table(stageSkipped, [
  {
    name: 'an adopted pilot is not asked for what was before',
    yaml: `stage: limited\n${adopted()}success: {agreed: 2026-09-07, metric: m, target: at least 35%}\nrollout:\n  shadow: {traffic: 100%}\n`,
    files: bill('2026-07', '2026-08'),
    past: [{ date: '2026-09-10', yaml: `stage: limited\n${adopted()}` }],
  },
])
