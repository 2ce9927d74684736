import type { ErrorObject } from 'ajv'

/** The published schema, compiled at build time. */
export const validate: ((data: unknown) => boolean) & { errors?: ErrorObject[] | null }
