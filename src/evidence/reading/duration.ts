const units = [365 * 86_400, 7 * 86_400, 86_400, 3600, 60, 1, 1e-3] as const
/** No alert looks back, or waits, for centuries. */
const mostSeconds = 1e10
const form = /^(?:(\d+)y)?(?:(\d+)w)?(?:(\d+)d)?(?:(\d+)h)?(?:(\d+)m(?!s))?(?:(\d+)s)?(?:(\d+)ms)?$/

/** Seconds of a duration as Prometheus writes it: `5m`, `1h30m`, `0`. Source: Prometheus, querying basics. */
export const secondsOf = (text: string): number | undefined => {
  if (text === '0') return 0
  const match = text === '' || text.length > 40 ? null : form.exec(text)
  if (match === null) return undefined
  const seconds = units.reduce((sum, unit, at) => sum + unit * Number(match[at + 1] ?? 0), 0)
  return seconds <= mostSeconds ? seconds : undefined
}
