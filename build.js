import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { relative } from 'node:path'
import { Ajv } from 'ajv'
import standaloneCode from 'ajv/dist/standalone/index.js'
import patternKeyword from 'ajv/dist/vocabularies/validation/pattern.js'
import { build } from 'rolldown'
import { parseAst } from 'rolldown/parseAst'
import { transpileDeclaration } from 'typescript'

// What only a reader needs is dead weight at every start. A property may well be named "title".
const withoutWords = (key, value) =>
  (['description', 'title'].includes(key) && typeof value === 'string') ||
  (['examples', 'enumDescriptions'].includes(key) && Array.isArray(value))
    ? undefined
    : value

const isSchema = (node) =>
  typeof node === 'object' && node !== null && (typeof node.type === 'string' || Array.isArray(node.anyOf))

const inPlace = ['anyOf', 'propertyNames']

const count = (node, counts) => {
  if (typeof node !== 'object' || node === null) return
  if (isSchema(node)) {
    const text = JSON.stringify(node)
    counts.set(text, (counts.get(text) ?? 0) + 1)
  }
  for (const child of Object.values(node)) count(child, counts)
}

/**
 * Every field of the published schema stands for itself, so that editors show its own words. Compiled like that,
 * the same check of a date is there dozens of times: here what stands in several places becomes one definition, and the
 * first file is validated in half the time. So does every mapping, since ajv keeps the whole schema around one of many keys;
 * and definitions stand in a schema of their own, which it would keep as well.
 * A form of a union stays where it is, because the program tells the forms of a union apart by their place, and so
 * does the check of a key, because ajv names the refused key only where it checks it.
 */
const withDefinitions = (schema) => {
  const counts = new Map()
  count(schema, counts)
  const definitions = {}
  const names = new Map()
  const children = (node, stays) =>
    Array.isArray(node)
      ? node.map((item) => walk(item, stays))
      : Object.fromEntries(Object.entries(node).map(([key, value]) => [key, walk(value, inPlace.includes(key))]))
  const walk = (node, stays) => {
    if (typeof node !== 'object' || node === null) return node
    const text = JSON.stringify(node)
    if (stays || !isSchema(node) || (counts.get(text) === 1 && node.properties === undefined))
      return children(node, stays)
    if (!names.has(text)) {
      names.set(text, `d${names.size}`)
      definitions[names.get(text)] = children(node, false)
    }
    return { $ref: `#/definitions/${names.get(text)}` }
  }
  const { definitions: own, ...whole } = children(schema, false)
  const elsewhere = (_, value) => (typeof value === 'string' && value.startsWith('#/') ? `shared:of${value}` : value)
  return {
    whole: JSON.parse(JSON.stringify(whole), elsewhere),
    shared: { $id: 'shared:of', definitions: { ...own, ...definitions } },
  }
}

const pattern = patternKeyword.default

/** Parts of a report that nobody reads again once it is written. */
const unreadInReport = [
  ...['edit', 'related', 'elsewhere', 'working', 'unverified', 'known', 'waived', 'passed', 'notApplicable'],
  ...['stage', 'cause', 'pointer', 'endLine', 'endColumn', 'docs', 'fingerprint', 'sha256'],
  ...['judged', 'partial', 'for', 'readyFor', 'next', 'proof'],
]

/** Compiles a published schema into a module: compiling it at every start would cost more than linting. */
const compileValidator = async (name) => {
  const schema = JSON.parse(await readFile(`schemas/${name}.schema.json`, 'utf8'), (key, value) =>
    name === 'report' && unreadInReport.includes(key) ? true : withoutWords(key, value),
  )
  const ajv = new Ajv({
    strict: true,
    allErrors: name !== 'report',
    messages: false,
    inlineRefs: false,
    code: { source: true, esm: true, lines: false, optimize: 2 },
  })
  // Nobody reads the pattern in an error: there it would double what most of the validator is.
  ajv.removeKeyword('pattern')
  ajv.addKeyword({ ...pattern, error: { message: pattern.error.message } })
  // Whoever merges reports asks only whether each is one, and ajv writes no errors below `not`.
  const { $schema, $id, ...body } = schema
  const { whole, shared } =
    name === 'report' ? { whole: { $schema, $id, not: { not: body } } } : withDefinitions(schema)
  if (shared) ajv.addSchema(shared)
  const code = standaloneCode.default(ajv, { validate: ajv.compile(whole) && $id })
  await writeFile(`src/model/generated/${name}-validator.js`, code)
}

const isNotice = (line) => /^\s*copyright (?:\(c\)|©)/i.test(line)

/**
 * The licences of the packages that the modules belong to: their texts have to travel with the program. A text that
 * several packages share, whatever its line breaks and headings, stands once below the notices of all of them.
 */
const licences = async (modules) => {
  const named = modules.map((module) => /node_modules\/(@[^/]+\/[^/]+|[^/]+)\//.exec(module)?.[1])
  const packages = [...new Set(named.filter((name) => name !== undefined))].sort()
  const shared = new Map()
  for (const name of packages) {
    const folder = `node_modules/${name}`
    const file = (await readdir(folder)).find((entry) => /^licen[cs]e/i.test(entry))
    if (file === undefined) throw new Error(`${name} has no licence file`)
    const lines = (await readFile(`${folder}/${file}`, 'utf8')).trim().split(/\r?\n/)
    const text = lines
      .filter((line) => !isNotice(line))
      .join('\n')
      .trim()
    const key = text
      .replace(/^.*licen[cs]e.*$/im, '')
      .replaceAll(/\W+/g, ' ')
      .trim()
    const one = shared.get(key) ?? { notices: [], text }
    one.notices.push([name, ...lines.filter(isNotice).map((line) => `  ${line.trim()}`)].join('\n'))
    shared.set(key, one)
  }
  return [...shared.values()]
    .map(({ notices, text }) => `${notices.join('\n')}\n\n${text}\n`)
    .join(`\n${'-'.repeat(80)}\n\n`)
}

/** Fields of the price list that nothing here reads: they are a third of it. */
const unread = [
  'name',
  'description',
  'price_comments',
  'extractors',
  'pricing_urls',
  'api_pattern',
  'context_window',
  'web_searches_kcount',
  'storage_searches_kcount',
  'deprecated',
  'input_audio_mtok',
  'output_audio_mtok',
  'cache_audio_read_mtok',
  'input_image_mtok',
  'output_image_mtok',
  'cache_image_read_mtok',
  'input_document_kpages',
  'input_annotated_document_kpages',
  'input_audio_hours',
]

const isWritten = ({ type }) => ['Literal', 'TemplateLiteral', 'ArrayExpression', 'UnaryExpression'].includes(type)

const unreadIn = (node) => {
  if (typeof node !== 'object' || node === null) return []
  return node.type === 'Property' && unread.includes(node.key.name) && isWritten(node.value)
    ? [node]
    : Object.values(node).flatMap(unreadIn)
}

/** The code without some properties of its objects, each with the comma after it. */
const withoutProperties = (code, properties) =>
  [...properties, { start: code.length }]
    .map(({ start }, at) => {
      const end = properties[at - 1]?.end ?? 0
      return code.slice(end, start).replace(at === 0 ? /^/ : /^\s*,/, '')
    })
    .join('')

const pricesOnly = {
  name: 'prices-only',
  transform: {
    filter: { id: /genai-prices/ },
    handler: (code) => withoutProperties(code, unreadIn(parseAst(code))),
  },
}

/** What packages import for what nothing here asks of them: programs as commands, bare links, and colours. */
const idle = {
  // With it Node loads its network, which takes a tenth of the start of most commands.
  'node:child_process': 'export const spawn = undefined',
  'linkify-it': 'export class LinkifyIt {}',
  // Only the targets of links would be written in it.
  'punycode.js': 'export default { toASCII: (host) => host, toUnicode: (host) => host }',
  '@lezer/highlight': `
    export const tags = new Proxy(() => tags, { get: () => tags })
    export const styleTags = () => () => null`,
}

const withoutIdle = {
  name: 'without-idle',
  resolveId: (source, importer) =>
    Object.hasOwn(idle, source) && /node_modules/.test(importer) ? `\0idle:${source}` : undefined,
  load: { filter: { id: /^\0idle:/ }, handler: (id) => idle[id.slice(6)] },
}

/** The program says its version, and nothing else of what stands there. */
const versionOnly = {
  name: 'version-only',
  load: {
    filter: { id: /[\\/]package\.json$/ },
    handler: async (id) => JSON.stringify({ version: JSON.parse(await readFile(id, 'utf8')).version }),
  },
}

/** What of a rule only its page shows. */
const documentation = ['summary', 'why', 'details', 'principles', 'fields', 'references', 'examples']

const isRule = (node) =>
  node?.type === 'ObjectExpression' &&
  ['id', 'summary', 'check'].every((name) => node.properties.some(({ key }) => key?.name === name))

const rulesIn = (code) =>
  parseAst(code, { lang: 'ts' })
    .body.flatMap(({ declaration }) => declaration?.declarations ?? [])
    .filter(({ init }) => isRule(init))

/** The rules of a module as their pages show them; what else a rule has is taken from the list that judges. */
const documentedOnly = (code) => {
  const properties = rulesIn(code).flatMap(({ init }) => init.properties)
  const judged = properties.filter(({ key }) => !documentation.includes(key?.name))
  const isId = ({ key }) => key?.name === 'id'
  const ids = judged.filter(isId).map(({ start, end }) => code.slice(start, end))
  const kept = withoutProperties(
    code,
    judged.filter((property) => !isId(property)),
  )
  const taken = (id) => `...judgedRules.find((one) => one.${id.replace(':', ' ===')})`
  return `import { rules as judgedRules } from '../index.ts?judged'\n${ids.reduce((text, id) => text.replace(id, taken), kept)}`
}

/**
 * A rule stands in one file with its documentation, which is half of it. It is parted here, so that a lint does not
 * load what only `explain` and SARIF show.
 */
const partedRules = {
  name: 'parted-rules',
  async resolveId(source, importer, options) {
    if (importer === undefined || !/rules[\\/]documented\.ts$|\?documented$/.test(importer)) return undefined
    const from = importer.replace('?documented', '')
    const resolved = await this.resolve(source.replace('?judged', ''), from, { ...options, skipSelf: true })
    const isDocumented = /rules[\\/](index\.ts|(?!lib)[^\\/]+[\\/][^\\/]+)$/.test(resolved?.id)
    return isDocumented && !source.endsWith('?judged') ? `${resolved.id}?documented` : resolved
  },
  load: {
    filter: { id: /\?documented$/ },
    handler: async (id) => ({ code: await readFile(id.replace('?documented', ''), 'utf8'), moduleType: 'ts' }),
  },
  transform: {
    filter: { id: /rules[\\/](?!lib)[^\\/]+[\\/][^\\/]+\.ts/ },
    handler: (code, id) => {
      if (id.endsWith('?documented')) return documentedOnly(code)
      const shown = rulesIn(code).flatMap(({ init }) => init.properties)
      return withoutProperties(
        code,
        shown.filter(({ key }) => documentation.includes(key?.name)),
      )
    },
  },
}

await Promise.all(['pilot', 'results', 'drills', 'review', 'config', 'report'].map(compileValidator))
await rm('dist', { recursive: true, force: true })
// CommonJS parts that are loaded when they are needed start faster than one file or ES modules. What nearly every command
// needs is one part: a file more costs more than the code in it.
const core =
  /[\\/]src[\\/](?!config|evidence|report|cli[\\/](?:io[\\/]write-file|commands[\\/](?:computed|schema)))|[\\/]evidence[\\/]reading[\\/](?!csv)|[\\/]node_modules[\\/](?:yaml|big\.js)[\\/]/
const { output } = await build({
  input: { pilotlint: 'src/main.ts', thread: 'src/thread.ts', api: 'src/api.ts' },
  platform: 'node',
  // A busy machine makes every plugin slow.
  checks: { pluginTimings: false },
  plugins: [
    pricesOnly,
    versionOnly,
    withoutIdle,
    partedRules,
    {
      // The schemas lie beside the program, on one line each: indented, they would be a seventh of the package.
      name: 'schemas',
      resolveId: (source) => {
        const [, name] = /\/schemas\/([a-z]+\.schema\.json)$/.exec(source) ?? []
        return name && { id: `./schemas/${name}`, external: true }
      },
    },
  ],
  // The build of yaml for Node asks the environment whether to print its tokens, and cannot be cut to what is used.
  resolve: { alias: { yaml: `${import.meta.dirname}/node_modules/yaml/browser/index.js` } },
  transform: {
    target: 'node20.19',
    // The parser of PromQL asks the environment whether to print what it does.
    define: { 'process.env.LOG': '""' },
  },
  output: {
    dir: 'dist',
    format: 'cjs',
    minify: true,
    // The licences travel in a file of their own.
    comments: false,
    // Node reads and hashes a file without other characters in half the time.
    charset: 'ascii',
    entryFileNames: '[name].cjs',
    chunkFileNames: '[name]-[hash].cjs',
    codeSplitting: {
      groups: [
        // Whoever loads the library must not start the program.
        {
          name: 'start',
          tags: ['$initial'],
          test: (id) => !/[\\/]src[\\/](?:api|main|thread)\.ts$/.test(id),
          priority: 1,
        },
        { name: 'core', test: core, minShareCount: 3 },
      ],
    },
  },
})
const { outputText: types } = transpileDeclaration(await readFile('src/api.ts', 'utf8'), { fileName: 'api.ts' })
await writeFile('dist/api.d.cts', types)
await mkdir('dist/schemas')
for (const name of await readdir('schemas'))
  await writeFile(`dist/schemas/${name}`, JSON.stringify(JSON.parse(await readFile(`schemas/${name}`, 'utf8'))))
const modules = output.flatMap(({ moduleIds = [] }) => moduleIds).map((id) => relative('.', id).replaceAll('\\', '/'))
const zod = modules.filter((module) => module.startsWith('node_modules/zod/'))
if (zod.length > 0) throw new Error(`zod would be loaded with the program: ${zod[0]}`)
await writeFile('dist/THIRD-PARTY-LICENSES.txt', await licences(modules))
