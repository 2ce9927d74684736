import { locatedAt, type Part } from '../reading/part.ts'
import type { Resource } from '../terraform/resource.ts'
import { boundOf } from './clouds.ts'
import { snake } from './cloudwatch.ts'
import { binaryOf, callOf, constant, type Expr, partsOf, pickedBy, type Series, seriesNamed } from './expr.ts'
import { parseMath } from './grafana-math.ts'
import { type FindResource, policyCalls } from './groups.ts'
import { lesserBy } from './lesser.ts'
import { fixedBy } from './level.ts'
import { unitOf, unknownUnit } from './measure.ts'
import { type EachValue, openIn } from './open-query.ts'
import type { Plain } from './plain.ts'
import { quantileOf, strayOf } from './ranges.ts'
import { isShifted } from './scale.ts'
import { alternativesIn } from './scope.ts'

/** Real queries are shorter. */
const maxLength = 5000

const words = /'[^']*'|`[^`]*`|[A-Za-z_]\w*|[()]|[^'`A-Za-z_()]+|['`]/g
const clauses = /^(?:select|from|where|facet|with|compare|since|until|timeseries|limit|slide|extrapolate)$/i

/** The clauses of a query, by their first words: those within brackets belong to what holds them. */
const clausesOf = (query: string): ReadonlyMap<string, string> => {
  const found = new Map<string, string>()
  let [name, depth] = ['', 0]
  for (const [word] of query.matchAll(words)) {
    if (word === '(') depth += 1
    if (word === ')') depth -= 1
    if (depth === 0 && clauses.test(word)) name = word.toLowerCase()
    else found.set(name, (found.get(name) ?? '') + word)
  }
  return found
}

const compared =
  /([\w.`]{1,80})\s{0,9}(?:(!?=|(?:not\s{1,9})?like)\s{0,9}'([^']{0,100})'|((?:not\s{1,9})?in)\s{0,9}\(((?:[\s,]{0,9}'[^']{0,100}'){1,20})\s{0,9}\))/gi

/** A condition as matchers of PromQL, each of its alternatives. */
const pickedIn = (condition: string) =>
  pickedBy(
    alternativesIn(condition, compared, ([, name = '', op, value = '', among, values = '']) => ({
      name: snake(name.replaceAll('`', '')),
      isNot: /^(?:!|not)/i.test(op ?? among ?? ''),
      values: among === undefined ? [value] : [...values.matchAll(/'([^']*)'/g)].map(([, one = '']) => one),
    })),
  )

/** Each value of an attribute in a condition. */
const eachValue: EachValue = (query, taken) =>
  query.replaceAll(
    /([\w.`]{1,80})\s{0,9}(?:!?=|(?:not\s{1,9})?(?:in|like))\s{0,9}\(?\s{0,9}((?:'[^']{0,400}'[\s,]{0,9}){1,20})/gi,
    (_, name: string, values) => taken(snake(name.replaceAll('`', '')), values),
  )

// Source: New Relic, data dictionary: the duration of a transaction is in seconds.
const series = (attribute: string, condition: string, quantile?: number): Series =>
  seriesNamed(attribute === 'duration' ? 'seconds' : snake(attribute), condition, { quantile, ...pickedIn(condition) })

/** The seconds of `1 minute`, by which a rate is told. Source: New Relic, NRQL reference, rate. */
const spanOf = (text: string): number | undefined => {
  const [, count, unit = ''] = /^\s*(\d{1,4})\s{1,9}(second|minute|hour)s?\s*$/i.exec(text) ?? []
  const one = { second: 1, minute: 60, hour: 3600 }[unit.toLowerCase()]
  return one && one * Number(count)
}

const call = /^\s*(\w{1,40})\(([^()]{0,500}(?:\([^()]{0,500}\)[^()]{0,500}){0,5})\)\s*$/

/** What a function of NRQL answers; undefined if unknown. */
const answerOf = (text: string, condition: string): Expr | undefined => {
  const [, name = '', inner = ''] = call.exec(text) ?? []
  const [given = '', more = '', ...others] = inner.split(/,(?![^(]*\))/)
  const attribute = given.trim().replaceAll('`', '')
  const own = `(${condition}) and (${/\bwhere\b(.*)$/is.exec(inner)?.[1] ?? ''})`
  const percent = /^\s*(\d{1,2}(?:\.\d{1,2})?)\s*$/.exec(more)?.[1]
  switch (name.toLowerCase()) {
    case 'filter':
      return answerOf(given, own)
    case 'percentage':
      return series('percent', own)
    case 'count':
    case 'uniquecount':
      return callOf('count', series(attribute, own))
    case 'average':
      return callOf('avg', series(attribute, own))
    case 'max':
    case 'min':
    case 'sum':
      return callOf(name.toLowerCase(), series(attribute, own))
    case 'rate': {
      const [of, seconds] = [answerOf(given, own), spanOf(more)]
      const isCount = of?.kind === 'call' && of.name === 'count' && others.length === 0
      if (!isCount || !seconds) return undefined
      return binaryOf('*', callOf('rate', of), constant(seconds))
    }
    case 'median':
      return series(attribute, own, 0.5)
    case 'percentile':
      return percent === undefined || others.length > 0 ? undefined : series(attribute, own, Number(percent) / 100)
    default:
      return undefined
  }
}

const calls = /\w{1,40}\([^()]{0,500}(?:\([^()]{0,500}\)[^()]{0,500}){0,5}\)/g

/** What a query measures: functions of its attributes, and their arithmetic. */
const measuredBy = (query: string): Expr | undefined => {
  const parts = query.length > maxLength ? undefined : clausesOf(query)
  const selected = parts?.get('select')?.replace(/\s{1,9}as\s{1,9}(?:'[^']{0,200}'|`[^`]{0,200}`|\w{1,80})\s*$/i, '')
  // What a query within a query measures is unknown.
  const isNested = parts?.get('from')?.includes('(')
  const isPast = parts?.has('compare') || parts?.has('until')
  if (parts === undefined || selected === undefined || isNested || isPast) return undefined
  const texts: string[] = []
  const formula = selected.replaceAll(calls, (text) => {
    if (!texts.includes(text)) texts.push(text)
    return `$q${texts.indexOf(text)}`
  })
  const answers = texts.map((text) => answerOf(text, parts.get('where') ?? ''))
  if (answers.includes(undefined)) return undefined
  const expr = parseMath(formula, (letter) => answers[Number(letter.slice(1))] ?? { kind: 'text' })
  return expr && ![...partsOf(expr)].some((one) => one.kind === 'text' || isShifted(one)) ? expr : undefined
}

const none = (): undefined => undefined

/** Source: Terraform, newrelic_nrql_alert_condition; New Relic, NRQL alert conditions, NRQL reference. */
export const newRelicAlert = (condition: Part, written = '', find: FindResource, all: readonly Resource[]): Plain => {
  const critical = condition.at('critical', 0)
  const query = condition.text('nrql', 0, 'query') ?? written
  const open = openIn(query, eachValue)
  const measured = open === undefined ? measuredBy(query) : undefined
  const [window, held] = [condition.at('aggregation_window'), critical.at('threshold_duration')]
  const [op, bar] = [boundOf(critical.text('operator')), critical.at('threshold')]
  const span = window.number() ?? 60
  const isOnce = /^at_least_once$/i.test(critical.text('threshold_occurrences') ?? '') && held.number() !== span
  const fixed = measured && op && fixedBy({ op, value: bar.number() ?? 0, measured })
  const whys = [
    [measured === undefined, 'has a NRQL query that pilotlint does not support'],
    [(condition.text('type') ?? 'static') !== 'static', 'has a `type` other than `static`, expected a fixed threshold'],
    [/^sum$/i.test(condition.text('value_function') ?? ''), 'has a `value_function` of `sum`, expected `single_value`'],
    [isOnce, 'has `threshold_occurrences` set to `at_least_once`, expected `all`'],
  ] as const
  return {
    op,
    bar,
    unit: measured ? unitOf(measured, none) : unknownUnit,
    quantile: measured && quantileOf(measured, none),
    // A minute, where none is set.
    window: { value: span, range: window.range() },
    hold: locatedAt(held.number(), held),
    ...policyCalls(condition.at('policy_id'), find, all),
    route: 'or add the owner to a channel of its policy',
    paused: condition.truth('enabled') === false,
    unread:
      open ??
      whys.find(([is]) => is)?.[1] ??
      fixed ??
      strayOf(measured, none) ??
      (measured && op && lesserBy({ op, measured }, none)),
  }
}
