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
