import { createHash } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Ajv } from 'ajv'
import fc from 'fast-check'
import { parquetWriteBuffer } from 'hyparquet-writer'
import { describe, expect, test } from 'vitest'
import { sharedPages } from '../evidence/shared-pages.ts'
import { folder, pilotlint } from './harness.ts'

const pilot = `version: 1
id: order-status
stage: limited
started: 2026-09-14
use_case: {summary: Answer chats, unit: conversation}
success:
  metric: deflection_rate
  baseline: 22%
  target: at least 35%
  window: 7d
  guardrail_metrics:
    - {metric: csat, scale: 1-5, baseline: 4.21 points, sd: 1.05 points, max_drop: 0.10 points, window: 2d}
    - {metric: wrong_answer_rate, limit: at most 2%}
data: {segments: [language, order value]}
model: {id: small-2-20260801}
rollout:
  assign_by: customer
  freeze: [2026-11-12..2026-11-13]
  shadow: {traffic: 100%, start: 2026-10-05, duration: 21d, exit: [status_match_rate at least 97%, latency_p95 at most 4s]}
  limited: {traffic: 5%, control: 5%, start: 2026-11-02, duration: 14d, exit: [deflection_rate not below baseline]}
  progressive: {steps: [20% for 7d, 50% for 28d], control: 20%, start: 2026-11-16, exit: [deflection_rate above control]}
`

const asked = ['--stage', 'limited', '--by', 'acme/analytics']

/** Two months after the stage, when every window is over. */
const late = { now: Date.UTC(2027, 0, 20, 12) }

type Row = { readonly [column: string]: string | number | boolean | null }

const csvOf = (rows: readonly Row[], sign = ','): string => {
  const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))]
  const cell = (value: unknown) => (value === null || value === undefined ? '' : String(value))
  return `${[columns, ...rows.map((row) => columns.map((name) => cell(row[name])))].map((line) => line.join(sign)).join('\n')}\n`
}

const jsonlOf = (rows: readonly Row[]): string => rows.map((row) => `${JSON.stringify(row)}\n`).join('')

type Results = { readonly phases: readonly Phase[]; readonly source?: object }
type Metric = { readonly [key: string]: number | string }
type Arm = { readonly assigned: number } & { readonly [metric: string]: Metric }
type Arms = { readonly treatment: Arm; readonly control?: Arm }
type Phase = {
  readonly from: string
  readonly to: string
  readonly arms: Arms
  readonly differences?: { readonly [metric: string]: object }
  readonly segments?: { readonly [name: string]: { readonly [level: string]: Arms } }
}

const count = async (
  files: { readonly [name: string]: string | Uint8Array },
  argv: readonly string[] = asked,
  setting: object = late,
) => {
  const root = folder({ '.git/HEAD': '', 'pilot.yaml': pilot, ...files })
  const [name = ''] = Object.keys(files)
  const ended = await pilotlint(root, ['results', name, ...argv], setting)
  return { ...ended, root, results: (ended.stdout === '' ? undefined : JSON.parse(ended.stdout)) as Results }
}

const arm = { deflection_rate: 1, csat: 4, wrong_answer_rate: 0 }

describe('what is counted', () => {
  const rows: readonly Row[] = [
    { unit: 'a', arm: 'treatment', day: '2026-11-02', ...arm, language: 'de', 'order value': 'low' },
    {
      unit: 'a',
      arm: 'treatment',
      day: '2026-11-03',
      ...arm,
      deflection_rate: 0,
      csat: null,
      language: 'de',
      'order value': 'low',
    },
    {
      unit: 'b',
      arm: 'treatment',
      day: '2026-11-15',
      ...arm,
      csat: 5,
      wrong_answer_rate: 1,
      language: 'fr',
      'order value': null,
    },
    { unit: 'c', arm: 'control', day: '2026-11-15', ...arm, csat: 3, language: 'fr', 'order value': 'high' },
    { unit: 'd', arm: 'control', day: '2026-11-12', ...arm, language: 'fr', 'order value': 'high' },
    { unit: 'e', arm: 'control', day: '2026-11-16', ...arm, language: 'fr', 'order value': 'high' },
  ]

  test('a phase, its arms and segments, without days of a freeze and of other stages', async () => {
    const { code, results, stderr, root } = await count({ 'analytics/rows.csv': csvOf(rows) })
    expect(code).toBe(0)
    const sha256 = createHash('sha256')
      .update(readFileSync(join(root, 'analytics/rows.csv')))
      .digest('hex')
    const one = { observed: 1 }
    const a = {
      assigned: 1,
      deflection_rate: { good: 1, total: 2, ...one, cluster_sd: 0 },
      csat: { mean: '4 points', sd: '0 points', n: 1, ...one },
      wrong_answer_rate: { good: 0, total: 2, ...one, cluster_sd: 0 },
    }
    const b = {
      assigned: 1,
      deflection_rate: { good: 1, total: 1, ...one },
      csat: { mean: '5 points', sd: '0 points', n: 1, ...one },
      wrong_answer_rate: { good: 1, total: 1, ...one },
    }
    const c = {
      assigned: 1,
      deflection_rate: { good: 1, total: 1, ...one },
      csat: { mean: '3 points', sd: '0 points', n: 1, ...one },
      wrong_answer_rate: { good: 0, total: 1, ...one },
    }
    const none = { assigned: 0 }
    expect(results).toEqual({
      stage: 'limited',
      model: 'small-2-20260801',
      looks: 1,
      by: 'acme/analytics',
      source: { file: 'analytics/rows.csv', sha256 },
      phases: [
        {
          from: '2026-11-02',
          to: '2026-11-15',
          traffic: '5%',
          arms: {
            treatment: {
              assigned: 2,
              deflection_rate: { good: 2, total: 3, observed: 2, cluster_sd: 0.5 },
              csat: { mean: '4.5 points', sd: '0.707106781 points', n: 2, observed: 2 },
              wrong_answer_rate: { good: 1, total: 3, observed: 2, cluster_sd: 0.5 },
            },
            control: c,
          },
          segments: {
            language: { de: { treatment: a }, fr: { treatment: b, control: c } },
            'order value': {
              high: { treatment: none, control: c },
              low: { treatment: a },
              unknown: { treatment: b },
            },
          },
        },
      ],
    })
    expect(stderr).toMatchInlineSnapshot(`
      "pilotlint: 4 rows are counted in limited, 2026-11-02 to 2026-11-15
      pilotlint: 1 row is outside of limited and not counted; all rows cover 2026-11-02 to 2026-11-16
      pilotlint: 1 row is on days of rollout.freeze and not counted
      pilotlint: looks: 1, as planned; set --looks if decision makers saw the metrics more often
      "
    `)
  })

  test('the published schema accepts it', async () => {
    const schema = JSON.parse(readFileSync('schemas/results.schema.json', 'utf8'))
    const { results } = await count({ 'rows.csv': csvOf(rows) })
    const valid = new Ajv({ allowUnionTypes: true, strict: false }).compile(schema)
    expect([valid(results), valid.errors]).toEqual([true, null])
  })

  test('a window that is not over ends a metric earlier, in both arms', async () => {
    const now = Date.UTC(2026, 10, 12, 12)
    const { code, results, stderr } = await count(
      {
        'rows.csv': csvOf([
          ...['treatment', 'control'].flatMap((arm) => [
            { unit: `${arm}-1`, arm, day: '2026-11-04', deflection_rate: 1, csat: 4, wrong_answer_rate: 0 },
            { unit: `${arm}-2`, arm, day: '2026-11-05', deflection_rate: 1, csat: 2, wrong_answer_rate: 0 },
          ]),
        ]),
      },
      asked,
      { now },
    )
    expect(code).toBe(0)
    expect(results.phases[0]?.to).toBe('2026-11-11')
    for (const side of ['treatment', 'control'] as const)
      expect(results.phases[0]?.arms[side]).toEqual({
        assigned: 2,
        deflection_rate: { good: 1, total: 1, observed: 1, to: '2026-11-04' },
        csat: { mean: '3 points', sd: '1.414213562 points', n: 2, observed: 2, to: '2026-11-09' },
        wrong_answer_rate: { good: 0, total: 2, observed: 2 },
      })
    expect(stderr).toContain('2 outcomes of deflection_rate are not counted: the window of 7 days has not ended')
  })

  test('an outcome after its window does not count', async () => {
    const own = { arm: 'treatment', day: '2026-11-02', csat: 4 }
    const { results, stderr } = await count({
      'rows.csv': csvOf([
        { unit: 'a', ...own, csat_day: '2026-11-04' },
        { unit: 'b', ...own, csat_day: '2026-11-05' },
      ]),
    })
    expect(results.phases[0]?.arms.treatment.csat).toMatchObject({ n: 1 })
    expect(stderr).toContain('1 outcome of csat is not counted: after the window of 2 days')
  })

  test('a phase for each step; a percentile counts what is above its limit; shadow has one arm', async () => {
    const steps = await count(
      {
        'rows.jsonl': jsonlOf([
          { unit: 'a', arm: 'treatment', day: '2026-11-16', deflection_rate: true },
          { unit: 'a', arm: 'treatment', day: '2026-11-23', deflection_rate: false },
          { unit: 'b', arm: 'control', day: '2026-11-23', deflection_rate: 'false' },
        ]),
      },
      ['--stage', 'progressive', '--by', 'acme/analytics'],
    )
    expect(
      steps.results.phases.map(({ from, to, arms }) => [from, to, arms.treatment.assigned, arms.control?.assigned]),
    ).toEqual([
      ['2026-11-16', '2026-11-22', 1, undefined],
      ['2026-11-23', '2026-12-20', 1, 1],
    ])
    const shadow = await count(
      {
        'rows.csv': csvOf([
          { unit: 'a', day: '2026-10-05', status_match_rate: 1, latency_p95: 4 },
          { unit: 'b', day: '2026-10-25', status_match_rate: 1, latency_p95: 4.01 },
        ]),
      },
      ['--stage', 'shadow', '--by', 'acme/analytics'],
    )
    expect(shadow.results.phases[0]?.arms).toEqual({
      treatment: {
        assigned: 2,
        status_match_rate: { good: 2, total: 2, observed: 2 },
        latency_p95: { above: 1, limit: '4s', total: 2, observed: 2 },
      },
    })
  })

  test('columns may be called otherwise', async () => {
    const { results } = await count(
      { 'rows.csv': 'customer_id;variant;arrived;CSAT score\na;Treatment;2026-11-02;4\nb;control;2026-11-02;5\n' },
      [...asked, '--columns', 'unit=customer_id,arm=variant', '--columns', 'day=arrived,csat=csat_score'],
    )
    expect(results.phases[0]?.arms.control?.csat).toMatchObject({ mean: '5 points', n: 1 })
  })
})

const outcome = fc.option(fc.constantFrom(0, 1), { nil: null, freq: 3 })

const randomRows = fc
  .tuple(
    fc.uniqueArray(fc.constantFrom(...'abcdefghijklmnopqrstuvwxyz'), { minLength: 3, maxLength: 20 }),
    fc.array(
      fc.record({
        who: fc.nat(19),
        day: fc.nat(20),
        deflection_rate: outcome,
        wrong_answer_rate: outcome,
        csat: fc.option(fc.integer({ min: 1, max: 5 }), { nil: null }),
        language: fc.constantFrom('de', 'fr', 'x-large', null),
      }),
      { minLength: 1, maxLength: 120 },
    ),
  )
  .map(([units, rows]) =>
    rows.map(({ who, day, ...rest }): Row => {
      const unit = units[who % units.length] ?? 'a'
      const arm = unit.charCodeAt(0) % 2 === 0 ? 'treatment' : 'control'
      return { unit, arm, day: `2026-11-${String(day + 1).padStart(2, '0')}`, ...rest }
    }),
  )

/** An arm with the numbers of its means. */
const bare = ({ csat, ...arm }: Arm): object =>
  csat === undefined
    ? arm
    : { ...arm, csat: { ...csat, mean: Number.parseFloat(String(csat.mean)), sd: Number.parseFloat(String(csat.sd)) } }

/** The same counts, from all rows at once. */
const expected = (rows: readonly Row[]): Arms | undefined => {
  const inside = rows.filter(({ day }) => {
    const date = String(day)
    return date >= '2026-11-02' && date <= '2026-11-15' && date !== '2026-11-12' && date !== '2026-11-13'
  })
  const armOf = (name: string): Arm => {
    const own = inside.filter(({ arm }) => arm === name)
    const spread = (metric: string) => {
      const seen = own.filter((row) => row[metric] !== null)
      const sizes = [...new Set(seen.map(({ unit }) => unit))].map(
        (unit) => seen.filter((row) => row.unit === unit).length,
      )
      const mean = seen.length / sizes.length
      const sd = Math.sqrt(sizes.reduce((sum, size) => sum + (size - mean) ** 2, 0) / sizes.length)
      return {
        seen,
        more: { observed: sizes.length, ...(seen.length > sizes.length && { cluster_sd: expect.closeTo(sd, 4) }) },
      }
    }
    const proportion = (metric: string) => {
      const { seen, more } = spread(metric)
      return seen.length === 0
        ? {}
        : { [metric]: { good: seen.filter((row) => row[metric] === 1).length, total: seen.length, ...more } }
    }
    const { seen, more } = spread('csat')
    const values = seen.map(({ csat }) => Number(csat))
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length
    const sd = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / Math.max(1, values.length - 1))
    const near = (value: number) => expect.closeTo(value, 7)
    return {
      assigned: new Set(own.map(({ unit }) => unit)).size,
      ...proportion('deflection_rate'),
      ...proportion('wrong_answer_rate'),
      ...(values.length > 0 && { csat: { mean: near(mean), sd: near(sd), n: values.length, ...more } }),
    } as unknown as Arm
  }
  return inside.some(({ arm }) => arm === 'treatment')
    ? { treatment: armOf('treatment'), control: armOf('control') }
    : undefined
}

describe('against all rows at once', () => {
  test('random rows', async () => {
    const root = folder({ '.git/HEAD': '', 'pilot.yaml': pilot })
    let counted = 0
    await fc.assert(
      fc.asyncProperty(randomRows, async (rows) => {
        writeFileSync(join(root, 'rows.csv'), csvOf(rows))
        const { stdout, code } = await pilotlint(root, ['results', 'rows.csv', ...asked], late)
        const want = expected(rows)
        if (want === undefined || Object.keys(want.treatment).length === 1) {
          expect(code === 1 || stdout !== '').toBe(true)
          return
        }
        counted += 1
        const { phases } = JSON.parse(stdout) as Results
        const { treatment, control = { assigned: 0 } as Arm } = phases[0]?.arms ?? ({} as Arms)
        expect({ treatment: bare(treatment), control: bare(control) }).toEqual(want)
        const levels = Object.values(phases[0]?.segments?.language ?? {})
        if (levels.length === 0) return
        const total = (arms: Arms) => Number(arms.treatment.deflection_rate?.total ?? 0)
        expect(levels.reduce((sum, one) => sum + total(one), 0)).toBe(total({ treatment }))
      }),
      { seed: 20261129, numRuns: 150 },
    )
    expect(counted).toBeGreaterThan(100)
  })

  test('CSV, JSON Lines and Parquet of the same rows are the same results', async () => {
    const root = folder({ '.git/HEAD': '', 'pilot.yaml': pilot })
    await fc.assert(
      fc.asyncProperty(randomRows, async (rows) => {
        const columns = ['unit', 'arm', 'day', 'deflection_rate', 'wrong_answer_rate', 'csat', 'language']
        const columnData = columns.map((name) => ({
          name,
          data: rows.map((row) => (typeof row[name] === 'number' ? row[name] : (row[name] ?? null))),
          type: ['unit', 'arm', 'day', 'language'].includes(name) ? ('STRING' as const) : ('INT32' as const),
          nullable: true,
        }))
        writeFileSync(join(root, 'rows.csv'), csvOf(rows))
        writeFileSync(join(root, 'rows.tsv'), `sep=\t\n${csvOf(rows, '\t')}`)
        writeFileSync(join(root, 'rows.jsonl'), jsonlOf(rows))
        const bytes = parquetWriteBuffer({ columnData, codec: 'SNAPPY', rowGroupSize: 7 })
        writeFileSync(join(root, 'rows.parquet'), new Uint8Array(bytes))
        const all: unknown[] = []
        for (const name of ['rows.csv', 'rows.tsv', 'rows.jsonl', 'rows.parquet']) {
          const { code, stdout, stderr } = await pilotlint(root, ['results', name, ...asked], late)
          const { source: _, ...results } = stdout === '' ? { source: undefined } : (JSON.parse(stdout) as Results)
          all.push({ code, results, stderr: stderr.replaceAll(name, 'rows') })
        }
        expect(all.slice(1)).toEqual(all.slice(1).map(() => all[0]))
      }),
      { seed: 20261129, numRuns: 40 },
    )
  })
})

describe('what is refused', () => {
  const head = 'unit,arm,day,deflection_rate,csat\n'
  const many = Array.from({ length: 25 }, (_, at) => `u${at},B,2026-11-02,1,4\n`).join('')
  const crowd = Array.from({ length: 201 }, (_, at) => `u${at},control,2026-11-02,1,4,l${at}\n`).join('')

  test.each<readonly [string, string, string | Uint8Array, readonly string[], 1 | 2]>([
    [
      'words in cells',
      'rows.csv',
      `${head},treatment,2026-11-02,1,4\na,B,2026-11-02,1,4\na,control,2.11.2026,1,4\na,control,2026-11-02,yes,6\na,control,2026-11-02,,four\n`,
      asked,
      1,
    ],
    [
      'ids that a database left out',
      'rows.csv',
      `${head}null,treatment,2026-11-02,1,4\nNULL,control,2026-11-02,1,4\n\\N,control,2026-11-02,1,4\nNone,control,2026-11-02,1,4\n`,
      asked,
      1,
    ],
    ['25 faults', 'rows.csv', `${head}${many}`, asked, 1],
    [
      'changed arms',
      'rows.csv',
      `${head}a,treatment,2026-11-02,1,4\na,control,2026-11-03,1,4\nb,control,2026-11-03,1,4\n`,
      asked,
      1,
    ],
    ['too many levels', 'rows.csv', `unit,arm,day,deflection_rate,csat,language\n${crowd}`, asked, 1],
    ['no day', 'rows.csv', 'unit,arm,deflection_rate\na,control,1\n', asked, 1],
    ['a column twice', 'rows.csv', 'unit,arm,day,csat,CSAT\na,control,2026-11-02,1,2\n', asked, 1],
    ['other days', 'rows.csv', `${head}a,treatment,2025-11-02,1,4\n`, asked, 1],
    ['nothing to count', 'rows.csv', `${head}a,treatment,2026-11-02,,\n`, asked, 1],
    ['no outcome column', 'rows.csv', 'unit,arm,day\na,treatment,2026-11-02\n', asked, 1],
    ['a header alone', 'rows.csv', head, asked, 1],
    ['an empty file', 'rows.csv', '', asked, 1],
    ['uneven lines', 'rows.csv', `${head}a,treatment\n`, asked, 1],
    ['an open quote', 'rows.csv', `${head}"a,treatment,2026-11-02,1,4\n`, asked, 1],
    ['a NUL', 'rows.csv', `${head}a\0,treatment,2026-11-02,1,4\n`, asked, 1],
    ['a long line', 'rows.csv', `${head}${'a'.repeat(70_000)},treatment,2026-11-02,1,4\n`, asked, 1],
    ['a long line of JSON', 'rows.jsonl', `{"unit": "${'a'.repeat(70_000)}"}\n`, asked, 1],
    ['broken JSON', 'rows.jsonl', '{"unit": "a"\n', asked, 1],
    ['a list', 'rows.jsonl', '[1]\n', asked, 1],
    ['a key twice', 'rows.jsonl', '{"csat": 1, "CSAT": 2}\n', asked, 1],
    [
      'values of JSON',
      'rows.jsonl',
      '{"unit": ["a"], "arm": {}, "day": 20261102, "csat": 1e99}\n{"unit": "a", "arm": "control", "day": "2026-11-02", "csat": 1e99}\n',
      asked,
      1,
    ],
    ['no Parquet', 'rows.parquet', 'PAR1', asked, 1],
    ['one Parquet column for all', 'rows.parquet', sharedPages(['unit', 'arm', 'day', 'csat'], ['a']), asked, 1],
    ['another format', 'rows.xlsx', 'x', asked, 1],
    ['no stage', 'rows.csv', head, ['--by', 'acme/analytics'], 2],
    ['nobody', 'rows.csv', head, ['--stage', 'limited'], 2],
    ['a placeholder', 'rows.csv', head, ['--stage', 'limited', '--by', '<who>'], 2],
    ['a stage that is not planned', 'rows.csv', head, ['--stage', 'full', '--by', 'acme/analytics'], 1],
    ['another pilot', 'rows.csv', head, [...asked, '--pilot', 'none.yaml'], 2],
    ['a named column that is not there', 'rows.csv', head, [...asked, '--columns', 'csat=score'], 1],
    ['a column of nothing', 'rows.csv', head, [...asked, '--columns', 'dsat=x'], 2],
    ['a column without a name', 'rows.csv', head, [...asked, '--columns', 'unit'], 2],
    ['one column for two', 'rows.csv', head, [...asked, '--columns', 'unit=day'], 2],
    ['no looks', 'rows.csv', head, [...asked, '--looks', '0'], 2],
    ['the pilot itself', 'rows.csv', head, [...asked, '--force', '--out', 'rows.csv'], 2],
    ['a file that is there', 'rows.csv', head, [...asked, '--out', 'pilot.yaml'], 2],
  ])('%s', async (name, file, text, argv, code) => {
    const ended = await count({ [file]: text }, argv)
    expect(ended.code).toBe(code)
    expect(ended.stdout).toBe('')
    await expect(ended.stderr).toMatchFileSnapshot(`golden/results-refused/${name.replaceAll(' ', '-')}.txt`)
  })

  test('rows that are not there, a folder, standard input', async () => {
    const root = folder({ '.git/HEAD': '', 'pilot.yaml': pilot, 'rows/a.csv': '' })
    for (const name of ['none.csv', 'rows', '-']) {
      const { code, stderr } = await pilotlint(root, ['results', name, ...asked], late)
      expect(code).toBe(2)
      expect(stderr).toMatch(/^pilotlint: .+\n {2}help: .+\n$/)
    }
  })

  test('one of two pilots has to be named', async () => {
    const root = folder({
      '.git/HEAD': '',
      'a/pilot.yaml': pilot,
      'b/pilot.yaml': pilot,
      'rows.csv': csvOf([{ unit: 'a', arm: 'treatment', day: '2026-11-02', csat: 4 }]),
    })
    const { code, stderr } = await pilotlint(root, ['results', 'rows.csv', ...asked], late)
    expect([code, stderr]).toEqual([
      2,
      'pilotlint: there are 2 pilots here\n  help: name one of them, for example --pilot a/pilot.yaml\n',
    ])
    const named = await pilotlint(root, ['results', 'rows.csv', ...asked, '--pilot', 'b/pilot.yaml'], late)
    expect(JSON.parse(named.stdout)).toMatchObject({ source: { file: '../rows.csv' } })
  })

  test('a file is written once, and never over another', async () => {
    const root = folder({
      '.git/HEAD': '',
      'pilot.yaml': pilot,
      'rows.csv': csvOf([{ unit: 'a', arm: 'treatment', day: '2026-11-02', csat: 4 }]),
    })
    const argv = ['results', 'rows.csv', ...asked, '--out', 'limited.json']
    expect(await pilotlint(root, argv, late)).toMatchObject({ code: 0, stdout: '' })
    const written = readFileSync(join(root, 'limited.json'), 'utf8')
    expect(await pilotlint(root, argv, late)).toMatchObject({ code: 2, stdout: '' })
    expect(await pilotlint(root, [...argv, '--force', '--model', 'other-1'], late)).toMatchObject({ code: 0 })
    expect(readFileSync(join(root, 'limited.json'), 'utf8')).toBe(written.replace('small-2-20260801', 'other-1'))
  })
})

describe('hostile rows', () => {
  const controls = /(?!\n)[\p{Cc}\u202e]/u

  const plain = (ended: { readonly code: number; readonly stdout: string; readonly stderr: string }) => {
    expect([0, 1, 2]).toContain(ended.code)
    expect(ended.stderr).not.toMatch(controls)
    expect(ended.stderr).not.toMatch(/a bug in pilotlint|\n\s+at /)
    expect(ended.stderr.split('\n').length).toBeLessThan(60)
    expect(ended.stdout).not.toMatch(controls)
  }

  test('any bytes', async () => {
    const root = folder({ '.git/HEAD': '', 'pilot.yaml': pilot })
    const header = new TextEncoder().encode('unit,arm,day,csat,language\n')
    const parquet = new Uint8Array(
      parquetWriteBuffer({
        columnData: [
          { name: 'unit', data: ['a', 'b'], type: 'STRING' },
          { name: 'arm', data: ['control', 'treatment'], type: 'STRING' },
          { name: 'day', data: ['2026-11-02', '2026-11-03'], type: 'STRING' },
          { name: 'csat', data: [1, 2], type: 'INT32' },
        ],
      }),
    )
    const noise = fc.uint8Array({ maxLength: 200 })
    const broken = fc
      .array(fc.tuple(fc.nat(parquet.length - 1), fc.nat(255)), { minLength: 1, maxLength: 6 })
      .map((edits) => edits.reduce((bytes, [at, byte]) => bytes.with(at, byte), parquet))
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom('rows.csv', 'rows.jsonl', 'rows.parquet'),
        fc.oneof(
          noise,
          noise.map((bytes) => new Uint8Array([...header, ...bytes])),
          broken,
        ),
        async (name, bytes) => {
          writeFileSync(join(root, name), bytes)
          plain(await pilotlint(root, ['results', name, ...asked], late))
        },
      ),
      { seed: 20261129, numRuns: 400 },
    )
  })

  test('names and values that terminals obey', async () => {
    const evil = '\u001b[31m##[error]\u202e__proto__'
    const rows = [
      { unit: evil, arm: 'treatment', day: '2026-11-02', csat: 4, language: '__proto__' },
      { unit: 'b', arm: 'control', day: '2026-11-02', csat: 4, language: evil },
    ]
    const good = await count({ 'rows.jsonl': jsonlOf(rows) })
    plain(good)
    expect(Object.keys(good.results.phases[0]?.segments?.language ?? {}).sort()).toEqual(['__proto__', evil].sort())
    plain(await count({ 'rows.jsonl': jsonlOf([{ ...rows[0], arm: evil } as Row]) }))
    plain(await count({ 'rows.csv': `unit,arm,day,csat,${evil}\na,treatment,2026-11-02,${evil},\n` }))
  })
})

test('arms that are called otherwise, by name in the results as well', async () => {
  const named = [
    { unit: 'a', arm: 'Test', day: '2026-11-02', ...arm },
    { unit: 'b', arm: 'base', day: '2026-11-02', ...arm },
  ]
  const columns = ['--columns', 'treatment=test,control=Base']
  const { code, results } = await count({ 'rows.csv': csvOf(named) }, [...asked, ...columns])
  expect([code, results.source, results.phases[0]?.arms.control?.assigned]).toEqual([
    0,
    expect.objectContaining({ columns: { treatment: 'test', control: 'Base' } }),
    1,
  ])
  const { stderr } = await count({ 'rows.csv': csvOf([{ ...named[0], arm: 'treatment' } as Row]) }, [
    ...asked,
    ...columns,
  ])
  expect(stderr).toContain('expected test or Base in arm, found "treatment"')
})

test('days without rows are told, and a percentile that is compared with control', async () => {
  const slow = pilot.replace(
    'limit: at most 2%}',
    'limit: at most 2%}\n    - {metric: latency_p95, baseline: 3s, max_rise: 1s}',
  )
  const rows = ['2026-11-02', '2026-11-03', '2026-11-04', '2026-11-15'].flatMap((day) =>
    ['treatment', 'control'].map((one) => ({ unit: `${one}${day}`, arm: one, day, ...arm, latency_p95: 2 })),
  )
  const { stderr } = await count({ 'rows.csv': csvOf(rows), 'pilot.yaml': slow })
  expect(stderr).toContain('no row is within 2026-11-05 to 2026-11-14')
  expect(stderr).toContain('latency_p95: counts show no margin of a percentile; add its difference')
})

describe('an export of GrowthBook', () => {
  const analysis = (numerator: number, denominator: number, stddev: number) => ({
    analyses: [{ engine: 'frequentist', numerator, denominator, mean: numerator / denominator, stddev }],
  })
  const variation = (variationId: string, users: number, numerator: number, stddev: number, denominator = users) => ({
    variationId,
    users,
    ...analysis(numerator, denominator, stddev),
  })
  const metric = (metricId: string, treatment: readonly [number, number], control: readonly [number, number]) => ({
    metricId,
    variations: [variation('treatment', 1000, ...treatment), variation('control', 990, ...control)],
  })
  const whole = {
    experimentId: 'exp_1',
    dateStart: '2026-12-01T00:00:00.000Z',
    dateEnd: '2026-12-15T00:00:00.000Z',
    dimension: { type: 'none' },
    results: [
      {
        totalUsers: 1990,
        metrics: [
          metric('deflection_rate', [380, 0.49], [220, 0.42]),
          metric('csat', [4100, 1.05], [4080, 1.04]),
          metric('fact__wrong', [10, 0.0995], [9, 0.0949]),
        ],
      },
    ],
  }
  const december = pilot
    .replace('5%, start: 2026-11-02', '5%, start: 2026-12-01')
    .replace('start: 2026-11-16', 'start: 2026-12-16')
  const columns = ['--columns', 'wrong_answer_rate=fact__wrong']
  const counted = (change: object = {}, argv: readonly string[] = [...asked, ...columns], setting: object = late) =>
    count({ 'export.json': JSON.stringify({ result: { ...whole, ...change } }), 'pilot.yaml': december }, argv, setting)

  test('counts of users, and the names that are other', async () => {
    const { code, results } = await counted()
    expect(code).toBe(0)
    expect(results).toMatchObject({
      source: { file: 'export.json', columns: { wrong_answer_rate: 'fact__wrong' } },
      phases: [
        {
          from: '2026-12-01',
          to: '2026-12-14',
          arms: {
            treatment: {
              assigned: 1000,
              deflection_rate: { good: 380, total: 1000, observed: 1000 },
              csat: { mean: '4.1 points', sd: '1.05 points', n: 1000 },
            },
            control: { assigned: 990, wrong_answer_rate: { good: 9, total: 990 } },
          },
        },
      ],
    })
  })

  const one = (metrics: readonly object[]) => ({ results: [{ metrics }] })

  test.each([
    [
      'of other days',
      { dateEnd: '2026-12-16T00:00:00Z' },
      'covers 2026-12-01 to 2026-12-15, but the stage covers 2026-12-01 to 2026-12-14',
    ],
    ['of no days', { dateStart: undefined }, 'has no `dateStart` or no `dateEnd`'],
    [
      'of one arm',
      one([{ metricId: 'csat', variations: [variation('treatment', 1000, 4100, 1)] }]),
      'has no variation "control": it has "treatment"',
    ],
    [
      'of one arm of a metric',
      one([
        metric('deflection_rate', [1, 0.032], [1, 0.032]),
        { metricId: 'csat', variations: [variation('treatment', 1000, 4100, 1)] },
      ]),
      'has "csat" in one arm only',
    ],
    ['split', { dimension: { type: 'experiment', id: 'country' } }, 'is split by a dimension'],
    ['of levels', { results: [...whole.results, ...whole.results] }, 'is split by a dimension'],
    [
      'of a ratio',
      one([
        {
          metricId: 'csat',
          variations: [variation('treatment', 1000, 4100, 1, 900), variation('control', 990, 4080, 1)],
        },
      ]),
      'has "csat", which is not counted by users',
    ],
    [
      'of a sum as a proportion',
      one([metric('deflection_rate', [1200, 0.5], [220, 0.4])]),
      'has "deflection_rate", which is not a proportion of its users',
    ],
    [
      'of other users',
      one([
        metric('csat', [4100, 1], [4080, 1]),
        { metricId: 'deflection_rate', variations: [variation('treatment', 7, 1, 1)] },
      ]),
      'has different users of the variation "treatment" by metric',
    ],
    [
      'without totals',
      one([{ metricId: 'csat', variations: [{ variationId: 'treatment', users: 3, analyses: [] }] }]),
      'has a variation without its users',
    ],
    [
      'of events of which one user has several',
      one([metric('deflection_rate', [380, 0.8], [220, 0.6])]),
      'has "deflection_rate", which is not a proportion of its users: it varies more than 0 and 1 can',
    ],
    [
      'of a mean that CUPED adjusted',
      { settings: { goals: [{ metricId: 'csat', overrides: { regressionAdjustmentEnabled: true } }] } },
      'has "csat", which has a standard deviation that CUPED or a prior adjusted',
    ],
    ['of another tool', { experimentId: undefined }, 'is not an export of GrowthBook, Statsig, Eppo or Datadog'],
  ])('%s is refused', async (_, change, words) => {
    const { code, stdout, stderr } = await counted(change)
    expect([code, stdout]).toEqual([1, ''])
    expect(stderr).toContain(`export.json ${words}`)
  })

  test('a ratio is counted by its events, with the difference that the users make', async () => {
    const ratio = (good: number, of: number, sd: number) => variation('treatment', 1000, good, sd, of)
    const metrics = [
      {
        metricId: 'deflection_rate',
        variations: [
          { ...ratio(330, 1500, 0.6), variationId: 'control' },
          { ...ratio(570, 1520, 0.7), variationId: 'treatment' },
        ],
      },
    ]
    const { code, results } = await counted(one(metrics))
    expect([code, results.phases[0]?.arms, results.phases[0]?.differences]).toEqual([
      0,
      {
        treatment: { assigned: 1000, deflection_rate: { good: 570, total: 1520 } },
        control: { assigned: 1000, deflection_rate: { good: 330, total: 1500 } },
      },
      {
        deflection_rate: {
          difference: '15.5 points',
          se: expect.stringMatching(/^2\.91547\d* points$/),
          source: results.source,
        },
      },
    ])
    const several = [
      { ...metrics[0], variations: [ratio(2000, 1500, 0.6), { ...ratio(1, 2, 1), variationId: 'control' }] },
    ]
    expect((await counted(one(several))).stderr).toContain(
      'has "deflection_rate", which is not a proportion of its users',
    )
  })

  test('a proportion counts the same where CUPED adjusted its deviation', async () => {
    const settings = { goals: [{ metricId: 'deflection_rate', overrides: { regressionAdjustmentEnabled: true } }] }
    const adjusted = one([metric('deflection_rate', [380, 0.4], [220, 0.35])])
    const { code, results } = await counted({ ...adjusted, settings })
    expect([code, results.phases[0]?.arms?.treatment?.deflection_rate]).toEqual([
      0,
      { good: 380, total: 1000, observed: 1000 },
    ])
  })

  /** The lift of each metric over the control, which CUPED adjusted. */
  const lifted = (lifts: { readonly [metric: string]: number }, engine = 'frequentist') => {
    const [{ metrics }] = whole.results as [(typeof whole.results)[number]]
    return one(
      metrics.map(({ metricId, variations: [treatment, control] }) => ({
        metricId,
        variations: [control, treatment].map((variation) => ({
          ...variation,
          analyses: [
            {
              ...variation?.analyses[0],
              engine,
              percentChange: variation === treatment ? (lifts[metricId] ?? lift(treatment, control)) : 0,
            },
          ],
        })),
      })),
    )
  }
  const meanOf = (one: ReturnType<typeof variation> | undefined): number => one?.analyses[0]?.mean ?? Number.NaN
  const lift = (...[own, other]: readonly (ReturnType<typeof variation> | undefined)[]): number =>
    meanOf(own) / meanOf(other) - 1

  test('what CUPED leaves of a difference stands beside the counts', async () => {
    const { code, results, stderr } = await counted(lifted({ deflection_rate: 0.7 }))
    expect([code, results.phases[0]?.differences, stderr]).toEqual([
      0,
      {
        deflection_rate: {
          difference: expect.stringMatching(/^15\.5555555\d* points$/),
          se: expect.stringMatching(/^2\.0451\d* points$/),
          source: results.source,
        },
      },
      expect.not.stringContaining('no difference'),
    ])
  })

  test.each([
    ['of means as they are', lifted({})],
    ['of another engine', lifted({ deflection_rate: 0.7 }, 'bayesian')],
  ])('a lift %s is no difference', async (_, change) => {
    const { code, results } = await counted(change)
    expect([code, results.phases[0]?.differences]).toEqual([0, undefined])
  })

  test('a mean whose lift is not that of its means is refused', async () => {
    const { code, stderr } = await counted(lifted({ csat: 0.01 }))
    expect([code, stderr]).toEqual([
      1,
      expect.stringContaining('has "csat", which has a standard deviation that CUPED'),
    ])
  })

  test('another metric is none, and a window that is not over is refused', async () => {
    const { code, stderr } = await counted(one([metric('revenue', [380, 0.49], [220, 0.42])]))
    expect(code).toBe(1)
    expect(stderr).toContain('no outcome of any metric is counted in treatment')
    const early = await counted({}, undefined, { now: Date.UTC(2026, 11, 18, 12) })
    expect([early.code, early.stderr]).toEqual([1, expect.stringContaining('whose window has not ended')])
  })

  test('steps, a freeze and broken bytes are refused', async () => {
    const stderrOf = async (files: { readonly [name: string]: string }) =>
      (await count(files, [...asked, ...columns])).stderr
    const text = JSON.stringify(whole)
    expect(
      await stderrOf({
        'e.json': text,
        'pilot.yaml': december.replace('freeze: [', 'freeze: [2026-12-05..2026-12-06, '),
      }),
    ).toContain('e.json includes days of `rollout.freeze`')
    expect(await stderrOf({ 'e.json': text.slice(0, 90), 'pilot.yaml': december })).toContain('e.json cannot be read: ')
    expect(await stderrOf({ 'e.json': '[]', 'pilot.yaml': december })).toContain(
      'e.json is not an export of GrowthBook, Statsig, Eppo or Datadog',
    )
    const steps = ['--stage', 'progressive', '--by', 'acme/analytics', ...columns]
    expect(
      (await count({ 'e.json': text, 'pilot.yaml': december }, steps, { now: Date.UTC(2027, 3, 1) })).stderr,
    ).toContain('e.json has totals, which cannot be split by the steps of the stage')
  })
})

describe('an export of Statsig', () => {
  const december = pilot
    .replace('5%, start: 2026-11-02', '5%, start: 2026-12-01')
    .replace('start: 2026-11-16', 'start: 2026-12-16')
  const days = '2026-12-01,2026-12-14'
  const spread = (good: number, units: number) => Math.sqrt(((good / units) * (1 - good / units)) / units)
  const share = (name: string, group: string, good: number, units: number) =>
    `e,,${group},event_user,${name},!statsig_topline,${days},${units},${good / units},${spread(good, units)}`
  const header =
    'name,rule,experiment_group,metric_type,metric_name,metric_dimension,start_date,end_date,units,mean,stderr'
  const shares = [
    share('deflection_rate', 'Test', 380, 1000),
    share('deflection_rate', 'Control', 220, 990),
    share('wrong_answer_rate', 'Test', 10, 1000),
    share('wrong_answer_rate', 'Control', 9, 990),
  ]
  const columns = ['--columns', 'treatment=Test,control=Control']
  const counted = (lines: readonly string[], argv = [...asked, ...columns], name = 'pulse.csv') =>
    count({ [name]: `${lines.join('\n')}\n`, 'pilot.yaml': december }, argv, late)

  test('counts the shares of its units', async () => {
    const split = `e,,Test,event_user,deflection_rate,ios,${days},7,1,0`
    const { code, results, stderr } = await counted([header, ...shares, split])
    expect([code, stderr]).toEqual([0, expect.stringContaining('the rows have no "csat", so the results omit it')])
    expect(results).toMatchObject({
      source: { file: 'pulse.csv', columns: { treatment: 'Test', control: 'Control' } },
      phases: [
        {
          from: '2026-12-01',
          to: '2026-12-14',
          arms: {
            treatment: { assigned: 1000, deflection_rate: { good: 380, total: 1000, observed: 1000 } },
            control: { assigned: 990, wrong_answer_rate: { good: 9, total: 990 } },
          },
        },
      ],
    })
  })

  test('of a metric of fewer units counts those that took part', async () => {
    const { results } = await counted([header, share('deflection_rate', 'Test', 380, 900), ...shares.slice(1)])
    expect(results.phases[0]?.arms.treatment).toMatchObject({
      assigned: 1000,
      deflection_rate: { good: 380, total: 900, observed: 900 },
    })
  })

  test('counts both groups of a gate from one row', async () => {
    const gate =
      'name,rule,metric_type,metric_name,metric_dimension,start_date,end_date,test_units,test_mean,test_stderr,ctrl_units,ctrl_mean,ctrl_stderr,abs_delta,z_score'
    const row = `g,r,event_user,deflection_rate,,${days},1000,0.38,${spread(380, 1000)},990,${220 / 990},${spread(220, 990)},0.1,9`
    const { code, results } = await counted([gate, row], [...asked, '--columns', 'treatment=test'])
    expect([code, results.phases[0]?.arms?.control?.deflection_rate]).toEqual([
      0,
      { good: 220, total: 990, observed: 990 },
    ])
  })

  const twice = (row: string) => [row, row.replace('event_user', 'event_count')]

  const gate =
    'name,rule,metric_type,metric_name,metric_dimension,start_date,end_date,test_units,test_mean,test_stderr,ctrl_units,ctrl_mean,ctrl_stderr,abs_delta,abs_stderr'
  const adjusted = [
    `g,r,event_user,deflection_rate,,${days},100,0.381,0.0141,99,0.222,0.0121,0.159,0.0186`,
    `g,r,sum,csat,,${days},100,4.11,0.031,99,4.2,0.03,-0.09,0.043`,
    `g,r,event_user,wrong_answer_rate,,${days},100,0.01,${spread(1, 100)},99,${1 / 99},${spread(1, 99)},0.0009,0.004`,
  ]
  const rows = ['treatment', 'control'].flatMap((arm, at) =>
    Array.from({ length: 100 }, (_, unit) => ({
      ...{
        unit: `${arm}${unit}`,
        arm,
        day: '2026-12-02',
        deflection_rate: unit % 4 > at ? 1 : 0,
        csat: 3 + (unit % 3),
      },
      ...(unit === 0 && { wrong_answer_rate: 0 }),
    })),
  )
  const beside = (exports: { readonly [name: string]: readonly string[] }, ...argv: string[]) =>
    count(
      {
        'rows.csv': csvOf(rows),
        ...Object.fromEntries(Object.entries(exports).map(([name, lines]) => [name, `${lines.join('\n')}\n`])),
        'pilot.yaml': december,
      },
      [...asked, '--differences', Object.keys(exports).join(','), '--differences-columns', 'treatment=test', ...argv],
      late,
    )

  test('differences of another export stand beside the counts of rows', async () => {
    const { code, results, stderr } = await beside({ 'cuped.csv': [gate, ...adjusted] })
    const source = { file: 'cuped.csv', sha256: expect.any(String), columns: { treatment: 'test' } }
    expect([code, results.phases[0]?.differences]).toEqual([
      0,
      {
        deflection_rate: { difference: '15.9 points', se: '1.86 points', source },
        csat: { difference: '-0.09 points', se: '0.043 points', source },
      },
    ])
    expect(stderr).toContain(
      'no difference: cuped.csv has "wrong_answer_rate", which is not adjusted: its counts give the same',
    )
  })

  test('of an experiment a difference is that of the means of its groups', async () => {
    const group = (name: string, mean: number, stderr: number) => `e,,${name},sum,csat,,${days},100,${mean},${stderr}`
    const { results } = await beside({ 'cuped.csv': [header, group('test', 4.11, 0.03), group('control', 4.2, 0.04)] })
    expect(results.phases[0]?.differences).toMatchObject({
      csat: { difference: '-0.09 points', se: '0.05 points' },
    })
  })

  test.each([
    [
      'a file that is none',
      { 'x.csv': ['a,b', '1,2'] },
      [1, 'x.csv is not an export of GrowthBook, Statsig, Eppo or Datadog'],
    ],
    [
      'other days',
      { 'x.csv': [gate, ...adjusted.map((row) => row.replace('12-14', '12-13'))] },
      [1, 'x.csv covers 2026-12-01 to 2026-12-13, but the stage covers 2026-12-01 to 2026-12-14'],
    ],
    [
      'other groups',
      { 'x.csv': [header, ...shares] },
      [1, 'x.csv has no variation "test": it has "Test" and "Control"\n  help: '],
    ],
    [
      'other units',
      { 'x.csv': [gate, ...adjusted.map((row) => row.replace(',100,', ',9000,'))] },
      [1, 'x.csv has 9000 and 99 units, but 100 and 100 are assigned'],
    ],
    ['only what the counts say', { 'x.csv': [gate, adjusted[2] ?? ''] }, [1, 'which is not adjusted']],
    [
      'no standard error',
      { 'x.csv': [gate, (adjusted[1] ?? '').replace('0.043', '0')] },
      [1, 'has "csat", whose difference or standard error is outside any plausible range'],
    ],
    [
      'what no number is',
      { 'x.json': [JSON.stringify({ data: { primaryMetrics: [{ metricID: 'a' }] } })] },
      [2, 'x.json cannot be counted: the API of Statsig'],
    ],
  ])('differences of %s are refused', async (_, exports, [exit, words]) => {
    const { code, stdout, stderr } = await beside(exports)
    expect([code, stdout, stderr]).toEqual([exit, '', expect.stringContaining(String(words))])
  })

  test('an export that is not there, and a name of nothing', async () => {
    const files = { 'rows.csv': csvOf(rows), 'pilot.yaml': december }
    const { code, stderr } = await count(files, [...asked, '--differences', 'none.csv'], late)
    expect([code, stderr]).toEqual([2, expect.stringContaining('none.csv')])
    const named = await beside({ 'x.csv': [gate, ...adjusted] }, '--differences-columns', 'nps=met_1')
    expect([named.code, named.stderr]).toEqual([
      2,
      expect.stringContaining('--differences-columns nps=met_1: unknown name nps'),
    ])
  })

  test.each([
    [
      'of a mean',
      [`e,,Test,sum,csat,,${days},1000,4.1,0.033`, ...shares],
      'has "csat", which is not a share of its units',
    ],
    [
      'of events of which one unit has several',
      [shares[0]?.replace(/[^,]+$/, '0.02') ?? '', ...shares.slice(1)],
      'has "deflection_rate", which is not a share of its units',
    ],
    [
      'of a share that CUPED adjusted',
      [shares[0]?.replace(/[^,]+$/, '0.0149') ?? '', ...shares.slice(1)],
      'has "deflection_rate", which is not a share of its units',
    ],
    [
      'of several types',
      [...shares.slice(1), ...twice(shares[0] ?? '')],
      'name one, such as "deflection_rate::event_count"',
    ],
    ['twice the same', [...shares, ...shares], 'has "deflection_rate::event_user" twice in "Test"'],
    ['of several days', [...shares.slice(1), (shares[0] ?? '').replace('12-14', '12-13')], 'has rows of several days'],
    [
      'of other days',
      shares.map((row) => row.replace('12-14', '12-13')),
      'covers 2026-12-01 to 2026-12-13, but the stage',
    ],
    ['of no days', [(shares[0] ?? '').replace(days, ',')], 'has a row without its days'],
    ['of levels alone', [(shares[0] ?? '').replace('!statsig_topline', 'ios')], 'has no metric of all units'],
    [
      'of another group',
      shares.map((row) => row.replace('Test', 'B')),
      'has no variation "Test": it has "B" and "Control"',
    ],
    ['of no table', ['e"'], 'cannot be read: line 2 has a quote inside an unquoted cell'],
  ])('%s is refused', async (_, lines, words) => {
    const { code, stdout, stderr } = await counted([header, ...lines])
    expect([code, stdout]).toEqual([1, ''])
    expect(stderr).toContain(words)
  })

  test('the answer of its API is told apart, with what to export instead', async () => {
    const data = {
      data: { primaryMetrics: [{ metricID: 'a::user', test_mean: 0.3, test_units: 10, percent_change: 2 }] },
    }
    const { code, stdout, stderr } = await counted([JSON.stringify(data)], asked, 'export.json')
    expect([code, stdout]).toEqual([2, ''])
    expect(stderr).toContain('cannot be counted: the API of Statsig names neither the groups nor the days')
    expect(stderr).toContain('export the Pulse summary as CSV')
  })

  test('an experiment of Eppo counts the shares of its subjects', async () => {
    const [share, base] = [380 / 1000, 220 / 990]
    const ratio = share / base
    const se = Math.sqrt((share * (1 - share)) / 1000 + (ratio ** 2 * (base * (1 - base))) / 990) / base
    const arm = (variant_key: string, numerator: number, assignment_count: number, more: object) => ({
      ...{ variant_key, is_control: variant_key === 'off' },
      calculated_metrics: [{ metric_id: 12, numerator, denominator: assignment_count, assignment_count, ...more }],
    })
    const experiment = {
      assignments_start_date: '2026-12-01T00:00:00Z',
      assignments_end_date: '2026-12-15T00:00:00Z',
      variations: [
        arm('on', 380, 1000, { percent_change: ratio - 1, z_score: (ratio - 1) / se }),
        arm('off', 220, 990, {}),
      ],
    }
    const columns = ['--columns', 'treatment=on,control=off,deflection_rate=12']
    const { code, results } = await counted([JSON.stringify(experiment)], [...asked, ...columns], 'export.json')
    expect([code, results.phases[0]?.arms]).toEqual([
      0,
      {
        treatment: { assigned: 1000, deflection_rate: { good: 380, total: 1000, observed: 1000 } },
        control: { assigned: 990, deflection_rate: { good: 220, total: 990, observed: 990 } },
      },
    ])
  })
})
