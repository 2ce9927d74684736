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

const isSchema = (node) =>
  typeof node === 'object' && node !== null && (typeof node.type === 'string' || Array.isArray(node.anyOf))

const inPlace = ['anyOf', 'propertyNames']

const count = (node, counts) => {
  if (typeof node !== 'object' || node === null) return
  if (isSchema(node)) {
    const text = JSON.stringify(node)
    counts.set(text, (counts.get(text) ?? 0) + 1)
  }
  for (const child of Object.values(node)) count(child, counts)
}

/**
 * Every field of the published schema stands for itself, so that editors show its own words. Compiled like that,
 * the same check of a date is there dozens of times: here what stands in several places becomes one definition.
 * A form of a union stays where it is, because the program tells the forms of a union apart by their place, and so
 * does the check of a key, because ajv names the refused key only where it checks it.
 */
const withDefinitions = (schema) => {
  const counts = new Map()
  count(schema, counts)
  const definitions = {}
  const names = new Map()
  const children = (node, stays) =>
    Array.isArray(node)
      ? node.map((item) => walk(item, stays))
      : Object.fromEntries(
          Object.entries(node).map(([key, value]) => [key, walk(value, inPlace.includes(key))]),
        )
  const walk = (node, stays) => {
    if (typeof node !== 'object' || node === null) return node
    const text = JSON.stringify(node)
    if (stays || !isSchema(node) || counts.get(text) === 1) return children(node, stays)
    if (!names.has(text)) {
      names.set(text, `d${names.size}`)
      definitions[names.get(text)] = children(node, false)
    }
    return { $ref: `#/definitions/${names.get(text)}` }
  }
  return { ...children(schema, false), definitions }
}

/**
 * The code holds whole schemas and asks them for a few lists and for the keys of some maps. Those take the place of the
 * schemas here, which would be read at every start.
 */
const withoutSchemas = (code) => {
  const schemas = new Map()
  const rest = code.replace(/const (schema\d+) = (\{.*?\});(?=const |function )/g, (_, name, literal) => {
    schemas.set(name, JSON.parse(literal))
    return ''
  })
  const keys = new Map()
  const short = rest.replace(/\b(schema\d+)((?:\.\w+|\[\d+\])+)/g, (_, name, path) => {
    const steps = path.match(/\w+/g)
    const part = steps.reduce((node, step) => node[step], schemas.get(name))
    if (steps.at(-1) === 'enum') return JSON.stringify(part)
    if (steps.at(-1) !== 'properties') throw new Error(`nobody knows what ${name}${path} is for`)
    const text = JSON.stringify(Object.fromEntries(Object.keys(part).map((key) => [key, 0])))
    if (!keys.has(text)) keys.set(text, `keys[${keys.size}]`)
    return keys.get(text)
  })
  if (/\bschema\d+\b/.test(short)) throw new Error('a whole schema is asked for')
  // One text is read in a fraction of the time of nested literals.
  return `const keys = JSON.parse(${JSON.stringify(`[${[...keys.keys()]}]`)});${short}`
}

const compile = async (name, file) => {
  const schema = JSON.parse(await readFile(from(`schemas/${name}.schema.json`), 'utf8'), withoutWords)
  const ajv = new Ajv({
    strict: true,
    allErrors: true,
    messages: false,
    inlineRefs: false,
    code: { source: true, esm: true, lines: false, optimize: 2 },
  })
  const code = standaloneCode.default(ajv, { validate: ajv.compile(withDefinitions(schema)) && schema.$id })
  await writeFile(from(file), withoutSchemas(code))
}

/** Compiles the published schemas into modules: compiling them at every start would cost more than linting. */
export const compileValidator = async () => {
  await compile('pilot', 'src/lint/validator.generated.js')
  await compile('results', 'src/evidence/results/validator.generated.js')
}
