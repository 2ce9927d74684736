import { providers } from '../../finance/price-list.ts'
import aliases from '../../model/generated/aliases.json' with { type: 'json' }
import { modelName } from '../../model/lists.ts'
import type { Context } from './rule.ts'

/** One spelling of what vendors and platforms spell in several: `eu.anthropic.claude-3.5-…-v1:0`, `claude-…-v2@20241022`. */
const plain = (name: string): string =>
  modelName(name.slice(0, 200).replace(/(\/[^/:]+):[a-z]+$/i, '$1'))
    .replace(/-v\d+:\d+(?::\w+)?$/, '')
    .replace(/[-:]latest$/, '')
    .replace(/(?:-v\d)?@/g, '-')
    .replace(/(?<=\d)\.(?=\d)/g, '-')

/** Whether both are the same model, with or without the provider. */
export const isModel = (named: string, id: string): boolean => {
  const [one, other] = [plain(named), plain(id)]
  return one === other || one.endsWith(`:${other}`) || other.endsWith(`:${one}`)
}

/** What tells one version of a model from others; without it the name is an alias. */
const version = /(?:-(?:\d{8}|\d{4}-\d\d-\d\d|\d\d-\d{2,4}|\d{4}|00\d|v\d+)|:v?\d[\w.-]*)$/

const aliasOf = (name: string): string => plain(name).replace(version, '')

/** What answers without a model. */
const mock = /^(?:mockllm[/:]|(?:echo|dummy)$)/i

/** Who serves models of one's own or open ones alone. */
const hosts = new Set(
  'anthropic google vertex ollama vllm hf huggingface mistral groq grok xai cohere deepseek'.split(' '),
)

/** Models that are not open, and which of these serve them: `gpt-oss` runs anywhere. */
const closed: readonly (readonly [RegExp, readonly string[]])[] = [
  [/^(?:(?:chat)?gpt-\d|o[1-9](?:-|$))/, []],
  [/^claude-/, ['anthropic', 'google', 'vertex']],
  [/^gemini-/, ['google', 'vertex']],
]

/** Whether somebody answers under this name who does not serve that model: `ollama/gpt-4o`. */
const isMisplaced = (named: string, provider: string): boolean => {
  const [name = '', ...before] = named.slice(0, 200).toLowerCase().split(/[/:]/).reverse()
  const [, own] = closed.find(([names]) => names.test(name)) ?? []
  return before.some((one) => own && hosts.has(one) && ![...own, provider.toLowerCase()].includes(one))
}

/** Providers under which the vendor's own names stand. */
const vendors = /^(?:openai|anthropic|bedrock|vertex|google|mistral|ollama|groq|cohere|xai|ft):/i

/** How the models of vendors are called, whoever serves them. */
const families = /(?:^|[/:])(?:(?:chat)?gpt-|claude-|gemini-|grok-|o[1-9](?:-|$))/i

/** A program, a server, a deployment or a route, which the team calls as it likes, a name that moves, and a text that is none. */
const free =
  /^(?:openai:(?:assistant|agents|codex)|anthropic:claude-(?:agent|code)|bedrock:(?:agents|flow|kb))\b|^(?:file|https?|wss?|exec|python|golang|ruby|webhook|websocket|litellm):|^none\/none$|(?:^|[/:])azure[\w-]*[/:]|:arn:|[:/]deepseek-(?:chat|reasoner)$|\s/i

/**
 * Whether a run of `named` is one of the model `id`; undefined where the name does not say so. `isId` where nothing but
 * the id of a model stands there.
 */
export const isRunOf = (named: string, id: string, provider = '', isId = false): boolean | undefined => {
  if (mock.test(named)) return false
  if (isModel(named, id) || isModel(aliasOf(named), id) || isModel(named, aliasOf(id)))
    return isMisplaced(named, provider) ? undefined : true
  if (free.test(named)) return undefined
  const isOfProvider = provider !== '' && named.toLowerCase().startsWith(`${provider.toLowerCase()}:`)
  return isId || isOfProvider || vendors.test(named) || families.test(named) ? false : undefined
}

const daily = /[-@]?20\d{2}-?\d{2}-?\d{2}$/

/** Models whose weights only their provider has. */
const hosted = /^(?:claude-|chatgpt-|gpt-\d|o\d(?:-|$)|gemini-|grok-)/

const isProvider = (name: string | undefined): boolean =>
  (providers as readonly string[]).includes(name?.toLowerCase() ?? '')

/**
 * A model that somebody sells: by its provider, that of the eval run, or its name in the built-in list; with a digest it
 * runs on one's own machines.
 */
export const isVendors = ({ pilot: { model }, facts: { evalResults: run } }: Context): boolean => {
  const name = modelName(model?.id ?? '')
  const ran = run?.state === 'found' ? run.value.models.map(({ name }) => /^([\w-]{1,40}):/.exec(name)?.[1]) : []
  return (
    model?.digest === undefined &&
    (isProvider(model?.provider) ||
      ran.some(isProvider) ||
      hosted.test(name) ||
      aliases.includes(name.replace(daily, '')))
  )
}
