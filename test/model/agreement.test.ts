import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { readPilot } from '../../src/lint/load.ts'
import { validate } from '../../src/model/generated/pilot-validator.js'
import { pilot } from '../../src/model/pilot.ts'
import { parse } from '../../src/yaml/document.ts'
import type { Path } from '../../src/yaml/path.ts'

const fixture = (name: string): unknown => {
  const document = parse(readFileSync(new URL(`../fixtures/${name}.yaml`, import.meta.url)))
  if (!document.ok) throw new Error(`${name} does not parse`)
  return document.data
}

type Container = Record<string | number, unknown>

const wholes = ['complete', 'models'].map((name) => fixture(name) as Container)

function* pathsOf(data: unknown, path: Path = []): Generator<Path> {
  yield path
  if (typeof data !== 'object' || data === null) return
  for (const key of Object.keys(data)) {
    const step = Array.isArray(data) ? Number(key) : key
    yield* pathsOf((data as Container)[step], [...path, step])
  }
}

// No check spans two sections, so beside the changed one only what every file must have has to be there.
const changed = (whole: Container, path: Path, change: (parent: Container, key: string | number) => void): unknown => {
  const { version, id, ...sections } = whole
  const [section = ''] = path
  const part = Object.hasOwn(sections, section) ? { [section]: sections[section] } : {}
  const copy = structuredClone({ version, id, ...part })
  const parent = path.slice(0, -1).reduce<unknown>((part, step) => (part as Container)[step], copy) as Container
  change(parent, path.at(-1) ?? '')
  return copy
}

const replacements: readonly unknown[] = [null, true, 7, -1, 1.5, 'x', '', [], {}, ['x'], { unknown: 1 }]

function* mutations(whole: Container): Generator<{ name: string; data: unknown }> {
  for (const path of pathsOf(whole)) {
    if (path.length === 0) continue
    const name = path.join('.')
    yield {
      name: `${name} removed`,
      data: changed(whole, path, (parent, key) => {
        if (Array.isArray(parent)) parent.splice(Number(key), 1)
        else delete parent[key]
      }),
    }
    for (const value of replacements)
      yield {
        name: `${name} = ${JSON.stringify(value)}`,
        data: changed(whole, path, (parent, key) => {
          parent[key] = value
        }),
      }
    yield {
      name: `${name} beside an unknown key`,
      data: changed(whole, path, (parent) => {
        if (!Array.isArray(parent)) parent.unknown_key = 'x'
      }),
    }
  }
}

test('zod and the published schema agree on every mutation of good files', () => {
  const apart: string[] = []
  let judged = 0
  let refused = 0
  for (const { name, data } of wholes.flatMap((whole) => [...mutations(whole)])) {
    const good = validate(data)
    judged += 1
    if (!good) refused += 1
    if (pilot.safeParse(data).success !== good) apart.push(name)
  }
  expect(judged).toBeGreaterThan(4500)
  expect(refused).toBeGreaterThan(judged / 2)
  expect(apart).toEqual([])
}, 60_000)

test.each(['core', 'complete', 'models'])('the reader makes the same model of %s as zod does', (name) => {
  const data = fixture(name)
  const { pilot: model, faults } = readPilot(data, () => undefined)
  expect(faults).toEqual([])
  expect(model).toEqual(pilot.parse(data))
})

const short = {
  version: 1,
  id: 'short',
  owner: 'acme/support',
  success: { baseline: '22%' },
  fallback: ['human'],
  model: 'small-2-20260801',
  data: { eval_set: 'evals/x.jsonl', segments: ['language'] },
  rollback: { how: 'redeploy v41', when: [{ metric: 'csat', is: 'below 3 points', over: '20m' }] },
  rollout: { shadow: '21d', limited: '5% for 14d', progressive: ['20% for 7d'], full: '95%' },
  cost: { usage: { retries: '4%' }, oversight: { reviewed: '8%' } },
}

const everywhere = <T>(value: T) => ({ shadow: value, limited: value, progressive: value, full: value })

const long = {
  version: 1,
  id: 'short',
  owner: { team: 'acme/support' },
  success: { baseline: { value: '22%' } },
  fallback: [{ do: 'human' }],
  model: { id: 'small-2-20260801' },
  data: { eval_set: { path: 'evals/x.jsonl' }, segments: { groups: ['language'] } },
  rollback: {
    how: { revert: 'redeploy v41' },
    when: [{ metric: 'csat', is: 'below 3 points', over: everywhere('20m') }],
  },
  rollout: {
    shadow: { duration: '21d' },
    limited: { traffic: '5%', duration: '14d' },
    progressive: { steps: ['20% for 7d'] },
    full: { traffic: '95%' },
  },
  cost: { usage: { retries: { value: '4%' } }, oversight: { reviewed: everywhere('8%') } },
}

test('shorthand and long form give the same model', () => {
  expect(pilot.parse(short)).toEqual(pilot.parse(long))
  const none = () => undefined
  expect(readPilot(short, none)).toEqual(readPilot(long, none))
  expect(readPilot(short, none).faults).toEqual([])
})
