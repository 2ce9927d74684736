import { z } from 'zod'
import { path as pathPhrase } from '../values/index.ts'
import type { Phrase } from '../values/phrase.ts'
import { type Expansion, expand } from './layout.ts'

/** What the reader must know of a field beyond its shape: its phrase, or what its plain form stands for. */
export const reading = z.registry<{ phrase: string } | { expand: Expansion }>()

const described = <S extends z.ZodType>(schema: S, description: string, examples: readonly unknown[]): S =>
  // zod leaves `examples` out wherever a value is transformed; json-schema.ts gives these their name back.
  schema.meta({ description, written: [...examples] })

export const text = (description: string, ...examples: string[]) =>
  described(z.string().regex(/\S/), description, examples)

export const flag = (description: string) => described(z.boolean(), description, [true, false])

export const whole = (description: string, least: number, ...examples: number[]) =>
  described(z.int().min(least).max(1e12), description, examples)

export const decimal = (description: string, least: number, most: number, ...examples: number[]) =>
  described(z.number().min(least).max(most), description, examples)

export const oneOf = <const V extends readonly [string, ...string[]]>(values: V, description: string) =>
  described(z.enum(values), description, [values[0]])

/** A field written as a phrase of the grammar: a pattern in the schema, a value in the model. */
export const phrase = <T>(kind: Phrase<T>, description: string, ...examples: string[]) => {
  const schema = z
    .string()
    .regex(new RegExp(kind.pattern, 'u'))
    .meta({
      description: `${description} Written as ${kind.expects}.`,
      examples: examples.length > 0 ? examples : [...kind.examples],
    })
    .transform((text, context): T => {
      const parsed = kind.parse(text)
      if (parsed.ok) return parsed.value
      context.addIssue({ code: 'custom', message: parsed.problem.message })
      return z.NEVER
    })
  reading.add(schema, { phrase: kind.name })
  return schema
}

/** A list. An item that could not be read is undefined in the model, so that the others keep their index. */
export const list = <T>(item: z.ZodType<T>, description: string, ...examples: unknown[]) =>
  described(z.array(item), description, examples.length > 0 ? examples : [[]]) as z.ZodType<
    readonly (T | undefined)[]
  >

/** A map whose keys are a closed list, all of them optional: what is required is for the rules to say. */
export const map = <S extends z.ZodRawShape>(shape: S, description: string, ...examples: unknown[]) =>
  described(z.strictObject(shape).partial(), description, examples)

/** A map whose keys are the team's own names. */
export const named = <S extends z.ZodType>(value: S, description: string, ...examples: unknown[]) =>
  described(z.record(z.string().regex(/^[A-Za-z][\w-]*$/), value), description, examples)

type Map = z.ZodObject<Record<string, z.ZodType>>

/** A map for which a plain value may stand; `expansion` says what the plain value means. */
export const forms = <S extends Map>(expansion: Expansion, plain: readonly z.ZodType[], long: S) => {
  const short = plain.map((form) => form.transform((value) => expand(expansion, value) as z.output<S>))
  const schema = (z.union([...short, long]) as unknown as z.ZodType<z.output<S>>).meta(long.meta() ?? {})
  reading.add(schema, { expand: expansion })
  return schema
}

/** A map for which a plain value of its field `key` may stand. */
export const shorthand = <S extends Map>(key: keyof S['shape'] & string, long: S) => {
  const short = long.shape[key]
  return forms({ key }, short instanceof z.ZodOptional ? [short.unwrap() as z.ZodType] : [], long)
}

/** One value for every exposed stage, or one a stage. */
export const byStage = <T>(value: z.ZodType<T>, description: string, ...examples: unknown[]) => {
  const shape = { shadow: value, limited: value, progressive: value, full: value }
  return described(forms('stages', [value], z.strictObject(shape).partial()), description, examples)
}

/** A field that names a file of the repository, or a URL. */
export const path = (description: string, ...examples: string[]) =>
  phrase(pathPhrase, description, ...examples)
