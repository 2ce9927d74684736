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
export const schemas: { readonly [name: string]: () => Promise<Module> } = {
  pilot: () => import('../../schemas/pilot.schema.json', { with: { type: 'json' } }),
  results: () => import('../../schemas/results.schema.json', { with: { type: 'json' } }),
  diff: () => import('../../schemas/diff.schema.json', { with: { type: 'json' } }),
  rollout: () => import('../../schemas/rollout.schema.json', { with: { type: 'json' } }),
  report: () => import('../../schemas/report.schema.json', { with: { type: 'json' } }),
  cost: () => import('../../schemas/cost.schema.json', { with: { type: 'json' } }),
}

export const schemaNames: readonly string[] = Object.keys(schemas)
