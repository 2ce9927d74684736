import { malformed, type Reading, unknown } from '../reading/kind.ts'
import type { Part } from '../reading/part.ts'
import { dayIn, textOf } from '../reading/value.ts'
import type { Answering, EvalResults, RunsByCase } from './outcome.ts'

export type Dialect = (data: Part) => Reading<EvalResults> | undefined

/** What a tool does not record. */
export const blank = {
  unasked: 0,
  errors: undefined,
  cases: undefined,
  unstable: undefined,
  noise: undefined,
  others: undefined,
  on: undefined,
  models: [],
  by: undefined,
}

/** What is wrong with a day; nothing where none stands there. */
export const strangeDay = ({ data, range }: Pick<Part, 'data' | 'range'>): Reading<never> | undefined => {
  const text = textOf(data)
  if ((data ?? undefined) === undefined || dayIn(text) !== undefined) return undefined
  const isOne = /^\d{4}-\d\d-\d\d/.test(text ?? '')
  return malformed(isOne ? 'has a day that does not exist' : 'has a day that is not written as YYYY-MM-DD', range())
}

/** The same of a tool that always writes the day: without it, the run may be of any. */
export const dayFault = (part: Pick<Part, 'data' | 'range'>, key: string): Reading<never> | undefined =>
  (part.data ?? undefined) === undefined ? unknown(`has no date of the run; keep \`${key}\``) : strangeDay(part)

/** A run of which most answers say nothing; that a few are empty may be right. */
export const silentIn = (answers: readonly unknown[]): Reading<never> | undefined => {
  const empty = answers.filter((one) => one === null || textOf(one)?.trim() === '').length
  return empty > answers.length / 2
    ? unknown(`has an empty answer in ${empty} of its ${answers.length} results that passed`)
    : undefined
}

/** A run of a tool that always writes what answered, and which does not say it. */
export const unnamed = (what: string): Reading<never> => unknown(`does not name the model; keep ${what}`)

export const modelsOf = (...names: readonly (string | undefined)[]): Answering[] =>
  names.flatMap((name) => (name === undefined ? [] : [{ name: name.slice(0, 200) }]))

export const has = (part: Part, ...keys: readonly string[]): boolean => part.at(...keys).data !== undefined

/** One run of a case: what tells the case from others, what people call it, and whether it passed. */
export type CaseRun = { readonly key: unknown; readonly name: string; readonly passed: boolean }

/** What of a run its cases tell. */
export const repeatsIn = (runs: readonly CaseRun[]) => {
  const tally = tallyOf(runs)
  return { tally, unstable: unstableIn(tally), noise: noiseIn(tally) }
}

/** The mean of what answers took, of those that say it. */
export const meanTokens = (counts: readonly (number | undefined)[]): number | undefined => {
  const known = counts.filter((count) => count !== undefined)
  return known.length === 0 ? undefined : known.reduce((sum, count) => sum + count, 0) / known.length
}

/** How many of them differ; undefined where one of them says nothing. */
export const distinct = (keys: readonly unknown[]): number | undefined =>
  keys.length === 0 || keys.some((key) => key === undefined || key === '[]' || key === '')
    ? undefined
    : new Set(keys.map(String)).size

/** The runs of each case, by what tells it from others. */
export const tallyOf = (runs: readonly CaseRun[]): RunsByCase => {
  const found = new Map<string, { readonly name: string; runs: number; passed: number }>()
  for (const { key, name, passed } of runs) {
    if (key === undefined) continue
    const one = found.get(String(key)) ?? { name, runs: 0, passed: 0 }
    one.runs += 1
    one.passed += Number(passed)
    found.set(String(key), one)
  }
  return found
}

export const merged = (tallies: readonly RunsByCase[]): RunsByCase => {
  const found = new Map<string, { readonly name: string; runs: number; passed: number }>()
  for (const tally of tallies)
    for (const [key, { name, runs, passed }] of tally) {
      const one = found.get(key) ?? { name, runs: 0, passed: 0 }
      found.set(key, { name, runs: one.runs + runs, passed: one.passed + passed })
    }
  return found
}

const maxNamed = 3

/** The cases that passed in some of their runs and failed in others; undefined where there are none. */
export const unstableIn = (tally: RunsByCase): EvalResults['unstable'] => {
  const found = [...tally.values()].filter(({ runs, passed }) => passed > 0 && passed < runs)
  return found.length === 0
    ? undefined
    : { count: found.length, first: found.slice(0, maxNamed).map(({ name }) => name.slice(0, 60)) }
}

/**
 * The standard deviation of the share that fails, from one run of the whole set to the next: of each case the variance
 * of its runs, unbiased. Undefined where a case ran once, or none differs. Source: Miller (2024), Adding Error Bars to
 * Evals, arXiv:2411.00640, section 3.1.
 */
export const noiseIn = (tally: RunsByCase): EvalResults['noise'] => {
  let [variance, fewest] = [0, Number.POSITIVE_INFINITY]
  for (const { runs, passed } of tally.values()) {
    if (runs < 2) return undefined
    variance += (passed * (runs - passed)) / runs / (runs - 1)
    fewest = Math.min(fewest, runs)
  }
  return variance === 0 ? undefined : { runs: fewest, sd: Math.sqrt(variance) / tally.size }
}

/** Names of the columns of Ragas, new and old, beside which every column is a score. Source: Ragas, EvaluationResult. */
const ragas = [
  ['user_input', 'response'],
  ['question', 'answer', 'contexts'],
]

export const isRagas = (names: readonly string[]): boolean =>
  ragas.some((all) => all.every((name) => names.includes(name)))

export const unjudged = unknown('has only Ragas scores, which do not say what passes; use a run that does')
