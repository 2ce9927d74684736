import { readFileSync } from 'node:fs'
import { phrases } from '../../src/values/index.ts'

type Node = {
  readonly description?: string
  readonly type?: string
  readonly enum?: readonly string[]
  readonly examples?: readonly unknown[]
  readonly properties?: { readonly [key: string]: Node }
  readonly items?: Node
  readonly additionalProperties?: Node | boolean
  readonly anyOf?: readonly Node[]
}

const schema: Node = JSON.parse(
  readFileSync(new URL('../../schemas/pilot.schema.json', import.meta.url), 'utf8'),
)

const flow = (value: unknown): string => {
  if (Array.isArray(value)) return `[${value.map(flow).join(', ')}]`
  if (typeof value === 'object' && value !== null)
    return `{${Object.entries(value)
      .map(([key, part]) => `${key}: ${flow(part)}`)
      .join(', ')}}`
  return String(value)
}

const cell = (text: string): string => text.replaceAll('|', '\\|')

const kind = (node: Node): string => {
  if (node.enum !== undefined) return node.enum.map((value) => `\`${value}\``).join(', ')
  const [example] = node.examples ?? []
  return example === undefined ? '' : `\`${cell(flow(example))}\``
}

/** The map behind a field, through lists and shorthand. */
const mapOf = (node: Node): Node | undefined => {
  if (node.properties !== undefined) return node
  if (node.items !== undefined) return mapOf(node.items)
  for (const form of node.anyOf ?? []) {
    const map = mapOf(form)
    if (map !== undefined) return map
  }
  return undefined
}

/** Whether the keys stand in the entries of a list; a list may also be the shorthand of a map that has them itself. */
const isListOfMaps = (node: Node): boolean =>
  node.properties === undefined &&
  !node.anyOf?.some(({ properties }) => properties !== undefined) &&
  mapOf(node) !== undefined &&
  [node, ...(node.anyOf ?? [])].some(({ items }) => items !== undefined)

function* rows(name: string, node: Node): Generator<string> {
  for (const [key, field] of Object.entries(mapOf(node)?.properties ?? {})) {
    const path = name === '' ? key : `${name}.${key}`
    const list = isListOfMaps(field) ? '[]' : ''
    yield `| \`${path}\` | ${cell(field.description ?? '')} | ${kind(field)} |`
    yield* rows(`${path}${list}`, field)
  }
}

const table = (body: readonly string[]): string =>
  `| Field | What it says | Example, or the closed list |\n| --- | --- | --- |\n${body.join('\n')}\n`

const grammar = (): string =>
  Object.values(phrases)
    .map(
      ({ name, expects, examples }) =>
        `| ${name} | ${cell(expects)} | ${examples.map((one) => `\`${one}\``).join(', ')} |`,
    )
    .join('\n')

/** The reference of `pilot.yaml`, from the published schema and the phrases. */
export const fieldReference = (): string => {
  const sections = Object.entries(schema.properties ?? {})
  const plain = sections.filter(([, node]) => mapOf(node) === undefined)
  const maps = sections.filter(([, node]) => mapOf(node) !== undefined)
  const top = table(
    plain.map(([key, node]) => `| \`${key}\` | ${cell(node.description ?? '')} | ${kind(node)} |`),
  )
  const parts = maps.map(([key, node]) => {
    const list = node.type === 'array' ? '[]' : ''
    return `## ${key}\n\n${node.description ?? ''}\n\n${table([...rows(`${key}${list}`, node)])}`
  })
  return `# pilot.yaml

One file in the project's repository. Only \`version\` and \`id\` are required to read it; what a stage asks is for the
[rules](rules/README.md) to say. Keys that begin with \`x-\` are your own. Paths are relative to the folder of the file.

## The file

${top}
${parts.join('\n')}
## How values are written

| Phrase | What it is | Examples |
| --- | --- | --- |
${grammar()}
`
}
