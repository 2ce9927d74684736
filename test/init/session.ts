/** The first minutes of a new user, as the README shows them. */
export const repository: { readonly [path: string]: string } = {
  '.github/CODEOWNERS': '# Whoever changes a pilot is asked here.\n\n*  @acme/support-platform\n',
  'monitoring/order-status.rules.yml': `groups:
  - name: order-status
    rules:
      - alert: OrderStatusSlow
        expr: histogram_quantile(0.95, sum by (le) (rate(order_status_seconds_bucket[5m]))) > 6
        labels: {team: support-platform}
      - alert: OrderStatusWrongAnswer
        expr: avg_over_time(wrong_answer_rate[3d]) > 0.03
        labels: {team: support-platform}
`,
  'flags/support.flagd.json': `{
  "flags": {
    "order-status-ai": {"state": "ENABLED", "variants": {"on": true, "off": false}, "defaultVariant": "off"}
  }
}
`,
  'evals/order-status.jsonl': `{"input": "where is my parcel?", "expect": "answer", "source": "real", "tags": ["late"]}
{"input": "I want my money back", "expect": "hand_off", "source": "real", "tags": ["asks-refund"]}
`,
}

/** What is typed, by the path of the field, in the order of the questions. */
export const answers: { readonly [path: string]: string } = {
  id: 'order-status',
  'use_case.summary': 'Answer order-status chats from live order data',
  'use_case.unit': 'conversation',
  'use_case.out_of_scope': 'refunds, everything else',
  'success.metric': 'deflection_rate',
  'success.baseline': '22%',
  'success.target': 'at least 35%',
  'success.guardrail_metrics[0].metric': 'csat',
  'success.guardrail_metrics[0].max_drop': '0.10 points',
  'integration[0].system': 'order-api',
  'integration[0].owner': 'acme/orders',
  'integration[0].effort': '12d',
}

/** What is edited afterwards: the dates, which are agreed with others. */
export const edits: readonly string[] = [
  's/<day the pilot started>/2026-09-14/',
  's/<day the target was agreed>/2026-09-07/',
  's/<day by which to ship or stop>/2027-02-26/',
]

/** The text after one edit, as `sed` makes it. */
export const edited = (text: string, edit: string): string => {
  const [, from = '', to = ''] = edit.split('/')
  if (!text.includes(from)) throw new Error(`${from} does not stand there`)
  return text.replace(from, to)
}
