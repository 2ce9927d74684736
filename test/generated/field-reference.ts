import { readFileSync } from 'node:fs'
import { phrases } from '../../src/values/index.ts'

type Node = {
  readonly description?: string
  readonly type?: string
  readonly enum?: readonly string[]
  readonly enumDescriptions?: readonly string[]
  readonly examples?: readonly unknown[]
  readonly properties?: { readonly [key: string]: Node }
  readonly items?: Node
  readonly additionalProperties?: Node | boolean
  readonly anyOf?: readonly Node[]
}

const schema: Node = JSON.parse(readFileSync(new URL('../../schemas/pilot.schema.json', import.meta.url), 'utf8'))

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
  const { enum: words, enumDescriptions: meanings } = node.items ?? node
  if (words !== undefined && meanings !== undefined)
    return words.map((word, at) => `\`${word}\`: ${meanings[at]}`).join('<br>')
  if (words !== undefined) return words.map((word) => `\`${word}\``).join(', ')
  const [example] = node.examples ?? []
  return example === undefined ? '' : `\`${cell(flow(example))}\``
}

/** The mapping behind a field, through sequences and shorthand. */
const mapOf = (node: Node): Node | undefined => {
  if (node.properties !== undefined) return node
  if (node.items !== undefined) return mapOf(node.items)
  for (const form of node.anyOf ?? []) {
    const map = mapOf(form)
    if (map !== undefined) return map
  }
  return undefined
}

/** Whether the keys belong to the entries of a sequence; a sequence may also be the shorthand of a mapping. */
const isListOfMaps = (node: Node): boolean =>
  node.properties === undefined &&
  !node.anyOf?.some(({ properties }) => properties !== undefined) &&
  mapOf(node) !== undefined &&
  [node, ...(node.anyOf ?? [])].some(({ items }) => items !== undefined)

/** A field that is one mapping or a list of larger ones: the keys that only those have. */
const furtherOf = (node: Node): Node | undefined => {
  const one = node.anyOf?.find(({ properties }) => properties !== undefined)?.properties
  const each = node.anyOf?.find(({ items }) => items?.properties !== undefined)?.items?.properties
  if (one === undefined || each === undefined) return undefined
  return { properties: Object.fromEntries(Object.entries(each).filter(([key]) => !Object.hasOwn(one, key))) }
}

function* rows(name: string, node: Node): Generator<string> {
  for (const [key, field] of Object.entries(mapOf(node)?.properties ?? {})) {
    const path = name === '' ? key : `${name}.${key}`
    const list = isListOfMaps(field) ? '[]' : ''
    yield `| \`${path}\` | ${cell(field.description ?? '')} | ${kind(field)} |`
    const further = furtherOf(field)
    yield* rows(`${path}${list}`, further ? (field.anyOf?.find(({ properties }) => properties) ?? field) : field)
    if (further) yield* rows(`${path}[]`, further)
  }
}

const table = (body: readonly string[]): string =>
  `| Field | Meaning | Example or allowed values |\n| --- | --- | --- |\n${body.join('\n')}\n`

const grammar = (): string =>
  Object.values(phrases)
    .map(
      ({ name, expects, examples }) =>
        `| ${name} | ${cell(expects)} | ${examples.map((one) => `\`${one}\``).join(', ')} |`,
    )
    .join('\n')

/** The reference of `pilot.yaml`, from the published schema and the value forms. */
export const fieldReference = (): string => {
  const sections = Object.entries(schema.properties ?? {})
  const plain = sections.filter(([, node]) => mapOf(node) === undefined)
  const maps = sections.filter(([, node]) => mapOf(node) !== undefined)
  const top = table(plain.map(([key, node]) => `| \`${key}\` | ${cell(node.description ?? '')} | ${kind(node)} |`))
  const parts = maps.map(([key, node]) => {
    const list = isListOfMaps(node) ? '[]' : ''
    return `## ${key}\n\n${node.description ?? ''}\n\n${table([...rows(`${key}${list}`, node)])}`
  })
  return `# pilot.yaml

One file in the repository of the project. Only \`version\` and \`id\` are required to read it; the [rules](rules/README.md) say
what each stage requires. Keys that begin with \`x-\` are your own. Paths are relative to the folder of the file.

The JSON Schema is [schemas/pilot.schema.json](https://raw.githubusercontent.com/pilotlint/pilotlint/main/schemas/pilot.schema.json); \`pilotlint schema\` prints it. Dates are strings.
Tools based on js-yaml, such as v8r and ajv-cli, turn unquoted dates into date objects and then reject them: use a YAML 1.2 parser
or quote the dates. The schema tells editors what each word of a list means by \`enumDescriptions\`, an annotation that ajv
refuses in strict mode: ajv-cli needs \`--strict=false\`.

## Top-level fields

${top}
${parts.join('\n')}
## How values are written

A range, in \`cost\` only, has the unit at both ends: the 5th and the 95th percentile of what the value may turn out to be. Rules and single
figures use its mean; \`pilotlint cost\` draws from all ranges. Amounts are lognormal, or normal where the range begins at 0; shares
follow a beta distribution.

| Form | Description | Examples |
| --- | --- | --- |
${grammar()}
`
}
