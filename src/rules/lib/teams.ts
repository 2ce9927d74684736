import { readable } from '../../model/lists.ts'
import type { Pilot } from '../../model/pilot.ts'
import { addressOf, isTeam } from '../../model/team.ts'
import { withoutAccents } from '../../values/text.ts'

/** Nobody takes spaces, dots and hyphens in a name for another person, nor accents, which the handles of a forge lack. */
const plain = (name: string): string =>
  withoutAccents(name)
    .trim()
    .replace(/^@/u, '')
    .toLowerCase()
    .replace(/[\s_.-]+/gu, '-')

/**
 * `@j.meyer`, `J. Meyer` and `j.meyer@acme.com` are the same name, and `support` is `acme/support`; two addresses are
 * compared as a whole.
 */
export const sameName = (one: string, other: string): boolean => {
  const [mail, otherMail] = [addressOf(one), addressOf(other)]
  if (mail !== undefined && otherMail !== undefined)
    return plain(mail.mailbox) === plain(otherMail.mailbox) && mail.domain === otherMail.domain
  return plain(mail?.mailbox ?? one) === plain(otherMail?.mailbox ?? other) || isTeam(one, other) || isTeam(other, one)
}

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

/** The groups in `people`; undefined if there are none, or if one of them cannot be read. */
export const rolesOf = ({ people = [] }: Pilot): readonly string[] | undefined => {
  const roles = readable(readable(people).map(({ role }) => role))
  return people.length > 0 && roles.length === people.length ? roles : undefined
}
