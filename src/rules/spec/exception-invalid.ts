import { quote } from '../../phrases/words.ts'
import { type Flaw, flaws } from '../../spec/waiver.ts'
import type { Rule } from '../rule.ts'
import { unread } from '../unread.ts'

/** What to write, as a comment has it. */
const inComment = ({ key, help }: Flaw): string => {
  if (key === 'why') return 'end the comment in -- and the reason, for whoever reads it next'
  if (key === 'by') return 'by=acme/support-platform, the person or team who answers for it'
  return help.replace('until: ', 'until=').replace('  # ', ', ')
}

export const exceptionInvalid: Rule = {
  id: 'spec/exception-invalid',
  severity: 'error',
  from: 'pilot',
  summary: 'Every exception names its rule, a reason, who signs it and a day within 90 days on which it ends',
  why: 'An exception without an end is a new rule that nobody agreed to.',
  details: `It judges the entries of \`exceptions\` and the comments \`# pilotlint-ignore <rule> by=<who> until=YYYY-MM-DD -- why\` alike. The 90 days count from the day of the run.
An exception that is not valid waives nothing, and none waives this rule.`,
  seed: ['S21'],
  references: ['ISO/IEC 27005:2022, risk acceptance with conditions and time limit'],
  waivable: false,
  examples: {
    ready: `exceptions:
  - {rule: use-case/no-simpler-alternative, why: the comparison runs until mid December, by: acme/search, until: 2026-12-15}
`,
    notReady: `exceptions:
  - {rule: use-case/no-simpler-alternative, why: not needed, by: acme/search, until: never}  # expect: spec/exception-invalid
  - {rule: success/perfection, why: agreed with the board, until: 2026-12-15}  # expect: spec/exception-invalid
`,
  },

  *check({ waivers, faults, today }) {
    for (const waiver of waivers) {
      const { comment, path } = waiver
      for (const flaw of flaws(waiver, today)) {
        const { key, message, help } = flaw
        if (comment !== undefined) {
          yield { path: ['exceptions'], message, help: inComment(flaw), place: comment }
          continue
        }
        const fault = key === 'until' ? unread(faults, [...path, key]) : undefined
        const name = waiver.rule === undefined ? 'the exception' : `the exception for ${quote(waiver.rule)}`
        if (fault?.kind === 'phrase')
          yield {
            path: fault.path,
            message: `${name} ends on ${quote(fault.value)}, which is no date`,
            help,
            fault,
          }
        else yield { path: [...path, key], message, help }
      }
    }
  },
}
