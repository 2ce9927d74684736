import { z } from 'zod'
import { path as pathPhrase } from '../values/index.ts'
import type { Phrase } from '../values/phrase.ts'
import { type Expansion, expand } from './layout.ts'

/** What the reader must know of a field beyond its shape: its phrase, or what its plain form stands for. */
export const reading = z.registry<{ phrase: string } | { expand: Expansion }>()

/** In which way a change of a field makes the pilot weaker; the mirror of it makes it stronger. */
export type Way =
  /** No longer there; there for the first time. */
  | 'gone'
  | 'new'
  /** A larger amount; a smaller one. */
  | 'more'
  | 'less'
  /** A later day; an earlier one. */
  | 'later'
  | 'earlier'
  /** A bar that less is enough for. */
  | 'easier'
  /** A level of alarm that is reached later. */
  | 'graver'
  /** Whatever else it says now. There is no mirror. */
  | 'other'
  /** Steps of exposure: the first one larger, a jump higher, or all of them shorter. */
  | 'steeper'
  /** A baseline against which a better result is easily shown: a lower one where more is better. */
  | 'worse'
  /** From one word of the list to a later one. */
  | { readonly order: readonly string[] }
  /** More than one word further along the list. There is no mirror. */
  | { readonly leap: readonly string[] }

/** How `diff` grades a change of a field. */
export type Direction = {
  readonly weaker: readonly Way[]
  /** The rule that guards the field: a valid exception for it covers a weaker change. */
  readonly rule: string
  /** What the file means where it says nothing: to add or remove a value is judged as a change from or to this. */
  readonly absent?: string | number | boolean
  /** Items of a list that are not meant, by the value of a field. */
  readonly unless?: { readonly [field: string]: string }
}

/** The directions of a field, and of the items of a list or the values of a map. */
export const directions = z.registry<{ self?: Direction; items?: Direction }>()

const graded =
  (part: 'self' | 'items') =>
  <S extends z.ZodType>(
    ways: string | Exclude<Way, string>,
    rule: string,
    field: S,
    more: Pick<Direction, 'absent' | 'unless'> = {},
  ): S => {
    const weaker = (typeof ways === 'string' ? ways.split(' ') : [ways]) as Way[]
    const known = directions.get(field)
    if (known !== undefined) directions.remove(field)
    directions.add(field, { ...known, [part]: { weaker, rule, ...more } })
    return field
  }

/** A field whose change is weaker in these ways, as in `gone more`, and the rule that guards it. */
export const weaker = graded('self')

/** The same for each item of a list or value of a map. */
export const weakerItems = graded('items')

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
