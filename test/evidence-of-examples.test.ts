import { expect, test } from 'vitest'
import { parse } from 'yaml'
import { commitsOf } from './commits.ts'
import { lastOf } from './held.ts'
import { doings, judge, lostIn, short } from './walk.ts'

const examples = [
  'order-status',
  'delivery-slots',
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
const gitlabOwners = '.gitlab/CODEOWNERS'

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
    [gitlabOwners, 'ownership'],
  ]
  const pieces = new Map<string, Set<string>>()
  for (const [file, ...lines] of named)
    if (file !== undefined) pieces.set(file, new Set([...(pieces.get(file) ?? []), ...lines]))
  return pieces
}

type Digit = readonly [file: string, from: string, to: string, ...further: string[]]

/**
 * One digit of each file that says another number then, with the further lines that lose by it: the number of an alert is
 * a part of the bar, and errors cost money. Where a file has no number that counts it is a letter of a name. The other
 * contracts and schemas of the examples hold neither, and a price table of which pilot.yaml repeats no number is the price.
 */
const digits: { readonly [example: string]: readonly Digit[] } = {
  'order-status': [
    [owners, 'acme/support-platform\n/docs', 'acme/support-platforms\n/docs'],
    ['docs/runbooks/order-status.md', '## Rollback', '## Rollbacks'],
    ['contracts/orders.odcs.yaml', 'value: 4', 'value: 9'],
    ['evals/results/2026-10-28.json', '"errors": 1', '"errors": 9'],
    ['flags/support.flagd.json', '["on", 5]', '["on", 9]'],
    ['docs/drills/2026-11.md', 'took: 6m', 'took: 16m'],
    ['monitoring/order-status.rules.yml', '> 0.025', '> 0.026', 'history'],
    ['costs/prices.json', '0.000005', '0.000006'],
    ['tools/order-status.mcp.json', 'post_reply', 'post_reply2'],
    ['rollout/shadow.json', '"good": 8214', '"good": 8114'],
  ],
  'delivery-slots': [
    [gitlabOwners, 'pilot.yaml @greencart/care-platform', 'pilot.yaml @greencart/care-platform2'],
    ['docs/runbook.md', '## Rollback', '## Rollbacks'],
    ['contracts/slots.odcs.yaml', 'value: 1,', 'value: 9,'],
    ['evals/output.json', '2026-10-01T07:12:40.118Z', '2025-10-01T07:12:40.118Z'],
    ['flags/launchdarkly.json', '"weight": 5000', '"weight": 9000'],
    ['docs/drills.yaml', 'took: 7m', 'took: 17m'],
    ['infra/monitors.tf', 'last_2d', 'last_9d', 'history'],
    ['costs/prices.json', '0.0000016', '0.0000026'],
    ['tools/delivery-slots.json', 'move_delivery', 'move_delivery2'],
    ['rollout/shadow.json', '7610', '6610'],
  ],
  replenishment: [
    [owners, 'fresh/replenishment', 'fresh/replenishments'],
    ['docs/runbook.md', '## Rollback', '## Rollbacks'],
    ['contracts/sales.odcs.yaml', 'value: 6', 'value: 26'],
    ['evals/run.json', '"errors": 0', '"errors": 9'],
    ['flags/stores.json', '["control", 5]', '["control", 0]'],
    ['docs/drills.yaml', 'on: 2026-08-26, took: 9m', 'on: 2026-08-26, took: 99m'],
    ['monitoring/replenishment.rules.yml', '> 0.015', '> 0.016', 'history'],
    ['finance/compute-2026.csv', '968.27', '2968.27'],
    ['tools/ordering.openapi.yaml', 'proposeOrder', 'proposeOrder2'],
    ['rollout/shadow.json', '204330', '184330'],
    ['rollout/limited.json', '"2.91 ', '"3.91 '],
    ['rollout/progressive.json', '"2.93 ', '"3.93 '],
  ],
  posteingang: [
    [owners, 'versicherung/posteingang', 'versicherung/posteingang2'],
    ['betrieb/handbuch.md', '## Abschalten', '## Abschalten 2'],
    ['evals/lauf.json', '"errors": 0', '"errors": 9'],
    ['flags/post.json', '["on", 10]', '["on", 11]'],
    ['betrieb/proben.yaml', 'took: 8m', 'took: 38m'],
    ['betrieb/alarme.yml', '> 0.035', '> 0.036', 'history'],
    ['tools/post.mcp.json', '"ordne_zu"', '"ordne_zu2"'],
    ['rollout/schatten.json', '20870', '10870'],
  ],
  'saisie-factures': [
    [owners, 'groupe/fournisseurs', 'groupe/fournisseurs2'],
    ['docs/exploitation.md', '## Retour en arrière', '## Retour en arrière 2'],
    ['evals/essai.json', '"errors": 13', '"errors": 43'],
    ['flags/compta.json', '["on", 10]', '["on", 11]'],
    ['docs/exercices.md', 'took: 9m', 'took: 39m'],
    ['alertes/factures.rules.yml', '> 0.03', '> 0.04', 'history'],
    ['outils/factures.mcp.json', 'lire_facture', 'lire_facture2'],
    ['rollout/ombre.json', '12390', '11390'],
  ],
  'discharge-letters': [
    [owners, 'clinic/medical-informatics', 'clinic/medical-informatics2'],
    ['docs/runbook.md', '## Rollback', '## Rollbacks'],
    ['evals/run.json', '"errors": 0', '"errors": 9'],
    ['flags/clinic.json', '"Lyon"', '"Lyon2"'],
    ['docs/drills.yaml', 'took: 11m', 'took: 91m'],
    ['monitoring/letters.rules.yml', '> 0.035', '> 0.036', 'history'],
    ['tools/letters.mcp.json', 'save_draft', 'save_draft2'],
    ['rollout/shadow.json', '1455', '1255'],
  ],
  'tariff-codes': [
    [owners, 'forward/declarations', 'forward/declarations2'],
    ['docs/runbook.md', '## Rollback', '## Rollbacks'],
    ['evals/run.json', '"errors": 1', '"errors": 9'],
    ['flags/customs.json', '"tariff-codes"', '"tariff-codes2"'],
    ['docs/drills.yaml', 'on: 2026-09-15, took: 5m', 'on: 2026-09-15, took: 95m'],
    ['monitoring/codes.rules.yml', '> 0.03', '> 0.04', 'history'],
    ['tools/codes.mcp.json', 'propose_code', 'propose_code2'],
    ['rollout/shadow.json', '7901', '6901'],
    ['rollout/limited.json', '"good": 22', '"good": 92', 'cost'],
  ],
  'product-ranking': [
    [owners, 'shop/ranking', 'shop/ranking2'],
    ['docs/runbook.md', '## Rollback', '## Rollbacks'],
    ['contracts/catalogue.odcs.yaml', 'value: 5', 'value: 15'],
    ['evals/results.json', '"cases": 80', '"cases": 40'],
    ['flags/shop.json', '["on", 50]', '["on", 60]'],
    ['docs/drills.md', 'on: 2026-10-06, took: 3m', 'on: 2026-10-06, took: 93m'],
    ['monitoring/ranking.rules.yml', '> 0.05', '> 0.06', 'history'],
    ['tools/ranking.mcp.json', 'order_page', 'order_page2'],
    ['rollout/shadow.json', '71000', '51000'],
    ['rollout/limited.json', '18090', '15090'],
  ],
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
    const commits = commitsOf(example).map(({ day, files }) => [day, files] as const)
    const files = lastOf(commits)
    const plan: Pilot = parse(files['pilot.yaml'] ?? '')
    const whole = await judge(commits, today)
    expect(short(whole)).toEqual([])
    const wrong: string[] = []
    const compare = async (what: string, instead: typeof files, lines: readonly string[]) => {
      const now = await judge(commits, today, instead)
      const lost = lostIn(now, whole).toSorted().join()
      const right = lines.toSorted().join()
      if (now.code !== 1 || lost !== right) wrong.push(`${what}: exit ${now.code}, ${lost}, expected ${right}`)
    }
    for (const [index, [file, lines]] of [...piecesOf(plan)].entries()) {
      if (files[file] === undefined) continue
      for (const [which, name] of names.entries()) {
        // By default one of them for each piece, another one in each example.
        if (process.env.WALK === undefined && which !== (nth + index) % names.length) continue
        // CODEOWNERS is found by its place, and named nowhere.
        if (file.endsWith('CODEOWNERS') && /known form|system/.test(name)) continue
        const instead = doings[name]?.(files, file) ?? files
        await compare(`${file}, ${name}`, instead, [...lines, ...further(name, file, lines, plan.stage)])
      }
    }
    for (const [file, from, to, ...also] of digits[example] ?? []) {
      const text = files[file] ?? ''
      expect(text).toContain(from)
      // How long the rollback took says nothing of the fallback.
      const lines = file === plan.drills ? ['rollback'] : (piecesOf(plan).get(file) ?? [])
      await compare(`${file}, ${from} is ${to}`, { ...files, [file]: text.replace(from, to) }, [...lines, ...also])
    }
    expect(wrong).toEqual([])
  },
)
