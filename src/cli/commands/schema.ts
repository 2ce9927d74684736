import type { ExitCode, Io } from '../io/io.ts'

/** The part of JSON Schema that is used here. */
export type Schema = {
  readonly type?: string
  readonly description?: string
  readonly examples?: readonly unknown[]
  readonly enum?: readonly unknown[]
  readonly properties?: { readonly [key: string]: Schema }
  readonly items?: Schema
  readonly anyOf?: readonly Schema[]
  readonly additionalProperties?: boolean | Schema
}

type Module = { readonly default: unknown }

/** A run loads only the schema it prints. */
export const schemas = {
  pilot: () => import('../../../schemas/pilot.schema.json', { with: { type: 'json' } }),
  results: () => import('../../../schemas/results.schema.json', { with: { type: 'json' } }),
  drills: () => import('../../../schemas/drills.schema.json', { with: { type: 'json' } }),
  review: () => import('../../../schemas/review.schema.json', { with: { type: 'json' } }),
  exceptions: () => import('../../../schemas/exceptions.schema.json', { with: { type: 'json' } }),
  config: () => import('../../../schemas/config.schema.json', { with: { type: 'json' } }),
  next: () => import('../../../schemas/next.schema.json', { with: { type: 'json' } }),
  diff: () => import('../../../schemas/diff.schema.json', { with: { type: 'json' } }),
  rollout: () => import('../../../schemas/rollout.schema.json', { with: { type: 'json' } }),
  rehearse: () => import('../../../schemas/rehearse.schema.json', { with: { type: 'json' } }),
  report: () => import('../../../schemas/report.schema.json', { with: { type: 'json' } }),
  cost: () => import('../../../schemas/cost.schema.json', { with: { type: 'json' } }),
} satisfies { readonly [name: string]: () => Promise<Module> }

export type SchemaName = keyof typeof schemas

export const schemaNames: readonly string[] = Object.keys(schemas)

export const runSchema = async (name: SchemaName, io: Io): Promise<ExitCode> => {
  io.stdout(`${JSON.stringify((await schemas[name]()).default, null, '\t')}\n`)
  return 0
}
