/** In seconds: a month has 30 days, a year 365. */
const spans: { readonly [unit: string]: number } = {
  ...{ y: 365 * 86_400, mo: 30 * 86_400, w: 7 * 86_400, d: 86_400 },
  ...{ h: 3600, m: 60, s: 1, ms: 1e-3 },
}
const units = ['y', 'w', 'd', 'h', 'm', 's', 'ms'] as const
/** No alert looks back, or waits, for centuries. */
const maxSeconds = 1e10
const form = /^(?:(\d+)y)?(?:(\d+)w)?(?:(\d+)d)?(?:(\d+)h)?(?:(\d+)m(?!s))?(?:(\d+)s)?(?:(\d+)ms)?$/

/** Seconds of so many of a unit, of which `m` is the minute; 0 where it is none. */
export const secondsIn = (count: string | number, unit: string): number => Number(count) * (spans[unit] ?? 0)

/** Seconds of a duration as Prometheus writes it: `5m`, `1h30m`, `0`. Source: Prometheus, querying basics. */
export const secondsOf = (text: string): number | undefined => {
  if (text === '0') return 0
  const match = text === '' || text.length > 40 ? null : form.exec(text)
  if (match === null) return undefined
  const seconds = units.reduce((sum, unit, at) => sum + secondsIn(match[at + 1] ?? 0, unit), 0)
  return seconds <= maxSeconds ? seconds : undefined
}

/** Seconds of a duration as Go writes it: `1h30m`, `1.5h`, of no unit longer than an hour. Source: Go, time.ParseDuration. */
export const goSeconds = (text: string): number | undefined => {
  if (text === '' || text.length > 40 || !/^(?:\d+(?:\.\d+)?(?:h|m|s|ms))+$/.test(text)) return undefined
  const parts = text.matchAll(/([\d.]+)([hms]+)/g)
  return [...parts].reduce((sum, [, number, unit = '']) => sum + secondsIn(number ?? 0, unit), 0)
}

const iso = /^P(?:(\d{1,3})D)?(?:T(?:(\d{1,4})H)?(?:(\d{1,5})M)?(?:(\d{1,6})S)?)?$/

/** Seconds of `PT5M` or `P1D`; undefined for none, and for months and years, which are of no fixed length. Source: ISO 8601. */
export const isoSeconds = (text: string | undefined): number | undefined => {
  const [all, days = 0, hours = 0, minutes = 0, seconds = 0] = iso.exec(text ?? '') ?? []
  const total = 86_400 * Number(days) + 3600 * Number(hours) + 60 * Number(minutes) + Number(seconds)
  return all === undefined || total === 0 ? undefined : total
}
