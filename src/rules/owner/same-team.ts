import { addressOf } from './names.ts'

// What stands before a name in a catalog: `group:default/support`.
const group = /^group:(?:default\/)?/

const plain = (name: string): string =>
  name.trim().toLowerCase().replace(group, '').replace(/^@/, '').replace(/\s+/g, '-')

const lastPart = (name: string): string => plain(name).split('/').at(-1) ?? ''

/**
 * Whether CODEOWNERS means the team: `acme/support` is `@acme/support`, in any case. A name without its organisation,
 * as `Support Platform` or the mailbox `support-platform@acme.com`, is the team of that name in any.
 */
export const isTeam = (team: string, owner: string): boolean => {
  if (plain(team) === plain(owner)) return true
  const name = plain(addressOf(team)?.mailbox ?? team)
  return !name.includes('/') && name === lastPart(owner)
}

/** Whether a catalog, which knows no organisations, means the team. */
export const isTeamInCatalog = (team: string, name: string): boolean =>
  lastPart(addressOf(team)?.mailbox ?? team) === lastPart(name)

/** The team as CODEOWNERS writes it. */
export const handleOf = (team: string): string => {
  const name = team.trim().replace(/^@/, '')
  return name.includes('@') ? name : `@${name.replace(group, '').replace(/\s+/g, '-')}`
}
