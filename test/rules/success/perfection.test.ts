import { perfection } from '../../../src/rules/success/perfection.ts'
import { table } from '../table.ts'

const guilty = '  # expect: success/perfection'

table(perfection, [
  {
    name: 'every single one right',
    yaml: `success:\n  metric: sorted_mail_share\n  target: at least 100%${guilty}\n`,
    says: ['target "at least 100%" of "sorted_mail_share" leaves no room for errors'],
    helps: ['set it to a share that is good enough, and list known gaps in success.accepted_gaps'],
    severity: 'warning',
  },
  { name: 'not one wrong, as the target', yaml: `success:\n  target: at most 0%${guilty}\n` },
  {
    name: 'not one wrong, as a limit',
    yaml: `success:\n  guardrail_metrics:\n    - {metric: wrong_answer_rate, limit: at most 0%}${guilty}\n`,
    says: ['limit "at most 0%" of "wrong_answer_rate" leaves no room for errors'],
    helps: ['set it to an acceptable share'],
  },
  {
    name: 'no accepted gap in production',
    yaml: `success:${guilty}\n  target: at least 94%\n`,
    for: 'limited',
    says: ['`success.accepted_gaps` lists no gaps'],
    helps: [
      'accepted_gaps: [{gap: <a known gap>, then: out_of_scope}]  # in success: known gaps that do not block the launch',
    ],
    severity: 'warning',
  },
  {
    name: 'an empty list of gaps in production',
    yaml: `success:\n  accepted_gaps: []${guilty}\n`,
    for: 'full',
  },
  { name: 'no gaps before production', yaml: 'success: {accepted_gaps: []}\n', for: 'shadow' },
  {
    name: 'very high bars',
    yaml: 'success: {target: at least 99.9%, guardrail_metrics: [{metric: wrong_payment_rate, limit: at most 0.01%}]}\n',
  },
  {
    name: 'a count of none',
    yaml: 'success: {target: at most 0 incidents, guardrail_metrics: [{limit: at most 0 EUR}]}\n',
  },
  { name: 'a ratio that is no share of a whole', yaml: 'success: {baseline: 120%, target: at most 100%}\n' },
  { name: 'a ratio that starts at 100%', yaml: 'success: {baseline: 100%, target: at least 100%}\n' },
  { name: 'no success', yaml: 'stage: full\n', for: 'full' },
  {
    name: 'a gap without a way out',
    yaml: 'success:\n  accepted_gaps: [{gap: Dutch e-mails}]  # expect: success/perfection\n',
    for: 'limited',
    says: ['gap "Dutch e-mails" has no `then`'],
  },
  {
    name: 'gaps with a way out',
    yaml: 'success: {accepted_gaps: [{gap: Dutch e-mails, then: review}]}\n',
    for: 'full',
  },
])
