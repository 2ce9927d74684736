import { present, readable } from '../../model/lists.ts'
import type { Pilot } from '../../model/pilot.ts'
import { isPlaceholder } from '../../model/placeholder.ts'
import { addressOf, isTeam } from '../../model/team.ts'
import { quote, withoutAccents } from '../../values/text.ts'
import type { Path } from '../../yaml/path.ts'
import { isNobody } from './absent.ts'

/** Spaces, dots and hyphens do not make a name another person, nor accents, which the handles of a forge lack. */
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

/** The vendor that a team or a person is, or whose domain it has, with its place in `vendors`. */
export const vendorOf = (
  name: string,
  { vendors }: Pilot,
): { readonly item: string; readonly at: number } | undefined => {
  const host = hostOf(name)
  return present(vendors).find(({ item: vendor }) => {
    const domain = hostOf(vendor)?.replace(/^(?:api|www)\.(?=[^.]+\.)/u, '')
    if (plain(name) === plain(vendor)) return true
    return host !== undefined && domain !== undefined && `.${host}`.endsWith(`.${domain}`)
  })
}

type Unfit = {
  readonly who: string
  /** Where the file says so, and what is there. */
  readonly path?: Path
  readonly label: string
}

/** Who may state nothing about the pilot and sign for nothing: those who gain by it, and nobody. */
export const unfit = (by: string, pilot: Pilot): Unfit | undefined => {
  const { champion } = pilot
  if (champion !== undefined && sameName(by, champion))
    return { who: `the champion ${quote(by)}`, path: ['champion'], label: 'the champion' }
  const vendor = vendorOf(by, pilot)
  if (vendor !== undefined) return { who: `the vendor ${quote(by)}`, path: ['vendors', vendor.at], label: 'the vendor' }
  return isPlaceholder(by) || isNobody(by) ? { who: `the placeholder ${quote(by)}`, label: '' } : undefined
}

/** The groups in `people`; undefined if there are none, or if one of them cannot be read. */
export const rolesOf = ({ people = [] }: Pilot): readonly string[] | undefined => {
  const roles = readable(readable(people).map(({ role }) => role))
  return people.length > 0 && roles.length === people.length ? roles : undefined
}
