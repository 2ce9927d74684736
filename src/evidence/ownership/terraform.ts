import type { Pilot } from '../../model/pilot.ts'
import { documentsIn } from '../reading/documents.ts'
import type { Fact, Repository } from '../reading/kind.ts'
import { type Part, partOf } from '../reading/part.ts'
import type { Beside } from '../terraform/beside.ts'
import { type Resource, unappliedBy } from '../terraform/resource.ts'
import { resourcesOf } from '../terraform/resources.ts'
import { gap } from '../terraform/term.ts'
import { datadog, type Entity, same } from './catalog.ts'
import { type Catalog, isOwnerInCatalog } from './owners.ts'

/** The attributes that hold an entry. Source: Terraform, provider of Datadog. */
const attributes = new Map([
  ['datadog_service_definition_yaml', 'service_definition'],
  ['datadog_software_catalog', 'entity'],
])

/** Real entries are shorter, and fewer of them may be the pilot. */
const maxLength = 20_000
const maxEntries = 50

/** The documents of an entry, as a text or within `yamlencode`; undefined where only Terraform knows them. */
const documentsOf = ({ part, written }: Resource, attribute: string): readonly Part[] | undefined => {
  const held = part.at(attribute)
  if (typeof held.data === 'object') return [held]
  const text = written(attribute)
  if (text === undefined || text.length > maxLength) return undefined
  const found = documentsIn({ file: 'entity.yaml', bytes: new TextEncoder().encode(text) })
  const range = held.range('key')
  return found.state === 'read' ? found.value.map(({ data }) => partOf({ data, locate: () => range })) : undefined
}

/** Whether an entry is perhaps called as the pilot: to read YAML is slow. */
const mayBe = ({ type, made, written }: Resource, id: string): boolean => {
  const text = written(attributes.get(type) ?? '')
  if (!attributes.has(type) || made === 'never') return false
  return text === undefined || text.includes(gap) || text.toLowerCase().includes(id.toLowerCase())
}

const unappliedIn = (resource: Resource): string | undefined =>
  unappliedBy(resource, (name) => name === attributes.get(resource.type))

const isOpen = (part: Part, ...keys: readonly string[]): boolean => typeof part.at(...keys).data === 'symbol'

/** What an entry says of the pilot; undefined where it may say anything, since only Terraform knows name or owner. */
const entitiesIn = (resource: Resource, id: string): readonly Entity[] | undefined => {
  const parts = documentsOf(resource, attributes.get(resource.type) ?? '')
  if (parts === undefined || parts.some((part) => isOpen(part, 'schema-version') || isOpen(part, 'apiVersion')))
    return undefined
  const entities = parts.flatMap((part) => datadog(part, []) ?? [])
  const own = entities.filter((one): one is Entity => 'name' in one && one.owners.length > 0 && same(one.name, id))
  const isUnsaid = entities.some((one) => !('name' in one) || one.name.includes(gap))
  const isUnknown =
    resource.made !== 'once' ||
    unappliedIn(resource) !== undefined ||
    own.some(({ owners }) => owners.some(({ value }) => value.written.includes(gap)))
  return isUnsaid || (own.length > 0 && isUnknown) ? undefined : own
}

/** The owner that Terraform gives the service that is called as the pilot; undefined where it gives none. */
export const catalogInTerraform = (
  { folders, unread }: Beside,
  pilot: Pilot,
  repository: Repository,
): Fact<Catalog> | undefined => {
  const held = resourcesOf(folders, repository)
  const read = held
    .flatMap(({ resources }) => resources)
    .filter((entry) => mayBe(entry, pilot.id))
    .slice(0, maxEntries)
    .map((entry) => ({ file: entry.file, entry, entities: entitiesIn(entry, pilot.id) }))
  const own = read.flatMap(({ file, entities = [] }) => entities.map((entity) => ({ file, ...entity })))
  const team = pilot.owner?.team ?? ''
  const mine = own.filter(({ owners }) => owners.some(({ value }) => isOwnerInCatalog(team, value)))
  const [first] = mine.length > 0 ? mine : own
  const open = read.find(({ entities }) => entities === undefined)
  const left = (file: string, why: string): Fact<Catalog> => ({ state: 'unverified', file, why })
  if (first !== undefined && mine.length > 0 && mine.length < own.length)
    return left(first.file, 'names different owners of the service with the name of the pilot')
  if (first !== undefined)
    return { state: 'found', file: first.file, value: { kind: 'catalog', field: first.field, owners: first.owners } }
  if (open !== undefined)
    return left(open.file, unappliedIn(open.entry) ?? 'describes services that only Terraform knows')
  const [other] = [...held.flatMap((one) => one.unread.map(({ file }) => file)), ...unread]
  return other === undefined ? undefined : left(other, 'is in a form of Terraform that pilotlint does not support')
}
