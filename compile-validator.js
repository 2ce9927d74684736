import { readFile, writeFile } from 'node:fs/promises'
import Ajv from 'ajv'
import standaloneCode from 'ajv/dist/standalone/index.js'

const from = (path) => new URL(path, import.meta.url)

// What only a reader needs makes the module four times as large. A property may well be named "title".
const withoutWords = (key, value) =>
  (['description', 'title'].includes(key) && typeof value === 'string') ||
  (key === 'examples' && Array.isArray(value))
    ? undefined
    : value

/**
 * Compiles the published schema into a module: compiling it at every start would cost more than linting.
 */
export const compileValidator = async () => {
  const schema = JSON.parse(await readFile(from('schemas/pilot.schema.json'), 'utf8'), withoutWords)
  const ajv = new Ajv.default({
    strict: true,
    allErrors: true,
    ownProperties: true,
    code: { source: true, esm: true, lines: false },
  })
  const code = standaloneCode.default(ajv, { validate: ajv.compile(schema) && schema.$id })
  await writeFile(from('src/lint/validator.generated.js'), code)
}
