import type { Rule } from '../lib/rule.ts'

export const placeholder: Rule = {
  id: 'spec/placeholder',
  severity: 'error',
  from: 'pilot',
  summary: 'Every value that is written is decided',
  why: 'A file full of TBD looks complete in review, and the first person to read it closely is the one on call.',
  details: `The whole value counts: \`TBD\`, \`TBA\`, \`TBC\`, \`to be decided\`, \`TODO\`, \`FIXME\`, \`idem\`, \`XXX\`, \`n/a\`, \`?\`, \`…\`, \`...\` and \`-\`, anything in \`<…>\` (the marks that \`pilotlint init\` leaves), a blank text, and a value that YAML turned into nothing, as it does with an unquoted \`#channel\`. A text that merely holds such a word is left alone.

Leaving a key out until its stage asks for it is always fine. No exception waives a value that nobody has decided.`,
  principles: ['business-metric'],
  fields: [],
  references: ['GitLab delivery issue 2232, readiness review with unanswered questions'],
  waivable: false,
  examples: {
    ready: `owner: {team: acme/search, on_call: pagerduty:PSEARCH}`,
    notReady: `owner:
  team: TBD  # expect: spec/placeholder
  on_call: pagerduty:PSEARCH
  runbook: <path of the runbook>  # expect: spec/placeholder`,
  },

  *check({ faults }) {
    for (const fault of faults)
      if (fault.kind === 'placeholder')
        yield { path: fault.path, message: fault.message, help: fault.help, fault }
  },
}
