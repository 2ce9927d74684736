import { changeOf, firstEdition, gradeOf, type Layers, ruleOf, sectionsOf } from '../config/apply.ts'
import type { Assertion, OwnRule, RuleChange } from '../config/file.ts'
import { type Stage, stages } from '../model/stage.ts'
import { type Check, type Severity, severityAt } from '../rules/lib/rule.ts'
import { compare, measure } from '../values/index.ts'
import { nowhere, type Range } from '../yaml/lines.ts'
import type { Path } from '../yaml/path.ts'
import type { GradedChange, PilotDiff } from './diff.ts'
import type { Grade } from './ways.ts'

/** One thing that a configuration says, and where it says so last. */
type Said = { readonly text: string; readonly path: Path; readonly range: Range }

type Severities = ReadonlyMap<Stage, number>

type Entry = Said &
  (
    | { readonly kind: 'severity'; readonly rule: string; readonly severities: Severities }
    | { readonly kind: 'setting'; readonly rule: string; readonly key: string; readonly value: number }
    | { readonly kind: 'own'; readonly own: OwnRule }
    | { readonly kind: 'ignore' | 'edition' }
  )

type Place = Pick<Said, 'path' | 'range'>

const unset: Place = { path: [], range: nowhere }

const severitiesOf = (rule: Check): Severities =>
  new Map(stages.map((stage) => [stage, gradeOf(severityAt(rule, stage))]))

const of = (severity: Severity | 'off'): Severities => new Map(stages.map((stage) => [stage, gradeOf(severity)]))

const ofChange = (
  name: string,
  id: string,
  { severity, settings = {} }: RuleChange,
  placeOf: (...more: Path) => Place,
) => [
  ...(severity === undefined
    ? []
    : [
        [
          `${name}.severity`,
          { kind: 'severity', rule: id, severities: of(severity), text: severity, ...placeOf() },
        ] as const,
      ]),
  ...Object.entries(settings).map(
    ([key, value]) =>
      [
        `${name}.settings.${key}`,
        { kind: 'setting', rule: id, key, value, text: String(value), ...placeOf('settings', key) },
      ] as const,
  ),
]

/** All that the layers say, the last of each. */
const entriesOf = ({ layers }: Layers): ReadonlyMap<string, Entry> => {
  const found = new Map<string, Entry>()
  for (const { config, range } of layers) {
    const place = (path: Path): Place => ({ path, range: range(path) })
    if (config.edition !== undefined)
      found.set('edition', { kind: 'edition', text: config.edition, ...place(['edition']) })
    for (const [at, pattern] of (config.ignore ?? []).entries())
      found.set(`ignore[${pattern}]`, { kind: 'ignore', text: pattern, ...place(['ignore', at]) })
    for (const { at, rules, files } of sectionsOf(config))
      for (const [id, change] of Object.entries(rules)) {
        const name = files === undefined ? `rules[${id}]` : `overrides[${files.join(', ')}].rules[${id}]`
        for (const [key, entry] of ofChange(name, id, changeOf(change), (...more) => place([...at, id, ...more])))
          found.set(key, entry)
      }
    for (const [at, own] of (config.own ?? []).entries())
      found.set(`own[${own.id}]`, { kind: 'own', own, text: own.severity ?? 'error', ...place(['own', at]) })
  }
  return found
}

const sign = (difference: number): Grade => (difference < 0 ? 'weaker' : difference > 0 ? 'stronger' : 'neutral')

/** Weaker where it is at any stage. */
const bySeverity = (was: Severities, is: Severities): Grade => {
  const moves = stages.map((stage) => (is.get(stage) ?? 0) - (was.get(stage) ?? 0))
  return sign(moves.find((move) => move < 0) ?? moves.find((move) => move > 0) ?? 0)
}

const ofOwn = (own: OwnRule): Severities => {
  const rule = ruleOf(own)
  const from = stages.indexOf(rule.from)
  return new Map(stages.map((stage, at) => [stage, at < from ? 0 : gradeOf(severityAt(rule, stage))]))
}

const bound = (was: string | number, is: string | number): number | undefined => {
  if (typeof was === 'number' && typeof is === 'number') return is - was
  const [then, now] = [measure.parse(String(was)), measure.parse(String(is))]
  return then.ok && now.ok ? compare(now.value, then.value) : undefined
}

/** What cannot be told to ask for as much may ask for less. */
const byAssertion = (was: Assertion, is: Assertion): Grade => {
  if (JSON.stringify(was) === JSON.stringify(is)) return 'neutral'
  if (was.at_least !== undefined && is.at_least !== undefined) return sign(bound(was.at_least, is.at_least) ?? -1)
  if (was.at_most !== undefined && is.at_most !== undefined) return sign(-(bound(was.at_most, is.at_most) ?? 1))
  const [then, now] = [was.one_of, is.one_of]
  return then !== undefined && now?.every((one) => then.includes(one)) ? 'stronger' : 'weaker'
}

const byOwn = (was: OwnRule, is: OwnRule): Grade => {
  const grades = [
    bySeverity(ofOwn(was), ofOwn(is)),
    byAssertion(was.assert, is.assert),
    was.path === is.path ? 'neutral' : 'weaker',
  ] as const
  return grades.find((grade) => grade === 'weaker') ?? grades.find((grade) => grade === 'stronger') ?? 'neutral'
}

const words: { readonly [kind in Entry['kind']]: { readonly weaker: string; readonly stronger: string } } = {
  severity: { weaker: 'a rule blocks less', stronger: 'a rule blocks more' },
  setting: { weaker: 'a rule allows more', stronger: 'a rule allows less' },
  own: { weaker: 'a rule of the organisation requires less', stronger: 'a rule of the organisation requires more' },
  ignore: { weaker: 'pilots are no longer linted', stronger: 'pilots are linted again' },
  edition: { weaker: 'fewer rules block', stronger: 'more rules block' },
}

/** What stands where an end says nothing: of an override the same without it, else the default. */
const without = (
  entry: Entry,
  name: string,
  end: ReadonlyMap<string, Entry>,
  rules: readonly Check[],
): Entry | undefined => {
  const common = name.startsWith('overrides[') ? end.get(name.slice(name.indexOf('].rules[') + 2)) : undefined
  if (common !== undefined) return common
  const rule = 'rule' in entry ? rules.find(({ id }) => id === entry.rule) : undefined
  if (entry.kind === 'severity' && rule !== undefined)
    return { ...entry, ...unset, severities: severitiesOf(rule), text: 'default' }
  const setting = entry.kind === 'setting' ? rule?.settings?.[entry.key] : undefined
  return setting && entry.kind === 'setting'
    ? { ...entry, ...unset, value: setting.value, text: `${setting.value}` }
    : undefined
}

/** How many rules only warn because they are of a later edition. */
const newerThan = (edition: string | undefined, rules: readonly Check[]): number =>
  edition === undefined ? 0 : rules.filter((rule) => (rule.edition ?? firstEdition) > edition).length

const gradeBetween = (was: Entry | undefined, is: Entry | undefined, rules: readonly Check[]): Grade => {
  const either = was ?? is
  if (either?.kind === 'ignore') return sign(Number(was !== undefined) - Number(is !== undefined))
  if (either?.kind === 'edition') return sign(newerThan(was?.text, rules) - newerThan(is?.text, rules))
  if (was?.kind === 'own' || is?.kind === 'own') {
    if (was?.kind === 'own' && is?.kind === 'own') return byOwn(was.own, is.own)
    return is === undefined ? 'weaker' : 'stronger'
  }
  if (was?.kind === 'severity' && is?.kind === 'severity') return bySeverity(was.severities, is.severities)
  if (was?.kind !== 'setting' || is?.kind !== 'setting') return is === undefined ? 'weaker' : 'neutral'
  const known = rules.find(({ id }) => id === is.rule)?.settings?.[is.key]
  return sign((known?.weaker === 'more' ? -1 : 1) * (is.value - was.value))
}

const isSame = (was: Entry | undefined, is: Entry | undefined): boolean =>
  was?.kind === 'own' && is?.kind === 'own'
    ? JSON.stringify(was.own) === JSON.stringify(is.own)
    : was?.text === is?.text

/** What became of a configuration: where either end has none, the defaults stand in its place. */
export const diffConfig = (
  file: string,
  before: Layers | undefined,
  after: Layers | undefined,
  rules: readonly Check[],
): PilotDiff => {
  const [then, now] = [before, after].map((end) => (end === undefined ? new Map<string, Entry>() : entriesOf(end)))
  const changes = [...new Set([...(now?.keys() ?? []), ...(then?.keys() ?? [])])].flatMap((name): GradedChange[] => {
    const [was, is] = [then?.get(name), now?.get(name)]
    const entry = is ?? was
    if (then === undefined || now === undefined || entry === undefined || isSame(was, is)) return []
    const [standing, standsNow] = [was ?? without(entry, name, then, rules), is ?? without(entry, name, now, rules)]
    const grade = gradeBetween(standing, standsNow, rules)
    return [
      {
        name,
        kind: was === undefined ? 'added' : is === undefined ? 'removed' : 'changed',
        was: was?.text,
        is: is?.text,
        grade,
        reason: grade === 'neutral' ? undefined : words[entry.kind][grade],
        rule: undefined,
        path: is?.path ?? [],
        range: (is ?? unset).range,
        before: was?.range,
      },
    ]
  })
  return { file, wasFile: undefined, state: 'compared', changes, unread: 0 }
}
