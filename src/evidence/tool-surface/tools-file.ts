import { isMap } from '../../yaml/data.ts'
import { documentIn } from '../reading/documents.ts'
import { malformed, type Reader, type Reading, read, unknown } from '../reading/kind.ts'
import { type Part, partOf } from '../reading/part.ts'
import type { Tool } from './tool-surface.ts'

const most = 2000
const methods = ['get', 'head', 'options', 'post', 'put', 'patch', 'delete', 'query']
const foreign = unknown('is no list of tools (MCP tools/list, or the tools of a request) and no OpenAPI document')

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

/** Gemini lists functions below one tool. Source: Gemini API, function calling. */
const flat = (tools: Part): Part[] =>
  tools.items(most).flatMap((tool) => {
    const below = [tool.at('functionDeclarations'), tool.at('function_declarations')].find(({ data }) =>
      Array.isArray(data),
    )
    return below === undefined ? [tool] : below.items(most)
  })

/** Source: Model Context Protocol, tools/list and tool annotations. */
const readTools = (tools: Part): Reading<readonly Tool[]> => {
  const all = flat(tools)
  if (all.length >= most) return unknown('lists 2,000 tools and more, too many to read')
  if (all.some((tool) => tool.text('type') === 'mcp'))
    return unknown('names a server of tools and not all of its tools')
  const named = all.map((tool) => ({ tool, name: nameOf(tool) }))
  const nameless = named.find(({ name }) => name === undefined)
  if (nameless !== undefined) return malformed('holds a tool without a name', nameless.tool.range())
  return read(
    named.flatMap(({ tool, name }) =>
      name === undefined
        ? []
        : [
            {
              name: name.text() ?? '',
              range: name.range(),
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
  for (const path of Object.keys(isMap(paths.data) ? paths.data : {}).slice(0, most))
    for (const method of methods) {
      const operation = paths.at(path, method)
      if (!isMap(operation.data)) continue
      const id = operation.at('operationId')
      const name = id.text() ?? `${method.toUpperCase()} ${path}`
      const place = id.text() === undefined ? operation.range('key') : id.range()
      tools.push({ name, range: place, readOnly: undefined, destructive: undefined, method: method.toUpperCase() })
    }
  return tools.length > 0 ? read(tools) : malformed('holds no operation', paths.range())
}

/** Reads what a system can call: the answer to `tools/list` of an MCP server, or the operations of an OpenAPI document. */
export const reader: Reader<readonly Tool[]> = (source) => {
  if (!/\.(?:json|ya?ml)$/i.test(source.file)) return foreign
  const found = documentIn(source, foreign)
  if (found.state !== 'read') return found
  const document = partOf(found.value)
  const [answer, bedrock] = [document.at('result'), document.at('toolConfig')]
  const holder = [document, answer, bedrock].find((one) => Array.isArray(one.at('tools').data))
  const isPart = holder?.at('nextCursor').text()
  if (isPart) return unknown('is one page of the answer to tools/list: it has a `nextCursor`')
  // A bundle may say that it lists some of its tools alone. Source: MCP bundles, manifest.
  if (document.at('tools_generated').data === true) return unknown('makes more tools when it runs than it lists')
  if (holder !== undefined || Array.isArray(document.data)) return readTools(holder?.at('tools') ?? document)
  if (document.text('openapi') !== undefined || document.text('swagger') !== undefined)
    return readOperations(document.at('paths'))
  return ['mcpServers', 'servers', 'packages', 'remotes'].some((key) => document.at(key).data !== undefined)
    ? unknown('says how an MCP server is started, and not what it can do: keep its answer to tools/list')
    : foreign
}
