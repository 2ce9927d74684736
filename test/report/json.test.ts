import { Ajv } from 'ajv'
import { expect, test } from 'vitest'
import { render } from '../../src/report/format.ts'
import { json } from '../../src/report/json.ts'
import { jsonReport, reportSchema } from '../../src/report/json-schema.ts'
import { runs, several, thousand, view } from './runs.ts'

test('the published schema of the report follows the model', async () => {
  await expect(`${JSON.stringify(reportSchema(), null, '\t')}\n`).toMatchFileSnapshot(
    '../../schemas/report.schema.json',
  )
})

const validate = new Ajv({ strict: true, allErrors: true }).compile(reportSchema())

test.each(Object.entries({ ...runs, thousand }))('the report of a run fits the schema: %s', (_, run) => {
  const report: unknown = JSON.parse(render(json, run, view))
  validate(report)
  expect(validate.errors ?? []).toEqual([])
  expect(jsonReport.safeParse(report).success).toBe(true)
})

type Node = { readonly [keyword: string]: unknown }

const isNode = (value: unknown): value is Node => typeof value === 'object' && value !== null

function* described(node: Node, path: string): Generator<readonly [string, Node]> {
  for (const [key, value] of Object.entries(node)) {
    if (key === 'properties' && isNode(value))
      for (const [name, field] of Object.entries(value)) if (isNode(field)) yield [`${path}.${name}`, field]
    if (isNode(value)) yield* described(value, `${path}.${key}`)
  }
}

test('the schema describes every field and closes every map', () => {
  const fields = [...described(reportSchema(), '')]
  expect(fields.length).toBeGreaterThan(60)
  const silent = fields.filter(
    ([, { description, anyOf }]) =>
      description === undefined && !(Array.isArray(anyOf) && anyOf.some((one) => one.description !== undefined)),
  )
  expect(silent.map(([path]) => path)).toEqual([])
  const open = [['', reportSchema()] as const, ...fields].filter(
    ([, field]) => field.type === 'object' && field.additionalProperties !== false,
  )
  expect(open.map(([path]) => path)).toEqual([])
})

test('a report with a field too many or too few does not fit', () => {
  const report = JSON.parse(render(json, several, view))
  expect(validate({ ...report, more: 1 })).toBe(false)
  expect(validate({ ...report, status: undefined })).toBe(false)
  expect(validate({ ...report, schemaVersion: 2 })).toBe(false)
})

test('how much a person sees changes nothing', () => {
  expect(render(json, several, { ...view, quiet: true, color: 3, width: 1 })).toBe(render(json, several, view))
})
