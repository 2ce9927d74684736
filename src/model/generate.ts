import { z } from 'zod'
import { type Direction, directions, reading } from './field.ts'
import type { Layout } from './layout.ts'

type Node = { [keyword: string]: unknown }

export const schemaUrl = (name: string): string =>
  `https://raw.githubusercontent.com/pilotlint/pilotlint/main/schemas/${name}.schema.json`

// Keys that begin with `x-` are the team's own, in every mapping.
const allowTeamKeys = (node: Node): void => {
  if (node.type === 'object') node.patternProperties = { '^x-': {} }
}

const nameExamples = (node: Node): void => {
  if (node.written === undefined) return
  node.examples = node.written
  delete node.written
}

export const publishedSchema = (name: string, title: string, model: z.ZodType): Node => {
  const { $schema, ...rest } = z.toJSONSchema(model, {
    target: 'draft-7',
    io: 'input',
    reused: 'inline',
    override: ({ jsonSchema }) => {
      allowTeamKeys(jsonSchema as Node)
      nameExamples(jsonSchema as Node)
    },
  }) as Node
  return { $schema, $id: schemaUrl(name), title, ...rest }
}

const mapLayout = (shape: Record<string, z.core.$ZodType>): Layout => ({
  keys: Object.fromEntries(Object.entries(shape).map(([key, field]) => [key, layoutOf(field)])),
})

const inner = (schema: z.core.$ZodType): z.core.$ZodType =>
  schema instanceof z.ZodPipe ? inner(schema.def.in) : schema

const unionLayout = (schema: z.ZodUnion, expand: Extract<Layout, { expand: unknown }>['expand']): Layout => {
  // A short form is wrapped in the pipe that expands it.
  const options = schema.def.options.map((option) =>
    option instanceof z.ZodPipe && reading.get(option as never) === undefined ? option.def.in : option,
  )
  const long = options.find((option) => inner(option) instanceof z.ZodObject)
  const list = options.find((option) => inner(option) instanceof z.ZodArray)
  const text = options.find((option) => option !== long && option !== list)
  if (long === undefined) throw new Error('a plain form needs a map that it stands for')
  return {
    expand,
    ...(text && { text: layoutOf(text) }),
    ...(list && { list: layoutOf(list) }),
    map: layoutOf(long),
  }
}

/** Runs when files are generated, never when a pilot is linted. */
export const layoutOf = (schema: z.core.$ZodType): Layout => {
  if (schema instanceof z.ZodOptional) return layoutOf(schema.def.innerType)
  const note = reading.get(schema as never)
  if (note && 'phrase' in note) return { phrase: note.phrase }
  if (note && 'expand' in note && schema instanceof z.ZodUnion) return unionLayout(schema, note.expand)
  if (note && schema instanceof z.ZodUnion) {
    const [file, list] = schema.def.options.map(layoutOf)
    if (file && list) return { text: file, list }
  }
  if (schema instanceof z.ZodObject) return mapLayout(schema.def.shape)
  if (schema instanceof z.ZodRecord) return { values: layoutOf(schema.def.valueType) }
  if (schema instanceof z.ZodArray) return { items: layoutOf(schema.def.element) }
  return 'plain'
}

/** For example `success.guardrail_metrics[].limit`; `*` is any key. */
export type PlaceDirection = Direction & { readonly at: string }

const partsOf = (schema: z.core.$ZodType, at: string): PlaceDirection[] => {
  const key = (name: string) => (at === '' ? name : `${at}.${name}`)
  if (schema instanceof z.ZodObject)
    return Object.entries(schema.def.shape).flatMap(([name, field]) => directionsOf(field, key(name)))
  if (schema instanceof z.ZodRecord) return directionsOf(schema.def.valueType, key('*'))
  if (schema instanceof z.ZodArray) return directionsOf(schema.def.element, `${at}[]`)
  if (!(schema instanceof z.ZodUnion)) return []
  const long = schema.def.options.find((option) => inner(option) instanceof z.ZodObject)
  return long === undefined ? [] : partsOf(inner(long), at)
}

export const directionsOf = (schema: z.core.$ZodType, at = ''): PlaceDirection[] => {
  if (schema instanceof z.ZodOptional) return directionsOf(schema.def.innerType, at)
  const { self, items } = directions.get(schema as never) ?? {}
  const note = reading.get(schema as never)
  const byStage = note !== undefined && 'expand' in note && note.expand === 'stages'
  const many = note !== undefined && 'expand' in note && note.expand === 'many' && schema instanceof z.ZodUnion
  const each = schema instanceof z.ZodRecord || byStage ? `${at}.*` : `${at}[]`
  return [
    ...(self ? [{ at: byStage ? each : at, ...self }] : []),
    ...(items ? [{ at: each, ...items }] : []),
    ...(many
      ? schema.def.options.filter((one) => one instanceof z.ZodArray).flatMap((one) => directionsOf(one, at))
      : []),
    ...partsOf(schema, at),
  ]
}
