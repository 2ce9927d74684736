import { addDays, fraction, printQuantity } from '../../values/index.ts'
import { enumerate } from '../../values/text.ts'
import { gap, lacking, missing } from '../lib/absent.ts'
import type { Context, Rule } from '../lib/rule.ts'

/** Below half, invented cases decide the result. */
const least = 0.5

const keys = ['real', 'collected'] as const

const written = { real: '<share of real cases>', collected: '<first day..last day>' }

const evalSet = '{path: <path of the eval set>, results: <path of its last run>}'

/** Whether the file that would show it is reported by another rule: it is missing or broken. */
const isLost = (fact: Context['facts']['evalSet']): boolean => fact?.state === 'absent' || fact?.state === 'malformed'

export const notReal: Rule = {
  id: 'data/not-real',
  severity: 'error',
  from: 'shadow',
  summary: 'At least half of the eval set is real cases, collected in a stated period',
  why: 'Cases that the team invents share its blind spots, so the eval shows how the demo performs, not the system.',
  details: `The share of real cases is at least 50% of the distinct ones, and the period in which they were collected must not end in the future, with one day of tolerance for time zones. Both are read from the rows, \`source: real\` or \`real: true\` and \`collected\` or \`date\`; what is not in the rows is declared as \`real\` and \`collected\`. A real case is a request, a transaction or a session that happened, labelled or not. The rest may be written by hand, such as attacks and rare cases. \`data/eval-mismatch\` compares the file.`,
  principles: ['real-conditions', 'real-data'],
  fields: ['data.eval_set.real', 'data.eval_set.collected'],
  references: ['NIST AI RMF MEASURE 2.3', 'NIST AI 600-1 MS-4.2-002'],
  examples: {
    ready: `data:
  eval_set: {path: evals/claims.jsonl, cases: 620, real: 90%, collected: 2026-01-01..2026-08-31}`,
    notReady: `data:
  eval_set:  # expect: data/not-real
    path: evals/claims.jsonl
    real: 10%  # expect: data/not-real`,
  },

  *check({ pilot: { data }, facts, faults, now }) {
    const path = ['data', 'eval_set']
    if (data === undefined) {
      const write = `{eval_set: ${evalSet}, edge_cases: [{id: <tag>, kind: out_of_scope, expect: hand_off}]}`
      yield missing(['data'], write)
      return
    }
    const set = data.eval_set
    if (set === undefined) {
      yield missing(path, evalSet)
      return
    }
    const lacks = isLost(facts.evalSet) ? [] : lacking(faults, path, set, keys)
    if (lacks.length > 0)
      yield {
        ...gap(path, lacks, { real: { yaml: written.real }, collected: { yaml: written.collected } }),
        message: `${enumerate(lacks.map((key) => `\`data.eval_set.${key}\``))} ${lacks.length === 1 ? 'is' : 'are'} missing`,
        help: `or write ${enumerate(lacks.map((key) => (key === 'real' ? '`source: real`' : '`collected`, a day,')))} into the rows`,
      }
    if (set.real !== undefined && fraction(set.real) < least)
      yield {
        path: [...path, 'real'],
        message: `\`data.eval_set.real\` is ${printQuantity(set.real)}, less than 50%`,
        help: 'add cases from real traffic until real is at least 50%',
      }
    if (set.collected !== undefined && set.collected.to > addDays(now, 1))
      yield {
        path: [...path, 'collected'],
        message: `\`data.eval_set.collected\` ends on ${set.collected.to}, which is in the future`,
        help: 'set it to the period of the collected cases',
      }
  },
}
