import { addDays, fraction, printQuantity } from '../../values/index.ts'
import type { Rule } from '../lib/rule.ts'

/** Below half, invented cases decide the result. */
const least = 0.5

const real = { write: '85%', help: 'the share of cases from real traffic' }
const collected = { write: '2025-11-15..2026-09-30', help: 'the period of collection' }

const evalSet = '{path: evals/cases.jsonl, cases: 480, real: 85%, collected: 2025-11-15..2026-09-30}'

export const notReal: Rule = {
  id: 'data/not-real',
  severity: 'error',
  from: 'shadow',
  summary: 'At least half of the eval set is real cases, collected in a stated period',
  why: 'Cases that the team invents share its blind spots, so the eval shows how the demo performs, not the system.',
  details: `\`data.eval_set\` needs \`real\`, of at least 50%, and \`collected\`, which must not end in the future, with one day of tolerance for time zones. A real case is a request, a transaction or a session that happened, labelled or not. The rest may be written by hand, such as attacks and rare cases. \`data/eval-mismatch\` compares the file.`,
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
      const message = '`data` is missing'
      const cases = '[{id: asks-refund, kind: out_of_scope, min_cases: 30, expect: hand off}]'
      const write = `{eval_set: ${evalSet}, edge_cases: ${cases}, segments: [language, order value]}`
      yield { path: ['data'], message, write, help: '' }
      return
    }
    const set = data.eval_set
    const path = ['data', 'eval_set']
    if (set === undefined) yield { path, message: '`data.eval_set` is missing', write: evalSet, help: '' }
    else if (set.real === undefined && set.collected === undefined)
      yield {
        path,
        message: '`data.eval_set.real` and `data.eval_set.collected` are missing',
        write: [
          { path: [...path, 'real'], yaml: real.write },
          { path: [...path, 'collected'], yaml: collected.write },
        ],
        help: `${real.help}, and ${collected.help}`,
      }
    else if (set.real === undefined)
      yield { path: [...path, 'real'], message: '`data.eval_set.real` is missing', ...real }
    else {
      if (fraction(set.real) < least)
        yield {
          path: [...path, 'real'],
          message: `\`data.eval_set.real\` is ${printQuantity(set.real)}, less than 50%`,
          help: 'add cases from real traffic until real is at least 50%',
        }
      if (set.collected === undefined)
        yield {
          path: [...path, 'collected'],
          message: '`data.eval_set.collected` is missing',
          ...collected,
        }
      else if (set.collected.to > addDays(today, 1))
        yield {
          path: [...path, 'collected'],
          message: `\`data.eval_set.collected\` ends on ${set.collected.to}, which is in the future`,
          help: 'set it to the period of the collected cases',
        }
    }
  },
}
