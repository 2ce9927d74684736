import { guardrailNoMargin } from '../../../src/rules/success/guardrail-no-margin.ts'
import { table } from '../table.ts'

table(guardrailNoMargin, [
  {
    name: 'a guardrail in name only',
    yaml: 'success:\n  guardrail_metrics:\n    - {metric: csat, baseline: 4.21 points}  # expect: success/guardrail-no-margin\n',
    says: ['"csat" has no `max_drop`, `max_rise` or `limit`'],
    helps: [
      '{metric: csat, baseline: 4.21 points, limit: <limit>}  # in success.guardrail_metrics: a level with its unit; or max_drop or max_rise, a margin',
    ],
  },
  {
    name: 'words instead of a margin',
    yaml: `
success:
  guardrail_metrics:
    - {metric: csat, limit: CSAT stays good}  # expect: success/guardrail-no-margin
    - {max_drop: hardly any}  # expect: success/guardrail-no-margin
`,
    says: [
      'limit "CSAT stays good" of "csat" has no number',
      'margin "hardly any" of `success.guardrail_metrics[1]` has no number',
    ],
    helps: [
      '{metric: csat, limit: <limit>}  # in success.guardrail_metrics: a level with its unit',
      '{max_drop: <margin>}  # in success.guardrail_metrics: with its unit',
    ],
  },
  {
    name: 'one metric with two limits',
    yaml: `
success:
  metric: solved_rate
  guardrail_metrics:
    - {metric: wrong_rate, limit: at most 20%}
    - {metric: Wrong-Rate, limit: at most 2%}  # expect: success/guardrail-no-margin
    - {metric: solved_rate, max_drop: 1%}  # expect: success/guardrail-no-margin
`,
    says: ['"Wrong-Rate" is listed twice', '"solved_rate" is also `success.metric`'],
  },
  {
    name: 'closest: a margin and a limit of one metric in one entry, and another one of its tail',
    yaml: `
success:
  metric: solved_rate
  guardrail_metrics:
    - {metric: handling_time, baseline: 9 min, max_rise: 1 min, limit: at most 15 min}
    - {metric: handling_time_p95, limit: at most 30 min}
`,
  },
  {
    name: 'margins without a baseline, in which every mean finds room',
    yaml: `
success:
  guardrail_metrics:
    - {metric: csat, sd: 1.10 points, max_drop: 300 points}  # expect: success/guardrail-no-margin
    - {metric: rating, scale: 1-5, sd: 1.10 points, max_drop: 3 points}  # expect: success/guardrail-no-margin
    - {metric: handling_time, sd: 6 min, max_rise: 12 min}  # expect: success/guardrail-no-margin
`,
    says: [
      'max_drop 300 points of "csat" allows nearly any result',
      'max_drop 3 points of "rating" allows nearly any result',
      'max_rise 12m of "handling_time" allows nearly any result',
    ],
  },
  {
    name: 'closest: generous margins without a baseline, and beside one that hardly varies',
    yaml: `
success:
  guardrail_metrics:
    - {metric: csat, sd: 1.10 points, max_drop: 1 points}
    - {metric: rating, scale: 1-5, sd: 1.10 points, max_drop: 1 points}
    - {metric: handling_time, sd: 6 min, max_rise: 10 min}
    - {metric: wait, baseline: 5 min, sd: 30s, max_rise: 2 min}
`,
  },
  {
    name: 'each of the three margins',
    yaml: `
success:
  guardrail_metrics:
    - {metric: csat, max_drop: 0.10 points}
    - {metric: handling_time, max_rise: 0.5 min}
    - {metric: wrong_answer_rate, limit: at most 1%}
`,
  },
  {
    name: 'a margin with a number that cannot be read',
    yaml: 'success: {guardrail_metrics: [{metric: csat, max_drop: 0.10 point on average}, {metric: nps, limit: 5}]}\n',
  },
  {
    name: 'a misspelt margin',
    yaml: 'success: {guardrail_metrics: [{metric: csat, maxdrop: 0.10 points}]}\n',
  },
  { name: 'no guardrail has a rule of its own', yaml: 'success: {metric: deflection_rate}\n' },
  { name: 'no success', yaml: 'stage: shadow\n' },
  {
    name: 'a limit that is the baseline',
    yaml: 'success:\n  guardrail_metrics:\n    - {metric: csat, limit: not below baseline}  # expect: success/guardrail-no-margin\n',
    says: ['limit "not below baseline" of "csat" leaves no margin'],
  },
  {
    name: 'such a limit beside a margin',
    yaml: 'success: {guardrail_metrics: [{metric: csat, limit: not below baseline, max_drop: 0.10 points}]}\n',
  },
  {
    name: 'margins that nothing can exceed',
    yaml: `success:
  guardrail_metrics:
    - metric: csat
      scale: 1-5
      baseline: 4.2 points
      max_drop: 3.2 points  # expect: success/guardrail-no-margin
    - metric: return_rate
      baseline: 8%
      max_rise: 92%  # expect: success/guardrail-no-margin
    - metric: conversion_rate
      baseline: 3%
      max_drop: 3%  # expect: success/guardrail-no-margin
    - metric: handling_time
      baseline: 6 min
      max_rise: 6 min  # expect: success/guardrail-no-margin
    - metric: csat_of_agents
      scale: 1-5
      baseline: 4.2 points
      max_drop: 2.9 points  # expect: success/guardrail-no-margin
    - metric: reply_quality
      scale: 1-5
      baseline: 4.3 points
      sd: 1 points
      max_drop: 2 points  # expect: success/guardrail-no-margin
    - metric: wrong_rate
      limit: at most 99%  # expect: success/guardrail-no-margin
    - metric: kept_rate
      baseline: 90%
      limit: at least 4%  # expect: success/guardrail-no-margin`,
  },
  {
    name: 'wide margins that something can exceed',
    yaml: `success:
  guardrail_metrics:
    - {metric: csat, scale: 1-5, baseline: 4.2 points, max_drop: 0.5 points}
    - {metric: reply_quality, scale: 1-5, baseline: 4.3 points, sd: 0.3 points, max_drop: 0.5 points}
    - {metric: weight, baseline: 500 g, sd: 4 g, max_rise: 20 g}
    - {metric: fault_rate, baseline: 0.3%, max_rise: 0.5%}
    - {metric: uptime, limit: at least 99.5%}
    - {metric: utilisation, limit: at most 90%}
    - {metric: handoff_rate, baseline: 94%, limit: at most 97%}
    - {metric: cost_index, baseline: 104%, limit: at most 110%}
    - {metric: handling_time, baseline: 6 min, max_rise: 2 min}`,
  },
])
