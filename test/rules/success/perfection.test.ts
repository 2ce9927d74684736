import { perfection } from '../../../src/rules/success/perfection.ts'
import { table } from '../table.ts'

const guilty = '  # expect: success/perfection'

table(perfection, [
  {
    name: 'every single one right',
    yaml: `success:\n  metric: sorted_mail_share\n  target: at least 100%${guilty}\n`,
    says: ['the target "at least 100%" leaves "sorted_mail_share" no room for a single miss'],
    helps: [
      'write the share that is good enough, as in at least 98%, and list what may be missing in success.accepted_gaps',
    ],
    severity: 'warning',
  },
  { name: 'not one wrong, as the target', yaml: `success:\n  target: at most 0%${guilty}\n` },
  {
    name: 'not one wrong, as a limit',
    yaml: `success:\n  guardrail_metrics:\n    - {metric: wrong_answer_rate, limit: at most 0%}${guilty}\n`,
    says: ['the limit "at most 0%" leaves "wrong_answer_rate" no room for a single error'],
    helps: ['write the share that you can live with and afford to put right, as in at most 1%'],
  },
  {
    name: 'no accepted gap in production',
    yaml: `success:${guilty}\n  target: at least 94%\n`,
    for: 'limited',
    says: ['no gap is accepted: either nothing is missing, or nobody has said what may be'],
    helps: [
      'accepted_gaps: [Dutch e-mails go straight to an agent]  # in success: with what is known and does not block',
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
    name: 'no gap, in a word',
    yaml: 'success:\n  accepted_gaps: [none]  # expect: success/perfection\n',
    for: 'limited',
  },
])
