import { cursorIn, type HclFault } from './cursor.ts'
import { heredoc, quoted } from './template.ts'
import type { HclBlock, HclBody, HclEntry, Term } from './term.ts'

export type Hcl = { readonly ok: true; readonly body: HclBody } | ({ readonly ok: false } & HclFault)

/** Hand-written files are nested less deeply. */
const maxDepth = 60

const identifier = /[\p{L}_][\p{L}\p{N}_-]{0,199}/uy
const number = /\d{1,30}(?:\.\d{1,30})?(?:[eE][+-]?\d{1,3})?/y
const step = /\d{1,9}/y
// What begins a comment divides nothing.
const operator = /&&|\|\||[=!<>]=|[-+*%<>]|\/(?![/*])/y

const brackets: { readonly [sign: string]: string } = { '(': ')', '[': ']', '{': '}' }

/** What may stand behind an attribute or a block, apart from blanks and comments that end in the line. */
const closers: readonly string[] = ['\n', '#', '//', '}']

/** What a term says as the name of something. */
const nameIn = (term: Term): string => {
  if (term.kind === 'value') return String(term.value)
  return term.kind === 'reference' && term.steps.length === 1 ? String(term.steps[0]) : ''
}

/**
 * Reads HCL, as far as Terraform's files need it. Never throws. Its grammar is small, and the packages that parse it
 * either bring an editor along or give up on a text of a few thousand characters.
 * Source: HCL native syntax specification.
 */
export const parseHcl = (text: string): Hcl => {
  const here = cursorIn(text)

  const inTemplate = (depth: number): Term => expression(depth, true)

  /** Past the bracket that closes a loop, whatever stands in it. */
  const loop = (above: number, close: string, from: number): Term => {
    const depth = above + 1
    if (depth > maxDepth) here.fail(`is nested deeper than ${maxDepth} levels`)
    while (!here.isAtEnd()) {
      here.skip(true)
      if (here.take(close)) return here.opaque(from)
      const inner = brackets[here.sign()]
      if (here.sees('/*')) break
      if (inner !== undefined) {
        here.goTo(here.at() + 1)
        loop(depth, inner, from)
      } else if (here.sees('"')) quoted(here, depth, inTemplate)
      else if (here.sees('<<')) heredoc(here, depth, inTemplate)
      else if (here.match(identifier) === undefined) here.goTo(here.at() + 1)
    }
    here.fail('has an unclosed bracket', from)
    return here.opaque(from)
  }

  const isLoop = (): boolean => here.sees('for') && /\s/.test(here.sign(3))

  const listed = (depth: number, close: string): Term[] => {
    const items: Term[] = []
    for (here.skip(true); !here.isAtEnd() && !here.sees(close); here.skip(true)) {
      items.push(expression(depth, true))
      here.take('...')
      here.skip(true)
      if (!here.take(',')) break
    }
    if (!here.take(close)) here.fail(`has a list without its \`${close}\``)
    return items
  }

  const list = (depth: number): Term => {
    const from = here.at()
    here.goTo(from + 1)
    here.skip(true)
    if (isLoop()) return loop(depth, ']', from)
    const items = listed(depth, ']')
    return { kind: 'list', items, from, to: here.at() }
  }

  const object = (depth: number): Term => {
    const from = here.at()
    const entries: HclEntry[] = []
    here.goTo(from + 1)
    here.skip(true)
    if (isLoop()) return loop(depth, '}', from)
    for (; !here.isAtEnd() && !here.sees('}'); here.skip(true)) {
      const key = operand(depth)
      here.skip(false)
      if (!here.take('=') && !here.take(':')) here.fail('has an entry without a value')
      entries.push({ key: nameIn(key), keyPlace: key, value: expression(depth, false) })
      here.skip(true)
      here.take(',')
    }
    if (!here.take('}')) here.fail('has an object without its `}`', from)
    return { kind: 'object', entries, from, to: here.at() }
  }

  /** The steps behind a name; undefined where one of them is computed. */
  const stepsBehind = (depth: number): (string | number)[] | undefined => {
    const steps: (string | number)[] = []
    let isKnown = true
    while (!here.isAtEnd() && !here.sees('...')) {
      if (here.take('.')) {
        const name = here.match(identifier)?.[0]
        const index = name === undefined ? here.match(step)?.[0] : undefined
        if (name === undefined && index === undefined && !here.take('*')) here.fail('has an incomplete name')
        if (name === undefined && index === undefined) isKnown = false
        else steps.push(name ?? Number(index))
      } else if (here.take('[')) {
        const index = here.take('*') ? here.opaque(here.at()) : expression(depth, true)
        here.skip(true)
        if (!here.take(']')) here.fail('has an index without its `]`')
        const value = index.kind === 'value' ? index.value : undefined
        if (typeof value === 'string' || typeof value === 'number') steps.push(value)
        else isKnown = false
      } else break
    }
    return isKnown ? steps : undefined
  }

  /** What is computed, or a part of it: nothing here follows that. */
  const taken = (whole: Term, depth: number): Term =>
    stepsBehind(depth)?.length === 0 ? whole : here.opaque(whole.from)

  const word = (first: string, from: number, depth: number): Term => {
    let name = first
    while (here.take('::')) name += `::${here.match(identifier)?.[0] ?? ''}`
    if (here.take('(')) {
      const args = listed(depth, ')')
      return taken({ kind: 'call', name, args, from, to: here.at() }, depth)
    }
    const words = new Map<string, boolean | null>([
      ['true', true],
      ['false', false],
      ['null', null],
    ])
    const value = words.get(first)
    if (value !== undefined) return { kind: 'value', value, from, to: here.at() }
    const steps = stepsBehind(depth)
    return steps ? { kind: 'reference', steps: [first, ...steps], from, to: here.at() } : here.opaque(from)
  }

  const operand = (above: number): Term => {
    const depth = above + 1
    const from = here.at()
    if (depth > maxDepth) here.fail(`is nested deeper than ${maxDepth} levels`)
    if (here.sees('"')) return quoted(here, depth, inTemplate)
    if (here.sees('[')) return taken(list(depth), depth)
    if (here.sees('{')) return taken(object(depth), depth)
    if (here.sees('<<')) return heredoc(here, depth, inTemplate)
    if (here.take('(')) {
      const inner = expression(depth, true)
      here.skip(true)
      if (!here.take(')')) here.fail('has an unclosed bracket', from)
      return taken(inner, depth)
    }
    if (here.take('-')) {
      const of = operand(depth)
      return { kind: 'negative', of, from, to: here.at() }
    }
    if (here.take('!')) {
      const test = operand(depth)
      const place = { from, to: here.at() }
      const [yes, no]: Term[] = [false, true].map((value) => ({ kind: 'value', value, ...place }))
      return { kind: 'choice', test, yes: yes ?? test, no: no ?? test, ...place }
    }
    const digits = here.match(number)?.[0]
    if (digits !== undefined) return { kind: 'value', value: Number(digits), from, to: here.at() }
    const name = here.match(identifier)?.[0]
    if (name !== undefined) return word(name, from, depth)
    here.fail('is not valid HCL, or uses syntax that pilotlint does not support')
    return here.opaque(from)
  }

  const expression = (above: number, isInBrackets: boolean): Term => {
    const depth = above + 1
    here.skip(isInBrackets)
    const from = here.at()
    const operands = [operand(depth)]
    const signs: string[] = []
    for (;;) {
      const end = here.at()
      here.skip(isInBrackets)
      const sign = here.match(operator)?.[0]
      if (sign !== undefined) {
        here.skip(isInBrackets)
        signs.push(sign)
        operands.push(operand(depth))
        continue
      }
      const [first] = operands
      const whole: Term =
        first !== undefined && signs.length === 0 ? first : { kind: 'computed', signs, operands, from, to: end }
      if (!here.take('?')) {
        here.goTo(end)
        return whole
      }
      const yes = expression(depth, isInBrackets)
      here.skip(isInBrackets)
      if (!here.take(':')) here.fail('has a condition without its `:`')
      const no = expression(depth, isInBrackets)
      return { kind: 'choice', test: whole, yes, no, from, to: here.at() }
    }
  }

  const labelsOf = (depth: number): string[] => {
    const labels: string[] = []
    for (here.skip(false); !here.isAtEnd() && !here.sees('{'); here.skip(false)) {
      const label = here.sees('"') ? nameIn(quoted(here, depth, inTemplate)) : here.match(identifier)?.[0]
      if (label === undefined) here.fail('has a block without its `{`')
      else labels.push(label)
    }
    if (!here.take('{')) here.fail('has a block without its `{`')
    return labels
  }

  const block = (type: string, from: number, depth: number): HclBlock => {
    const labels = labelsOf(depth)
    const inner = body(depth)
    if (!here.take('}')) here.fail('has a block without its `}`', from)
    return { type, labels, body: inner, from, to: here.at() }
  }

  const body = (above: number): HclBody => {
    const depth = above + 1
    const attributes: HclEntry[] = []
    const blocks: HclBlock[] = []
    const set = new Set<string>()
    if (depth > maxDepth) here.fail(`is nested deeper than ${maxDepth} levels`)
    for (here.skip(true); !here.isAtEnd() && !here.sees('}'); here.skip(true)) {
      const from = here.at()
      const name = here.match(identifier)?.[0] ?? ''
      if (name === '') here.fail('is not valid HCL, or uses syntax that pilotlint does not support')
      const keyPlace = { from, to: here.at() }
      here.skip(false)
      if (here.sees('=') && set.has(name)) here.fail('sets one attribute twice', from)
      if (here.sees('=')) set.add(name)
      if (here.take('=')) attributes.push({ key: name, keyPlace, value: expression(depth, false) })
      else blocks.push(block(name, from, depth))
      const end = here.at()
      here.skip(false)
      if (!here.isAtEnd() && !closers.some((sign) => here.sees(sign)))
        here.fail('has a line with more than one attribute', end)
    }
    return { attributes, blocks }
  }

  const whole = body(0)
  if (!here.isAtEnd()) here.fail('has an unmatched `}`')
  const fault = here.fault()
  return fault === undefined ? { ok: true, body: whole } : { ok: false, ...fault }
}
