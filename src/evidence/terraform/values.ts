import type { HclBody, HclEntry, Term } from './term.ts'

/** What Terraform only knows when it runs, or nothing here computes. It is no text, number, list or map. */
export const open: unique symbol = Symbol('known when Terraform runs')

/** What names stand for in one folder. */
export type Scope = {
  readonly lookUp: (kind: string, name: string) => unknown
  /** Real files take fewer steps; one that refers to itself many times over would never end. */
  readonly steps: { left: number }
}

/** Real texts are shorter once they are put together. */
const maxLength = 20_000
/** Real chains of names are shorter. */
const maxDepth = 50

const texted = (value: unknown): string | undefined =>
  typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? String(value) : undefined

const below = (value: unknown, step: string | number): unknown => {
  if (Array.isArray(value)) return typeof step === 'number' && step < value.length ? value[step] : open
  const isHeld = typeof value === 'object' && value !== null && Object.hasOwn(value, step)
  return isHeld ? (value as { readonly [key: string]: unknown })[step] : open
}

/** A text put together by others: `join(", ", list)`, `format("%s at %d", name, level)`; a verb that pads or rounds is none here. */
const puzzled = (name: string, [first, ...others]: readonly unknown[], steps: Scope['steps']): unknown => {
  const [list] = others
  const parts: readonly unknown[] = name === 'format' ? others : Array.isArray(list) ? list : [undefined]
  steps.left -= parts.length
  if (typeof first !== 'string' || steps.left < 0 || (name === 'join' && others.length > 1)) return open
  const given = parts.map(texted)
  const between = name === 'join' ? first.length : 0
  const length = given.reduce((sum, part) => sum + (part?.length ?? 0) + between, first.length)
  if (given.includes(undefined) || length > maxLength) return open
  if (name === 'join') return given.join(first)
  const verbs = first.match(/%[^%]|%%|%$/g) ?? []
  const filled = verbs.filter((verb) => verb !== '%%')
  if (filled.length !== given.length || filled.some((verb) => !/^%[sdv]$/.test(verb))) return open
  return first.replaceAll(/%[%sdv]/g, (verb) => (verb === '%%' ? '%' : (given.shift() ?? '')))
}

const called = (name: string, args: readonly unknown[], steps: Scope['steps']): unknown => {
  const [first] = args
  if (name === 'join' || name === 'format') return puzzled(name, args, steps)
  if (args.length !== 1) return open
  // What becomes JSON is looked into as what it is.
  if (name === 'jsonencode' || name === 'yamlencode') return first
  if (name === 'tostring') return texted(first) ?? open
  if (name === 'tonumber' && typeof first === 'string' && /^-?\d{1,15}(?:\.\d{1,15})?$/.test(first))
    return Number(first)
  return name === 'tonumber' && typeof first === 'number' ? first : open
}

/** Terraform converts the texts `true` and `false`. */
const truthOf = (value: unknown): boolean | undefined =>
  value === true || value === 'true' ? true : value === false || value === 'false' ? false : undefined

type Computed = readonly [signs: readonly string[], values: readonly unknown[]]

/** The parts between signs of one kind. */
const partedAt = (sign: string, [signs, values]: Computed): Computed[] => {
  const ends = [...signs.flatMap((one, at) => (one === sign ? [at] : [])), signs.length]
  return ends.map((end, at) => {
    const from = (ends[at - 1] ?? -1) + 1
    return [signs.slice(from, end), values.slice(from, end + 1)]
  })
}

/** What numbers make by `+ - * /`: products first, then what is added. */
const reckoned = ([signs, [first, ...values]]: Computed): unknown => {
  if (signs.length === 0) return first
  if (typeof first !== 'number') return open
  let [sum, product] = [0, first]
  for (const [at, value] of values.entries()) {
    if (typeof value !== 'number') return open
    const sign = signs[at]
    if (sign === '*') product *= value
    else if (sign === '/') product /= value
    else if (sign === '+' || sign === '-') [sum, product] = [sum + product, sign === '+' ? value : -value]
    else return open
  }
  // Terraform computes in decimals: 0.1 + 0.2 is 0.3.
  const result = Number((sum + product).toPrecision(12))
  return Number.isFinite(result) ? result : open
}

/** What `||`, `&&`, `==` and `!=` make of what is known, the last of which bind first. */
const computed = (all: Computed): unknown => {
  const [signs, [left, right]] = all
  for (const [sign, decisive] of [
    ['||', true],
    ['&&', false],
  ] as const) {
    if (!signs.includes(sign)) continue
    const truths = partedAt(sign, all).map((part) => truthOf(computed(part)))
    if (truths.includes(decisive)) return decisive
    return truths.includes(undefined) ? open : !decisive
  }
  const [sign] = signs
  if (sign !== '==' && sign !== '!=') return reckoned(all)
  const isKnown = signs.length === 1 && texted(left) !== undefined && texted(right) !== undefined
  return isKnown ? (left === right) === (sign === '==') : open
}

/** The value of a term, `open` where nothing here knows it. Never throws. */
export const termValue = (term: Term, scope: Scope): unknown => {
  scope.steps.left -= 1
  if (scope.steps.left < 0) return open
  switch (term.kind) {
    case 'value':
      return term.value
    case 'template': {
      const parts = term.parts.map((part) => (typeof part === 'string' ? part : texted(termValue(part, scope))))
      const length = parts.reduce((sum, part) => sum + (part?.length ?? 0), 0)
      return parts.includes(undefined) || length > maxLength ? open : parts.join('')
    }
    case 'list':
      return term.items.map((item) => termValue(item, scope))
    case 'object':
      return Object.fromEntries(term.entries.map(({ key, value }) => [key, termValue(value, scope)]))
    case 'negative': {
      const value = termValue(term.of, scope)
      return typeof value === 'number' ? -value : open
    }
    case 'reference': {
      const [kind = '', name = '', ...steps] = term.steps
      const value = scope.lookUp(String(kind), String(name))
      return steps.reduce(below, value)
    }
    case 'call':
      return called(
        term.name,
        term.args.map((one) => termValue(one, scope)),
        scope.steps,
      )
    case 'computed':
      return computed([term.signs, term.operands.map((one) => termValue(one, scope))])
    case 'choice': {
      const test = truthOf(termValue(term.test, scope))
      return test === undefined ? open : termValue(test ? term.yes : term.no, scope)
    }
    case 'opaque':
      return open
  }
}

/** What a body sets: a block stands in a list under its type, and one that is `dynamic` is open. */
export const bodyValue = (body: HclBody, scope: Scope): { readonly [key: string]: unknown } => {
  const data = new Map<string, unknown>()
  for (const { type, labels, body: inner } of body.blocks) {
    if (type === 'dynamic') data.set(labels[0] ?? '', open)
    else {
      const before = data.get(type)
      if (Array.isArray(before)) before.push(bodyValue(inner, scope))
      else if (before !== open) data.set(type, [bodyValue(inner, scope)])
    }
  }
  for (const { key, value } of body.attributes) data.set(key, termValue(value, scope))
  return Object.fromEntries(data)
}

/** What is kept elsewhere and looked up by its name: by which attribute. */
const lookups = new Map([
  ['aws_sns_topic', 'name'],
  ['azurerm_monitor_action_group', 'name'],
  ['google_monitoring_notification_channel', 'display_name'],
  ['grafana_contact_point', 'name'],
  ['newrelic_notification_destination', 'name'],
])

/** What nothing else has to be known for. */
const plainValue = (term: Term): unknown => termValue(term, { lookUp: () => open, steps: { left: 1000 } })

/**
 * What variables and locals stand for, by the files of a folder; `isSet` marks files that set variables, and `isPerhaps`
 * what may set them instead of their defaults. `given` is passed in.
 */
export const scopeOf = (
  files: readonly { readonly isSet: boolean; readonly isPerhaps?: boolean; readonly body: HclBody }[],
  given: ReadonlyMap<string, unknown> = new Map(),
): Scope => {
  const terms = new Map<string, Term>()
  // A name that stands there twice is refused by Terraform, and means nothing.
  const define = (key: string, value: Term): void => {
    terms.set(key, terms.has(key) ? { kind: 'opaque', from: value.from, to: value.to } : value)
  }
  const lookedUp = new Map<string, HclEntry[]>()
  const lookUpIn = ([kind = '', key = '']: readonly string[], { attributes }: HclBody): void => {
    const name = attributes.find((one) => one.key === lookups.get(kind))?.value
    if (name === undefined) return
    const entries = lookedUp.get(kind) ?? []
    if (entries.length === 0) terms.set(`data.${kind}`, { ...name, kind: 'object', entries })
    lookedUp.set(kind, entries)
    const ids = ['id', 'arn', 'name'].map((one) => ({ key: one, keyPlace: name, value: name }))
    entries.push({ key, keyPlace: name, value: { ...name, kind: 'object', entries: ids } })
  }
  for (const { isSet, isPerhaps, body } of files) {
    for (const { key, value } of isSet ? body.attributes : []) {
      const [name, known] = [`var.${key}`, terms.get(`var.${key}`)]
      const isSame = known && JSON.stringify(plainValue(known)) === JSON.stringify(plainValue(value))
      if (isPerhaps && (known === undefined || isSame)) continue
      terms.set(name, isPerhaps ? { kind: 'opaque', from: value.from, to: value.to } : value)
    }
    for (const { type, labels, body: inner } of isSet ? [] : body.blocks) {
      const standard = inner.attributes.find(({ key }) => key === 'default')
      if (type === 'variable' && labels[0] !== undefined && standard) define(`var.${labels[0]}`, standard.value)
      if (type === 'data') lookUpIn(labels, inner)
      if (type === 'locals') for (const { key, value } of inner.attributes) define(`local.${key}`, value)
    }
  }
  const found = new Map<string, unknown>()
  let depth = 0
  const scope: Scope = {
    steps: { left: 100_000 },
    lookUp: (kind, name) => {
      const key = `${kind}.${name}`
      if (kind === 'var' && given.has(name)) return given.get(name)
      const term = terms.get(key)
      if (term === undefined) return open
      if (!found.has(key)) {
        // What rests on itself is never known.
        found.set(key, open)
        depth += 1
        if (depth <= maxDepth) found.set(key, termValue(term, scope))
        depth -= 1
      }
      return found.get(key)
    },
  }
  return scope
}
