import { Composer, type CST, type ParsedNode, type YAMLParseError } from 'yaml'

export type Composed = { readonly root: ParsedNode | null; readonly errors: readonly YAMLParseError[] }

const OPTIONS = {
  schema: 'core',
  stringKeys: true,
  // Quadratic in the library; `readData` looks for duplicates itself.
  uniqueKeys: false,
  prettyErrors: false,
  logLevel: 'silent',
} as const

/** Builds the node tree of every document that the tokens hold. `length` is that of the text. */
export function* composeAll(tokens: readonly CST.Token[], length: number): Generator<Composed> {
  for (const { contents, errors } of new Composer(OPTIONS).compose(tokens, true, length))
    yield { root: contents, errors }
}

/** Builds the node tree of the one document that the tokens hold. */
export const compose = (tokens: readonly CST.Token[], length: number): Composed => {
  for (const composed of composeAll(tokens, length)) return composed
  return { root: null, errors: [] }
}
