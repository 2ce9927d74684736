import { type ChildProcess, spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createMessageConnection, type MessageConnection } from 'vscode-jsonrpc/node.js'
import { lint } from '../../src/lint/lint.ts'
import { beyondSchema, cases } from './cases.ts'

const require = createRequire(import.meta.url)
const server = require.resolve('yaml-language-server/out/server/src/server.js')
const schemas = join(import.meta.dirname, '../../schemas')
const schema = pathToFileURL(join(schemas, 'pilot.schema.json')).href
const drills = pathToFileURL(join(schemas, 'drills.schema.json')).href

type Diagnostic = { readonly message: string; readonly range: { readonly start: { readonly line: number } } }
type Completion = { readonly items: readonly { readonly label: string; readonly documentation?: unknown }[] }
type Hover = { readonly contents: { readonly value: string } } | null

let child: ChildProcess
let connection: MessageConnection
let opened = 0
const heard = new Map<string, (diagnostics: readonly Diagnostic[]) => void>()

beforeAll(async () => {
  child = spawn(process.execPath, [server, '--stdio'], { stdio: ['pipe', 'pipe', 'ignore'] })
  if (child.stdout === null || child.stdin === null) throw new Error('no streams')
  const { StreamMessageReader, StreamMessageWriter } = await import('vscode-jsonrpc/node.js')
  connection = createMessageConnection(new StreamMessageReader(child.stdout), new StreamMessageWriter(child.stdin))
  const yaml = {
    schemas: { [schema]: ['**/pilot.yaml'], [drills]: ['**/drills.yaml'] },
    validate: true,
    hover: true,
    completion: true,
    schemaStore: { enable: false },
  }
  connection.onRequest('workspace/configuration', ({ items }: { items: readonly { section: string }[] }) =>
    items.map(({ section }) => (section === 'yaml' ? yaml : {})),
  )
  connection.onRequest('client/registerCapability', () => null)
  connection.onNotification(
    'textDocument/publishDiagnostics',
    ({ uri, diagnostics }: { uri: string; diagnostics: readonly Diagnostic[] }) => heard.get(uri)?.(diagnostics),
  )
  connection.listen()
  await connection.sendRequest('initialize', {
    processId: process.pid,
    rootUri: null,
    capabilities: {
      workspace: { configuration: true, didChangeConfiguration: { dynamicRegistration: true } },
      textDocument: { hover: { contentFormat: ['markdown'] } },
    },
  })
  await connection.sendNotification('initialized', {})
  await connection.sendNotification('workspace/didChangeConfiguration', { settings: { yaml } })
})

afterAll(() => {
  connection.dispose()
  child.kill()
})

/** Opens a text and waits for what the server says of it. */
const open = async (text: string, name = 'pilot.yaml') => {
  opened += 1
  const uri = `file:///pilots/${opened}/${name}`
  const diagnostics = new Promise<readonly Diagnostic[]>((resolve) => heard.set(uri, resolve))
  await connection.sendNotification('textDocument/didOpen', {
    textDocument: { uri, languageId: 'yaml', version: 1, text },
  })
  return { uri, diagnostics: await diagnostics }
}

const linesOf = async (text: string): Promise<number[]> => {
  const { diagnostics } = await lint(text, {
    file: 'pilot.yaml',
    for: 'declared',
    today: '2026-11-22',
    rules: [],
    exceptions: true,
  })
  return [...new Set(diagnostics.map(({ range }) => range.start.line))]
}

const marked = async (text: string): Promise<number[]> => {
  const { diagnostics } = await open(text)
  return [...new Set(diagnostics.map(({ range }) => range.start.line + 1))]
}

describe('the YAML language server marks the lines that pilotlint marks', () => {
  test.concurrent.each(cases)('%s', async (_, text, lines) => {
    expect(await linesOf(text)).toEqual(lines)
    expect(await marked(text)).toEqual(lines)
  })
})

test.concurrent.each(beyondSchema)('only pilotlint refuses %s', async (_, text, lines) => {
  expect(await linesOf(text)).toEqual(lines)
  expect(await marked(text)).toEqual([])
})

test('a modeline names the schema for a file of any name', async () => {
  const { diagnostics } = await open(
    `# yaml-language-server: $schema=${schema}\nversion: 1\nid: x\nstage: prod\n`,
    'other.yaml',
  )
  expect(diagnostics.map(({ range }) => range.start.line + 1)).toEqual([4])
})

const completions = async (text: string, name?: string): Promise<Completion['items']> => {
  const { uri } = await open(text, name)
  const lines = text.split('\n')
  const position = { line: lines.length - 1, character: lines.at(-1)?.length ?? 0 }
  const { items } = await connection.sendRequest<Completion>('textDocument/completion', {
    textDocument: { uri },
    position,
  })
  return items
}

const head = 'version: 1\nid: x\n'

test.concurrent.each([
  ['the sections', `${head}`, ['owner', 'rollback', 'monitoring', 'rollout']],
  ['the keys of a section', `${head}rollback:\n  `, ['how', 'time', 'who', 'when', 'max_affected']],
  ['the keys behind shorthand', `${head}owner:\n  `, ['team', 'runbook', 'on_call']],
  ['the keys of a stage', `${head}rollout:\n  limited:\n    `, ['traffic', 'control', 'duration', 'exit']],
  ['the stages of a value', `${head}rollback:\n  when:\n    - over:\n        `, ['shadow', 'limited', 'full']],
  ['the values of a closed list inside', `${head}fallback:\n  - do: `, ['human', 'template', 'previous_process']],
  ['true and false', `${head}use_case:\n  customer_facing: `, ['true', 'false']],
  ['the keys of a list item', `${head}monitoring:\n  alerts:\n    - `, ['kind', 'metric', 'fire', 'over']],
  ['the values of a closed list', `${head}stage: `, ['pilot', 'shadow', 'limited', 'progressive', 'full']],
])('completion offers %s', async (_, text, labels) => {
  expect((await completions(text)).map(({ label }) => label)).toEqual(expect.arrayContaining(labels))
})

type Schema = {
  readonly [key in 'enum' | 'enumDescriptions']?: readonly string[]
} & {
  readonly properties?: { readonly [key: string]: Schema }
  readonly items?: Schema
  readonly anyOf?: readonly Schema[]
}

type ClosedList = { readonly at: string; readonly words: readonly string[]; readonly meanings: readonly string[] }

/** The closed lists of a schema, by the keys that lead to them: `fallback`, `[]`, `do`. */
const closedLists = ({ enum: words, enumDescriptions: meanings = [], ...node }: Schema, at = ''): ClosedList[] => [
  ...(words ? [{ at, words, meanings }] : []),
  ...(node.anyOf ?? []).flatMap((branch) => closedLists(branch, at)),
  ...(node.items ? closedLists(node.items, `${at}.[]`) : []),
  ...Object.entries(node.properties ?? {}).flatMap(([key, field]) =>
    closedLists(field, at === '' ? key : `${at}.${key}`),
  ),
]

/** The text that leads to a value, as far as where the value begins. */
const upTo = (at: string): string =>
  at
    .split('.')
    .reduce(
      ({ text, indent }, part) =>
        part === '[]'
          ? { text: `${text}\n${indent}- `, indent: `${indent}  ` }
          : { text: `${text}${text.endsWith('- ') ? '' : `\n${indent}`}${part}:`, indent: `${indent}  ` },
      { text: '', indent: '' },
    )
    .text.trimStart()
    .replace(/:$/, ': ')

const lists = ['pilot', 'drills'].flatMap((name) =>
  closedLists(JSON.parse(readFileSync(join(schemas, `${name}.schema.json`), 'utf8'))).map(
    (list) => [name, list.at, list] as const,
  ),
)

test('the schemas have the closed lists of the format', () => {
  expect(lists.length).toBeGreaterThan(15)
})

test.concurrent.each(lists)(
  '%s: %s is completed, each word with its meaning, and refuses another',
  async (name, at, list) => {
    const file = `${name}.yaml`
    const start = name === 'pilot' ? `${head}${upTo(at)}` : upTo(at)
    const offered = await completions(start, file)
    for (const [index, word] of list.words.entries())
      expect(offered).toContainEqual(expect.objectContaining({ label: word, documentation: list.meanings[index] }))
    const lines = start.split('\n')
    const { uri } = await open(`${start}${list.words[0]}\n`, file)
    const hover = await connection.sendRequest<Hover>('textDocument/hover', {
      textDocument: { uri },
      position: { line: lines.length - 1, character: lines.at(-1)?.length ?? 0 },
    })
    for (const meaning of list.meanings) expect(hover?.contents.value.replaceAll('\\', '')).toContain(meaning)
    const { diagnostics } = await open(`${start}nonsense\n`, file)
    expect(diagnostics.map(({ range }) => range.start.line)).toContain(lines.length - 1)
  },
)

test.concurrent.each([
  ['stage', `${head}stage: pilot\n`, 2, 1, 'The current stage'],
  ['a field behind shorthand', `${head}owner:\n  runbook: docs/r.md\n`, 3, 4, 'The runbook for common failures'],
  ['shorthand itself', `${head}owner: a/b\n`, 2, 2, 'The team that owns the system'],
  ['the plain form of a way back', `${head}rollback:\n  how: redeploy v41\n`, 3, 4, 'How to revert without a flag'],
  ['a stage in its plain form', `${head}rollout:\n  limited: 5% for 14d\n`, 3, 4, 'A small share of real customers'],
  [
    'a stage in its long form',
    `${head}rollout:\n  limited:\n    traffic: 5%\n`,
    3,
    4,
    'A small share of real customers',
  ],
  ['a field of a stage', `${head}rollout:\n  limited:\n    control: 5%\n`, 4, 6, 'concurrent control'],
  [
    'one value a stage',
    `${head}rollback:\n  when:\n    - over: {full: 20m}\n`,
    4,
    7,
    'How long the threshold must be crossed',
  ],
])('hover explains %s', async (_, text, line, character, words) => {
  const { uri } = await open(text)
  const hover = await connection.sendRequest<Hover>('textDocument/hover', {
    textDocument: { uri },
    position: { line, character },
  })
  expect(hover?.contents.value).toContain(words)
})
