import { documentsIn } from '../reading/documents.ts'
import { type Located, malformed, type Reader, type Reading, read, unknown } from '../reading/kind.ts'
import { type Part, partOf } from '../reading/part.ts'
import { gap } from '../terraform/term.ts'
import { type Catalog, isOwnerInCatalog, type OwnerReference } from './owners.ts'

/** What a catalog says of one thing. */
export type Entity = {
  readonly name: string
  /** Its place among those of one name; only what runs, the first, counts under another name as well. */
  readonly rank: number
  readonly field: Catalog['field']
  readonly owners: readonly Located<OwnerReference>[]
}

export type ParseEntity = (document: Part, documents: readonly Part[]) => Entity | Reading<never> | undefined

const maxEntities = 1000

/** A name without its place in a catalog: `group:default/support-platform`. Source: Backstage docs, "Entity references". */
const referenceOf = (written: string, also: readonly string[] = []): OwnerReference => {
  const colon = written.indexOf(':')
  const kind = colon === -1 ? 'group' : written.slice(0, colon).toLowerCase()
  return { kind, name: written.slice(Math.max(colon, written.lastIndexOf('/')) + 1), written, also }
}

/** A text; `gap` for what only Terraform knows. */
const textIn = (part: Part, ...keys: readonly string[]): string =>
  typeof part.at(...keys).data === 'symbol' ? gap : (part.text(...keys)?.trim() ?? '')

// Source: Backstage docs, "Descriptor Format of Catalog Entities".
const owned = ['component', 'system', 'resource', 'api', 'domain']

const kindOf = (part: Part): string | undefined =>
  textIn(part, 'apiVersion').startsWith('backstage.io/') ? textIn(part, 'kind').toLowerCase() : undefined

/** Other names of a group, as its profile has them where it is described beside. */
const profileOf = (name: string, documents: readonly Part[]): string[] =>
  documents
    .filter((part) => kindOf(part) === 'group' && textIn(part, 'metadata', 'name').toLowerCase() === name.toLowerCase())
    .flatMap((part) => ['displayName', 'email'].map((key) => textIn(part, 'spec', 'profile', key)))
    .filter((text) => text !== '')

const backstage: ParseEntity = (part, documents) => {
  const rank = owned.indexOf(kindOf(part) ?? '')
  const owner = part.at('spec', 'owner')
  const written = textIn(owner)
  if (rank === -1 || written === '') return undefined
  const reference = referenceOf(written)
  const value = { ...reference, also: reference.kind === 'group' ? profileOf(reference.name, documents) : [] }
  return {
    name: textIn(part, 'metadata', 'name'),
    rank,
    field: 'spec.owner',
    owners: [{ value, range: owner.range() }],
  }
}

const teamAt = (part: Part, also: readonly string[] = []): Located<OwnerReference>[] => {
  const written = textIn(part)
  if (written === '') return []
  return [{ value: { ...referenceOf(written.replace(/^team:/i, ''), also), written }, range: part.range() }]
}

/** Source: Datadog docs, "Software Catalog", schemas v2, v2.1, v2.2 and v3. */
export const datadog: ParseEntity = (part) => {
  const isOld = /^v2(?:\.[12])?$/.test(textIn(part, 'schema-version'))
  const isNew = /^v3(?:\.|$)/.test(textIn(part, 'apiVersion')) && part.text('kind') !== undefined
  if (!isOld && !isNew) return undefined
  const [key, owner] = isOld
    ? [part.at('dd-service'), part.at('team')]
    : [part.at('metadata', 'name'), part.at('metadata', 'owner')]
  const name = textIn(key)
  if (name === '')
    return malformed(`has no ${isOld ? 'dd-service' : 'metadata.name'}, which Datadog requires`, key.range())
  if (owner.data !== undefined && owner.data !== null && textIn(owner) !== gap && owner.text() === undefined)
    return malformed('has a `team` that is not a string', owner.range())
  const mails = part
    .at('contacts')
    .items(maxEntities)
    .filter((one) => textIn(one, 'type') === 'email')
  const also = mails.map((one) => textIn(one, 'contact')).filter((text) => text !== '')
  const others = part.at('metadata', 'additionalOwners').items(maxEntities)
  return {
    name,
    rank: isOld || textIn(part, 'kind').toLowerCase() === 'service' ? 0 : 1,
    field: isOld ? 'team' : 'metadata.owner',
    owners: [...teamAt(owner, also), ...(isOld ? [] : others.flatMap((one) => teamAt(one.at('name'))))],
  }
}

const isFilledIn = ({ value }: Located<OwnerReference>): boolean => value.written.includes('{{')

export const same = (one: string, other: string): boolean => one.toLowerCase() === other.toLowerCase()

/** The owners of what is called as the pilot, or of all that runs where nothing is. */
const chosen = (entities: readonly Entity[], id: string, team: string, what: string): Reading<Catalog> => {
  const known = entities.filter(({ owners }) => owners.length > 0)
  const own = known.filter(({ name }) => same(name, id)).toSorted((one, other) => one.rank - other.rank)
  const taken = own.length > 0 ? own.slice(0, 1) : known.filter(({ rank }) => rank === 0)
  const [first] = taken
  if (first === undefined) return unknown(`describes no ${what} with an owner`)
  const owners = taken.flatMap((one) => one.owners)
  if (owners.some(isFilledIn)) return unknown('is a template that is rendered later')
  const mine = taken.filter((one) => one.owners.some(({ value }) => isOwnerInCatalog(team, value)))
  // Whoever owns something else beside it need not own the pilot.
  if (mine.length > 0 && mine.length < taken.length)
    return unknown(`describes ${taken.length} of them with different owners, and none has the name of the pilot`)
  return read({ kind: 'catalog', field: first.field, owners })
}

const catalogReader =
  (parse: ParseEntity, what: string) =>
  (id: string, team: string): Reader<Catalog> =>
  (source) => {
    const documents = documentsIn(source)
    if (documents.state !== 'read') return documents
    const parts = documents.value.slice(0, maxEntities).map((document) => partOf(document))
    const parsed = parts.flatMap((part) => parse(part, parts) ?? [])
    const fault = parsed.find((one) => 'state' in one)
    return (
      fault ??
      chosen(
        parsed.filter((one) => 'owners' in one),
        id,
        team,
        what,
      )
    )
  }

export const backstageReader = catalogReader(backstage, 'Backstage component')
export const datadogReader = catalogReader(datadog, 'Datadog service')
