import type { Alert } from '../../evidence/alert-rules/alert-rules.ts'
import { type Duration, printQuantity, seconds, threshold } from '../../values/index.ts'
import { quote } from '../../values/words.ts'
import type { Finding } from '../rule.ts'
import { alertsPath, type Alert as Declared } from './alerts.ts'
import { agrees, viewWords } from './plausible.ts'

const spans = [
  [86_400, 'd'],
  [3600, 'h'],
  [60, 'm'],
  [1, 's'],
] as const

const spanWords = (time: number): string => {
  const [size, unit] = spans.find(([span]) => time % span === 0) ?? [1e-3, 'ms']
  return `${Number((time / size).toPrecision(12))}${unit}`
}

/** The anchor of a section, whether it is written as an anchor, a heading or a link. */
const anchorOf = (section: string): string =>
  (section.split('#').at(-1) ?? '').trim().toLowerCase().replaceAll(' ', '-')

/** Whether a link ends in the section. */
const endsIn = (link: string, section: string): boolean => {
  const end = link.trim().toLowerCase().replace(/\/$/, '')
  const anchor = anchorOf(section)
  return end === anchor || ['#', '/', '='].some((sign) => end.endsWith(`${sign}${anchor}`))
}

/** The quantile that the name of a metric asks for: 0.95 for `latency_p95`. */
const namedQuantile = (metric: string): number | undefined => {
  const digits = /(?:^|[_ -])p(\d{2,3})(?:$|[_ -])/i.exec(metric)?.[1]
  return digits === undefined || digits === '100' ? undefined : Number(`0.${digits}`)
}

/** Whether the level must last for longer than it is said to be taken over, so that nobody is told in time. */
const isHeldLonger = ({ hold }: Alert, over: Duration): boolean =>
  (hold?.value ?? 0) > seconds(over) * (1 + 1e-9)

const isTakenOver = (alert: Alert, over: Duration): boolean => {
  if (isHeldLonger(alert, over)) return false
  const { windows, hold } = alert
  const wanted = seconds(over)
  const held = hold?.value ?? 0
  const spent = windows.value ?? []
  return [held, ...spent, ...spent.map((window) => window + held)].some(
    (time) => Math.abs(time - wanted) <= 1e-9 * wanted,
  )
}

/** How an alert of the file differs from the declared one; `over` is its window at the stage that is judged. */
export const differences = (
  declared: Declared,
  alert: Alert,
  over: Duration | undefined,
  { at, file }: { readonly at: number; readonly file: string },
): Finding[] => {
  const name = `the alert ${/^[\w:.-]{1,60}$/.test(alert.name.value) ? alert.name.value : quote(alert.name.value)}`
  const differs = (key: string, said: string, ours: string, range: Alert['name']['range']): Finding => ({
    path: [...alertsPath, at, key],
    message: `${name} ${said}; pilot.yaml says ${ours}`,
    help: `make the two agree: change ${key} here, or the alert in ${file}`,
    elsewhere: [{ file, range, label: `the alert ${said}` }],
  })
  const found: Finding[] = []
  if (alert.paused) found.push(differs('rule', 'is paused', 'that it fires', alert.name.range))
  const { fire, metric = '', runbook } = declared
  const [first] = alert.level.value
  if (alert.fixed !== undefined)
    found.push(
      differs('fire', alert.fixed, fire ? threshold.print(fire) : 'that it fires', alert.level.range),
    )
  else if (fire !== undefined && 'quantity' in fire && first !== undefined)
    if (!alert.level.value.some((view) => agrees(view, fire, over)))
      found.push(differs('fire', `fires ${viewWords(first)}`, threshold.print(fire), alert.level.range))
  const quantile = namedQuantile(metric)
  if (quantile !== undefined && alert.quantile !== undefined && Math.abs(quantile - alert.quantile) > 1e-9)
    found.push(differs('metric', `takes the quantile ${alert.quantile}`, metric, alert.level.range))
  const times = alert.windows.value
  const said = times !== undefined && (times.length > 0 || alert.hold !== undefined)
  if (alert.unread === undefined && over !== undefined && said && !isTakenOver(alert, over)) {
    const measures = times.length > 0 && !isHeldLonger(alert, over)
    const words = measures
      ? `measures over ${times.map(spanWords).join(' and ')}`
      : `waits for ${spanWords(alert.hold?.value ?? 0)}`
    const range = measures ? alert.windows.range : (alert.hold?.range ?? alert.windows.range)
    found.push(differs('over', words, `over ${printQuantity(over)}`, range))
  }
  if (runbook !== undefined && alert.runbook === undefined && alert.linked)
    found.push(differs('runbook', 'links no runbook', runbook, alert.name.range))
  const link = alert.runbook?.value
  if (runbook !== undefined && link !== undefined && !link.includes('{{') && !endsIn(link, runbook))
    found.push(differs('runbook', `links ${quote(link)}`, runbook, alert.runbook?.range ?? alert.name.range))
  return found
}
