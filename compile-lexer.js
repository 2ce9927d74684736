import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'

const at = (path) => fileURLToPath(new URL(path, import.meta.url))

/** Every `yield* this.step()` becomes the call `this.step()`, and every `yield token` the call `this.out(token)`. */
const withoutYield = (source) =>
  source
    .replace(/^ {4}\*(?=\w+\()/gm, '    ')
    .replaceAll('yield* ', '')
    .replace(/\byield ([^;]+);/g, 'this.out($1);')

const pushing = {
  name: 'pushing',
  setup({ onLoad }) {
    onLoad({ filter: /parse[\\/](?:lexer|parser)\.js$/ }, async ({ path }) => {
      const source = await readFile(path, 'utf8')
      const code = source.replace(/\/\*[\s\S]*?\*\//g, '')
      const contents = withoutYield(code)
      const yields = code.match(/\byield\b(?!\*)/g)?.length ?? 0
      const outs = contents.match(/\bthis\.out\(/g)?.length ?? 0
      if (yields === 0 || outs !== yields || /\byield\b|function\*|^\s*\*/m.test(contents))
        throw new Error(`${path} is not written as it was: its generators cannot be turned into calls`)
      return { contents }
    })
  },
}

/**
 * The lexer and the parser of `yaml` are generators that delegate to generators: each token passes through five to
 * eight of them, which costs twice as much as what they do. Here the same code is compiled with plain calls, so that
 * it pushes what it finds. A test holds the two together.
 */
export const compileLexer = () =>
  build({
    stdin: {
      contents: "export { Lexer } from './lexer.js'\nexport { Parser } from './parser.js'",
      resolveDir: at('node_modules/yaml/browser/dist/parse'),
    },
    bundle: true,
    format: 'esm',
    target: 'node20',
    legalComments: 'none',
    plugins: [pushing],
    outfile: at('src/yaml/lexer.generated.js'),
  })
