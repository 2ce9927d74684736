import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { fieldAt } from '../../src/cli/commands/explain.ts'
import type { Schema } from '../../src/cli/commands/schema.ts'
import { gather } from '../../src/evidence/gather.ts'
import { historyPage } from '../generated/evidence/history.ts'
import { pages } from '../generated/evidence/index.ts'
import { kindOf } from '../generated/evidence/page.ts'
import { claimed, factOf, lied, samplesOf } from './kinds.ts'

const schema: Schema = JSON.parse(readFileSync('schemas/pilot.schema.json', 'utf8'))

const formats = pages.flatMap((kind) =>
  kind.formats.map((format) => [`${kind.title}: ${format.name}`, kind, format] as const),
)

test('every fact is described once', async () => {
  const pilot = { version: 1, id: 'example' } as const
  // The prompt is no evidence by itself: the page on the history tells of it.
  const {
    file,
    references,
    broken,
    promptThen,
    promptAtRun,
    atHand,
    untracked,
    outdated,
    committed,
    adoption,
    paused,
    held,
    failed,
    ...facts
  } = await gather(pilot, [], undefined)
  expect(historyPage.notes).toContain('`model.prompt`')
  expect([file, references, broken, untracked, outdated, committed.size, adoption, paused, held, failed]).toEqual([
    'pilot.yaml',
    [],
    [],
    [],
    [],
    0,
    undefined,
    undefined,
    undefined,
    [],
  ])
  expect(pages.map(({ fact }) => fact).sort()).toEqual(Object.keys(facts).sort())
})

test.each(pages.flatMap((page) => kindOf(page).fields))('%s is a field of pilot.yaml', (name) => {
  expect(fieldAt(schema, name)).toBeDefined()
})

test.each(pages.map((page) => [page.title, page] as const))('every format of %s is described once', (_, page) => {
  const told = page.formats.map(({ name }) => name)
  expect(told).toEqual(page.fact === 'history' ? [] : kindOf(page).formats.map(({ name }) => name))
})

/** Lines that say nothing in a file of this name, up to so many bytes. */
const blank = (path: string, size: number): string => {
  const mark = /\.(?:ya?ml|yml)$|OWNERS$/.test(path) ? '#' : /\.(?:md|json)$/.test(path) ? ' ' : '\n'
  return `${mark.repeat(999)}\n`.repeat(Math.ceil(size / 1000)).slice(0, size)
}

describe.each(formats)('%s', (_, kind, { path, sample, maxBytes, claim = kind.claim }) => {
  const files = samplesOf({ path, sample })
  const judged = (all: typeof files) => claimed({ ...kind, claim }, path, all)

  test('its sample is read, and agrees with the claim', async () => {
    const { facts, findings } = await judged(files)
    expect(factOf(kind, facts)).toMatchObject({ state: 'found' })
    // What a sample does not hold is unproven; nothing in it may contradict the claim.
    const against = findings.filter(({ rule, elsewhere = [] }) => elsewhere.length > 0 && rule !== 'evidence/unproven')
    expect(against).toEqual([])
  })

  test('it is read up to the size that is said, and no further', async () => {
    const text = files[path]
    // A folder, and what is no text, have no blank lines.
    if (typeof text !== 'string') return
    const state = async (size: number) =>
      factOf(kind, (await judged({ ...files, [path]: text + blank(path, size - text.length) })).facts)?.state
    expect(await state(maxBytes)).toBe('found')
    expect(await state(maxBytes + 1)).not.toBe('found')
  })
})

describe.each(pages.map((kind) => [kind.title, kind] as const))('%s', (_, kind) => {
  test('its lie is told, by the file that shows it', async () => {
    const { findings } = await lied(kind)
    const honest = await claimed(kind, kind.formats[0]?.path ?? '', kind.formats[0]?.sample ?? {})
    const before = new Set(honest.findings.map(({ message }) => message))
    expect(findings.filter(({ message }) => !before.has(message))).not.toEqual([])
  })

  test('what nobody reads is unverified, and what is broken is told', async () => {
    const { unread, broken, formats: known } = kind
    if (known.length === 0) {
      expect(factOf(kind, (await claimed({ claim: kind.claim }, '', {})).facts)?.state).toBe('unverified')
      return
    }
    if (unread === undefined || broken === undefined) throw new Error('both have to be described')
    const state = async ({ path, text }: typeof unread) =>
      factOf(kind, (await claimed(kind, path, { [path]: text })).facts)?.state
    expect(await state(unread)).toBe('unverified')
    expect(await state(broken)).toBe('malformed')
    expect(factOf(kind, (await claimed(kind, known[0]?.path ?? '', {})).facts)?.state).toBe('absent')
  })
})
