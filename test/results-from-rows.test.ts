import { createHash } from 'node:crypto'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { folder, pilotlint } from './cli/harness.ts'
import { commit } from './integration/git.ts'
import { before, honest, rewritten, treated } from './lies/parcel.ts'
import { seeded } from './simulation/random.ts'

const chatsADay = 84000 / 30
const levels = { country: ['NL', 'BE'], language: ['nl', 'fr', 'de'], carrier: ['x-press', 'post'] }
const dayAfter = (from: string, days: number) =>
  new Date(Date.parse(from) + days * 86_400_000).toISOString().slice(0, 10)

type Plan = { readonly from: string; readonly days: number; readonly share: number; readonly control: number }

/** The chats of a healthy system, one row each: 1.2 of each customer, whose arm never changes. */
const rowsOf = (phases: readonly Plan[], seed: number): string => {
  const random = seeded(seed)
  const lines = ['unit,arm,day,self_service_rate,csat,wrong_window_rate,country,language,carrier']
  for (const { from, days, share, control } of phases)
    for (const [arm, part, rates] of [
      ['treatment', share, treated],
      ['control', control, before],
    ] as const) {
      const total = Math.round(chatsADay * part * days)
      const customers = Math.round(total / 1.2)
      for (let at = 0; at < total; at++) {
        const customer = at % customers
        const stars =
          random() < rates.csat - 4 ? 5 : random() < 0.75 ? 4 + Math.round(random() * 2 - 1) : random() < 0.5 ? 5 : 3
        const cells = [
          `${from}-${arm}-${customer}`,
          arm,
          dayAfter(from, Math.floor(random() * days)),
          Number(random() < rates.good),
          random() < 0.14 ? stars : '',
          Number(random() < rates.wrong),
          ...Object.values(levels).map((names) => names[customer % names.length]),
        ]
        lines.push(cells.join(','))
      }
    }
  return `${lines.join('\n')}\n`
}

const stages = {
  limited: rowsOf([{ from: '2026-11-02', days: 21, share: 0.05, control: 0.05 }], 1),
  progressive: rowsOf(
    [
      { from: '2027-01-11', days: 7, share: 0.2, control: 0.2 },
      { from: '2027-01-18', days: 28, share: 0.5, control: 0.2 },
    ],
    2,
  ),
}

/** The results of the rows, by the plan of the honest repository. */
const countedIn = async (stage: keyof typeof stages): Promise<string> => {
  const root = folder({ '.git/HEAD': '', 'pilot.yaml': readFileSync(join(honest(), 'pilot.yaml'), 'utf8') })
  mkdirSync(join(root, 'analytics'))
  writeFileSync(join(root, `analytics/${stage}.csv`), stages[stage])
  const argv = ['results', `analytics/${stage}.csv`, '--stage', stage, '--by', 'northpost/insights']
  const { code, stdout } = await pilotlint(root, argv, { now: Date.UTC(2027, 5, 8) })
  expect(code).toBe(0)
  return stdout
}

test('results of a healthy system, counted from its rows, are READY at full', async () => {
  const [limited, progressive] = [await countedIn('limited'), await countedIn('progressive')]
  const root = rewritten([
    ['rollout/limited.json', /[\s\S]+/, limited],
    ['rollout/progressive.json', /[\s\S]+/, progressive],
  ])
  commit(root, '2027-06-08', {
    'analytics/limited.csv': stages.limited,
    'analytics/progressive.csv': stages.progressive,
  })
  const { code, stdout } = await pilotlint(root, ['--format', 'json'], {
    env: { PATH: process.env.PATH },
    now: Date.UTC(2027, 5, 8, 12),
  })
  const { files } = JSON.parse(stdout) as {
    files: readonly { diagnostics: readonly { rule: string; message: string }[] }[]
  }
  expect(files.flatMap(({ diagnostics }) => diagnostics.map(({ rule, message }) => `${rule}: ${message}`))).toEqual([])
  expect(code).toBe(0)
})

test('rows that changed after they were counted are another source', async () => {
  const limited = await countedIn('limited')
  expect(JSON.parse(limited).source.sha256).toBe(createHash('sha256').update(stages.limited).digest('hex'))
  const root = rewritten([['rollout/limited.json', /[\s\S]+/, limited]])
  commit(root, '2027-06-08', { 'analytics/limited.csv': stages.limited.replace(',1,', ',0,') })
  const { code, stdout } = await pilotlint(root, [], { env: { PATH: process.env.PATH }, now: Date.UTC(2027, 5, 8, 12) })
  expect([code, stdout]).toEqual([1, expect.stringContaining('has a `source` whose SHA-256 does not match')])
})

test('results whose counts were improved after they were counted contradict their rows', async () => {
  const limited = JSON.parse(await countedIn('limited'))
  const { good } = limited.phases[0].arms.treatment.self_service_rate
  limited.phases[0].arms.treatment.self_service_rate.good = good + 40
  const root = rewritten([['rollout/limited.json', /[\s\S]+/, JSON.stringify(limited)]])
  commit(root, '2027-06-08', { 'analytics/limited.csv': stages.limited })
  const { code, stdout } = await pilotlint(root, [], { env: { PATH: process.env.PATH }, now: Date.UTC(2027, 5, 8, 12) })
  expect(code).toBe(1)
  expect(stdout).toContain(
    `states ${good + 40} as \`good\` of self_service_rate in treatment, but its rows give ${good}`,
  )
})
