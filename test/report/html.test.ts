import { execFileSync } from 'node:child_process'
import { expect, test } from 'vitest'
import type { Block } from '../../src/report/blocks.ts'
import { blocksHtml } from '../../src/report/html/blocks.ts'
import { once } from '../../src/values/once.ts'
import { contrast, luminance } from './contrast.ts'

const pageOf = once((example: string): string =>
  execFileSync(process.execPath, ['examples/run.js', example, '--format', 'html'], { encoding: 'utf8' }),
)

test('the page of a pilot with results, as a sponsor gets it', async () => {
  const output = pageOf('replenishment')
  await expect(output).toMatchFileSnapshot('golden/replenishment.html')
  const order = [
    'READY for production',
    'integration',
    'Measured against promised',
    'Money',
    'What each stage can show',
  ]
  expect(order.map((words) => output.indexOf(words)).filter((at) => at === -1)).toEqual([])
  expect(order.map((words) => output.indexOf(words))).toEqual(
    order.map((words) => output.indexOf(words)).toSorted((a, b) => a - b),
  )
})

test('the page is whole by itself: no script, and nothing that a browser would fetch', () => {
  const output = pageOf('order-status')
  expect(output).not.toMatch(/<script|<link|<img|<iframe|@import|url\(|src=/i)
  expect(output).toContain(`content="default-src 'none'; style-src 'unsafe-inline'"`)
})

test('what a bar shows stands beside it in words, and the bar itself is hidden from a reader of the screen', () => {
  const output = pageOf('order-status')
  const rows = output.match(/<tr[^>]*>.*<\/tr>/g) ?? []
  const drawn = rows.filter((row) => row.includes('class="axis"'))
  expect(drawn.length).toBeGreaterThan(10)
  for (const row of drawn) {
    expect(row).toContain('aria-hidden="true"')
    expect(row).toMatch(/<td class="number"[^>]*>[^<]+<\/td>/)
  }
})

test('where the page is narrow, a cell of a wide table stands with the head of its column', () => {
  const block = (heads: readonly string[]): Block => ({
    title: 'a table',
    lines: [],
    table: { columns: heads.map((head) => ({ head, kind: 'number' })), rows: [heads.map((_, at) => at)] },
  })
  const [six, five] = [
    ['', 'a', 'b', 'c', 'd', '"e"'],
    ['', 'a', 'b', 'c', 'd'],
  ].map((heads) => blocksHtml([block(heads)], 3))
  expect(six).toContain('<td class="number" data-head="&#34;e&#34;">5</td>')
  expect(five).not.toContain('data-head')
})

test('code keeps its lines, prose shows code as code, and neither begins a line of a CI log', () => {
  const task = { rule: 'rollback/incomplete', place: 'pilot.yaml:3:1' }
  const block: Block = { title: 'set `over` <b>', task, lines: [], code: ['a:\n  b: 1\n::error::x', 'c: 2'] }
  const output = blocksHtml([block], 3)
  expect(output).toContain('set <code>over</code> &#60;b&#62;')
  expect(output).toContain('<pre>a:&#10;  b: 1&#10;\\x3a:error::x&#10;c: 2</pre>')
})

test('text keeps a contrast of 4.5 to 1 in every scheme, and what is drawn one of 3 to 1', () => {
  const output = pageOf('order-status')
  const schemes = [...output.matchAll(/:root \{([^}]*)\}/g)].map(([, body = '']) =>
    Object.fromEntries([...body.matchAll(/--(\w+): (#[0-9a-f]{3,6})/g)].map(([, name, value]) => [name, value])),
  )
  expect(schemes).toHaveLength(3)
  for (const { ground = '', panel = '', ink = '', soft = '', good = '', bad = '', mark = '', bar = '' } of schemes) {
    for (const text of [ink, soft, good, bad, mark]) expect(contrast(text, ground), text).toBeGreaterThanOrEqual(4.5)
    expect(contrast(ink, panel)).toBeGreaterThanOrEqual(4.5)
    expect(contrast(bar, ground), bar).toBeGreaterThanOrEqual(3)
  }
})

test('the contrast of black and white is 21', () => {
  expect(luminance('#fff')).toBeCloseTo(1)
  expect(contrast('#000', '#ffffff')).toBeCloseTo(21)
})
