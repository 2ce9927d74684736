import { malformed, type Reading, unknown } from '../reading/kind.ts'
import type { Part } from '../reading/part.ts'
import { dayIn } from '../reading/value.ts'
import type { EvalResults } from './eval-results.ts'

export type Dialect = (data: Part) => Reading<EvalResults> | undefined

/** What a tool does not record. */
export const blank = {
  unasked: 0,
  errors: undefined,
  cases: undefined,
  unstable: undefined,
  on: undefined,
  model: undefined,
  by: undefined,
}

/** A day that stands there and does not exist. */
export const strangeDay = (place: Part): Reading<never> | undefined =>
  place.text() !== undefined && dayIn(place.text()) === undefined
    ? malformed('has a day that does not exist', place.range())
    : undefined

export const modelOf = (text: string | undefined): string | undefined => text?.slice(0, 200)

export const has = (part: Part, ...keys: readonly string[]): boolean => part.at(...keys).data !== undefined

/** One run of a case: what tells the case from others, what people call it, and whether it passed. */
export type CaseRun = { readonly key: unknown; readonly name: string; readonly passed: boolean }

/** How many of them differ; undefined where one of them says nothing. */
export const distinct = (keys: readonly unknown[]): number | undefined =>
  keys.length === 0 || keys.some((key) => key === undefined || key === '[]' || key === '')
    ? undefined
    : new Set(keys.map(String)).size

const mostNamed = 3

/** The cases that passed in some of their runs and failed in others; undefined where there are none. */
export const unstableIn = (runs: readonly CaseRun[]): EvalResults['unstable'] => {
  const seen = new Map<string, { readonly name: string; readonly passed: boolean; differs: boolean }>()
  for (const { key, name, passed } of runs) {
    if (key === undefined) continue
    const before = seen.get(String(key))
    if (before === undefined) seen.set(String(key), { name, passed, differs: false })
    else if (before.passed !== passed) before.differs = true
  }
  const found = [...seen.values()].filter(({ differs }) => differs)
  return found.length === 0
    ? undefined
    : { count: found.length, first: found.slice(0, mostNamed).map(({ name }) => name.slice(0, 60)) }
}

/** Names of the columns of Ragas, new and old, beside which every column is a score. Source: Ragas, EvaluationResult. */
const ragas = [
  ['user_input', 'response'],
  ['question', 'answer', 'contexts'],
]

export const isRagas = (names: readonly string[]): boolean =>
  ragas.some((all) => all.every((name) => names.includes(name)))

export const unjudged = unknown('holds the scores of Ragas, of which none says what passes: name a run that does')
