import { execFileSync } from 'node:child_process'
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import { checkCircles, commonJs } from './common-js.js'
import { compileLexer } from './compile-lexer.js'
import { compileValidator } from './compile-validator.js'

const common = { platform: 'node', target: 'node20', minify: true, legalComments: 'none' }

// commander loads the module for starting other programs and the one for what is there anyway, which costs start-up
// time. Only git is ever started, by the one file that may, in a part that is loaded when history is asked for.
const lightCommander = {
  name: 'light-commander',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^(?:node:)?child_process$/ }, ({ path, importer }) =>
      /[\\/]src[\\/]repo[\\/]git\.ts$/.test(importer)
        ? { path, external: true }
        : { path: '{}', namespace: 'instead' },
    )
    onResolve({ filter: /^node:process$/ }, () => ({ path: 'globalThis.process', namespace: 'instead' }))
    onLoad({ filter: /.*/, namespace: 'instead' }, ({ path }) => ({ contents: `module.exports = ${path}` }))
  },
}

const noZod = {
  name: 'no-zod',
  setup({ onResolve }) {
    onResolve({ filter: /^zod(?:\/|$)/ }, ({ importer }) => ({
      errors: [{ text: `zod would be loaded at every start, because of ${importer}` }],
    }))
  },
}

// As one text, a long table is loaded and read in a fraction of the time that V8 takes for thousands of nested literals.
const parsedTables = {
  name: 'parsed-tables',
  setup({ onLoad }) {
    onLoad({ filter: /[\\/]src[\\/].*\.json$/ }, async ({ path }) => {
      const text = JSON.stringify(JSON.parse(await readFile(path, 'utf8')))
      return { contents: `export default JSON.parse(${JSON.stringify(text)})` }
    })
  },
}

/** The licences of what is built in: their texts have to travel with the program. */
const licences = async (inputs) => {
  const named = inputs.map((input) => /^node_modules\/(@[^/]+\/[^/]+|[^/]+)\//.exec(input)?.[1])
  const packages = [...new Set(named.filter((name) => name !== undefined))].sort()
  const texts = packages.map(async (name) => {
    const folder = `node_modules/${name}`
    const file = (await readdir(folder)).find((entry) => /^licen[cs]e/i.test(entry))
    if (file === undefined) throw new Error(`${name} has no licence file`)
    return `${name}\n\n${(await readFile(`${folder}/${file}`, 'utf8')).trim()}\n`
  })
  return (await Promise.all(texts)).join(`\n${'-'.repeat(80)}\n\n`)
}

await Promise.all([compileValidator(), compileLexer()])
const { outputFiles, metafile } = await build({
  ...common,
  entryPoints: { pilotlint: 'src/main.ts' },
  outdir: 'dist',
  outExtension: { '.js': '.cjs' },
  chunkNames: '[name]-[hash]',
  bundle: true,
  splitting: true,
  format: 'esm',
  write: false,
  metafile: true,
  plugins: [lightCommander, noZod, parsedTables],
  // The parser of PromQL asks the environment whether to print what it does.
  define: { 'process.env.LOG': '""' },
  // The build of yaml for Node asks the environment whether to print its tokens; the other one is smaller, too.
  alias: { yaml: fileURLToPath(new URL('node_modules/yaml/browser/index.js', import.meta.url)) },
})
await rm('dist', { recursive: true, force: true })
await mkdir('dist')
// CommonJS starts faster than ESM, and parts that a run does not need are not even compiled; esbuild splits ESM
// only, so each part is turned into CommonJS by itself.
checkCircles(metafile.outputs)
for (const { path, text } of outputFiles)
  await writeFile(path, commonJs(text, metafile.outputs[relative('.', path).replaceAll('\\', '/')]))
await writeFile('dist/THIRD-PARTY-LICENSES.txt', await licences(Object.keys(metafile.inputs)))

// A person at a terminal and a pipe read other formats, and a file that is ready runs other functions than one that is not.
const { NODE_OPTIONS: _flagsOfTheBuild, ...env } = process.env
const run = ['--fail-on', 'never', '--format', 'pretty', '--format', 'compact=dist/compact.txt']
execFileSync(process.execPath, ['compile-bytecode.cjs', ...run, 'examples'], { env, stdio: 'ignore' })
await rm('dist/compact.txt')
