import { stringify } from 'yaml'

/** A value as a block of YAML, each key on a line of its own. */
export const block = (value: unknown): string => stringify(value, { lineWidth: 0 }).trimEnd()
