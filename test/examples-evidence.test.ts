import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { parse } from '../src/document/index.ts'
import { readPilot } from '../src/lint/read-pilot.ts'
import { days, isDuration, type Quantity } from '../src/phrases/index.ts'
import { readable } from '../src/spec/list.ts'
import type { Pilot } from '../src/spec/pilot.ts'

const folder = join(import.meta.dirname, '../examples')
const names = readdirSync(folder)

const read = (name: string, file: string): string => readFileSync(join(folder, name, file), 'utf8')

const yaml = (text: string): unknown => {
  const document = parse(text)
  if (!document.ok) throw new Error(document.problems.map(({ message }) => message).join('\n'))
  return document.data
}

const pilotOf = (name: string): Pilot => readPilot(yaml(read(name, 'pilot.yaml')), () => undefined).pilot

/** The examples that hold the file which the field names. */
const having = <T>(field: (pilot: Pilot) => T | undefined) =>
  names.flatMap((name) => {
    const pilot = pilotOf(name)
    const value = field(pilot)
    return value === undefined ? [] : [{ name, pilot, value }]
  })

/** The anchors of a Markdown file, as GitHub makes them. */
const anchorsOf = (markdown: string): string[] =>
  [...markdown.matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replaceAll(/[^a-z0-9 -]/g, '')
      .replaceAll(' ', '-'),
  )

/** The number as Prometheus writes it: shares from 0 to 1, times in seconds. */
const base = (quantity: Quantity): number => {
  if (quantity.unit === '%') return quantity.value / 100
  return isDuration(quantity) ? days(quantity) * 86_400 : quantity.value
}

const signs = { above: '>', below: '<', at_least: '>=', at_most: '<=' }

type Case = { readonly source: string; readonly tags: readonly string[] }

describe.each(having(({ data }) => data?.eval_set))('the eval set of $name', ({ name, pilot, value }) => {
  const cases: readonly Case[] = read(name, value.path ?? '')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line))

  test('holds as many cases as declared, and as large a share of real ones', () => {
    expect(cases).toHaveLength(value.cases ?? 0)
    const real = cases.filter(({ source }) => source === 'real').length
    expect((100 * real) / cases.length).toBeCloseTo(value.real?.value ?? 0, 1)
  })

  test('holds every edge case often enough', () => {
    for (const { id, min_cases: least = 0 } of readable(pilot.data?.edge_cases)) {
      if (id === undefined) continue
      expect(cases.filter(({ tags }) => tags.includes(id)).length).toBeGreaterThanOrEqual(Math.max(least, 1))
    }
  })
})

describe.each(having(({ monitoring }) => monitoring))('the alerts of $name', ({ name, pilot, value }) => {
  const stage = pilot.stage === 'progressive' ? 'progressive' : 'limited'
  const text = read(name, value.rules ?? '')
  const { groups } = yaml(text) as { groups: { rules: { alert: string; expr: string }[] }[] }
  const runbook = pilot.owner?.runbook
  const anchors = runbook === undefined ? [] : anchorsOf(read(name, runbook))

  test.each(readable(value.alerts))('$rule', ({ rule, fire, over, runbook: anchor }) => {
    const expr = groups.flatMap(({ rules }) => rules).find(({ alert }) => alert === rule)?.expr
    const [, sign, number] = /([<>]=?) ([\d.]+)$/.exec(expr ?? '') ?? []
    if (fire === undefined || !('quantity' in fire)) throw new Error(`${rule} has no level`)
    expect(sign).toBe(signs[fire.op])
    expect(Number(number)).toBeCloseTo(base(fire.quantity), 9)
    const window = over?.[stage]
    const ranges = [...(expr ?? '').matchAll(/\[(\d+)([mhd])\]/g)]
    expect(ranges.length).toBeGreaterThan(0)
    for (const [, amount, unit] of ranges)
      expect(`${amount}${unit}`).toBe(`${window?.value}${window?.unit === 'min' ? 'm' : window?.unit}`)
    if (anchor !== undefined) {
      expect(anchors).toContain(anchor)
      expect(text).toContain(`runbook_url: ${runbook}#${anchor}`)
    }
  })
})

type Flags = {
  readonly flags: {
    readonly [name: string]: {
      readonly defaultVariant: string
      readonly targeting?: { readonly fractional: readonly [{ var: string }, ...[string, number][]] }
    }
  }
}

test.each(having(({ rollback }) => rollback?.how?.file))(
  'the flag of $name carries the shares of its stage',
  ({ name, pilot: { rollback, rollout, stage }, value }) => {
    const flag = (JSON.parse(read(name, value)) as Flags).flags[rollback?.how?.feature_flag ?? '']
    if (name === 'claims-triage') {
      // Everyone at once, and no way to anything smaller.
      expect(flag).toMatchObject({ defaultVariant: 'on' })
      expect(flag).not.toHaveProperty('targeting')
      return
    }
    const planned = stage === 'progressive' ? rollout?.progressive : rollout?.limited
    const steps = readable(stage === 'progressive' ? rollout?.progressive?.steps : [])
    const on = steps.at(-1)?.share?.value ?? planned?.traffic?.value ?? 0
    const control = planned?.control?.value ?? 0
    expect(flag?.defaultVariant).toBe('off')
    expect(flag?.targeting?.fractional).toEqual([
      { var: rollout?.assign_by },
      ['on', on],
      ['control', control],
      ['off', 100 - on - control],
    ])
  },
)

test.each(having(({ owner }) => owner?.team))('CODEOWNERS of $name', ({ name, value }) => {
  const owners = read(name, '.github/CODEOWNERS')
  // The orphan has one login for everything: that is its story.
  expect(owners).toContain(name === 'fraud-review' ? '* @d.novak\n' : ` @${value}\n`)
})

test.each(having(({ cost }) => cost?.price?.table))('the prices of $name', ({ name, pilot, value }) => {
  const { model, cost } = pilot
  const prices: { readonly [model: string]: { readonly [key: string]: number } } = JSON.parse(
    read(name, value),
  )
  const own = prices[model?.id ?? '']
  expect((own?.input_cost_per_token ?? 0) * 1e6).toBeCloseTo(cost?.price?.input?.value ?? -1, 9)
  expect((own?.output_cost_per_token ?? 0) * 1e6).toBeCloseTo(cost?.price?.output?.value ?? -1, 9)
})

test.each(names)('every anchor that %s names is a heading', (name) => {
  const { use_case, model } = pilotOf(name)
  for (const reference of [use_case?.roadmap, model?.vendor_managed]) {
    const [file = '', anchor] = reference?.split('#') ?? []
    if (anchor !== undefined) expect(anchorsOf(read(name, file))).toContain(anchor)
  }
})
