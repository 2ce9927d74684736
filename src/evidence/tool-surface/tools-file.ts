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

/** A function that a model may call has its name inside. Source: OpenAI API, function calling; Anthropic API, tool use. */
const nameOf = (tool: Part): Part => {
  const own = tool.at('name')
  return own.text() === undefined ? tool.at('function', 'name') : own
}

/** Source: Model Context Protocol, tools/list and tool annotations. */
const readTools = (tools: Part): Reading<readonly Tool[]> => {
  const all = tools.items(most)
  const nameless = all.find((tool) => nameOf(tool).text() === undefined)
  if (nameless !== undefined) return malformed('holds a tool without a name', nameless.range())
  return read(
    all.map((tool) => ({
      name: nameOf(tool).text() ?? '',
      range: nameOf(tool).range(),
      readOnly: hintOf(tool, 'readOnlyHint'),
      destructive: hintOf(tool, 'destructiveHint'),
      method: undefined,
    })),
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
  const tools = [document.at('tools'), document.at('result', 'tools'), document].find(({ data }) => Array.isArray(data))
  if (tools !== undefined) return readTools(tools)
  const isApi = document.text('openapi') !== undefined || document.text('swagger') !== undefined
  return isApi ? readOperations(document.at('paths')) : foreign
}
