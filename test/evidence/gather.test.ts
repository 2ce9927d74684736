import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { gather } from '../../src/evidence/gather.ts'
import { factOf, resolveReference } from '../../src/evidence/reading/follow.ts'
import type { Claim } from '../../src/evidence/reading/kind.ts'
import { disk } from '../../src/repo/disk.ts'
import { memory } from '../../src/repo/memory.ts'
import type { Port } from '../../src/repo/port.ts'
import { folder } from '../cli/harness.ts'

const pilot = { version: 1, id: 'x' } as const
const claim = (reference: string, isPath = true): Claim => ({ path: ['owner', 'runbook'], reference, isPath })

const found = async (reference: string, port: Port, file = 'pilot.yaml', isPath = true) => {
  const { references } = await gather(pilot, [claim(reference, isPath)], { port, file })
  return references[0]
}

const files = { 'docs/runbook.md': '# Impact\n', 'chat/pilot.yaml': '', 'evals/a/b.jsonl': '{}\n' }

describe('a reference', () => {
  test.each([
    ['to a file', 'docs/runbook.md', 'found', ''],
    ['to a folder', 'evals', 'found', ''],
    ['with a dot step', './docs/../docs/runbook.md', 'found', ''],
    ['to nothing', 'docs/other.md', 'absent', 'does not exist'],
    ['below a file', 'docs/runbook.md/x', 'absent', 'does not exist'],
    ['out of the repository', '../secret.md', 'absent', 'points outside the repository'],
    ['to another system', 'https://wiki.example/runbook', 'unverified', 'is kept in another system'],
  ])('%s', async (_, reference, state, words) => {
    for (const port of [memory(files), disk(folder(files))])
      expect(await found(reference, port)).toMatchObject({ reference, state, words })
  })

  test('is read from the folder of the pilot', async () => {
    expect(await found('../docs/runbook.md', memory(files), 'chat/pilot.yaml')).toMatchObject({
      state: 'found',
      file: 'docs/runbook.md',
    })
  })

  test.each([
    ['an API', 'o.yaml#/paths/~1orders', 'found'],
    ['an API, percent-encoded', 'o.yaml#/paths/%7E1orders', 'found'],
    ['an entry of a list', 'o.yaml#/servers/0/url', 'found'],
    ['what is not there', 'o.yaml#/paths/~1refunds', 'absent'],
    ['what every object inherits', 'o.yaml#/constructor', 'absent'],
    ['one of several documents', 'two.yaml#/a', 'unverified'],
    ['what cannot be read', 'bad.json#/a', 'unverified'],
    ['a page, which has none', 'docs/runbook.md#/costs', 'absent'],
    ['another form', 'a.toml#/a', 'unverified'],
  ])('with a pointer to %s', async (_, reference, state) => {
    const api = { 'o.yaml': 'paths: {/orders: {}}\nservers: [{url: x}]\n', 'two.yaml': 'a: 1\n---\na: 1\n' }
    const port = memory({ ...files, ...api, 'bad.json': '{', 'a.toml': 'a = 1\n' })
    expect(await found(reference, port)).toMatchObject({ reference, state })
  })

  test('of the file alone is unverified', async () => {
    const { references } = await gather(pilot, [claim('docs/runbook.md')], undefined)
    expect(references[0]).toMatchObject({ state: 'unverified' })
  })

  test('that was perhaps meant is named', async () => {
    expect(await found('docs/runbok.md', memory(files))).toMatchObject({ near: 'docs/runbook.md' })
    expect(await found('docs/handbook-for-agents.md', memory(files))).not.toHaveProperty('near')
  })

  test('that is missing is compared with its folder once, and only so many are', async () => {
    const port = memory(files)
    let lists = 0
    const list: Port['list'] = (folder) => {
      lists += 1
      return port.list(folder)
    }
    const claims = Array.from({ length: 60 }, (_, at) =>
      claim(`docs/runb${'abcdefghij'.charAt(at % 10)}${'abcdef'.charAt(at / 10)}k.md`),
    )
    const { references } = await gather(pilot, claims, { port: { ...port, list }, file: 'pilot.yaml' })
    expect(references.filter(({ near }) => near === 'docs/runbook.md')).toHaveLength(50)
    expect(lists).toBe(1)
  })

  test('to many sections of one page reads it once', async () => {
    const page = `# a\n${'[x](y) *z* `w`\n'.repeat(10_000)}# b\n`
    const claims = Array.from({ length: 400 }, (_, at) => claim(`docs/big.md#${at % 2 === 0 ? 'a' : 'b'}`))
    const port = memory({ 'docs/big.md': page })
    const { references } = await gather(pilot, claims, { port, file: 'pilot.yaml' })
    expect(references.every(({ state }) => state === 'found')).toBe(true)
  })

  test('never leads out, whatever its steps', () => {
    const step = fc.constantFrom('..', '.', '', 'a', 'b.md', '...', ' ', '%2e%2e')
    fc.assert(
      fc.property(fc.array(step, { maxLength: 8 }), fc.array(step, { maxLength: 3 }), (steps, from) => {
        const resolved = resolveReference([...from, 'pilot.yaml'].join('/'), steps.join('/'))
        const way = resolved?.file.split('/') ?? []
        expect(way.filter((one) => one === '..' || one === '.')).toEqual([])
      }),
    )
  })
})

test('a link that points outside the repository is not followed, listed or looked at', () => {
  const outside = folder({ 'secret.txt': 'secret' })
  const root = folder(files)
  symlinkSync(join(outside, 'secret.txt'), join(root, 'docs/link.md'))
  symlinkSync(outside, join(root, 'away'))
  const port = disk(root)
  expect(port.read('docs/link.md', 100)).toMatchObject({ ok: false, refusal: 'outside' })
  expect(port.look('away')).toMatchObject({ ok: false, refusal: 'outside' })
  expect(port.list('away')).toMatchObject({ ok: false, refusal: 'outside' })
  const listing = port.list('docs')
  expect(listing.ok && listing.entries).toEqual([{ name: 'runbook.md', kind: 'file' }])
})

test('a folder is listed in order, on disk as in memory', () => {
  const root = folder(files)
  mkdirSync(join(root, 'evals/z'))
  writeFileSync(join(root, 'evals/z/c.jsonl'), '')
  const all = { ...files, 'evals/z/c.jsonl': '' }
  for (const path of ['', '.', 'evals', 'evals/', 'evals/a', 'nothing', 'docs/runbook.md'])
    expect(disk(root).list(path)).toEqual(memory(all).list(path))
})

describe('a fact', () => {
  const load = async () => ({ reader: () => ({ state: 'unknown', why: 'is in no known dialect' }) as const })
  const at = (port: Port, limit = 100) =>
    factOf('a.json', port.read('a.json', limit), { port, file: 'pilot.yaml' }, load)

  test('is absent, unverified where it may not be read, and unverified in an unknown dialect', async () => {
    expect(await at(memory({}))).toEqual({ state: 'absent', file: 'a.json', words: 'does not exist' })
    expect(await at(memory({ 'a.json': 'x'.repeat(101) }))).toMatchObject({ state: 'unverified' })
    expect(await at(memory({ 'a.json': 'x' }))).toMatchObject({
      state: 'unverified',
      why: 'is in no known dialect',
    })
  })
})

describe('the schema of the output', () => {
  const fact = async (text: string | undefined, name = 'reply.json') => {
    const port = memory(text === undefined ? {} : { [name]: text })
    const claimed = { ...pilot, guardrails: { output: { schema: name } } }
    return (await gather(claimed, [], { port, file: 'pilot.yaml' })).outputSchema
  }

  test('is read, or said to be malformed, absent or unknown', async () => {
    expect(await fact('{"type": "object", "required": ["text"]}')).toMatchObject({
      state: 'found',
      value: { constrains: true },
    })
    expect(await fact('{"title": "Reply"}')).toMatchObject({ state: 'found', value: { constrains: false } })
    expect(await fact('{"type": }')).toMatchObject({ state: 'malformed', range: { start: { column: 10 } } })
    expect(await fact(undefined)).toMatchObject({ state: 'absent' })
    expect(await fact('message Reply {}', 'reply.proto')).toMatchObject({ state: 'unverified' })
  })
})

test('the pilot file is no evidence of what it says itself', async () => {
  const own = 'pilots/pilot.yaml'
  const drills = './pilot.yaml'
  const port = memory({ [own]: 'drills: {fallback: 2026-10-29}\n' })
  const { drillRecord } = await gather({ ...pilot, drills }, [], { port, file: own })
  expect(drillRecord).toMatchObject({ state: 'malformed', file: own, problem: 'is the pilot file itself' })
})
