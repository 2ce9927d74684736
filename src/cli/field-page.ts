import type { Kind } from '../evidence/reading/kind.ts'
import { enumerate } from '../values/text.ts'
import { block } from '../yaml/block.ts'
import type { Schema } from './schemas.ts'

const branches = (schema: Schema): readonly Schema[] => [schema, ...(schema.anyOf ?? [])]

/** Lists are skipped: an index says nothing about a field. */
const within = (schema: Schema): readonly Schema[] =>
  branches(schema).flatMap((branch) =>
    branch.items === undefined ? [branch] : [branch, ...within(branch.items)],
  )

const child = (schema: Schema, key: string): Schema | undefined => {
  const parts = within(schema)
  const keyed = parts.find(({ properties }) => properties !== undefined && Object.hasOwn(properties, key))
  if (keyed?.properties !== undefined) return keyed.properties[key]
  const open = parts.find(({ additionalProperties }) => typeof additionalProperties === 'object')
  return typeof open?.additionalProperties === 'object' ? open.additionalProperties : undefined
}

/** Indexes are left out. */
export const keysOf = (name: string): string[] =>
  name
    .replaceAll(/\[\d*\]/g, '')
    .split('.')
    .filter((key) => key !== '' && !/^\d+$/.test(key))

export const fieldAt = (schema: Schema, name: string): Schema | undefined => {
  const keys = keysOf(name)
  if (keys.length === 0) return undefined
  return keys.reduce<Schema | undefined>((at, key) => at && child(at, key), schema)
}

const childKeys = (schema: Schema): string[] => [
  ...new Set(within(schema).flatMap(({ properties }) => Object.keys(properties ?? {}))),
]

export const fieldNames = (schema: Schema): string[] =>
  childKeys(schema).flatMap((key) => {
    const inner = child(schema, key)
    return [key, ...(inner === undefined ? [] : fieldNames(inner).map((name) => `${key}.${name}`))]
  })

const words: { readonly [type: string]: string } = {
  string: 'a string',
  object: 'a mapping',
  array: 'a sequence',
  integer: 'an integer',
  number: 'a number',
  boolean: 'true or false',
}

const formsOf = (schema: Schema): string => {
  const types = branches(schema).flatMap(({ type, enum: values }) => {
    if (values !== undefined) return [`one of ${values.map(String).join(', ')}`]
    return type === undefined ? [] : [words[type] ?? type]
  })
  return enumerate([...new Set(types)], 'or')
}

const evidenceUrl = 'https://github.com/pilotlint/pilotlint/blob/main/docs/evidence.md'

type Formats = Kind<unknown>['formats']

const evidence = (formats: Formats): string[] =>
  formats.length === 0
    ? []
    : [
        '## Evidence',
        formats.map(({ name, files }) => `- **${name}** (${files})`).join('\n'),
        `What is read, with samples and limits: ${evidenceUrl}`,
      ]

export const fieldPage = (
  name: string,
  schema: Schema,
  rules: readonly { readonly id: string; readonly summary: string }[],
  formats: Formats = [],
): string => {
  const keys = keysOf(name)
  const all = [...new Set(branches(schema).flatMap(({ description }) => description ?? []))]
  // The short form often repeats the description and adds its format.
  const descriptions = all.filter((one) => !all.some((other) => other !== one && other.startsWith(one)))
  const examples = branches(schema)
    .flatMap((branch) => branch.examples ?? [])
    .filter((value) => !Array.isArray(value) || value.length > 0)
  const distinct = [...new Map(examples.map((value) => [JSON.stringify(value), value])).values()]
  const key = keys.at(-1) ?? name
  const blocks = distinct.map((value) => block({ [key]: value }))
  const inner = childKeys(schema)
  const paragraphs = [
    `# ${keys.join('.')}`,
    ...descriptions,
    `**Form:** ${formsOf(schema)}`,
    ...(blocks.length === 0 ? [] : ['## Example', ...blocks.map((text) => `\`\`\`yaml\n${text}\n\`\`\``)]),
    ...(inner.length === 0 ? [] : ['## Keys', inner.map((one) => `- ${keys.join('.')}.${one}`).join('\n')]),
    ...evidence(formats),
    ...(rules.length === 0
      ? []
      : ['## Rules', rules.map(({ id, summary }) => `- ${id}: ${summary}`).join('\n')]),
  ]
  return `${paragraphs.join('\n\n')}\n`
}
