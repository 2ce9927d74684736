import { stageUnderstated } from '../../../src/rules/spec/stage-understated.ts'
import { proportion, resultsFile } from '../results/file.ts'
import { type Row, table } from '../table.ts'

const guilty = '  # expect: spec/stage-understated'

const flag = (on: number) =>
  JSON.stringify({
    flags: {
      ai: {
        state: 'ENABLED',
        variants: { on: true, off: false },
        defaultVariant: 'off',
        targeting: { fractional: [{ var: 'customer' }, ['on', on], ['off', 100 - on]] },
      },
    },
  })

const served = (name: string, stage: string, on: number, says?: string): Row => ({
  name,
  for: 'pilot',
  files: { 'f.flagd.json': flag(on) },
  yaml: `stage: ${stage}${says === undefined ? '' : guilty}
rollback: {how: {feature_flag: ai, file: f.flagd.json}}
rollout: {shadow: {traffic: 100%, duration: 14d}, limited: {traffic: 5%, duration: 14d}}
`,
  ...(says !== undefined && { says: [says] }),
})

const shown = (name: string, stage: string, says?: string): Row => ({
  name,
  for: 'pilot',
  files: { 'r.json': resultsFile('shadow', { m: proportion(1, 2) }) },
  yaml: `stage: ${stage}${says === undefined ? '' : guilty}\nrollout: {shadow: {traffic: 100%, results: r.json}}\n`,
  ...(says !== undefined && { says: [says] }),
})

const plan = (stage: string, says: string | undefined, more = '') => `stage: ${stage}${says === undefined ? '' : guilty}
use_case: {unit: chat}
success: {metric: m}
cost: {volume: {full: 84000/month}, usage: {calls: 1}, bill: b.csv}
rollout:
  shadow: {traffic: 100%, start: 2026-07-01, duration: 14d}
  limited: {traffic: 5%, start: 2026-08-01, duration: 30d${more}}
`

const billed = (name: string, rows: string, says?: string, more: Partial<Row> = {}): Row => ({
  name,
  for: 'limited',
  files: { 'b.csv': `month,chats,amount_eur\n${rows}` },
  yaml: plan('limited', says),
  ...(says !== undefined && { says: [says] }),
  ...more,
})

const read = `rollback: {how: {feature_flag: ai, file: f.flagd.json}}\n`
const seen = (name: string, n: number, says?: string, gate: 'limited' | 'progressive' = 'limited'): Row => ({
  name,
  for: gate,
  files: {
    'r.json': resultsFile('limited', { m: proportion(1, n) }, undefined, { from: '2026-08-01', to: '2026-08-30' }),
  },
  yaml: plan('limited', says, ', results: r.json').replace(', bill: b.csv', ''),
  ...(says !== undefined && { says: [says] }),
})

table(stageUnderstated, [
  billed(
    'a bill of everybody',
    '2026-08,80000,422\n',
    '`stage` is limited, but "b.csv" counts 80000 chats in 2026-08, 4200 are planned',
  ),
  billed('a bill of three times the plan', '2026-08,12600,66\n'),
  billed('a bill of the month of shadow', '2026-07,80000,422\n'),
  billed('a bill of everybody before the last month', '2026-08,80000,422\n2026-09,4100,22\n'),
  billed('a bill of another unit', '2026-08,80000,422\n', undefined, {
    files: { 'b.csv': 'month,requests,amount_eur\n2026-08,80000,422\n' },
  }),
  billed('a flag that is read decides', '2026-08,80000,422\n', undefined, {
    files: { 'b.csv': 'month,chats,amount_eur\n2026-08,80000,422\n', 'f.flagd.json': flag(5) },
    yaml: `${plan('limited', undefined)}${read}`,
  }),
  seen('results of three times the plan', 12_600),
  seen(
    'results of everybody',
    51_862,
    '`stage` is limited, but "r.json" counts 51862 observations of m, 4200 are planned',
  ),
  seen('results of a completed stage are for results/too-few', 51_862, undefined, 'progressive'),
  shown('results of the stage itself', 'shadow'),
  shown('results of a stage before', 'limited'),
  shown('results of a later stage', 'pilot', '`stage` is pilot, but "r.json" has results of shadow'),
  served('the planned share', 'limited', 5),
  served('three times the planned share', 'pilot', 15),
  served('another share at limited is for rollout/flag-mismatch', 'limited', 50),
  served('everybody in a pilot', 'pilot', 95, '`stage` is pilot, but flag "ai" serves 95%, 5% is planned for limited'),
  served('a shadow of all traffic', 'shadow', 100),
])

/** Results of limited, from 2026-10-05 to 2026-10-25, with the stage set back on 2026-11-02. */
const setBack = (name: string, on: number | undefined, blame: boolean, to = '2026-10-25'): Row => {
  const yaml = (stage: string, more = '') => `stage: ${stage}${more}
success: {agreed: 2026-09-01, metric: m, target: at least 35%}
rollback: {how: {feature_flag: ai, file: f.flagd.json}}
rollout: {shadow: {traffic: 10%, duration: 14d}, limited: {traffic: 5%, start: 2026-10-05, duration: 21d, results: r.json}}
`
  return {
    name,
    for: 'shadow',
    files: {
      'r.json': resultsFile('limited', { m: proportion(100, 1000) }, undefined, { to }),
      ...(on !== undefined && { 'f.flagd.json': flag(on) }),
    },
    past: [
      { date: '2026-11-02', yaml: yaml('shadow') },
      { date: '2026-10-05', yaml: yaml('limited') },
    ],
    yaml: yaml('shadow', blame ? guilty : ''),
  }
}

table(stageUnderstated, [
  {
    ...setBack('a pilot serves nobody: the flag did not move', 5, false),
    for: 'pilot',
    yaml: setBack('', 5, true).yaml.replace('stage: shadow', 'stage: pilot'),
  },
  setBack('results of a stage that was set back with its flag', 0, false),
  setBack('the flag still serves more', 15, true),
  setBack('nobody sees the flag', undefined, true),
  setBack('results go on after the stage was set back', 0, true, '2026-11-02'),
])
