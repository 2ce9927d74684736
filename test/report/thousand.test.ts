import { gzipSync } from 'node:zlib'
import { XMLParser } from 'fast-xml-parser'
import { expect, test } from 'vitest'
import { formats } from '../../src/cli/io/formats.ts'
import { type ReportRun, render } from '../../src/report/format.ts'
import { hundred, runs, thousand, view } from './runs.ts'

const count = (output: string, pattern: RegExp): number => output.match(pattern)?.length ?? 0

const written = async (name: string, run: ReportRun): Promise<string> => {
  const format = await formats.find((one) => one.name === name)?.load()
  if (format === undefined) throw new Error('no such format')
  return render(format, run, view)
}

/** How many of a thousand findings each format shows, as its consumer finds them; the schemas are tried elsewhere. */
const shown: { readonly [format: string]: (output: string) => number } = {
  pretty: (output) => count(output, /^[^ ]\S*(?: order)?\S*:\d+:\d+ {2}(?:error|warning|info) {2}/gm),
  compact: (output) => count(output, /^\S+:\d+:\d+: /gm),
  agent: (output) => count(output, /^\S+:\d+:\d+ \S+\/\S+ .* => /gm),
  json: (output) =>
    JSON.parse(output).files.flatMap(({ diagnostics }: { diagnostics: unknown[] }) => diagnostics).length,
  sarif: (output) => JSON.parse(output).runs[0].results.length,
  gitlab: (output) => new Set(JSON.parse(output).map((one: { fingerprint: string }) => one.fingerprint)).size,
  rdjson: (output) => JSON.parse(output).diagnostics.length,
  azure: (output) => count(output, /^##vso\[task\.logissue type=(?:error|warning);|^\S+:\d+:\d+: info /gm),
  html: (output) => count(output, /^<li><strong/gm),
  junit: (output) => {
    const parser = new XMLParser({ isArray: (name) => name === 'testsuite' || name === 'testcase' })
    const { testsuite } = parser.parse(output).testsuites as { testsuite: { testcase: object[] }[] }
    return testsuite.flatMap(({ testcase }) => testcase).filter((one) => 'failure' in one || 'system-out' in one).length
  },
}

test.for(Object.keys(shown))('%s shows each of a thousand findings', async (name) => {
  for (const run of [thousand, hundred]) expect(shown[name]?.(await written(name, run))).toBe(1000)
})

test('every format is here', () => {
  expect(formats.map(({ name }) => name).toSorted()).toEqual([...Object.keys(shown), 'github', 'markdown'].toSorted())
})

// GitHub shows ten annotations of each level a step. Source: docs.github.com, "Workflow commands".
test.for([thousand, hundred])('github annotates ten of each level and counts the others', async (run) => {
  const output = await written('github', run)
  const levels = ['error', 'warning', 'notice'].map((level) => count(output, new RegExp(`^::${level} `, 'gm')))
  expect(levels).toEqual([10, 10, 10])
  expect(output).toMatch(/^\d+ more errors, \d+ more warnings, \d+ more notices not annotated/m)
})

// A comment on a pull request holds 65,536 characters.
test('markdown fits into a comment, and counts the findings and the pilots that do not', async () => {
  const one = await written('markdown', thousand)
  const many = await written('markdown', hundred)
  for (const output of [one, many]) {
    expect(output.length).toBeGreaterThan(50_000)
    expect(output.length).toBeLessThan(65_536)
  }
  const left = [...`${one}${many}`.matchAll(/^(\d+) findings? left out/gm)].reduce(
    (sum, [, left]) => sum + Number(left),
    0,
  )
  const [, pilots = '0'] = /^> (\d+) pilots left out/m.exec(many) ?? []
  expect(count(many, /^## /gm) + Number(pilots)).toBe(100)
  expect(count(one + many, /^- \*\*/gm) + left + 10 * Number(pilots)).toBe(2000)
})

test('markdown fits into a comment where a thousand files cannot be read', async () => {
  const problems = Array.from({ length: 1000 }, (_, at) => ({
    message: 'the file cannot be read',
    file: `${at}/pilot.yaml`,
  }))
  const output = await written('markdown', { ...(runs.error as ReportRun), problems })
  expect(output.length).toBeLessThan(5000)
  expect(output).toMatch(/^> \d+ lines left out/m)
})

// GitHub takes 25,000 results of a run and 10 MB. Source: docs.github.com, "SARIF support for code scanning".
test('sarif is far below what GitHub takes', async () => {
  for (const run of [thousand, hundred]) expect(gzipSync(await written('sarif', run)).length).toBeLessThan(1_000_000)
})
