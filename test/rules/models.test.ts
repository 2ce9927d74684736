import { expect, test } from 'vitest'
import { isModel, isRunOf } from '../../src/rules/lib/models.ts'

const [gpt, claude, bedrock] = [
  'gpt-4o-2024-08-06',
  'claude-sonnet-4-5-20250929',
  'anthropic.claude-sonnet-4-5-20250929-v1:0',
]

test.each([
  [gpt, 'openai:chat:gpt-4o-2024-08-06'],
  [gpt, 'openai/azure/gpt-4o-2024-08-06'],
  [gpt, 'generation/cot/gpt-4o-2024-08-06'],
  [gpt, 'openai:chat:gpt-4o'],
  [gpt, 'openai:chat:gpt-4o-latest'],
  [gpt, 'azure:chat:gpt-4o'],
  ['gpt-4o', gpt],
  ['gpt-4-0613', 'gpt-4'],
  ['o1-mini-2024-09-12', 'openai/o1-mini'],
  ['mistral-large-2411', 'mistral:mistral-large-latest'],
  ['gemini-2.0-flash-001', 'google:gemini-2.0-flash'],
  ['gemini-2.5-pro-preview-05-06', 'openrouter:google/gemini-2.5-pro-preview'],
  ['command-r-08-2024', 'cohere:command-r'],
  ['ranker-v41', 'ranker'],
  ['small-2-20260801', 'small-2'],
  ['llama3.1:8b', 'ollama:chat:llama3.1:8b'],
  ['llama3.1:8b', 'ollama:chat:llama3.1'],
  ['ranker:v41', 'ranker:latest'],
  ['ft:gpt-4o-2024-08-06:acme::abc', 'openai:chat:ft:gpt-4o-2024-08-06:acme::abc'],
  [claude, 'bedrock:us.anthropic.claude-sonnet-4-5-20250929-v1:0'],
  [claude, 'bedrock/converse/eu.anthropic.claude-sonnet-4-5-20250929-v1:0:200k'],
  [claude, 'vertex:claude-sonnet-4-5@20250929'],
  ['claude-3-5-sonnet-20241022', 'vertex:claude-3-5-sonnet-v2@20241022'],
  [claude, 'openrouter:anthropic/claude-sonnet-4.5'],
  [claude, 'openrouter:anthropic/claude-sonnet-4.5:thinking'],
  [bedrock, 'bedrock:eu.anthropic.claude-sonnet-4-5-20250929-v1:0'],
  [bedrock, 'bedrock:arn:aws:bedrock:eu-west-1:1:inference-profile/eu.anthropic.claude-sonnet-4-5-20250929-v1:0'],
  [bedrock, 'anthropic:messages:claude-sonnet-4-5-20250929'],
  ['claude-sonnet-4-5@20250929', 'vertex:claude-sonnet-4-5@20250929'],
  [gpt, 'azureai/gpt-4o-2024-08-06'],
  [gpt, 'bedrock/gpt-4o-2024-08-06'],
  [gpt, 'openrouter/openai/gpt-4o-2024-08-06'],
  [gpt, 'openai-api/gateway/gpt-4o-2024-08-06'],
  ['gpt-oss-120b', 'groq/openai/gpt-oss-120b'],
  ['gpt-oss:20b', 'ollama/gpt-oss:20b'],
  [claude, 'google/claude-sonnet-4-5@20250929'],
  [claude, 'anthropic/bedrock/anthropic.claude-sonnet-4-5-20250929-v1:0'],
  ['gemini-2.5-pro', 'google/vertex/gemini-2.5-pro'],
])('%s is what %s ran', (id, named) => {
  expect(isRunOf(named, id)).toBe(true)
})

test.each([
  [gpt, 'openai:chat:gpt-4'],
  ['claude-3-5-sonnet-20240620', 'vertex:claude-3-5-sonnet-v2@20241022'],
  [gpt, 'gpt-4o-mini'],
  [gpt, 'openrouter:openai/gpt-4o-mini'],
  [gpt, 'openrouter:anthropic/claude-sonnet-4-5-20250929'],
  [gpt, 'claude-sonnet-4-5-20250929'],
  [gpt, 'xai:grok-3'],
  [gpt, 'openai:chat:ft:gpt-4o-2024-08-06:acme::abc'],
  [gpt, 'gpt-4o-2024-11-20'],
  [gpt, 'dummy'],
  ['gpt-4o-mini-2024-07-18', 'gpt-4o'],
  ['o1-mini-2024-09-12', 'openai/o1'],
  [claude, 'anthropic:messages:claude-sonnet-4'],
  [claude, 'bedrock:us.anthropic.claude-sonnet-4-20250514-v1:0'],
  ['gemini-2.5-pro', 'google:gemini-2.5-flash'],
  [gpt, `mockllm/${gpt}`],
  ['llama3.1:8b', 'ollama:chat:llama3.1:70b'],
])('%s is not what %s ran', (id, named) => {
  expect(isRunOf(named, id)).toBe(false)
})

test.each([
  'azure:chat:prod-gpt4o',
  'azureopenai:chat:gpt-4.1',
  'litellm:gpt-4o-prod',
  'bedrock:arn:aws:bedrock:eu-west-1:1:application-inference-profile/abc',
  'huggingface:text-generation:meta-llama/Llama-3-8b',
  'replicate:meta/meta-llama-3-70b',
  'file://gpt-4.py',
  'anthropic:claude-agent-sdk',
  'openai:assistant:asst_abc',
  'bedrock:agents:AGENT12345',
  'https://example.com/claude-proxy',
  'GPT-4 with retrieval',
  'none/none',
  'deepseek:deepseek-chat',
  'desk',
  `anthropic/${gpt}`,
  `ollama/${gpt}`,
  'ollama:chat:gpt-4o',
  `openai-api/mistral/${gpt}`,
])('nobody can say what %s ran', (named) => {
  expect(isRunOf(named, gpt)).toBeUndefined()
})

test('a model that another vendor serves', () => {
  expect(isRunOf(`hf/${claude}`, claude)).toBeUndefined()
  expect(isRunOf('anthropic/gemini-2.5-pro', 'gemini-2.5-pro', '', true)).toBeUndefined()
  // What the pilot itself calls so is that.
  expect(isRunOf(`ollama/${gpt}`, gpt, 'Ollama')).toBe(true)
})

test('where nothing but the id of a model stands, and by the provider', () => {
  expect(isRunOf('g', gpt, '', true)).toBe(false)
  expect(isRunOf('mockllm/model', gpt, '', true)).toBe(false)
  expect(isRunOf('azure/prod', gpt, '', true)).toBeUndefined()
  expect(isRunOf('example-ai:small-3', 'small-2-20260801', 'Example-AI')).toBe(false)
  expect(isModel('small-2', 'small-2-20260801')).toBe(false)
})
