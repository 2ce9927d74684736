import { Composer, type CST, type ParsedNode, type YAMLParseError } from 'yaml'

type Composed = { readonly root: ParsedNode | null; readonly errors: readonly YAMLParseError[] }

const OPTIONS = {
  schema: 'core',
  stringKeys: true,
  // Quadratic in the library; `readData` looks for duplicates itself.
  uniqueKeys: false,
  prettyErrors: false,
  logLevel: 'silent',
} as const

/** Builds the node tree of the one document that the tokens hold. `length` is that of the text. */
export const compose = (tokens: readonly CST.Token[], length: number): Composed => {
  const composer = new Composer(OPTIONS)
  const [document] = composer.compose(tokens, true, length)
  return { root: document?.contents ?? null, errors: document?.errors ?? [] }
}
