import { recounted } from '../../../src/rules/results/recounted.ts'
import { type Row, table } from '../table.ts'

const file = (stage: string, rest = ''): string =>
  `stage: ${stage}\nstarted: 2026-09-14\nsuccess: {agreed: 2026-09-07, metric: deflection_rate, target: at least 35%}\nrollout:\n  shadow: {traffic: 100%, results: rollout/shadow.json}${rest}\n`

const guilty = '  # expect: results/recounted'
const path = 'rollout/shadow.json'
const version = (date: string, stage: string, text: string | undefined): NonNullable<Row['past']>[number] => ({
  date,
  yaml: file(stage),
  files: { [path]: text },
})

const row = (name: string, past: Row['past'], text: string, blame = '', more: Partial<Row> = {}): Row => ({
  ...{ name, yaml: file('limited', blame), past, files: { [path]: text }, for: 'declared' },
  ...more,
})

table(recounted, [
  row(
    'counted again after the next stage began',
    [
      version('2026-11-16', 'limited', '{"n": 2}'),
      version('2026-11-09', 'limited', '{"n": 1}'),
      version('2026-10-27', 'shadow', '{"n": 1}'),
    ],
    '{"n": 2}',
    guilty,
    { says: ['results of shadow changed on 2026-11-16, after limited began on 2026-11-09'] },
  ),
  row(
    'counted again in the commit that promotes',
    [version('2026-11-09', 'limited', '{"n": 2}'), version('2026-10-27', 'shadow', '{"n": 1}')],
    '{"n": 2}',
  ),
  row(
    'counted again while the stage ran',
    [
      version('2026-11-09', 'limited', '{"n": 2}'),
      version('2026-10-30', 'shadow', '{"n": 2}'),
      version('2026-10-27', 'shadow', '{"n": 1}'),
    ],
    '{"n": 2}',
  ),
  row(
    'changed, and changed back',
    [
      version('2026-11-18', 'limited', '{"n": 1}'),
      version('2026-11-16', 'limited', '{"n": 2}'),
      version('2026-11-09', 'limited', '{"n": 1}'),
    ],
    '{"n": 1}',
  ),
  row(
    'committed for the first time after the next stage began',
    [version('2026-11-16', 'limited', '{"n": 1}'), version('2026-11-09', 'limited', undefined)],
    '{"n": 1}',
  ),
  row(
    'the pilot started anew',
    [
      version('2026-11-18', 'shadow', '{"n": 2}'),
      {
        date: '2026-11-17',
        yaml: file('pilot').replace('2026-09-14', '2026-11-17'),
        files: { [path]: undefined },
      },
      version('2026-11-09', 'limited', '{"n": 1}'),
    ],
    '{"n": 2}',
    '',
    { yaml: file('shadow').replace('2026-09-14', '2026-11-17') },
  ),
])
