import { parseStructured } from '../../yaml/stream.ts'
import type { Reader } from '../reader.ts'
import { type Located, malformed, read, unknown } from '../reading.ts'

/** What a reference such as `group:default/support-platform` names. */
export type OwnerReference = { readonly kind: string; readonly name: string; readonly written: string }

/** The owners of the components that a Backstage catalog describes. */
export type Catalog = { readonly kind: 'catalog'; readonly owners: readonly Located<OwnerReference>[] }

const isMap = (value: unknown): value is { readonly [key: string]: unknown } =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const at = (value: unknown, key: string): unknown =>
  isMap(value) && Object.hasOwn(value, key) ? value[key] : undefined

const text = (value: unknown): string => (typeof value === 'string' ? value.trim() : '')

// Source: Backstage docs, "Entity references": `[<kind>:][<namespace>/]<name>`; an owner is a group by default.
const referenceOf = (written: string): OwnerReference => {
  const colon = written.indexOf(':')
  const kind = colon === -1 ? 'group' : written.slice(0, colon).toLowerCase()
  return { kind, name: written.slice(Math.max(colon, written.lastIndexOf('/')) + 1), written }
}

const isComponent = (data: unknown): boolean =>
  text(at(data, 'apiVersion')).startsWith('backstage.io/') &&
  text(at(data, 'kind')).toLowerCase() === 'component'

/** Reads a Backstage catalog: the component that is called as the pilot, or all where none is. */
export const catalogReader =
  (id: string): Reader<Catalog> =>
  ({ file, bytes }) => {
    const parsed = parseStructured(file, bytes)
    if (!parsed.ok) return malformed(`cannot be read: ${parsed.problem.message}`, parsed.problem.range)
    const owned = parsed.documents.filter(
      ({ data }) => isComponent(data) && text(at(at(data, 'spec'), 'owner')) !== '',
    )
    const own = owned.filter(({ data }) => text(at(at(data, 'metadata'), 'name')) === id)
    if (owned.length === 0) return unknown('describes no Backstage component with an owner')
    const owners = (own.length > 0 ? own : owned).map(({ data, locate }) => ({
      value: referenceOf(text(at(at(data, 'spec'), 'owner'))),
      range: locate(['spec', 'owner'], 'value'),
    }))
    return read({ kind: 'catalog', owners })
  }
