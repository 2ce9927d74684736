import { expect, test } from 'vitest'
import { reader } from '../../src/evidence/tool-surface/tools-file.ts'
import { problemOf, readValue } from './reading.ts'

const names = async (data: object) =>
  (await readValue(reader, 't.json', JSON.stringify(data))).map(({ name, readOnly }) => [name, readOnly])
const problem = (data: object) => problemOf(reader, 't.json', JSON.stringify(data))

const listed = { tools: [{ name: 'a', annotations: { readOnlyHint: true } }, { name: 'b' }] }

test.each([
  ['the answer of an MCP server', listed],
  ['the answer as JSON-RPC', { jsonrpc: '2.0', id: 1, result: listed }],
  ['the tools alone', listed.tools],
  ['the manifest of a bundle', { manifest_version: '0.2', tools_generated: false, ...listed }],
])('%s', async (_, data) => {
  expect(await names(data)).toEqual([
    ['a', true],
    ['b', undefined],
  ])
})

test.each([
  [
    'OpenAI',
    {
      tools: [
        { type: 'function', function: { name: 'a' } },
        { type: 'function', name: 'b' },
      ],
    },
    'ab',
  ],
  ['what OpenAI itself offers', { tools: [{ type: 'web_search' }, { type: 'custom', name: 'b' }] }, 'web_searchb'],
  [
    'Anthropic',
    {
      tools: [
        { name: 'a', input_schema: {} },
        { type: 'bash_20250124', name: 'bash' },
      ],
    },
    'abash',
  ],
  ['Gemini', { tools: [{ functionDeclarations: [{ name: 'a' }, { name: 'b' }] }] }, 'ab'],
  [
    'what Gemini itself offers',
    { tools: [{ functionDeclarations: [{ name: 'a' }], codeExecution: {} }, { googleSearch: {} }] },
    'acodeExecutiongoogleSearch',
  ],
  [
    'a namespace of OpenAI',
    { tools: [{ type: 'namespace', name: 'a', tools: [{ type: 'function', name: 'b' }] }] },
    'b',
  ],
  ['functions alone', { functions: [{ name: 'a', parameters: {} }] }, 'a'],
  ['functions beside the tools', { tools: [{ name: 'a' }], functions: [{ name: 'b' }] }, 'ab'],
  ['two holders', { ...listed, result: { tools: [{ name: 'c' }] }, toolConfig: { tools: [{ name: 'd' }] } }, 'abcd'],
  ['no server of tools', { tools: [{ name: 'a' }], mcp_servers: [] }, 'a'],
  ['a function with a key of Gemini', { tools: [{ name: 'a', retrieval: {} }] }, 'a'],
  ['Bedrock', { toolConfig: { tools: [{ toolSpec: { name: 'a', inputSchema: { json: {} } } }] } }, 'a'],
])('tools of a request to %s', async (_, data, all) => {
  expect((await names(data)).map(([name]) => name).join('')).toBe(all)
})

test.each([
  ['one page', { ...listed, nextCursor: 'x' }, 'is one page of a `tools/list` response: it has a `nextCursor`'],
  ['one page as JSON-RPC', { result: { ...listed, nextCursor: 'x' } }, 'is one page of a `tools/list` response'],
  ['a bundle that makes more', { ...listed, tools_generated: true }, 'generates more tools at run time than it lists'],
  [
    'a server of tools',
    { tools: [{ type: 'mcp', server_label: 's', allowed_tools: ['a'] }] },
    'names a tool server but not all of its tools',
  ],
  [
    'servers in a map beside the tools',
    { ...listed, mcpServers: { s: { command: 'npx' } } },
    'names a tool server but not all of its tools',
  ],
  [
    'a server beside the tools',
    { tools: [{ name: 'a' }], mcp_servers: [{ type: 'url', url: 'https://tools.example', name: 's' }] },
    'names a tool server but not all of its tools',
  ],
  [
    'the manifest of a registry',
    { name: 'io.example/s', version: '1.0.0', packages: [] },
    'configures how an MCP server is started; save its `tools/list` response instead',
  ],
  [
    'the configuration of a client',
    { mcpServers: { s: { command: 'npx' } } },
    'configures how an MCP server is started',
  ],
  ['an error', { jsonrpc: '2.0', id: 1, error: { code: -32601 } }, 'is neither a list of tools'],
  ['2,000 tools', Array.from({ length: 3000 }, (_, at) => ({ name: `t${at}` })), 'lists 2,000 tools and more'],
])('%s is unverified', async (_, data, words) => {
  expect(await problem(data)).toContain(`unknown: ${words}`)
})

test.each([
  [{ tools: [{ description: 'reads' }] }, '1:11 has a tool without a name'],
  [{ tools: [{ type: 'function', function: {} }] }, '1:11 has a tool without a name'],
  [{ tools: [7] }, '1:11 has a tool without a name'],
  [{ tools: [{ functionDeclarations: [{}] }] }, 'has a tool without a name'],
])('%j is broken', async (data, words) => {
  expect(await problem(data)).toContain(words)
})
