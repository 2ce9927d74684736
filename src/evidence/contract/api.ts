import { isRate, type Quantity, volume } from '../../values/index.ts'
import type { Located as LocatedDocument } from '../../yaml/json.ts'
import type { Path } from '../../yaml/path.ts'
import { type Located, malformed, type Reading, read, unknown } from '../reading.ts'
import { below, field, isMap, textOf } from '../value.ts'
import type { Contract } from './contract.ts'

/** No standard names the limit of an API: these are the names in use, read where they say the time as well. */
const limitKeys = ['x-rate-limit', 'x-ratelimit-limit', 'x-ratelimit', 'x-rate-limits']

const rateIn = (text: string | undefined): Quantity | undefined => {
  const parsed = text === undefined ? undefined : volume.parse(text.trim().slice(0, 40))
  return parsed?.ok && isRate(parsed.value) ? parsed.value : undefined
}

const rateLimit = ({ data, locate }: LocatedDocument): Located<Quantity> | undefined => {
  for (const holder of [[], ['info']] as const)
    for (const key of limitKeys) {
      const path: Path = [...holder, key]
      const value = rateIn(textOf(below(data, ...holder, key)))
      if (value !== undefined) return { value, range: locate(path) }
    }
  return undefined
}

type Dialect = {
  readonly name: Contract['dialect']
  readonly versions: RegExp
  /** What every file of the version has; one of each group. */
  readonly needs: readonly (readonly string[])[]
}

/** Sources: OpenAPI Specification 2.0, 3.0, 3.1, 3.2; AsyncAPI Specification 2.x, 3.x. */
const dialects: { readonly [key: string]: readonly Dialect[] } = {
  swagger: [{ name: 'OpenAPI', versions: /^2\.0$/, needs: [['info'], ['paths']] }],
  openapi: [
    { name: 'OpenAPI', versions: /^3\.0\.\d+$/, needs: [['info'], ['paths']] },
    {
      name: 'OpenAPI',
      versions: /^3\.[12]\.\d+$/,
      needs: [['info'], ['paths', 'webhooks', 'components']],
    },
  ],
  asyncapi: [
    { name: 'AsyncAPI', versions: /^2\.\d+\.\d+$/, needs: [['info'], ['channels']] },
    { name: 'AsyncAPI', versions: /^3\.\d+\.\d+$/, needs: [['info']] },
  ],
}

/** Reads a description of an API, as far as a pilot makes claims about it. */
export const readApi = (document: LocatedDocument, key: string): Reading<Contract> => {
  const { data, locate } = document
  const known = Object.hasOwn(dialects, key) ? (dialects[key] ?? []) : []
  const version = String(field(data, key))
  const dialect = known.find(({ versions }) => versions.test(version.slice(0, 20)))
  if (dialect === undefined) return unknown(`is of a version of ${key} that is not read`)
  for (const group of dialect.needs)
    if (!group.some((name) => isMap(field(data, name))))
      return malformed(`has no \`${group[0]}\``, locate([key], 'key'))
  return read({
    dialect: dialect.name,
    latency: undefined,
    frequency: undefined,
    rateLimit: rateLimit(document),
  })
}
