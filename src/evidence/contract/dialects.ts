import { isRate, type Quantity, volume } from '../../values/index.ts'
import { field, isMap } from '../../yaml/data.ts'
import { documentIn } from '../reading/documents.ts'
import { isUrl, resolveReference } from '../reading/follow.ts'
import {
  type Located,
  malformed,
  type Reader,
  type Reading,
  type Repository,
  read,
  type Source,
  unknown,
} from '../reading/kind.ts'
import { locatedAt, type Part, partOf } from '../reading/part.ts'
import { isSane, textOf, wordOf } from '../reading/value.ts'
import type { Contract } from './promised.ts'

/** No standard names the limit of an API: these are the names in use, read where they say the time as well. */
const limitKeys = ['x-rate-limit', 'x-ratelimit-limit', 'x-ratelimit', 'x-rate-limits']

const rateIn = (text: string | undefined): Quantity | undefined => {
  const parsed = text === undefined ? undefined : volume.parse(text.trim().slice(0, 40))
  return parsed?.ok && isRate(parsed.value) && isSane(parsed.value.value) ? parsed.value : undefined
}

const rateLimit = (document: Part): Located<Quantity> | undefined => {
  const places = [document, document.at('info')].flatMap((holder) => limitKeys.map((key) => holder.at(key)))
  const place = places.find((one) => rateIn(one.text()) !== undefined)
  return place && locatedAt(rateIn(place.text()), place)
}

type Dialect = {
  readonly name: Contract['dialect']
  readonly versions: RegExp
  /** What every file of the version has; one of each group. */
  readonly needs: readonly (readonly string[])[]
}

/**
 * Sources: OpenAPI Specification 2.0, 3.0, 3.1, 3.2; AsyncAPI Specification 2.x, 3.x. A version without quotes is a number
 * in YAML, `2.0` is then 2, and many leave the last part out.
 */
const dialects: { readonly [key: string]: readonly Dialect[] } = {
  swagger: [{ name: 'OpenAPI', versions: /^2(?:\.0)?$/, needs: [['info'], ['paths']] }],
  openapi: [
    { name: 'OpenAPI', versions: /^3(?:\.0(?:\.\d+)?)?$/, needs: [['info'], ['paths']] },
    {
      name: 'OpenAPI',
      versions: /^3\.[12](?:\.\d+)?$/,
      needs: [['info'], ['paths', 'webhooks', 'components']],
    },
  ],
  asyncapi: [
    { name: 'AsyncAPI', versions: /^2(?:\.\d+){0,2}$/, needs: [['info'], ['channels']] },
    { name: 'AsyncAPI', versions: /^3(?:\.\d+){0,2}$/, needs: [['info']] },
  ],
}

const mapOf = (data: unknown): object => (isMap(data) ? data : {})

const methods = 'get put post delete options head patch trace query additionalOperations'.split(' ')

/** Whether a path has an operation; one in another file, which is there, is taken for one. */
const isCalled = (item: unknown, { file }: Source, { port }: Repository): boolean => {
  const reference = textOf(field(item, '$ref'))
  if (reference === undefined || reference.startsWith('#') || isUrl(reference))
    return reference !== undefined || methods.some((method) => isMap(field(item, method)))
  const target = resolveReference(file, reference)
  return target !== undefined && port.look(target.file).ok
}

const isNamed = (data: unknown): boolean => isMap(data) && Object.keys(data).some((key) => !key.startsWith('x-'))

/** Whether anything can be called, sent or received; `x-` keys are extensions. */
const hasOperation = (document: Part, source: Source, repository: Repository): boolean => {
  const some = (keys: readonly string[], is: (item: unknown) => boolean) =>
    keys.some((key) =>
      Object.entries(mapOf(document.at(key).data)).some(([name, item]) => !name.startsWith('x-') && is(item)),
    )
  return (
    some(['paths', 'webhooks'], (item) => isCalled(item, source, repository)) ||
    some(['channels', 'operations'], isNamed)
  )
}

/** Whether every operation of an OpenAPI document is marked as deprecated; what another file describes is not. */
const isOver = (document: Part): boolean => {
  const items = ['paths', 'webhooks'].flatMap((key) =>
    Object.entries(mapOf(document.at(key).data)).flatMap(([name, item]) => (name.startsWith('x-') ? [] : [item])),
  )
  const all = items.flatMap((item) => [
    ...(field(item, '$ref') === undefined ? [] : [{}]),
    ...methods.map((method) => field(item, method)).filter(isMap),
  ])
  return all.length > 0 && all.every((operation) => field(operation, 'deprecated') === true)
}

const readApi = (document: Part, key: string, source: Source, repository: Repository): Reading<Contract> => {
  const known = Object.hasOwn(dialects, key) ? (dialects[key] ?? []) : []
  const version = wordOf(document.at(key).data).slice(0, 20)
  const dialect = known.find(({ versions }) => versions.test(version))
  if (dialect === undefined) return unknown(`has an unsupported ${key} version`)
  const missing = dialect.needs.find((group) => !group.some((name) => isMap(document.at(name).data)))
  if (missing !== undefined) return malformed(`has no \`${missing[0]}\``, document.at(key).range('key'))
  if (!hasOperation(document, source, repository)) return unknown('has no operation')
  return read({
    dialect: dialect.name,
    tables: [],
    rateLimit: rateLimit(document),
    ...(isOver(document) && { nothing: 'has only deprecated operations' }),
  })
}

export const reader: Reader<Contract> = async (source, repository) => {
  const foreign = unknown(
    'is not a supported contract, expected ODCS, Data Contract Specification, OpenAPI, AsyncAPI or dbt sources',
  )
  if (!/\.(?:json|ya?ml)$/i.test(source.file)) return foreign
  const document = documentIn(source, unknown('is empty'))
  if (document.state !== 'read') return document
  const part = partOf(document.value)
  const api = ['openapi', 'swagger', 'asyncapi'].find((key) => part.at(key).data !== undefined)
  if (api !== undefined) return readApi(part, api, source, repository)
  if (part.at('dataContractSpecification').data !== undefined)
    return (await import('./data-contract.ts')).readDataContract(part)
  if (part.text('kind') === 'DataContract') return (await import('./odcs.ts')).readOdcs(part)
  const sources = part.at('sources')
  const isDbt = sources.items().some((source) => Array.isArray(source.at('tables').data))
  return isDbt ? (await import('./dbt.ts')).readDbt(sources) : foreign
}
