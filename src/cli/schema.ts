import type { ExitCode, Io } from './io.ts'
import { schemaNames, schemas } from './schemas.ts'
import { didYouMean, UsageError } from './usage.ts'

export const runSchema = async (name: string, io: Io): Promise<ExitCode> => {
  const load = Object.hasOwn(schemas, name) ? schemas[name] : undefined
  if (load === undefined) {
    const list = `the schemas are ${schemaNames.join(', ')}`
    throw new UsageError(`schema ${name}: no such schema`, didYouMean(name, schemaNames, list))
  }
  io.stdout(`${JSON.stringify((await load()).default, null, '\t')}\n`)
  return 0
}
