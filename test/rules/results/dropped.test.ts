import { dropped } from '../../../src/rules/results/dropped.ts'
import { type Row, table } from '../table.ts'

const file = (stages: string, head = 'stage: limited\nstarted: 2026-09-14'): string =>
  `${head}\nsuccess: {agreed: 2026-09-07, metric: deflection_rate, target: at least 35%}\nrollout:\n${stages}`

const shadow = (results: string): string => `  shadow: {traffic: 100%, results: ${results}}\n`
const guilty = '  # expect: results/dropped'
const files = { 'rollout/shadow.json': '{"n": 1}', 'rollout/other.json': '{"n": 2}' }
const past: Row['past'] = [
  {
    date: '2026-10-27',
    yaml: file(shadow('rollout/shadow.json'), 'stage: shadow\nstarted: 2026-09-14'),
    files: { 'rollout/shadow.json': '{"n": 1}' },
  },
  { date: '2026-09-10', yaml: file(shadow('rollout/shadow.json'), 'stage: pilot\nstarted: 2026-09-14') },
]

table(dropped, [
  {
    name: 'others are named in their place',
    yaml: file(shadow(`rollout/other.json`).replace('\n', `${guilty}\n`)),
    past,
    files,
    says: ['results of shadow in "rollout/shadow.json", committed on 2026-10-27, are no longer named'],
  },
  {
    name: 'they are named by a file that was deleted at the stage itself',
    yaml: file(shadow('rollout/shadow.json'), 'stage: shadow').replace(/\n$/, `${guilty}\n`),
    past,
    files: {},
    for: 'declared',
    says: ['results of shadow in "rollout/shadow.json", committed on 2026-10-27, are gone'],
  },
  {
    name: 'the next stage asks for them: spec/path-missing reports it',
    yaml: file(shadow('rollout/shadow.json')),
    past,
    files: {},
    for: 'declared',
  },
  { name: 'they are still named', yaml: file(shadow('rollout/shadow.json')), past, files },
  {
    name: 'the file was moved',
    yaml: file(shadow('results/shadow.json')),
    past: [
      {
        date: '2026-11-01',
        yaml: file(shadow('results/shadow.json')),
        files: { 'results/shadow.json': '{"n": 1}', 'rollout/shadow.json': undefined },
      },
      ...(past ?? []),
    ],
    files: { 'results/shadow.json': '{"n": 1}' },
  },
  ...[
    ['the file was moved with its rows', 'a', ''],
    ['the file was moved with rows of another hash', 'b', guilty],
  ].map(([name = '', hash, blame = '']): Row => {
    const said = (folder: string, sha256 = 'a') =>
      JSON.stringify({ stage: 'shadow', source: { file: `${folder}/rows.csv`, sha256 } })
    const moved = { 'results/shadow.json': said('results', hash) }
    return {
      name,
      yaml: file(shadow('results/shadow.json').replace('\n', `${blame}\n`)),
      past: [
        {
          date: '2026-11-01',
          yaml: file(shadow('results/shadow.json')),
          files: { ...moved, 'rollout/shadow.json': undefined },
        },
        {
          date: '2026-10-27',
          yaml: file(shadow('rollout/shadow.json')),
          files: { 'rollout/shadow.json': said('rollout') },
        },
      ] as Row['past'],
      files: moved,
    }
  }),
  ...[
    ['the same in another format and order', 'to: 2026-10-18\nfrom: 2026-09-28\narms: {b: 2, a: 1}\n', ''],
    ['the lie: another count in another format', 'to: 2026-10-18\nfrom: 2026-09-28\narms: {b: 3, a: 1}\n', guilty],
  ].map(
    ([name = '', text = '', blame = '']): Row => ({
      name,
      yaml: file(shadow('rollout/shadow.yaml').replace('\n', `${blame}\n`)),
      past: [
        {
          date: '2026-11-01',
          yaml: file(shadow('rollout/shadow.yaml')),
          files: { 'rollout/shadow.yaml': text, 'rollout/shadow.json': undefined },
        },
        {
          date: '2026-10-27',
          yaml: file(shadow('rollout/shadow.json')),
          files: { 'rollout/shadow.json': '{"from": "2026-09-28", "to": "2026-10-18", "arms": {"a": 1, "b": 2}}' },
        },
      ] as Row['past'],
      files: { 'rollout/shadow.yaml': text },
    }),
  ),
  {
    name: 'a file that was named and never there',
    yaml: file(shadow('rollout/other.json')),
    past: [{ date: '2026-09-10', yaml: file(shadow('rollout/shadow.json'), 'stage: pilot') }],
    files,
  },
  {
    name: 'the pilot started anew',
    yaml: file(shadow('rollout/other.json'), 'stage: shadow\nstarted: 2026-11-10'),
    past: [
      { date: '2026-11-10', yaml: file(shadow('rollout/other.json'), 'stage: pilot\nstarted: 2026-11-10') },
      ...(past ?? []),
    ],
    files,
  },
])
