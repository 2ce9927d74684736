import { readFileSync } from 'node:fs'
import { Ajv } from 'ajv'
import { expect, test } from 'vitest'

type Node = { readonly [keyword: string]: unknown }

const schema = (name: string): Node =>
  JSON.parse(readFileSync(new URL(`../../schemas/${name}.schema.json`, import.meta.url), 'utf8'))

const isNode = (value: unknown): value is Node => typeof value === 'object' && value !== null

/** A schema with what is defined once in its place. */
const resolved = (root: Node): Node =>
  JSON.parse(JSON.stringify(root), (_, value) => {
    const [, name] = /^#\/definitions\/(\w+)$/.exec(value?.$ref) ?? []
    return name === undefined ? value : (root.definitions as Node)[name]
  })

/** Every field of a schema, by the keys that lead to it. */
function* fields(node: unknown, name: string): Generator<{ name: string; node: Node }> {
  if (!isNode(node)) return
  for (const [key, field] of Object.entries(isNode(node.properties) ? node.properties : {})) {
    if (isNode(field)) yield { name: `${name}.${key}`, node: field }
    yield* fields(field, `${name}.${key}`)
  }
  yield* fields(node.items, `${name}[]`)
  yield* fields(node.additionalProperties, `${name}.*`)
  for (const branch of Array.isArray(node.anyOf) ? node.anyOf : []) yield* fields(branch, name)
}

test.each(['pilot', 'results', 'drills'])(
  'every field of the %s schema has a description and examples that pass',
  (name) => {
    const all = [...fields(resolved(schema(name)), name)]
    const ajv = new Ajv({ strict: true, allErrors: true, keywords: ['enumDescriptions'] })
    expect(all.length).toBeGreaterThan(5)
    expect(all.filter(({ node }) => typeof node.description !== 'string').map((field) => field.name)).toEqual([])
    expect(
      all.filter(({ node }) => !Array.isArray(node.examples) || node.examples.length === 0).map((field) => field.name),
    ).toEqual([])
    const wrong = all.flatMap(({ name: field, node }) => {
      const validate = ajv.compile(node)
      return (node.examples as unknown[]).filter((example) => !validate(example)).map((example) => [field, example])
    })
    expect(wrong).toEqual([])
  },
)

test('the pilot schema is draft-07 and asks for version and id only', () => {
  const pilot = schema('pilot')
  expect(pilot.$schema).toBe('http://json-schema.org/draft-07/schema#')
  expect(pilot.required).toEqual(['version', 'id'])
  const asking = [...fields(pilot, 'pilot')].filter(({ node }) => node.required !== undefined)
  expect(asking.map(({ name }) => name)).toEqual([])
})
