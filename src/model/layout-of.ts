import { z } from 'zod'
import { reading } from './field.ts'
import type { Layout } from './layout.ts'

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
