import { kindsOf } from '../../evidence/kinds.ts'
import type { EvidenceKind } from '../../evidence/reading/kind.ts'
import { typeWords } from '../../model/schema-words.ts'
import { findingWithoutRule, idsWithoutRule, pageWithoutRule, rulePage } from '../../report/rule-page.ts'
import { shown } from '../../report/sanitize.ts'
import { rules } from '../../rules/index.ts'
import { near } from '../../values/near.ts'
import { enumerate } from '../../values/text.ts'
import { block } from '../../yaml/block.ts'
import type { ExitCode, Io } from '../io/io.ts'
import { UsageError } from '../io/usage.ts'
import { type Schema, schemas } from './schema.ts'

const branches = (schema: Schema): readonly Schema[] => [schema, ...(schema.anyOf ?? [])]

/** Lists are skipped: an index says nothing about a field. */
const within = (schema: Schema): readonly Schema[] =>
  branches(schema).flatMap((branch) => (branch.items === undefined ? [branch] : [branch, ...within(branch.items)]))

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

const formsOf = (schema: Schema): string => {
  const types = branches(schema).flatMap(({ type, enum: values }) => {
    if (values !== undefined) return [`one of ${values.map(String).join(', ')}`]
    return type === undefined ? [] : [typeWords[type] ?? type]
  })
  return enumerate([...new Set(types)], 'or')
}

const evidenceUrl = 'https://github.com/pilotlint/pilotlint/blob/main/docs/evidence.md'

type Formats = EvidenceKind<unknown>['formats']

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
    ...(rules.length === 0 ? [] : ['## Rules', rules.map(({ id, summary }) => `- ${id}: ${summary}`).join('\n')]),
  ]
  return `${paragraphs.join('\n\n')}\n`
}

const pageOf = async (name: string, schema: Schema): Promise<string | undefined> => {
  const { documentedRules, rulesAbout } = await import('../../rules/documented.ts')
  const rule = documentedRules.find(({ id }) => id === name)
  if (rule !== undefined) return rulePage(rule)
  const finding = findingWithoutRule(name)
  if (finding !== undefined) return pageWithoutRule(name, finding)
  const field = fieldAt(schema, name)
  if (field === undefined) return undefined
  const path = keysOf(name).join('.')
  const kinds = Object.values(kindsOf()).filter(({ fields }) => fields.includes(path))
  return fieldPage(
    name,
    field,
    rulesAbout(path),
    kinds.flatMap(({ formats }) => formats),
  )
}

const lastWord = (name: string): string => name.split(/[/.]/).at(-1) ?? name

/** Known names that are similar, or whose last word is. */
const candidates = (name: string, known: readonly string[]): readonly string[] => {
  const whole = near(name, known)
  const word = near(lastWord(name), known.map(lastWord))
  const ending = known.filter((one) => lastWord(one) === word)
  // Rules come before fields of the same name.
  if (ending.length > 0 && (whole === undefined || lastWord(whole) !== word || !/[/.]/.test(name))) {
    const rulesOnly = ending.filter((one) => one.includes('/'))
    return rulesOnly.length > 0 ? rulesOnly : ending
  }
  return whole === undefined ? [] : [whole]
}

/** Whether the name is only a typo: one letter in four. */
const isSlip = (name: string, other: string): boolean => {
  const word = lastWord(name)
  return near(word, [lastWord(other)], Math.max(1, Math.floor(word.length / 4))) !== undefined
}

/** `pilotlint explain <rule|field>`. An unambiguous typo is accepted. */
export const runExplain = async (name: string, io: Io): Promise<ExitCode> => {
  const schema = (await schemas.pilot?.())?.default as Schema
  const page = await pageOf(name, schema)
  if (page !== undefined) {
    io.stdout(page)
    return 0
  }
  const known = [...rules.map(({ id }) => id), ...idsWithoutRule, ...fieldNames(schema)]
  const found = candidates(name, known)
  const [only] = found
  const other = only === undefined || found.length > 1 || !isSlip(name, only) ? undefined : await pageOf(only, schema)
  if (other === undefined) {
    const list = found.slice(0, 5).join(', ')
    throw new UsageError(
      `explain ${name}: no such rule or field`,
      found.length > 1
        ? `did you mean one of ${list}?`
        : `${only === undefined ? '' : `did you mean ${only}? `}run pilotlint rules to list the rules`,
    )
  }
  io.stderr(`pilotlint: no rule or field ${shown(name)}; showing ${only}\n`)
  io.stdout(other)
  return 0
}
