import { z } from 'zod'
import { reading } from './field.ts'
import type { Layout } from './layout.ts'

type Node = { [keyword: string]: unknown }

/** Where the published schemas live. */
export const schemaUrl = (name: string): string =>
  `https://raw.githubusercontent.com/pilotlint/pilotlint/main/schemas/${name}.schema.json`

// Keys that begin with `x-` are the team's own, in every map.
const allowTeamKeys = (node: Node): void => {
  if (node.type === 'object') node.patternProperties = { '^x-': {} }
}

const nameExamples = (node: Node): void => {
  if (node.written === undefined) return
  node.examples = node.written
  delete node.written
}

/** The JSON Schema (draft-07) of a model, as it is published. */
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
  // A plain form is wrapped in the pipe that expands it; what it looks like is on the pipe's way in.
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

/** The layout that a zod model implies. Runs when files are generated, never when a pilot is linted. */
export const layoutOf = (schema: z.core.$ZodType): Layout => {
  if (schema instanceof z.ZodOptional) return layoutOf(schema.def.innerType)
  const note = reading.get(schema as never)
  if (note && 'phrase' in note) return { phrase: note.phrase }
  if (note && schema instanceof z.ZodUnion) return unionLayout(schema, note.expand)
  if (schema instanceof z.ZodObject) return mapLayout(schema.def.shape)
  if (schema instanceof z.ZodRecord) return { values: layoutOf(schema.def.valueType) }
  if (schema instanceof z.ZodArray) return { items: layoutOf(schema.def.element) }
  return 'plain'
}
