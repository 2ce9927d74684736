const plain = (text: string): string =>
  text
    .trim()
    .toLowerCase()
    .replace(/[.!]$/, '')
    .replaceAll(/[\s_-]+/g, ' ')

const nothing = new Set(['no', 'none', 'nothing', 'none yet', 'nothing yet'])

const nobody = new Set(['nobody', 'no one', 'unassigned', 'unknown', 'no owner', 'not assigned'])

/** Whether a text that should name something says, with its whole value, that there is nothing. */
export const isNothing = (text: string): boolean => nothing.has(plain(text))

/** Whether a text that should say why, or by what, ticks a box instead. */
export const isNoReason = (text: string): boolean =>
  isNothing(text) || ['yes', 'true', 'x', 'ok'].includes(plain(text))

/** Whether a text that should name a team or a person says, with its whole value, that there is nobody. */
export const isNobody = (text: string): boolean => isNothing(text) || nobody.has(plain(text))
