import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { parse } from 'yaml'
import { repositoryOf } from '../examples/run.js'
import { doings, judge, lostIn, short } from './walk.ts'

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

type Pilot = {
  readonly stage?: string
  readonly integration?: readonly { readonly contract?: string }[]
  readonly owner?: { readonly runbook?: string | { readonly path: string } }
  readonly data?: { readonly eval_set?: { readonly path?: string; readonly results?: string } }
  readonly monitoring?: { readonly rules?: string }
  readonly rollback?: { readonly how?: { readonly file?: string } }
  readonly drills?: string
  readonly cost?: { readonly price?: { readonly table?: string }; readonly bill?: string; readonly allocation?: string }
  readonly guardrails?: { readonly tools?: string; readonly output?: { readonly schema?: string } }
  readonly rollout?: { readonly [stage: string]: { readonly results?: string } | undefined }
}

const owners = '.github/CODEOWNERS'

/** Each file of evidence, with the lines of the verdict that rest on it; the eval set and its run are judged beside them. */
const piecesOf = (pilot: Pilot): ReadonlyMap<string, ReadonlySet<string>> => {
  const { stage, integration = [], owner, data, monitoring, rollback, drills, cost, guardrails, rollout = {} } = pilot
  const named: readonly (readonly [file: string | undefined, ...lines: readonly string[]])[] = [
    ...integration.map(({ contract }) => [contract, 'integration'] as const),
    [typeof owner?.runbook === 'object' ? owner.runbook.path : owner?.runbook, 'ownership'],
    [data?.eval_set?.path],
    [data?.eval_set?.results],
    [monitoring?.rules, 'monitoring'],
    [rollback?.how?.file, 'rollback'],
    [drills, 'fallback', 'rollback'],
    [cost?.price?.table, 'cost'],
    // What was charged is asked at full.
    ...(stage === 'full' ? [[cost?.bill ?? cost?.allocation, 'cost'] as const] : []),
    [guardrails?.tools, 'guardrails'],
    [guardrails?.output?.schema, 'guardrails'],
    ...Object.values(rollout).map((stage) => [stage?.results, 'results'] as const),
    [owners, 'ownership'],
  ]
  const pieces = new Map<string, Set<string>>()
  for (const [file, ...lines] of named)
    if (file !== undefined) pieces.set(file, new Set([...(pieces.get(file) ?? []), ...lines]))
  return pieces
}

const names = Object.keys(doings)

/** What a text of another kind says: of no section for an alert that fires, or of no row of a table. */
const further = (name: string, file: string, lines: ReadonlySet<string>, stage = ''): readonly string[] => {
  if (name !== 'a file of another kind') return []
  if (file.endsWith('.md') && lines.has('ownership') && ['progressive', 'full'].includes(stage)) return ['monitoring']
  // How many cases there are is a part of the bar.
  return file.endsWith('.csv') && lines.size === 0 ? ['history'] : []
}

test.for(examples.map((example, nth) => [nth, example] as const))(
  'each piece of the evidence of $1 counts on its lines',
  async ([nth, example]) => {
    const root = repositoryOf(example)
    try {
      const pilotAt = join(root, 'pilot.yaml')
      const pilot = readFileSync(pilotAt, 'utf8')
      const plan: Pilot = parse(pilot)
      const whole = await judge(root, today)
      expect(short(whole)).toEqual([])
      const wrong: string[] = []
      for (const [index, [file, lines]] of [...piecesOf(plan)].entries()) {
        const at = join(root, file)
        if (!existsSync(at)) continue
        const text = readFileSync(at)
        for (const [which, name] of names.entries()) {
          // By default one of them for each piece, another one in each example.
          if (process.env.WALK === undefined && which !== (nth + index) % names.length) continue
          const instead = doings[name]?.(at, file)
          if (instead !== undefined) writeFileSync(pilotAt, pilot.replaceAll(file, instead))
          const now = await judge(root, today)
          rmSync(at, { recursive: true, force: true })
          if (instead !== undefined) rmSync(join(root, instead), { force: true })
          writeFileSync(at, text)
          writeFileSync(pilotAt, pilot)
          // CODEOWNERS is found by its place, and named nowhere.
          if (file === owners && instead !== undefined) continue
          const lost = lostIn(now, whole).toSorted().join()
          const right = [...lines, ...further(name, file, lines, plan.stage)].toSorted().join()
          if (now.code !== 1 || lost !== right)
            wrong.push(`${file}, ${name}: exit ${now.code}, ${lost}, expected ${right}`)
        }
      }
      expect(wrong).toEqual([])
    } finally {
      rmSync(root, { recursive: true, force: true })
    }
  },
)
