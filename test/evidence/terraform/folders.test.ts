import { expect, test } from 'vitest'
import { hclIn } from '../../../src/evidence/terraform/folder.ts'
import { resourcesIn, resourcesOf } from '../../../src/evidence/terraform/resources.ts'
import { memory } from '../../../src/repo/memory.ts'

const monitor = (name: string, padding = 0): string =>
  `resource "datadog_monitor" "${name}" {\n  name = "${name}"\n}\n${'# a comment\n'.repeat(padding / 12)}`

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text)

const folders = (files: { readonly [file: string]: string }) => {
  const names = new Set(Object.keys(files).map((file) => file.split('/')[0]))
  return [...names].map((name) =>
    Object.entries(files)
      .filter(([file]) => file.startsWith(`${name}/`))
      .map(([file, text]) => ({ file, bytes: bytesOf(text) })),
  )
}

test.each([
  ['a folder', ['a/1.tf', 'a/2.tf', 'a/3.tf', 'a/4.tf', 'a/5.tf', 'a/6.tf']],
  ['several folders', ['a/1.tf', 'a/2.tf', 'b/3.tf', 'b/4.tf', 'c/5.tf', 'c/6.tf']],
])('of %s, 2 MiB of Terraform are read, and the rest is told', (_, names) => {
  const files = Object.fromEntries(names.map((file) => [file, monitor(`m${file.slice(2, 3)}`, 500_000)]))
  const found = resourcesOf(folders(files), { port: memory(files), file: 'pilot.yaml' })
  expect(found.flatMap(({ resources }) => resources.map(({ file }) => file))).toEqual(names.slice(0, 4))
  expect(found.flatMap(({ unread }) => unread)).toEqual(
    names
      .slice(4)
      .map((file) => ({ state: 'unverified', file, why: 'is in a folder with more Terraform than pilotlint reads' })),
  )
})

test('a text is parsed once for all files that hold it', () => {
  const port = memory({})
  expect(hclIn(monitor('a'), port)).toBe(hclIn(monitor('a'), port))
  expect(hclIn(monitor('a'), memory({}))).not.toBe(hclIn(monitor('a'), port))
})

test('two files with the same resource are two, also where they hold the same text', () => {
  const files = { 'a/1.tf': monitor('a'), 'a/2.tf': monitor('a') }
  const repository = { port: memory(files), file: 'pilot.yaml' }
  expect(resourcesIn({ file: 'a/1.tf', bytes: bytesOf(files['a/1.tf']) }, repository)).toMatchObject({
    state: 'malformed',
    problem: 'has a resource that the folder defines twice',
  })
})
