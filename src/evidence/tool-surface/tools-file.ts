import { isMap } from '../../yaml/data.ts'
import type { Range } from '../../yaml/lines.ts'
import { documentIn } from '../reading/documents.ts'
import { malformed, type Reader, type Reading, read, unknown } from '../reading/kind.ts'
import { type Part, partOf } from '../reading/part.ts'

/** Something that the system can call, with what its description says of it. */
export type Tool = {
  readonly name: string
  readonly range: Range
  /** `readOnlyHint` and `destructiveHint`, where they are set. */
  readonly readOnly: boolean | undefined
  readonly destructive: boolean | undefined
  /** The HTTP method, in upper case. */
  readonly method: string | undefined
}

const maxTools = 2000

const methods = ['get', 'head', 'options', 'post', 'put', 'patch', 'delete', 'query']

const foreign = unknown(
  'is neither a list of tools (MCP tools/list, or the tools of a request) nor an OpenAPI document',
)

const hintOf = (tool: Part, key: string): boolean | undefined => {
  const { data } = tool.at('annotations', key)
  return typeof data === 'boolean' ? data : undefined
}

/** Types of tools whose names their authors choose. */
const ownNamed = ['function', 'custom', 'mcp']

/**
 * A function that a model may call has its name inside; a tool of the vendor is named by its type.
 * Sources: OpenAI API, function calling and built-in tools; Anthropic API, tool use; Amazon Bedrock, ToolSpecification.
 */
const nameOf = (tool: Part): Part | undefined => {
  const own = [tool.at('name'), tool.at('function', 'name'), tool.at('toolSpec', 'name'), tool.at('type')]
  return own.find((place, at) => place.text() && (at < 3 || !ownNamed.includes(place.text() ?? '')))
}

/** What Gemini offers itself, named by its key. Source: Gemini API, Tool. */
const ofGemini = (
  'googleSearch google_search googleSearchRetrieval google_search_retrieval codeExecution code_execution urlContext ' +
  'url_context googleMaps google_maps fileSearch file_search computerUse computer_use retrieval enterpriseWebSearch ' +
  'enterprise_web_search'
).split(' ')

type Listed = { readonly tool: Part; readonly name: Named | undefined }

type Named = { readonly text: string; readonly range: Range }

const namedIn = (tool: Part): Listed => {
  const place = nameOf(tool)
  return { tool, name: place && { text: place.text() ?? '', range: place.range() } }
}

/**
 * Gemini lists functions below one tool, and what it offers itself beside them; OpenAI lists those of a namespace.
 * Sources: Gemini API, function calling; OpenAI API, tool search.
 */
const flat = (tools: Part): Listed[] =>
  tools.items(maxTools).flatMap((tool): Listed[] => {
    const lists = [tool.at('functionDeclarations'), tool.at('function_declarations')]
    if (tool.text('type') === 'namespace') lists.push(tool.at('tools'))
    const below = lists.filter(({ data }) => Array.isArray(data))
    const own = tool.at('name').data === undefined && tool.at('type').data === undefined ? ofGemini : []
    const offered = own.filter((key) => isMap(tool.at(key).data))
    if (below.length === 0 && offered.length === 0) return [namedIn(tool)]
    return [
      ...below.flatMap((list) => list.items(maxTools).map(namedIn)),
      ...offered.map((text) => ({ tool, name: { text, range: tool.at(text).range('key') } })),
    ]
  })

/** Source: Model Context Protocol, tools/list and tool annotations. */
const readTools = (lists: readonly Part[]): Reading<readonly Tool[]> => {
  const named = lists.flatMap(flat)
  if (named.length >= maxTools) return unknown('lists 2,000 tools and more, too many to read')
  if (named.some(({ tool }) => tool.text('type') === 'mcp'))
    return unknown('names a tool server but not all of its tools')
  const nameless = named.find(({ name }) => name === undefined)
  if (nameless !== undefined) return malformed('has a tool without a name', nameless.tool.range())
  return read(
    named.flatMap(({ tool, name }) =>
      name === undefined
        ? []
        : [
            {
              name: name.text,
              range: name.range,
              readOnly: hintOf(tool, 'readOnlyHint'),
              destructive: hintOf(tool, 'destructiveHint'),
              method: undefined,
            },
          ],
    ),
  )
}

/** Source: OpenAPI Specification, paths and operations. */
const readOperations = (paths: Part): Reading<readonly Tool[]> => {
  const tools: Tool[] = []
  for (const path of Object.keys(isMap(paths.data) ? paths.data : {}).slice(0, maxTools))
    for (const method of methods) {
      const operation = paths.at(path, method)
      if (!isMap(operation.data)) continue
      const id = operation.at('operationId')
      const name = id.text() ?? `${method.toUpperCase()} ${path}`
      const place = id.text() === undefined ? operation.range('key') : id.range()
      tools.push({ name, range: place, readOnly: undefined, destructive: undefined, method: method.toUpperCase() })
    }
  return tools.length > 0 ? read(tools) : malformed('has no operation', paths.range())
}

/** Reads what a system can call: the answer to `tools/list` of an MCP server, or the operations of an OpenAPI document. */
export const reader: Reader<readonly Tool[]> = (source) => {
  if (!/\.(?:json|ya?ml)$/i.test(source.file)) return foreign
  const found = documentIn(source, foreign)
  if (found.state !== 'read') return found
  const document = partOf(found.value)
  const [answer, bedrock] = [document.at('result'), document.at('toolConfig')]
  // What OpenAI once called functions may stand beside the tools. Source: OpenAI API, chat completions.
  const listsIn = (one: Part) => [one.at('tools'), one.at('functions')].filter(({ data }) => Array.isArray(data))
  const holders = [document, answer, bedrock].filter((one) => listsIn(one).length > 0)
  if (holders.some((one) => one.text('nextCursor')))
    return unknown('is one page of a `tools/list` response: it has a `nextCursor`')
  // A bundle may say that it lists some of its tools alone. Source: MCP bundles, manifest.
  if (document.at('tools_generated').data === true) return unknown('generates more tools at run time than it lists')
  const servers = [document, ...holders].flatMap((one) => [one.at('mcp_servers').data, one.at('mcpServers').data])
  if (holders.length > 0 && servers.some((one) => Object.keys(Object(one)).length > 0))
    return unknown('names a tool server but not all of its tools')
  const lists = holders.flatMap(listsIn)
  if (holders.length > 0 || Array.isArray(document.data)) return readTools(holders.length > 0 ? lists : [document])
  if (document.text('openapi') !== undefined || document.text('swagger') !== undefined)
    return readOperations(document.at('paths'))
  return ['mcpServers', 'servers', 'packages', 'remotes'].some((key) => document.at(key).data !== undefined)
    ? unknown('configures how an MCP server is started; save its `tools/list` response instead')
    : foreign
}
