import { field, isMap } from '../../yaml/data.ts'
import { documentIn } from '../reading/documents.ts'
import { type Reader, read, unknown } from '../reading/kind.ts'
import type { OutputSchema } from './output-schema.ts'

/** Keywords by which an answer can be refused. Source: JSON Schema draft-07 to 2020-12, core and validation. */
const assertions = new Set(
  [
    'type enum const required properties patternProperties additionalProperties propertyNames dependencies',
    'dependentRequired dependentSchemas unevaluatedProperties minProperties maxProperties',
    'items additionalItems prefixItems contains minContains maxContains unevaluatedItems minItems maxItems uniqueItems',
    'allOf anyOf oneOf not if then else $ref $dynamicRef $recursiveRef',
    'minimum maximum exclusiveMinimum exclusiveMaximum multipleOf minLength maxLength pattern format',
  ].flatMap((line) => line.split(' ')),
)

/** Keywords that say something about a schema, or keep parts of it, and refuse nothing. */
const others = new Set(
  '$schema $id id $anchor $dynamicAnchor $recursiveAnchor $vocabulary $comment $defs definitions title description examples default deprecated readOnly writeOnly'.split(
    ' ',
  ),
)

const types = new Set(['null', 'boolean', 'object', 'array', 'number', 'string', 'integer'])

/** Whether a schema asks for types that there are: other languages of schemas name their own. */
const hasKnownTypes = (type: unknown): boolean =>
  type === undefined || [type].flat().every((one) => typeof one === 'string' && types.has(one))

/** Reads a JSON Schema. Source: JSON Schema draft-07 to 2020-12, section 4.3: a schema is an object or a boolean. */
export const reader: Reader<OutputSchema> = (source) => {
  if (!/\.(?:json|ya?ml)$/i.test(source.file)) return unknown('is no JSON Schema in a .json or .yaml file')
  const foreign = unknown('holds no JSON Schema')
  const document = documentIn(source, foreign)
  if (document.state !== 'read') return document
  const schema = document.value.data ?? {}
  if (!isMap(schema)) return foreign
  const keywords = Object.keys(schema)
  const constrains = keywords.some((key) => assertions.has(key))
  const isForeign = !constrains && keywords.some((key) => !others.has(key))
  if (isForeign || !hasKnownTypes(field(schema, 'type'))) return foreign
  return read({ constrains })
}
