import { addDays, fraction, printQuantity } from '../../values/index.ts'
import type { Rule } from '../lib/rule.ts'

/** Below half, the made-up cases decide the result. */
const least = 0.5

const real = { write: '85%', help: 'the share of cases taken from real traffic' }
const collected = { write: '2025-11-15..2026-09-30', help: 'when they were collected' }

const evalSet = '{path: evals/cases.jsonl, cases: 480, real: 85%, collected: 2025-11-15..2026-09-30}'

export const notReal: Rule = {
  id: 'data/not-real',
  severity: 'error',
  from: 'shadow',
  summary: 'At least half of the eval set is real cases, with the period in which they were collected',
  why: 'Cases that the team made up share the blind spots of the team; the pilot then proves the demo, not the business.',
  details: `\`data.eval_set\` needs \`real\`, of at least 50%, and \`collected\`. The rest may be written by hand: attacks and rare cases have to be. A period that ends after today, with one day of tolerance for time zones, has not been collected yet. A real case is one that happened (a request, a transaction, a session), labelled afterwards or not. Whether the file agrees is for \`data/eval-mismatch\`.`,
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

  *check({ pilot: { data }, today }) {
    if (data === undefined) {
      const message = 'nothing says which data the pilot is tried on'
      const cases = '[{id: asks-refund, kind: out_of_scope, min_cases: 30, expect: hand off}]'
      const write = `{eval_set: ${evalSet}, edge_cases: ${cases}, segments: [language, order value]}`
      yield { path: ['data'], message, write, help: '' }
      return
    }
    const set = data.eval_set
    const path = ['data', 'eval_set']
    if (set === undefined) yield { path, message: 'there is no eval set', write: evalSet, help: '' }
    else if (set.real === undefined && set.collected === undefined)
      yield {
        path,
        message: 'the eval set does not say how much of it is real, or from when',
        write: [
          { path: [...path, 'real'], yaml: real.write },
          { path: [...path, 'collected'], yaml: collected.write },
        ],
        help: `${real.help}, and ${collected.help}`,
      }
    else if (set.real === undefined)
      yield { path: [...path, 'real'], message: 'the eval set does not say how much of it is real', ...real }
    else {
      if (fraction(set.real) < least)
        yield {
          path: [...path, 'real'],
          message: `only ${printQuantity(set.real)} of the eval set is real`,
          help: 'collect cases from real traffic until real is at least 50%',
        }
      if (set.collected === undefined)
        yield {
          path: [...path, 'collected'],
          message: 'the eval set does not say when its real cases were collected',
          ...collected,
        }
      else if (set.collected.to > addDays(today, 1))
        yield {
          path: [...path, 'collected'],
          message: `the cases are said to be collected until ${set.collected.to}, which is still to come`,
          help: 'the period in which the cases happened that are there',
        }
    }
  },
}
