import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative, sep } from 'node:path'
import { expect, test } from 'vitest'

const src = join(import.meta.dirname, '../src')

/** A layer imports from the layers above it in this list, and from itself. */
const layers = [
  ['values', 'stats', 'yaml'],
  ['model', 'repo'],
  ['finance', 'evidence'],
  ['exits'],
  ['rehearse'],
  ['rules'],
  ['lint', 'config'],
  ['diff', 'init'],
  ['report'],
  ['editor', 'cli'],
  ['main.ts', 'api.ts'],
  ['thread.ts'],
]

const files = readdirSync(src, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts') && !file.endsWith('.d.ts'))
  .map((file) => file.split(sep).join('/'))

const text = (file: string): string => readFileSync(join(src, file), 'utf8')

/** Every module that a file names, whether imported, re-exported or loaded later. */
const importsOf = (file: string): string[] =>
  [...text(file).matchAll(/(?:from\s+|import\s*\(\s*|^import\s+)'([^']+)'/gm)].map((match) => match[1] ?? '')

const layerOf = (file: string): string => file.split('/')[0] ?? ''
const rank = (layer: string): number => layers.findIndex((names) => names.includes(layer))

const localImports = (file: string): string[] =>
  importsOf(file)
    .filter((name) => name.startsWith('.'))
    .map((name) =>
      relative(src, join(src, dirname(file), name))
        .split(sep)
        .join('/'),
    )
    .filter((name) => !name.startsWith('..'))

test('every folder of src is a layer', () => {
  expect(files.map(layerOf).filter((layer) => rank(layer) === -1)).toEqual([])
})

test('the table of CONTRIBUTING.md has every layer', () => {
  const page = readFileSync(join(src, '../CONTRIBUTING.md'), 'utf8')
  const cells = [...page.matchAll(/^\| (`.*?`) \|/gm)].map(([, cell = '']) => cell)
  const named = cells.flatMap((cell) => cell.split(' · ').map((name) => name.slice(1, -1)))
  expect(named.toSorted()).toEqual(layers.flat().toSorted())
})

test('imports only go down', () => {
  const upward = files.flatMap((file) =>
    localImports(file)
      .filter((target) => layerOf(target) !== layerOf(file) && rank(layerOf(target)) >= rank(layerOf(file)))
      .map((target) => `${file} imports ${target}`),
  )
  expect(upward).toEqual([])
})

test('a type has a name of its own', () => {
  // The library names for others what they know under these words.
  const own = files.filter((file) => file !== 'api.ts' && !file.startsWith('model/generated/'))
  const named = own.flatMap((file) =>
    [...text(file).matchAll(/^export type (\w+)/gm)].map(([, name]) => ({ name, file })),
  )
  const first = new Map(named.map(({ name, file }) => [name, file]))
  expect(named.length).toBeGreaterThan(400)
  expect(named.filter(({ name, file }) => first.get(name) !== file)).toEqual([])
})

test('a rule imports no other rule', () => {
  const rules = files.filter((file) => /^rules\/[^/]+\/[^/]+\.ts$/.test(file))
  const isRule = (file: string) => rules.includes(file) && /: Rule = \{/.test(text(file))
  const guilty = rules.filter(isRule).flatMap((file) =>
    localImports(file)
      .filter(isRule)
      .map((target) => `${file} imports ${target}`),
  )
  expect(rules.filter(isRule).length).toBeGreaterThan(0)
  expect(guilty).toEqual([])
})

/** The two folders that an import leads between, at the depth where their paths part; undefined within one folder. */
const foldersOf = (from: string, to: string): readonly [string, string] | undefined => {
  const [one, other] = [from, to].map((file) => file.split('/').slice(0, -1)) as [string[], string[]]
  const same = one.findIndex((name, at) => name !== other[at])
  const depth = same === -1 ? one.length : same
  const [a, b] = [one.slice(0, depth + 1).join('/'), other.slice(0, depth + 1).join('/')]
  return a === b ? undefined : [a, b]
}

test('no two folders import each other, at any depth', () => {
  const pairs = new Map<string, string>()
  for (const file of files)
    for (const target of localImports(file)) {
      const pair = foldersOf(file, target)
      if (pair !== undefined) pairs.set(pair.join(' > '), `${file} imports ${target}`)
    }
  const mutual = [...pairs].filter(([pair]) => pairs.has(pair.split(' > ').reverse().join(' > ')))
  expect(mutual.map(([, example]) => example)).toEqual([])
})

test('no file imports itself through others, types and what is loaded later included', () => {
  const graph = new Map(files.map((file) => [file, localImports(file)]))
  const done = new Set<string>()
  const circles: string[] = []
  const visit = (file: string, above: readonly string[]): void => {
    if (above.includes(file)) circles.push([...above.slice(above.indexOf(file)), file].join(' > '))
    if (done.has(file) || above.includes(file)) return
    for (const target of graph.get(file) ?? []) visit(target, [...above, file])
    done.add(file)
  }
  for (const file of files) visit(file, [])
  expect(circles).toEqual([])
})

const only = (what: string, matches: (file: string) => boolean, allowed: RegExp) =>
  test(`only ${allowed.source} ${what}`, () => {
    const users = files.filter(matches)
    expect(users.length).toBeGreaterThan(0)
    expect(users.filter((file) => !allowed.test(file))).toEqual([])
  })

const imports = (module: RegExp) => (file: string) => importsOf(file).some((name) => module.test(name))

only('imports yaml', imports(/^yaml$/), /^yaml\//)
only('imports zod', imports(/^zod/), /^(model|report)\//)
only(
  'touches the file system',
  imports(/^(node:)?fs/),
  /^(repo\/(?:disk|inside|checkout|discover|walk)|cli\/(?:io\/(?:root|write-file)|commands\/(?:lint\/rewrite|init\/create-files))|main)\.ts$/,
)
only('starts other programs', imports(/^(node:)?child_process$/), /^repo\/git\.ts$/)
only('touches the process', (file) => /\bprocess\.|globalThis\.process/.test(text(file)), /^main\.ts$/)
only('asks the clock', (file) => /\bDate\.now\(|new Date\(\)/.test(text(file)), /^main\.ts$/)

// To ask Unicode for a class takes V8 a millisecond. Readers of evidence are loaded only where there is something to read.
test('no expression that asks Unicode for a class is made when a module is loaded', () => {
  const made = /^(?:export )?const \w+(?:: [^=]+)? =\s+(?:\/|new RegExp\().*\\p\{/m
  expect(made.test('const plain = /^\\p{L}*$/u')).toBe(true)
  expect(files.filter((file) => !file.startsWith('evidence/') && made.test(text(file)))).toEqual([])
})
