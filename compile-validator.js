import { readFile, writeFile } from 'node:fs/promises'
import { Ajv } from 'ajv'
import standaloneCode from 'ajv/dist/standalone/index.js'

const from = (path) => new URL(path, import.meta.url)

// What only a reader needs is dead weight at every start. A property may well be named "title".
const withoutWords = (key, value) =>
  (['description', 'title'].includes(key) && typeof value === 'string') ||
  (key === 'examples' && Array.isArray(value))
    ? undefined
    : value

const isLeaf = (node) => node.type === 'string' && typeof node.pattern === 'string'

/**
 * Every field of the published schema stands for itself, so that editors show its own words. Compiled like that,
 * the same check of a date is there dozens of times: here it becomes one definition. A plain form of a union stays
 * where it is, because the program tells the forms of a union apart by their place in the schema.
 */
const withDefinitions = (schema) => {
  const definitions = {}
  const names = new Map()
  const hoist = (node) => {
    const text = JSON.stringify(node)
    const name = names.get(text) ?? `d${names.size}`
    names.set(text, name)
    definitions[name] = node
    return { $ref: `#/definitions/${name}` }
  }
  const walk = (node, inUnion) => {
    if (Array.isArray(node)) return node.map((item) => walk(item, inUnion))
    if (typeof node !== 'object' || node === null) return node
    if (isLeaf(node) && !inUnion) return hoist(node)
    return Object.fromEntries(Object.entries(node).map(([key, value]) => [key, walk(value, key === 'anyOf')]))
  }
  return { ...walk(schema, false), definitions }
}

/** Compiles the published schema into a module: compiling it at every start would cost more than linting. */
export const compileValidator = async () => {
  const schema = JSON.parse(await readFile(from('schemas/pilot.schema.json'), 'utf8'), withoutWords)
  const ajv = new Ajv({
    strict: true,
    allErrors: true,
    ownProperties: true,
    messages: false,
    inlineRefs: false,
    code: { source: true, esm: true, lines: false, optimize: 2 },
  })
  const code = standaloneCode.default(ajv, { validate: ajv.compile(withDefinitions(schema)) && schema.$id })
  await writeFile(from('src/lint/validator.generated.js'), code)
}
