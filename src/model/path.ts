import { path as pathPhrase } from '../values/index.ts'
import { phrase } from './field.ts'

/** A field that names a file of the repository, or a URL. */
export const path = (description: string, ...examples: string[]) =>
  phrase(pathPhrase, description, ...examples)
