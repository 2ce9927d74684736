import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { disk } from '../../src/repo/disk.ts'
import { isInside, readInside } from '../../src/repo/inside.ts'

let base: string
let root: string

beforeEach(() => {
  base = mkdtempSync(join(tmpdir(), 'pilotlint-'))
  root = join(base, 'root')
  mkdirSync(join(root, 'sub'), { recursive: true })
  mkdirSync(join(base, 'root-beside'))
  writeFileSync(join(root, 'file'), 'text')
  writeFileSync(join(root, 'sub', 'empty'), '')
  writeFileSync(join(base, 'secret'), 'secret')
  writeFileSync(join(base, 'root-beside', 'secret'), 'secret')
})

afterEach(() => rmSync(base, { recursive: true, force: true }))

const refusal = (path: string, limit = 100): string => {
  const reading = readInside(root, path, limit)
  return reading.ok ? 'read' : reading.refusal
}

test('reads a regular file, also an empty one, and one that a link inside leads to', () => {
  symlinkSync('../file', join(root, 'sub', 'link'))
  const text = (path: string) => {
    const reading = disk(root).read(path, 4)
    return reading.ok ? new TextDecoder().decode(reading.bytes) : reading.words
  }
  expect(['file', 'sub/empty', 'sub/link', 'sub/../file'].map(text)).toEqual(['text', '', 'text', 'text'])
})

test('reads below a root that is itself a link', () => {
  symlinkSync(root, join(base, 'alias'))
  expect(readInside(join(base, 'alias'), 'file', 100).ok).toBe(true)
})

test.each(['../secret', '../root-beside/secret', 'sub/../../secret', '/etc/passwd', '/proc/self/environ'])(
  '%s is outside',
  (path) => {
    expect(refusal(path)).toBe('outside')
  },
)

test('links to files and folders do not lead out', () => {
  symlinkSync(join(base, 'secret'), join(root, 'out'))
  symlinkSync(base, join(root, 'folder'))
  symlinkSync('out', join(root, 'twice'))
  expect(['out', 'folder/secret', 'twice'].map((path) => refusal(path))).toEqual(['outside', 'outside', 'outside'])
})

test.each([
  ['nothing', 'missing'],
  ['file/below', 'missing'],
  ['~/file', 'missing'],
  ['$HOME', 'missing'],
  ['https://example.com/a', 'missing'],
  ['sub', 'folder'],
  ['.', 'folder'],
  ['a\0b', 'path'],
  ['x'.repeat(5000), 'path'],
])('%j is refused: %s', (path, why) => {
  expect(refusal(path)).toBe(why)
})

test('a link that leads nowhere, or to itself, is missing', () => {
  symlinkSync('nowhere', join(root, 'dangling'))
  symlinkSync('loop', join(root, 'loop'))
  expect([refusal('dangling'), refusal('loop')]).toEqual(['missing', 'missing'])
})

test('a pipe is refused at once, and so is a device that a link leads to', () => {
  execFileSync('mkfifo', [join(root, 'pipe')])
  expect(refusal('pipe')).toBe('special')
  symlinkSync('/dev/zero', join(root, 'zero'))
  expect(refusal('zero')).toBe('outside')
  expect(readInside('/', '/dev/zero', 100)).toMatchObject({ refusal: 'special' })
})

test('the limit counts before a byte is read', () => {
  expect([refusal('file', 4), refusal('file', 3)]).toEqual(['read', 'large'])
  writeFileSync(join(root, 'sparse'), '')
  truncateSync(join(root, 'sparse'), 3 * 2 ** 30)
  expect(readInside(root, 'sparse', 2 ** 20)).toMatchObject({
    refusal: 'large',
    words: 'is larger than 1 MiB',
  })
})

test('a file that says it is empty is still read only up to the limit', () => {
  // The size of what /proc holds is always 0.
  expect(readInside('/proc', 'self/status', 10)).toMatchObject({ refusal: 'large' })
  expect(readInside('/proc', 'self/status', 10_000).ok).toBe(true)
})

test('a refusal holds no text of the system', () => {
  const reading = readInside(root, 'nothing', 100)
  expect(reading).toEqual({ ok: false, refusal: 'missing', words: 'does not exist' })
})

test('isInside goes by folders, not by letters', () => {
  expect(isInside('/a/b', '/a/b')).toBe(true)
  expect(isInside('/a/b', '/a/b/..c')).toBe(true)
  expect(isInside('/a/b', '/a/bc')).toBe(false)
  expect(isInside('/a/b', '/a')).toBe(false)
})

test.each([
  ['the root of a checkout', ['.git'], '.', true],
  ['a folder of one', ['.git'], 'sub', false],
  ['a checkout within one', ['.git', 'sub/.git'], 'sub', true],
  ['a folder of none', [], 'sub', true],
])('whether %s is the top of it', (_, folders, below, isTop) => {
  for (const name of folders) mkdirSync(join(root, name))
  expect(disk(join(root, below)).isTop()).toBe(isTop)
})
