import type { Refusal } from './port.ts'

const said: { readonly [refusal in Exclude<Refusal, 'large'>]: string } = {
  missing: 'does not exist',
  outside: 'leads out of the repository',
  folder: 'is a folder',
  special: 'is no regular file',
  denied: 'may not be read',
  path: 'is no possible path',
}

const sized = (limit: number): string =>
  limit === 0
    ? 'is too large'
    : `is larger than ${limit % 1048576 === 0 ? `${limit / 1048576} MiB` : `${limit} bytes`}`

/** A refusal in our own words; `limit` is the size in bytes that was exceeded. */
export const refused = (refusal: Refusal, limit = 0) => ({
  ok: false as const,
  refusal,
  words: refusal === 'large' ? sized(limit) : said[refusal],
})
