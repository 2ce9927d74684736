import type { Expansion } from './expansion.ts'

/**
 * How a part of the file is read once its shape is known to be right: generated from the zod models,
 * so that the program reads the file as they say without loading them.
 */
export type Layout =
  | 'plain'
  | { readonly phrase: string }
  | { readonly keys: { readonly [key: string]: Layout } }
  | { readonly values: Layout }
  | { readonly items: Layout }
  | { readonly expand: Expansion; readonly text?: Layout; readonly list?: Layout; readonly map: Layout }
