import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { parse } from 'yaml'
import { repositoryOf } from '../examples/run.js'
import { pilotlint } from './cli/harness.ts'

const examples = [
  'order-status',
  'replenishment',
  'posteingang',
  'saisie-factures',
  'discharge-letters',
  'tariff-codes',
  'product-ranking',
]

const today = Date.UTC(2026, 10, 22, 12)

type Line = { readonly state: string; readonly failed: boolean }
type File = {
  readonly items: readonly (Line & { readonly item: string })[]
  readonly results: Line
  readonly history: Line
}

const judge = async (root: string) => {
  const { code, stdout } = await pilotlint(root, ['--format', 'json'], { now: today, env: { PATH: process.env.PATH } })
  const { items, results, history } = (JSON.parse(stdout) as { files: [File] }).files[0]
  const lines = [...items, { ...results, item: 'results' }, { ...history, item: 'history' }]
  return { code, lines: new Map(lines.map(({ item, state, failed }) => [item, `${state} ${failed}`])) }
}

type Pilot = {
  readonly integration?: readonly { readonly contract?: string }[]
  readonly owner?: { readonly runbook?: string | { readonly path: string } }
  readonly monitoring?: { readonly rules?: string }
  readonly rollback?: { readonly how?: { readonly file?: string } }
  readonly drills?: string
  readonly cost?: { readonly price?: { readonly table?: string }; readonly bill?: string; readonly allocation?: string }
  readonly guardrails?: { readonly tools?: string; readonly output?: { readonly schema?: string } }
  readonly rollout?: { readonly [stage: string]: { readonly results?: string } | undefined }
}

/** Each file of evidence, with the lines of the verdict that rest on it. */
const piecesOf = (pilot: Pilot): ReadonlyMap<string, ReadonlySet<string>> => {
  const { integration = [], owner, monitoring, rollback, drills, cost, guardrails, rollout = {} } = pilot
  const named: readonly (readonly [file: string | undefined, ...lines: readonly string[]])[] = [
    ...integration.map(({ contract }) => [contract, 'integration'] as const),
    [typeof owner?.runbook === 'object' ? owner.runbook.path : owner?.runbook, 'ownership'],
    [monitoring?.rules, 'monitoring'],
    [rollback?.how?.file, 'rollback'],
    [drills, 'fallback', 'rollback'],
    [cost?.price?.table, 'cost'],
    [guardrails?.tools, 'guardrails'],
    [guardrails?.output?.schema, 'guardrails'],
    ...Object.values(rollout).map((stage) => [stage?.results, 'results'] as const),
    ['.github/CODEOWNERS', 'ownership'],
  ]
  const pieces = new Map<string, Set<string>>()
  for (const [file, ...lines] of named)
    if (file !== undefined) pieces.set(file, new Set([...(pieces.get(file) ?? []), ...lines]))
  return pieces
}

const doings: readonly (readonly [name: string, spoil: (at: string) => void])[] = [
  ['removed', (at) => rmSync(at)],
  ...(process.env.WALK === undefined ? [] : [['emptied', (at: string) => writeFileSync(at, '')] as const]),
]

test.for(examples)('each piece of the evidence of %s counts on its lines', async (example) => {
  const root = repositoryOf(example)
  try {
    const whole = await judge(root)
    const bad = [...whole.lines].filter(([, line]) => !/^(?:proven|stated|shown|read|none asked) false$/.test(line))
    expect(bad).toEqual([])
    for (const [file, lines] of piecesOf(parse(readFileSync(join(root, 'pilot.yaml'), 'utf8')))) {
      const at = join(root, file)
      if (!existsSync(at)) continue
      const text = readFileSync(at)
      for (const [name, spoil] of doings) {
        spoil(at)
        const { code, lines: now } = await judge(root)
        writeFileSync(at, text)
        const lost = [...now].filter(([item, line]) => line !== whole.lines.get(item)).map(([item]) => item)
        expect({ file, name, code, lost: lost.toSorted() }).toEqual({
          file,
          name,
          code: 1,
          lost: [...lines].toSorted(),
        })
      }
    }
  } finally {
    rmSync(root, { recursive: true, force: true })
  }
})
