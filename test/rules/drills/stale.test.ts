import { describe } from 'vitest'
import { stale } from '../../../src/rules/drills/stale.ts'
import { table } from '../table.ts'

const guilty = '  # expect: drills/stale'
const fallback = '{what: fallback, on: 2026-11-04, outcome: passed, by: acme/ops}'
const rollback = '{what: rollback, on: 2026-11-05, took: 6m, outcome: passed, by: acme/ops}'
const failed = '{what: rollback, on: 2026-11-12, outcome: failed, by: acme/ops}'
const load = '{what: load, on: 2026-11-06, rate: 32/min, outcome: passed, by: acme/ops}'

const record = (...drills: readonly string[]) => ({ 'drills.yaml': `drills: [${drills.join(', ')}]\n` })

const named = `drills: drills.yaml\n`
const blamed = `drills: drills.yaml${guilty}\n`

table(stale, [
  {
    name: 'no record',
    yaml: 'stage: limited # expect: drills/stale',
    says: ['`drills` is missing'],
    helps: [
      'drills: <path of the drill record>  # a file with `drills: [{what: rollback, on: …, outcome: passed, by: …}]`, for fallback and rollback',
    ],
    severity: 'error',
  },
  { name: 'before limited', for: 'shadow', yaml: 'stage: shadow' },
  { name: 'fallback and rollback passed', yaml: named, files: record(fallback, rollback) },
  { name: 'without a repository', yaml: named },
  { name: 'a record that is missing', yaml: named, files: {} },
  { name: 'a record in another form', yaml: 'drills: drills.pdf\n', files: { 'drills.pdf': '%PDF' } },
  {
    name: 'words around the data say nothing',
    yaml: 'drills: drills.md\n',
    files: {
      'drills.md': `---\ndrills:\n  - ${fallback}\n  - ${rollback}\n---\nWe planned 20 minutes and needed 6. Herhaling mislukt: uitgesteld.\n`,
    },
  },
  {
    name: 'a rollback without a measured time',
    yaml: `${blamed}rollback: {time: at most 10m}\n`,
    files: record(fallback, rollback.replace(' took: 6m,', '')),
    says: ['the rollback drill of 2026-11-05 has no `took`'],
  },
  {
    name: 'a load drill without its load',
    for: 'full',
    yaml: `${blamed}cost: {volume: {peak_rate: 25/min}}\n`,
    files: record(fallback, rollback, load.replace(' rate: 32/min,', '')),
    says: ['the load drill of 2026-11-06 has no `rate`'],
  },
  {
    name: 'no rollback drill',
    yaml: blamed,
    files: record(fallback),
    says: ['"drills.yaml" has no rollback drill'],
    helps: ['run a rollback drill and add it to drills.yaml'],
  },
  {
    name: 'a planned drill: evidence/backdated reports it',
    yaml: named,
    files: record(fallback, rollback.replace('11-05', '12-05')),
  },
  {
    name: 'a planned drill beside one that was held',
    yaml: named,
    files: record(fallback, rollback, rollback.replace('11-05', '12-05')),
  },
  {
    name: 'tried today, ahead of UTC',
    yaml: named,
    files: record(fallback.replace('11-04', '11-23'), rollback.replace('11-05', '11-23')),
  },
  {
    name: 'the last drill failed',
    yaml: blamed,
    files: record(fallback, rollback, rollback.replace('11-05', '11-06').replace('passed', 'failed')),
    says: ['the rollback drill of 2026-11-06 failed'],
  },
  {
    name: 'closest: it failed first and passed on the same day',
    yaml: named,
    files: record(fallback, rollback.replace('passed', 'failed'), rollback),
  },
  {
    name: 'it passed first and failed on the same day',
    yaml: blamed,
    files: record(fallback, rollback, rollback.replace('passed', 'failed')),
    says: ['the rollback drill of 2026-11-05 failed'],
  },
  {
    name: 'closest: it failed first, in a record that begins with the newest',
    yaml: named,
    files: record(fallback, rollback, rollback.replace('passed', 'failed'), rollback.replace('11-05', '10-05')),
  },
  {
    name: 'held by the champion',
    yaml: `champion: j.meyer\n${blamed}`,
    files: record(fallback.replace('acme/ops', 'J.Meyer'), rollback),
    says: ['the fallback drill of 2026-11-04 is by the champion "J.Meyer"'],
  },
  ...['P. Novak', '@p_novak', 'Petr Novak <p.novak@acme.com>'].map((by) => ({
    name: `held by the champion, written as ${by}`,
    yaml: `champion: p.novak\n${blamed}`,
    files: record(fallback.replace('acme/ops', `"${by}"`), rollback),
  })),
  {
    name: 'closest: held by a namesake of the champion',
    yaml: `champion: p.novak\n${named}`,
    files: record(fallback.replace('acme/ops', 'P. Novakova'), rollback),
  },
  ...['TBD', '<team that ran it>', 'nobody', '@acme/tbd', 'Example AI', 'ops@api.example-ai.example'].map((by) => ({
    name: `held by ${by}`,
    yaml: `vendors: [example-ai, example-ai.example]\n${blamed}`,
    files: record(fallback.replace('acme/ops', `"${by}"`), rollback),
  })),
  {
    name: 'closest: held by a team whose name begins like that of a vendor',
    yaml: `vendors: [example-ai]\n${named}`,
    files: record(fallback.replace('acme/ops', 'example-ai-ops'), rollback),
  },
  {
    name: 'held by somebody else than the champion',
    yaml: `champion: j.meyer\n${named}`,
    files: record(fallback.replace('acme/ops', '運用チーム'), rollback.replace('acme/ops', 'Łukasz Żak')),
  },
  {
    name: 'slower than the rollback may be',
    yaml: `rollback: {time: at most 5m}\n${blamed}`,
    files: record(fallback, rollback),
    says: ['the rollback drill of 2026-11-05 took 6m, but `rollback.time` is at most 5m'],
  },
  { name: 'as fast as it may be', yaml: `rollback: {time: 360s}\n${named}`, files: record(fallback, rollback) },
  {
    name: 'a load below the peak, at full',
    for: 'full',
    yaml: `cost: {volume: {peak_rate: 40/min}}\n${blamed}`,
    files: record(fallback, rollback, load),
    says: ['the load drill of 2026-11-06 ran at 32/min, but `cost.volume.peak_rate` is 40/min'],
  },
  {
    name: 'closest: the peak, and a longer load at a lower rate on the same day',
    for: 'full',
    yaml: `cost: {volume: {peak_rate: 30/min}}\n${named}`,
    files: record(fallback, rollback, load, load.replace('32/min', '18/min')),
  },
  {
    name: 'closest: the peak in another unit, at full',
    for: 'full',
    yaml: `cost: {volume: {peak_rate: 1900/h}}\n${named}`,
    files: record(fallback, rollback, load),
  },
  {
    name: 'no load drill at full',
    for: 'full',
    yaml: blamed,
    files: record(fallback, rollback),
    says: ['"drills.yaml" has no load drill'],
  },
  {
    name: 'old at full',
    for: 'full',
    yaml: blamed,
    files: record(fallback.replace('11-04', '08-23'), rollback, load),
    says: ['the fallback drill of 2026-08-23 is 91 days old'],
  },
  {
    name: 'closest: 90 days old at full',
    for: 'full',
    yaml: named,
    files: record(fallback.replace('11-04', '08-24'), rollback, load),
  },
  {
    name: 'old before full',
    for: 'progressive',
    yaml: named,
    files: record(fallback.replace('2026', '2025'), rollback),
  },
  {
    name: 'before the date of the model',
    yaml: `model: small-2-2026-11-05\n${blamed}`,
    files: record(fallback, rollback),
    says: ['the fallback drill of 2026-11-04 is before the date of the model "small-2-2026-11-05"'],
  },
  {
    name: 'ids that hold no day, or one that is still to come',
    yaml: `model: small-2-20269999\n${named}`,
    files: record(fallback, rollback),
  },
])

describe('a change after the drill', () => {
  const bar = 'stage: limited\nsuccess: {agreed: 2026-09-07}\n'
  const declared = (model: string, how: string, prompt = 'a.md') =>
    `model: {provider: example-ai, id: ${model}, prompt: prompts/${prompt}}\nrollback: {how: {feature_flag: ${how}}}\n`
  const now = declared('small-2', 'ai')
  const changed = (date: string, before: string) => [
    { date, yaml: `${bar}${now}${named}` },
    { date: '2026-10-01', yaml: `${bar}${before}${named}` },
  ]
  const files = record(fallback, rollback)
  table(stale, [
    {
      name: 'of the model',
      yaml: `${bar}${now}drills: drills.yaml${guilty}${guilty}\n`,
      files,
      past: changed('2026-11-10', declared('small-1', 'ai')),
      says: [
        'the fallback drill of 2026-11-04 is before `model` changed on 2026-11-10',
        'the rollback drill of 2026-11-05 is before `model` changed on 2026-11-10',
      ],
    },
    {
      name: 'of the flag',
      yaml: `${bar}${now}${blamed}`,
      files,
      past: changed('2026-11-10', declared('small-2', 'assistant')),
      says: ['the rollback drill of 2026-11-05 is before `rollback.how` changed on 2026-11-10'],
    },
    ...(
      [
        [
          'a failed drill that was taken out of the record',
          'drills.yaml',
          failed,
          ['the rollback drill of 2026-11-12 failed, as an earlier version of "drills.yaml" says'],
        ],
        [
          'a failed drill in a record that is no longer named',
          'november.yaml',
          failed,
          ['the rollback drill of 2026-11-12 failed, as an earlier version of "november.yaml" says'],
        ],
        [
          'closest: one that was written down before the last drill',
          'drills.yaml',
          failed.replace('11-12', '11-02'),
          undefined,
        ],
        [
          'closest: one of the same day, tried again and corrected',
          'drills.yaml',
          failed.replace('11-12', '11-05'),
          undefined,
        ],
        [
          'closest: a load that was too much, where none is asked for',
          'drills.yaml',
          failed.replace('rollback', 'load'),
          undefined,
        ],
        ['closest: one that was planned by mistake', 'drills.yaml', failed.replace('11-12', '12-12'), undefined],
      ] as const
    ).map(([name, file, drill, says]) => ({
      name,
      yaml: `${bar}${now}${says ? blamed : named}`,
      files,
      past: [
        { date: '2026-11-14', yaml: `${bar}${now}${named}`, files },
        {
          date: '2026-11-13',
          yaml: `${bar}${now}drills: ${file}\n`,
          files: { [file]: record(fallback, rollback, drill)['drills.yaml'] },
        },
      ],
      ...(says && { says }),
    })),
    {
      name: 'closest: of the prompt',
      yaml: `${bar}${now}${named}`,
      files,
      past: changed('2026-11-10', declared('small-2', 'ai', 'b.md')),
    },
    {
      name: 'closest: one that the drills follow, committed a day later',
      yaml: `${bar}${now}${named}`,
      files: record(fallback, rollback.replace('11-05', '11-04')),
      past: changed('2026-11-05', declared('small-1', 'ai')),
    },
    ...['{feature_flag: ai, file: flags/ai.json}', '{file: ops/ai.yaml, feature_flag: ai}'].map((how) => ({
      name: `closest: a flag that moved to ${how}`,
      yaml: `${bar}rollback: {how: ${how}}\n${named}`,
      files,
      past: [
        { date: '2026-11-10', yaml: `${bar}rollback: {how: ${how}}\n${named}` },
        { date: '2026-10-01', yaml: `${bar}rollback: {how: {feature_flag: ai, file: unleash/ai.json}}\n${named}` },
      ],
    })),
    {
      name: 'closest: of how the fallback is written',
      yaml: `${bar}fallback: [{after: 0.5m, do: template, for: [timeout, model_error]}]\n${named}`,
      files,
      past: [
        {
          date: '2026-11-10',
          yaml: `${bar}fallback: [{after: 0.5m, do: template, for: [timeout, model_error]}]\n${named}`,
        },
        {
          date: '2026-10-01',
          yaml: `${bar}fallback: [{for: [model_error, timeout], do: template, after: 30s}]\n${named}`,
        },
      ],
    },
    ...['for: [timeout], after: 30s', 'for: [model_error, timeout], after: 31s'].map((path) => ({
      name: `of the fallback, now ${path}`,
      yaml: `${bar}fallback: [{${path}, do: template}]\n${blamed}`,
      files,
      past: [
        { date: '2026-11-10', yaml: `${bar}fallback: [{${path}, do: template}]\n${named}` },
        { date: '2026-10-01', yaml: `${bar}fallback: [{for: [model_error, timeout], after: 30s, do: template}]\n` },
      ],
      says: ['the fallback drill of 2026-11-04 is before `fallback` changed on 2026-11-10'],
    })),
    ...[
      ['a mistyped word', 'do: templat, after: 30s', 'do: template, after: 30s', named],
      ['a mistyped key', 'do: template, aftr: 30s', 'do: template, after: 30s', named],
      ['no fallback', undefined, 'do: template, after: 30s', named],
      ['the lie: another time', 'do: template, after: 300s', 'do: template, after: 30s', blamed],
      ['the lie: what was missing from the beginning', 'do: template, after: 30s', 'do: template', blamed],
    ].map(([name, slip, before, drills]) => {
      const at = (path: string | undefined, record = named) =>
        `${bar}${path === undefined ? '' : `fallback: [{for: [timeout], ${path}}]\n`}${record}`
      return {
        name: `${name} in one version, corrected in the next`,
        yaml: at('do: template, after: 30s', drills),
        files,
        past: [
          { date: '2026-11-12', yaml: at('do: template, after: 30s') },
          { date: '2026-11-11', yaml: at(slip) },
          { date: '2026-10-01', yaml: at(before) },
        ],
      }
    }),
    {
      name: 'what is declared for the first time',
      yaml: `${bar}${now}${named}`,
      files,
      past: changed('2026-11-10', ''),
    },
  ])
})
