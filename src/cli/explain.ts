import { kindsOf } from '../evidence/kinds.ts'
import { findingWithoutRule, idsWithoutRule, pageWithoutRule, rulePage } from '../report/rule-page.ts'
import { shown } from '../report/sanitize.ts'
import { rules, rulesAbout } from '../rules/index.ts'
import { near } from '../values/near.ts'
import { fieldAt, fieldNames, fieldPage, keysOf } from './field-page.ts'
import type { ExitCode, Io } from './io.ts'
import { type Schema, schemas } from './schemas.ts'
import { UsageError } from './usage.ts'

const pageOf = (name: string, schema: Schema): string | undefined => {
  const rule = rules.find(({ id }) => id === name)
  if (rule !== undefined) return rulePage(rule)
  const finding = findingWithoutRule(name)
  if (finding !== undefined) return pageWithoutRule(name, finding)
  const field = fieldAt(schema, name)
  if (field === undefined) return undefined
  const path = keysOf(name).join('.')
  const kinds = Object.values(kindsOf()).filter(({ fields }) => fields.includes(path))
  return fieldPage(
    name,
    field,
    rulesAbout(path),
    kinds.flatMap(({ formats }) => formats),
  )
}

const lastWord = (name: string): string => name.split(/[/.]/).at(-1) ?? name

/** Known names that are similar, or whose last word is. */
const candidates = (name: string, known: readonly string[]): readonly string[] => {
  const whole = near(name, known)
  const word = near(lastWord(name), known.map(lastWord))
  const ending = known.filter((one) => lastWord(one) === word)
  // Rules come before fields of the same name.
  if (ending.length > 0 && (whole === undefined || lastWord(whole) !== word || !/[/.]/.test(name))) {
    const rulesOnly = ending.filter((one) => one.includes('/'))
    return rulesOnly.length > 0 ? rulesOnly : ending
  }
  return whole === undefined ? [] : [whole]
}

/** Whether the name is only a typo: one letter in four. */
const isSlip = (name: string, other: string): boolean => {
  const word = lastWord(name)
  return near(word, [lastWord(other)], Math.max(1, Math.floor(word.length / 4))) !== undefined
}

/** `pilotlint explain <rule|field>`. An unambiguous typo is accepted. */
export const runExplain = async (name: string, io: Io): Promise<ExitCode> => {
  const schema = (await schemas.pilot?.())?.default as Schema
  const page = pageOf(name, schema)
  if (page !== undefined) {
    io.stdout(page)
    return 0
  }
  const known = [...rules.map(({ id }) => id), ...idsWithoutRule, ...fieldNames(schema)]
  const found = candidates(name, known)
  const [only] = found
  const other =
    only === undefined || found.length > 1 || !isSlip(name, only) ? undefined : pageOf(only, schema)
  if (other === undefined) {
    const list = found.slice(0, 5).join(', ')
    throw new UsageError(
      `explain ${name}: no such rule or field`,
      found.length > 1
        ? `did you mean one of ${list}?`
        : `${only === undefined ? '' : `did you mean ${only}? `}pilotlint rules lists the rules`,
    )
  }
  io.stderr(`pilotlint: no rule or field ${shown(name)}; showing ${only}\n`)
  io.stdout(other)
  return 0
}
