import { incomplete } from '../../../src/rules/rollback/incomplete.ts'
import { table } from '../table.ts'

const rest = `rollback:
  how: {feature_flag: order-status-ai, file: flags/support.flagd.json}
  time: at most 10m
  approval: none
  when: [{metric: wrong_answer_rate, is: above 3%, over: 3d}]`

const people =
  'owner: {team: acme/support, on_call: pagerduty:PSUP}\npeople: [{role: shift leads}, {role: kierownicy zmiany}]\n'

const whole = 'how: redeploy v41, time: at most 15m, who: acme/support, approval: none'
const when = (over: string) => `rollback: {${whole},
  when: [{metric: csat, is: below 3.9 points, over: ${over}}]`

const lateOf = `success:
  metric: deflection_rate
  baseline: 22%
  target: at least 35%
  guardrail_metrics:
    - {metric: csat, scale: 1-5, baseline: 4 points, max_drop: 0.10 points}
    - {metric: bounce_rate, baseline: 41%, max_rise: 0.5%}
    - {metric: revenue_per_visit, baseline: 1.80 EUR, max_drop: 0.05 EUR}`

table(incomplete, [
  {
    name: 'a window for shadow alone, where nobody is served',
    yaml: `${when('{shadow: 1m}')}}  # expect: rollback/incomplete\n`,
    says: ['no rollback trigger has a window for limited'],
  },
  {
    name: 'no window for full, judged for full',
    for: 'full',
    yaml: `${when('{limited: 6h, progressive: 40m}')}}  # expect: rollback/incomplete\n`,
  },
  ...[
    ['limited: 6h', '  # expect: rollback/incomplete'],
    ['limited: 6h, progressive: 40m', ''],
    ['progressive: 40m', ''],
    ['full: 20m', ''],
  ].map(([over, guilty]) => ({
    name: `at progressive, a trigger with {${over}} beside one with a window for every stage`,
    for: 'progressive' as const,
    yaml: `rollback: {${whole}, when: [{metric: csat, is: below 3.9 points, over: 3d},
  {metric: latency_p95, is: above 6s, over: {${over}}}]}${guilty}
`,
    ...(guilty && { says: ['"latency_p95" has a window for limited and none for progressive'] }),
  })),
  ...['acme/support', '"@Acme/Support"', '"pagerduty:psup"', 'Shift-Leads', 'support'].map((who) => ({
    name: `closest: ${who} may roll back, in another spelling`,
    yaml: `${people.replace('acme/support', '"@acme/support"')}${when('3d').replace('who: acme/support', `who: ${who}`)}\n`,
  })),
  {
    name: 'another team may roll back',
    yaml: `${people.replace('acme/support', '"@acme/support"')}${rest}\n  who: acme/support-tools # expect: rollback/incomplete\n`,
    says: ['`rollback.who` is "acme/support-tools", neither the owner\'s team or on-call nor a role in `people`'],
  },
  {
    name: 'one trigger of two has a window for the stage',
    yaml: `rollback: {${whole}, when: [{metric: csat, is: below 3.9 points, over: {full: 20m}}, {metric: errors, is: above 3%, over: 3d}]}\n`,
  },
  {
    name: 'a trigger that acts at once beside one for later',
    yaml: `rollback: {${whole}, when: [{metric: csat, is: below 3.9 points, over: {full: 20m}}, {metric: errors, is: above 3%}]}\n`,
  },
  {
    name: 'no section is one finding',
    yaml: 'stage: limited   # expect: rollback/incomplete',
    says: ['`rollback` is missing'],
    helps: [
      'rollback: {how: {feature_flag: <name of the flag>, file: <file of the flag>}, time: <time until nobody is affected>, who: <owner.team or a role in people>, approval: <none or required>, when: [{metric: <metric>, is: <threshold>, over: <window>}]}',
    ],
    severity: 'error',
  },
  {
    name: 'a section with one key lacks the four others',
    yaml: `rollback:   # expect: rollback/incomplete
  how: we can revert`,
    says: ['`rollback` has no `time`, `who`, `approval` or `when`'],
  },
  {
    name: 'a flag file without a flag is no way back',
    yaml: `rollback:
  how:   # expect: rollback/incomplete
    file: flags/support.flagd.json
  time: 10m
  who: acme/support
  approval: none
  when: [{metric: csat, is: below 3.9 points, over: 7d}]`,
    says: ['`rollback.how` is missing'],
  },
  {
    name: 'an empty list of triggers',
    yaml: `rollback:
  how: redeploy image tag ranking-v41
  time: 15m
  who: acme/support
  approval: none
  when: []   # expect: rollback/incomplete`,
    says: ['`rollback.when` is missing'],
  },
  {
    name: 'triggers without a level, or without a metric',
    yaml: `rollback:
  how: redeploy image tag ranking-v41
  time: 15m
  who: acme/support
  approval: none
  when:
    - {metric: csat, over: 7d}   # expect: rollback/incomplete
    - {is: above 3%, over: 3d}   # expect: rollback/incomplete
    - {over: 3d}   # expect: rollback/incomplete`,
    says: [
      'rollback trigger on "csat" has no threshold',
      'rollback trigger has no metric',
      'rollback trigger has no metric and no threshold',
    ],
  },
  {
    name: 'an approval',
    yaml: `${rest.replace('approval: none', 'approval: required   # expect: rollback/incomplete')}
  who: acme/support`,
    says: ['`rollback.approval` is required, which delays every rollback'],
    helps: ['let whoever may roll back act alone and inform others afterwards, then set it to none'],
  },
  {
    name: 'somebody whom the file does not know',
    yaml: `${people}${rest}
  who: CTO   # expect: rollback/incomplete`,
    says: ['`rollback.who` is "CTO", neither the owner\'s team or on-call nor a role in `people`'],
  },
  ...['acme/support', 'pagerduty:PSUP', 'Shift Leads', 'Kierownicy zmiany'].map((who) => ({
    name: `closest honest file: ${who}`,
    yaml: `${people}${rest}\n  who: ${who}`,
  })),
  { name: 'people who cannot be read may be the ones', yaml: `people: [{role: 12}]\n${rest}\n  who: any shift lead` },
  {
    name: 'a trigger without a window acts at once',
    yaml: `${rest.replace(', over: 3d', '')}\n  who: any shift lead`,
  },
  {
    name: 'a vendor product that is switched off by hand',
    yaml: `${rest.replace(/how: .*/, 'how: disable the connector in the vendor console')}\n  who: any branch manager`,
  },
  {
    name: 'a time that cannot be read is not missing',
    yaml: `${rest.replace('at most 10m', 'quickly')}\n  who: any shift lead`,
  },
  {
    name: 'triggers that cannot happen',
    yaml: `${rest.replace('is: above 3%, over: 3d}]', 'is: above 100%, over: 3d}]   # expect: rollback/incomplete')}\n  who: any shift lead\nsuccess: {guardrail_metrics: [{metric: wrong_answer_rate, limit: at most 2%}]}`,
  },
  {
    name: 'the lie: a trigger that always fires is soon ignored',
    yaml: `${rest.replace('is: above 3%, over: 3d}]', 'is: at least 0%, over: 3d}]   # expect: rollback/incomplete')}\n  who: any shift lead\nsuccess: {guardrail_metrics: [{metric: wrong_answer_rate, limit: at most 2%}]}`,
    says: ['rollback trigger on "wrong_answer_rate" is "at least 0%", which always holds'],
  },
  {
    name: 'a window in which nothing is noticed',
    yaml: `${when('{limited: 7000d, progressive: 7d}')}}  # expect: rollback/incomplete`,
    says: ['"csat" has a window of 7000d, longer than a quarter'],
  },
  { name: 'closest honest file: a quarter', yaml: `${when('92d')}}` },
  {
    name: 'triggers far beyond what is allowed',
    yaml: `rollback:
  how: redeploy v41
  time: at most 15m
  who: acme/support
  approval: none
  when:
    - {metric: wrong_answer_rate, is: above 21%, over: 3d}   # expect: rollback/incomplete
    - {metric: latency_p95, is: above 41s, over: 4h}   # expect: rollback/incomplete
success: {guardrail_metrics: [{metric: wrong_answer_rate, limit: at most 2%}]}
rollout: {shadow: {exit: [latency_p95 at most 4s]}}`,
    says: [
      'rollback trigger on "wrong_answer_rate" is "above 21%", beyond 10 times its limit',
      'rollback trigger on "latency_p95" is "above 41s", beyond 10 times its exit of shadow',
    ],
  },
  {
    name: 'closest honest file: ten times, the other side, no harm allowed, and a limit of an experiment beside an exit',
    yaml: `rollback:
  how: redeploy v41
  time: at most 15m
  who: acme/support
  approval: none
  when:
    - {metric: wrong_answer_rate, is: above 20%, over: 3d}
    - {metric: latency_p95, is: above 40s, over: 4h}
    - {metric: csat, is: below 2 points, over: 7d}
    - {metric: return_rate, is: above 12%, over: 3d}
    - {metric: leak_rate, is: above 0.1%, over: 1d}
    - {metric: wait_p95, is: above 20min, over: 1d}
success:
  guardrail_metrics:
    - {metric: wrong_answer_rate, limit: at most 2%}
    - {metric: csat, scale: 1-5, baseline: 4.2 points, max_drop: 0.1 points}
    - {metric: return_rate, baseline: 8%, max_rise: 0.3%}
    - {metric: leak_rate, limit: at most 0%}
    - {metric: wait_p95, limit: at most 4min}
rollout: {shadow: {exit: [latency_p95 at most 4s, wait_p95 at most 30s]}}`,
  },
  {
    name: 'triggers on the good side, which only a better system reaches',
    yaml: `rollback:
  how: redeploy v41
  time: at most 15m
  who: acme/support
  approval: none
  when:
    - {metric: wrong_answer_rate, is: below 5%, over: 3d}   # expect: rollback/incomplete
    - {metric: csat, is: above 3.8 points, over: 7d}   # expect: rollback/incomplete
    - {metric: deflection_rate, is: above 20%, over: 7d}   # expect: rollback/incomplete
    - {metric: latency_p95, is: below 6s, over: 4h}   # expect: rollback/incomplete
    - {metric: cost_per_chat, is: below 0.20 EUR, over: 1d}   # expect: rollback/incomplete
success:
  metric: deflection_rate
  target: at least 35%
  guardrail_metrics:
    - {metric: wrong_answer_rate, limit: at most 2%}
    - {metric: csat, scale: 1-5, baseline: 4.2 points, max_drop: 0.1 points}
monitoring:
  alerts:
    - {kind: latency, metric: latency_p95, fire: above 4s, over: 4h}
    - {kind: cost, metric: cost_per_chat, fire: above 0.15 EUR, over: 1d}`,
    says: [
      'rollback trigger on "wrong_answer_rate" is "below 5%", which is the good side of the metric',
      'rollback trigger on "csat" is "above 3.8 points", which is the good side of the metric',
      'rollback trigger on "deflection_rate" is "above 20%", which is the good side of the metric',
      'rollback trigger on "latency_p95" is "below 6s", which is the good side of the metric',
      'rollback trigger on "cost_per_chat" is "below 0.20 EUR", which is the good side of the metric',
    ],
  },
  {
    name: 'closest honest file: too good to be true beside a trigger that stops harm, and sides that nothing tells',
    yaml: `rollback:
  how: redeploy v41
  time: at most 15m
  who: acme/support
  approval: none
  when:
    - {metric: wrong_answer_rate, is: above 5%, over: 3d}
    - {metric: wrong_answer_rate, is: below 0.01%, over: 7d}
    - {metric: override_rate, is: below 1%, over: 7d}
    - {metric: review_time, is: below 10s, over: 7d}
    - {metric: minutes_to_answer, is: above 9min, over: 7d}
success:
  metric: minutes_to_answer
  target: at most 6min
  guardrail_metrics: [{metric: wrong_answer_rate, limit: at most 2%}]
monitoring:
  alerts:
    - {kind: quality, metric: review_time, fire: below 12s, over: 7d}
rollout: {shadow: {exit: [override_rate at most 20%]}}`,
  },
  {
    name: 'triggers that fire when hardly anything is left to lose',
    yaml: `rollback:
  how: redeploy v41
  time: at most 15m
  who: acme/support
  approval: none
  when:
    - {metric: csat, is: below 1.3 points, over: 7d}   # expect: rollback/incomplete
    - {metric: bounce_rate, is: above 96%, over: 3d}   # expect: rollback/incomplete
    - {metric: deflection_rate, is: below 2%, over: 3d}
${lateOf}`,
    says: [
      'rollback trigger on "csat" is "below 1.3 points", nearly the worst value that the metric has',
      'rollback trigger on "bounce_rate" is "above 96%", nearly the worst value that the metric has',
    ],
  },
  {
    name: 'nothing but a trigger for the collapse of the primary metric',
    yaml: `rollback:
  how: redeploy v41
  time: at most 15m
  who: acme/support
  approval: none
  when: [{metric: deflection_rate, is: below 2%, over: 3d}]   # expect: rollback/incomplete
${lateOf}`,
    says: ['rollback trigger on "deflection_rate" is "below 2%", nearly the worst value that the metric has'],
  },
  {
    name: 'closest honest file: half of it is left, or an earlier trigger stands beside the one for a collapse',
    yaml: `rollback:
  how: redeploy v41
  time: at most 15m
  who: acme/support
  approval: none
  when:
    - {metric: csat, is: below 2 points, over: 7d}
    - {metric: bounce_rate, is: above 90%, over: 3d}
    - {metric: deflection_rate, is: below 1%, over: 20m}
    - {metric: deflection_rate, is: below 15%, over: 3d}
    - {metric: revenue_per_visit, is: below 0.01 EUR, over: 3d}
${lateOf}`,
  },
  { name: 'not before limited', yaml: 'stage: shadow', for: 'shadow' },
  {
    name: 'no way back',
    yaml: `${rest.replace(/how: .*/, 'how: none   # expect: rollback/incomplete')}\n  who: acme/support`,
    says: ['`rollback.how` is "none"'],
  },
])
