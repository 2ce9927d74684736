import { readdirSync, readFileSync } from 'node:fs'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { readPilot } from '../../src/lint/load.ts'
import { exceptionInvalid } from '../../src/rules/spec/exception-invalid.ts'
import { placeholder } from '../../src/rules/spec/placeholder.ts'
import { unitMissing } from '../../src/rules/spec/unit-missing.ts'
import { once } from '../../src/values/once.ts'
import { parse } from '../../src/yaml/document.ts'
import { faultsOf, fixing, linesBeyond } from './fixing.ts'

const root = new URL('../../', import.meta.url)
const read = (path: string): string => readFileSync(new URL(path, root), 'utf8')

const files = [
  read('test/fixtures/complete.yaml'),
  read('test/fixtures/core.yaml'),
  read('test/yaml/complete.yaml'),
  ...readdirSync(new URL('examples/', root), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => read(`examples/${name}/pilot.yaml`)),
]

/** Other rules say nothing about how a value is written. */
const rules = [exceptionInvalid, placeholder, unitMissing]

/** Spellings that mean the same, each with one that pilot.yaml takes. */
const spellings: readonly (readonly [RegExp, string])[] = [
  [/(?<=: |\[|for )(\d+)d(?=[,}\]\n])/g, '$1 Days'],
  [/(?<=: |\[)(\d+)d(?=[,}\]\n])/g, '“$1d”'],
  [/(?<=[: [])([1-9]\d*)%/g, '$1 pct'],
  [/(?<=[: [])([1-9]\d*)%(?= for)/g, '$1%%'],
  [/% for (?=\d)/g, '% during '],
  [/\bat least (?=\d)/g, '≥ '],
  [/\bat most (?=\d)/g, 'no more than '],
  [/\babove (?=\d)/g, 'more than '],
  [/\babove (?=\d)/g, '> '],
  [/\bguardrail_metrics hold\b/g, 'guardrails hold'],
  [/(?<=: )(\d{4})-(\d\d)-(\d\d)(?=\n)/g, '$3.$2.$1'],
  [/(?<=: )(\d{4})-(\d\d)-(\d\d)(?=[,}\n])/g, '$1/$2/$3'],
  [/(?<=: )(\d\d)000\/month/g, '"$1 000/month"'],
  [/(?<=: )(\d\d)000\/month(?=[,}])/g, '$1,000/month'],
  [/(?<=wage: \d+) EUR\/h\b/g, ' eur/hr'],
  [/(?<=cases: )(\d+)/g, '"$1"'],
  [/^stage: (\w)/gm, 'stage: X$1'],
  [/\bguardrail_metrics:/g, 'guardrailMetrics:'],
  [/\bout_of_scope:/g, 'out_of_scpoe:'],
  [/\bmonitoring:/g, 'monitorng:'],
]

const respelled = fc.record({
  file: fc.constantFrom(...files),
  choices: fc.array(fc.tuple(fc.nat(spellings.length - 1), fc.nat(20)), { minLength: 1, maxLength: 6 }),
  crlf: fc.boolean(),
  marked: fc.boolean(),
})

const modelOf = once((text: string) => {
  const document = parse(text)
  return document.ok ? readPilot(document.data, document.nullHint) : undefined
})

const faultsIn = once(async (original: string) => faultsOf((await fixing(original, { rules })).before))

type Choices = readonly (readonly [spelling: number, which: number])[]

/** One occurrence of each spelling that was chosen. */
const misspelt = (file: string, choices: Choices): string =>
  choices.reduce((text, [at, which]) => {
    const [from, to] = spellings[at] ?? [/$^/g, '']
    const found = [...text.matchAll(from)]
    const one = found[which % Math.max(found.length, 1)]
    if (one === undefined) return text
    const piece = to.replaceAll(/\$(\d)/g, (_, group) => one[Number(group)] ?? '')
    const after = `${text.slice(0, one.index)}${piece}${text.slice(one.index + one[0].length)}`
    // In a sentence or a comment it is not misspelt.
    return modelOf(after)?.faults.length === modelOf(text)?.faults.length ? text : after
  }, file)

const dress = (text: string, crlf: boolean): string => (crlf ? text.replaceAll('\n', '\r\n') : text)

test('what is misspelt means again what it meant, and every other line stays', async () => {
  let mended = 0
  await fc.assert(
    fc.asyncProperty(respelled, async ({ file, choices, crlf, marked }) => {
      const original = dress(file, crlf)
      const text = dress(misspelt(file, choices), crlf)
      const run = await fixing(`${marked ? '\uFEFF' : ''}${text}`, { rules })
      mended += run.fixed
      expect(faultsOf(run.report)).toEqual(await faultsIn(original))
      expect(modelOf(run.text)).toEqual(modelOf(original))
      expect(linesBeyond(run.text, original).length).toBeLessThanOrEqual(choices.length)
      expect(run.text.split('\n').length).toBe(original.split('\n').length)
      expect(run.text.includes('\r\n')).toBe(crlf)
      expect((await fixing(run.text, { rules })).fixed).toBe(0)
    }),
    { numRuns: 80 },
  )
  expect(mended).toBeGreaterThan(60)
})

const signs = [
  ...'{}[],:#&*!|>@%`"\'-? \n\t\r<=/0aé',
  '“',
  '\u00a0',
  '\uFEFF',
  '  - ',
  ': ',
  ' #',
  '>= 3%',
  '7 Days',
  '1,000',
  '#chan',
]

const broken = fc.record({
  file: fc.constantFrom(...files),
  slips: fc.array(fc.tuple(fc.nat(), fc.nat(12), fc.constantFrom(...signs)), { minLength: 1, maxLength: 4 }),
})

test('whatever slips in or out, it ends, settles what it edits and does it once', async () => {
  await fc.assert(
    fc.asyncProperty(broken, async ({ file, slips }) => {
      const text = slips.reduce((all, [at, length, sign]) => {
        const here = at % all.length
        return `${all.slice(0, here)}${sign}${all.slice(here + length)}`
      }, file)
      const run = await fixing(text, { rules })
      const edited = run.before.diagnostics.flatMap(({ edit }) => edit ?? [])
      if (edited.length === 0) expect(run.text).toBe(run.before.text)
      // Another run would be the same one.
      if (edited.length === 0 && run.text === text) return
      // A text that was read stays one that is read.
      if (run.before.verdict.judged) expect(run.report.verdict.judged).toBe(true)
      expect(run.report.diagnostics.filter(({ edit }) => edit !== undefined)).toEqual([])
      expect((await fixing(run.text, { rules })).text).toBe(run.text)
      // What no edit touches is there as it was, in its order.
      const touched = new Set(linesBeyond(run.before.text, run.text))
      const kept = run.before.text.split('\n').filter((line) => !touched.has(line))
      const lines = run.text.split('\n')
      let at = -1
      for (const line of kept) {
        at = lines.indexOf(line, at + 1)
        expect(at, line).toBeGreaterThan(-1)
      }
    }),
    { numRuns: 600 },
  )
})
