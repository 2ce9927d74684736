import { describe, expect, test } from 'vitest'
import { outlineOf, reader } from '../../../src/evidence/runbook/outline.ts'
import { hasAnchor, headingAt, headingsBelow } from '../../../src/evidence/runbook/runbook.ts'
import { memory } from '../../../src/repo/memory.ts'

const read = (content: string | Uint8Array, file = 'docs/runbook.md') =>
  reader(
    { file, bytes: typeof content === 'string' ? new TextEncoder().encode(content) : content },
    { port: memory({}), file: 'pilot.yaml' },
  )

describe('a page is', () => {
  test.each(['docs/runbook.md', 'RUNBOOK.MD', 'a.markdown'])('read: %s', async (file) => {
    const reading = await read('\ufeff# Impact\n', file)
    expect(reading.state === 'read' && [...reading.value.anchors.keys()]).toEqual(['impact'])
  })

  test.each([
    ['no UTF-8', new Uint8Array([0x23, 0x20, 0xc3])],
    ['UTF-16', new Uint8Array([0xff, 0xfe, 0x23, 0x00])],
    ['no text', '# A\0'],
  ])('malformed: %s', async (_, content) => {
    expect(await read(content)).toMatchObject({ state: 'malformed' })
  })

  test.each([
    ['of another dialect', '= Impact', 'docs/runbook.adoc'],
    ['too large', '# A and more'.repeat(100_000), 'docs/runbook.md'],
    ['too long', 'a\n'.repeat(20_000), 'docs/runbook.md'],
  ])('unknown: %s', async (_, content, file) => {
    expect(await read(content, file)).toMatchObject({ state: 'unknown' })
  })
})

const outline = outlineOf(`# Order status
## Kosten für Käufer
**Who to call**
## Slow
### Triage
# Search
## Slow
<a id="own"></a>
`)

test.each([
  ['order-status', true],
  ['#slow', true],
  ['slow-1', true],
  ['slow-2', false],
  ['kosten-f%C3%BCr-k%C3%A4ufer', true],
  ['Kosten für Käufer', true],
  ['SLOW', true],
  ['own', true],
  ['%', false],
  ['', false],
  ['constructor', false],
])('an anchor %j leads to a section: %s', (anchor, expected) => {
  expect(hasAnchor(outline, anchor)).toBe(expected)
})

test('the heading of an anchor, and the anchor that was meant', () => {
  expect(headingAt(outline, 'slow-1')?.range.start.line).toBe(7)
  expect(headingAt(outline, 'own')).toBeUndefined()
  expect(outline.near('order-state')).toBe('order-status')
  expect(outline.near('refunds')).toBeUndefined()
  expect(outline.near('x'.repeat(1_000_000))).toBeUndefined()
})

test('a section holds what stands under its heading', () => {
  const shown = (anchor?: string) => headingsBelow(outline, anchor).map(({ text }) => text)
  expect(shown('order-status')).toEqual(['Order status', 'Kosten für Käufer', 'Slow', 'Triage'])
  expect(shown('slow')).toEqual(['Slow', 'Triage'])
  expect(shown('search')).toEqual(['Search', 'Slow'])
  expect(shown()).toHaveLength(6)
})
