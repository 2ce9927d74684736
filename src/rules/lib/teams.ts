import { readable } from '../../model/lists.ts'
import type { Pilot } from '../../model/pilot.ts'

/** The two halves of an e-mail address, bare or as in `Jane Doe <jane@acme.com>`. */
export const addressOf = (name: string): { mailbox: string; domain: string } | undefined => {
  const [mailbox, domain, ...rest] = name
    .replace(/^[^<]*</u, '')
    .replace(/>\s*$/u, '')
    .trim()
    .split('@')
  if (!mailbox || !domain?.includes('.') || rest.length > 0 || /\s/u.test(mailbox + domain)) return undefined
  return { mailbox, domain: domain.toLowerCase() }
}

const plain = (name: string): string =>
  name
    .trim()
    .replace(/^@/u, '')
    .toLowerCase()
    .replace(/[\s_]+/gu, '-')

/** `@j.meyer` and `J.Meyer` are the same name. */
export const sameName = (one: string, other: string): boolean => plain(one) === plain(other)

const hostOf = (name: string): string | undefined => {
  const text = name.trim().toLowerCase()
  const host = /^https?:\/\//u.test(text) ? text.split('/')[2] : (addressOf(text)?.domain ?? text)
  return host !== undefined && /^[^\s.@/]+(?:\.[^\s.@/]+)+$/u.test(host) ? host : undefined
}

/** The vendor that is the owning team, or whose domain it has. */
export const owningVendor = ({ owner, vendors }: Pilot): string | undefined => {
  const team = owner?.team
  if (team === undefined) return undefined
  const host = hostOf(team)
  return readable(vendors).find((vendor) => {
    const domain = hostOf(vendor)?.replace(/^(?:api|www)\.(?=[^.]+\.)/u, '')
    if (plain(team) === plain(vendor)) return true
    return host !== undefined && domain !== undefined && `.${host}`.endsWith(`.${domain}`)
  })
}

// The prefix of a name in a catalog: `group:default/support`.
const group = /^group:(?:default\/)?/

const bare = (name: string): string =>
  name.trim().toLowerCase().replace(group, '').replace(/^@/, '').replace(/\s+/g, '-')

const lastPart = (name: string): string => bare(name).split('/').at(-1) ?? ''

/** `acme/support` matches `@acme/support`; `Support Platform` and `support-platform@acme.com` match any organisation. */
export const isTeam = (team: string, owner: string): boolean => {
  if (bare(team) === bare(owner)) return true
  const name = bare(addressOf(team)?.mailbox ?? team)
  return !name.includes('/') && name === lastPart(owner)
}

/** A catalog has no organisations. */
export const isTeamInCatalog = (team: string, name: string): boolean =>
  lastPart(addressOf(team)?.mailbox ?? team) === lastPart(name)

export const handleOf = (team: string): string => {
  const name = team.trim().replace(/^@/, '')
  return name.includes('@') ? name : `@${name.replace(group, '').replace(/\s+/g, '-')}`
}

/** The groups in `people`; undefined if there are none, or if one of them cannot be read. */
export const rolesOf = ({ people = [] }: Pilot): readonly string[] | undefined => {
  const roles = readable(readable(people).map(({ role }) => role))
  return people.length > 0 && roles.length === people.length ? roles : undefined
}
