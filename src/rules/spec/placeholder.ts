import type { Rule } from '../lib/rule.ts'

export const placeholder: Rule = {
  id: 'spec/placeholder',
  severity: 'error',
  from: 'pilot',
  summary: 'No value is a placeholder',
  why: 'A file full of TBD looks complete in review, and its gaps show up during an incident.',
  details: `The whole value counts: \`TBD\`, \`TBA\`, \`TBC\`, \`to be decided\`, \`TODO\`, \`FIXME\`, \`idem\`, \`XXX\`, \`n/a\`, \`?\`, \`…\`, \`...\` and \`-\`, anything in \`<…>\` (as \`pilotlint init\` writes it), a blank string, and a null value, which is also what an unquoted \`#channel\` becomes. Longer text that contains such a word is accepted.

A key can be left out until its stage requires it. This rule accepts no exception.`,
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
      if (fault.kind === 'placeholder') yield { path: fault.path, message: fault.message, help: fault.help, fault }
  },
}
