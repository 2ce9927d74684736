import type { Rule } from '../../../src/rules/lib/rule.ts'

const fake = (id: string, rest: Partial<Rule>): Rule => ({
  id,
  severity: 'error',
  from: 'pilot',
  summary: 'a summary',
  why: 'a reason',
  principles: [],
  fields: [],
  references: [],
  examples: { ready: 'champion: j.meyer\n', notReady: 'id: x # expect: it\n' },
  check: () => [],
  ...rest,
})

const says = (word: string): Rule['check'] =>
  function* ({ pilot }) {
    if (pilot.champion?.includes(word)) {
      yield { path: ['champion'], message: `the champion is ${word}`, help: 'champion: j.meyer' }
    }
  }

/** Rules that answer to a file's champion: what the real ones say is theirs to test. */
export const rules: readonly Rule[] = [
  fake('owner/wrong', { check: says('wrong') }),
  fake('owner/odd', { severity: 'warning', check: says('odd') }),
  fake('cost/late', { from: 'full', check: says('late') }),
  fake('spec/crash', {
    check: ({ pilot }) => {
      if (pilot.champion === 'crash') throw new TypeError('secret of the file')
      return []
    },
  }),
]

export const documentedRules = [...rules]
