import { field, isMap } from '../../yaml/data.ts'
import { documentIn } from '../reading/documents.ts'
import { malformed, type Reader, read, unknown } from '../reading/kind.ts'
import { valueAt } from '../reading/pointer.ts'
import { listOf } from '../reading/value.ts'

/** The JSON Schema of what the system may answer. */
export type OutputSchema = {
  /** Whether anything is refused by it: an empty schema takes every answer. */
  readonly constrains: boolean
  /** Whether an object without any key is certainly an answer. */
  readonly takesNothing: boolean
}

const words = (...lines: readonly string[]): readonly string[] => lines.flatMap((line) => line.split(' '))

/** Keywords that say nothing of an object. */
const ofOthers = new Set(
  words(
    'items additionalItems prefixItems contains minContains maxContains unevaluatedItems minItems maxItems uniqueItems',
    'minimum maximum exclusiveMinimum exclusiveMaximum multipleOf minLength maxLength pattern format',
  ),
)

/** Keywords by which an answer can be refused. Source: JSON Schema draft-07 to 2020-12, core and validation. */
const assertions = new Set([
  ...words(
    'type enum const required properties patternProperties additionalProperties propertyNames dependencies',
    'dependentRequired dependentSchemas unevaluatedProperties minProperties maxProperties',
    'allOf anyOf oneOf not if then else $ref $dynamicRef $recursiveRef',
  ),
  ...ofOthers,
])

/** Keywords that say something about a schema, or keep parts of it, and refuse nothing. */
const others = new Set(
  '$schema $id id $anchor $dynamicAnchor $recursiveAnchor $vocabulary $comment $defs definitions title description examples default deprecated readOnly writeOnly'.split(
    ' ',
  ),
)

/** Keywords that a draft does not know, and so passes over. Source: JSON Schema, release notes of the drafts. */
const unknownIn: readonly (readonly [draft: RegExp, keywords: readonly string[]])[] = [
  [/draft-0[3-7]/, words('dependentRequired dependentSchemas unevaluatedProperties unevaluatedItems prefixItems')],
  [/draft-0[3-7]|2020-12/, ['$recursiveRef']],
  [/draft-0[3-7]|2019-09/, ['$dynamicRef']],
]

/** Whether a keyword counts; up to draft-07 nothing does beside `$ref`. */
type Counts = (key: string, schema: object) => boolean

const countsIn = (draft: unknown): Counts => {
  const text = typeof draft === 'string' ? draft : ''
  const unknown = new Set(unknownIn.flatMap(([pattern, keywords]) => (pattern.test(text) ? keywords : [])))
  const isAlone = /draft-0[3-7]/.test(text)
  return (key, schema) => !unknown.has(key) && (!isAlone || key === '$ref' || !Object.hasOwn(schema, '$ref'))
}

const every = ['null', 'boolean', 'object', 'array', 'number', 'string']
const types = new Set([...every, 'integer'])

/** The types that a schema asks for; Gemini writes them in capitals. Source: Gemini API, Type. */
const typesIn = (type: unknown): unknown[] =>
  [type].flat().map((one) => (typeof one === 'string' && /^[A-Z]+$/.test(one) ? one.toLowerCase() : one))

/** Whether a schema asks for types that there are: other languages of schemas name their own. */
const hasKnownTypes = (type: unknown): boolean =>
  type === undefined || typesIn(type).every((one) => typeof one === 'string' && types.has(one))

/** The part of a schema that calls itself by an anchor: the whole, or one among the definitions. */
const anchored = (data: unknown, name: string): unknown =>
  [
    data,
    ...['$defs', 'definitions']
      .map((key) => field(data, key))
      .flatMap((held) => (isMap(held) ? Object.values(held) : [])),
  ].find(
    (part) =>
      ['$anchor', '$dynamicAnchor'].some((key) => field(part, key) === name) ||
      // Up to draft-07 an id is an anchor.
      ['$id', 'id'].some((key) => field(part, key) === `#${name}`),
  )

const valueAtPointer = (data: unknown, pointer: string): unknown => {
  const name = pointer.replace(/^#/, '')
  if (name !== '' && !name.startsWith('/')) return anchored(data, name)
  return valueAt(pointer, data)
}

/** Where a request says how the model has to answer. Sources: OpenAI API, chat completions and responses; Anthropic API. */
const answers = [['response_format'], ['text', 'format'], ['output_config', 'format'], ['output_format']]

/** Where a request or a tool holds the schema itself. Sources: Gemini API, Amazon Bedrock, Model Context Protocol. */
const schemas = [
  ['json_schema', 'schema'],
  ['function', 'parameters'],
  ['input_schema'],
  ['outputSchema'],
  ['inputSchema'],
  ['toolSpec', 'inputSchema', 'json'],
  ['generationConfig', 'responseJsonSchema'],
  ['generationConfig', 'responseSchema'],
]

const firstOf = (data: unknown, places: readonly (readonly string[])[]) =>
  places.map((keys) => keys.reduce<unknown>(field, data)).find(isMap)

type Tool = { readonly tool: unknown; readonly pointer: string }

/** The tools of a request. Sources: OpenAI and Anthropic API, Amazon Bedrock, Gemini API. */
const toolsIn = (data: unknown): readonly Tool[] =>
  ['/tools', '/functions', '/toolConfig/tools'].flatMap((at) =>
    listOf(valueAt(at, data)).flatMap((tool, index): Tool | Tool[] => {
      const pointer = `${at}/${index}`
      const declared = listOf(field(tool, 'functionDeclarations'))
      return declared.length === 0
        ? { tool, pointer }
        : declared.map((one, place) => ({ tool: one, pointer: `${pointer}/functionDeclarations/${place}` }))
    }),
  )

const nameAt = (data: unknown): unknown =>
  [['name'], ['function', 'name'], ['toolSpec', 'name'], ['tool', 'name']]
    .map((keys) => keys.reduce(field, data))
    .find((name) => name !== undefined)

const choiceIn = (data: unknown): unknown =>
  ['/tool_choice', '/function_call', '/toolConfig/toolChoice', '/toolConfig/functionCallingConfig']
    .map((at) => valueAt(at, data))
    .find((one) => one !== undefined)

/** Whether a request makes the model call a tool, whichever it is. */
const asksForAny = (choice: unknown): boolean =>
  [choice, field(choice, 'type'), field(choice, 'mode')].some(
    (one) => one === 'any' || one === 'required' || one === 'ANY',
  ) || isMap(field(choice, 'any'))

/** The tool that a request makes the model answer with: the one that is named, or the only one, where one has to be called. */
const answeringTool = (data: unknown): unknown => {
  const choice = choiceIn(data)
  const tools = toolsIn(data).map(({ tool }) => tool)
  const name = nameAt(choice)
  if (name !== undefined) return tools.find((one) => nameAt(one) === name)
  return tools.length === 1 && asksForAny(choice) ? tools[0] : undefined
}

/** The schema in the form in which it is sent to a model: how it has to answer, or a tool. */
const unwrapped = (data: unknown): unknown => {
  const format = field(data, 'format')
  // Source: Ollama API, structured outputs.
  if (isMap(format) && typeof field(data, 'model') === 'string') return format
  const form = firstOf(data, answers) ?? (field(data, 'type') === 'json_schema' ? data : undefined)
  // Any text is an answer, and so is any JSON.
  if (form !== undefined && (field(form, 'type') ?? 'json_schema') !== 'json_schema') return {}
  if (form !== undefined) return firstOf(form, [['json_schema', 'schema'], ['schema']]) ?? {}
  const found = firstOf(data, schemas)
  const named = typeof field(data, 'name') === 'string' ? firstOf(data, [['parameters'], ['schema']]) : undefined
  if (found !== undefined || named !== undefined) return found ?? named
  const tool = answeringTool(data)
  return tool === undefined ? data : unwrapped(tool)
}

/**
 * Whether a schema tells one answer from another: `{"minLength": 0}`, `{"if": {}}` and `{"not": {}}` do not. At the
 * top `{"type": "object"}` does not either: whatever the model answers in JSON is an object.
 */
const tellsApart = (
  schema: unknown,
  root: unknown,
  counts: Counts,
  isTop: boolean,
  known = new Map<string, boolean>(),
): boolean => {
  if (!isMap(schema)) return false
  const see = (part: unknown) => tellsApart(part, root, counts, false, known)
  const same = (part: unknown) => tellsApart(part, root, counts, isTop, known)
  // Each reference is followed once: schemas that lead to one another many times over would take for ever.
  const follow = (reference: string): boolean => {
    const name = `${isTop} ${reference}`
    if (!known.has(name)) known.set(name, false).set(name, same(valueAtPointer(root, reference)))
    return known.get(name) === true
  }
  const some = (parts: unknown) => isMap(parts) && Object.values(parts).some((part) => part === false || see(part))
  const isObject = schema.type === undefined || typesIn(schema.type).includes('object')
  return Object.entries(schema).some(([key, value]) => {
    if (!assertions.has(key) || !counts(key, schema) || key === 'if' || (isTop && isObject && ofOthers.has(key)))
      return false
    if (key === 'type') return !isTop && !every.every((one) => typesIn(value).includes(one))
    if (key === 'not') return see(value)
    if (key === 'allOf') return Array.isArray(value) && value.some(same)
    if (key === 'anyOf' || key === 'oneOf') return Array.isArray(value) && value.length > 0 && value.every(same)
    // What no answer leads to refuses none.
    const isElse = key === 'else'
    if (isElse || key === 'then') return (schema.if ?? isElse) !== isElse && (value === false || same(value))
    if (key === '$ref') return typeof value === 'string' && value.startsWith('#') && follow(value)
    // If it is unknown what it leads to, that may refuse some.
    if (key === '$dynamicRef' || key === '$recursiveRef')
      return typeof value !== 'string' || valueAtPointer(root, value) === undefined || follow(value)
    if (key === 'properties' || key === 'patternProperties' || key === 'dependentSchemas') return some(value)
    if (/^(?:additional|unevaluated)|^(?:propertyNames|contains)$/.test(key)) return value === false || see(value)
    if (key === 'items') return value === false || (Array.isArray(value) ? value.some(see) : see(value))
    if (key === 'required' || key === 'prefixItems') return Array.isArray(value) && value.length > 0
    if (key === 'dependentRequired' || key === 'dependencies') return isMap(value) && Object.keys(value).length > 0
    if (key === 'pattern') return !/^\^?(?:\.\*)?\$?$/.test(String(value))
    return key.startsWith('min') && key !== 'minimum' ? value !== 0 : true
  })
}

/** What can refuse an object without keys; what else there is says something of its keys, or of other values. */
const asksForMore = new Set(
  'enum const not if then else anyOf oneOf dependencies minProperties $dynamicRef $recursiveRef'.split(' '),
)

const takesNothing = (schema: unknown, root: unknown, known = new Set<unknown>()): boolean => {
  // Unknown for a schema that refers to itself.
  if (!isMap(schema) || known.size === known.add(schema).size) return false
  const same = (part: unknown) => takesNothing(part, root, known)
  return Object.entries(schema).every(([key, value]) => {
    if (key === 'type') return typesIn(value).includes('object')
    if (key === 'required') return Array.isArray(value) && value.length === 0
    if (key === 'allOf') return Array.isArray(value) && value.every(same)
    if (key === '$ref') return typeof value === 'string' && value.startsWith('#') && same(valueAtPointer(root, value))
    return !asksForMore.has(key)
  })
}

const leadsAway = (part: unknown, depth = 0): boolean =>
  depth < 30 &&
  (Array.isArray(part) || isMap(part)) &&
  Object.entries(part).some(([key, value]) =>
    key === '$ref' && typeof value === 'string' ? !value.startsWith('#') : leadsAway(value, depth + 1),
  )

/** Reads a JSON Schema. Source: JSON Schema draft-07 to 2020-12, section 4.3: a schema is an object or a boolean. */
export const readerOf =
  (pointer: string | undefined): Reader<OutputSchema> =>
  (source) => {
    if (!/\.(?:json|ya?ml)$/i.test(source.file)) return unknown('is not a .json or .yaml file')
    const foreign = unknown('is not a JSON Schema')
    const document = documentIn(source, foreign)
    if (document.state !== 'read') return document
    const pointed = pointer === undefined ? document.value.data : valueAtPointer(document.value.data, pointer)
    if (pointed === undefined && pointer !== undefined)
      return malformed(`has nothing at ${pointer}`, document.value.locate([]))
    const schema = unwrapped(pointed ?? {})
    if (!isMap(schema)) return foreign
    const keywords = Object.keys(schema)
    const isForeign = !keywords.some((key) => assertions.has(key)) && keywords.some((key) => !others.has(key))
    const [first] = toolsIn(schema)
    if (isForeign && first !== undefined) {
      const why = asksForAny(choiceIn(schema))
        ? 'does not say which tool answers; name it'
        : 'does not make the model call a tool; name the one that answers'
      return unknown(`${why}, such as #${first.pointer}`)
    }
    if (isForeign || !hasKnownTypes(field(schema, 'type'))) return foreign
    // What refers to itself refers to the schema, and not to the request around it.
    const root = schema === pointed ? document.value.data : schema
    const counts = countsIn(schema.$schema ?? field(root, '$schema'))
    const constrains = tellsApart(schema, root, counts, true)
    // What a part leads to in another file may constrain it.
    if (!constrains && leadsAway(schema)) return unknown('refers to another file, which is not followed')
    return read({ constrains, takesNothing: takesNothing(schema, root) })
  }
