import { guardrailMissing } from '../../../src/rules/success/guardrail-missing.ts'
import { table } from '../table.ts'

table(guardrailMissing, [
  {
    name: 'none',
    yaml: 'success:  # expect: success/guardrail-missing\n  metric: deflection_rate\n',
    says: ['`success.guardrail_metrics` is missing or empty'],
    helps: [
      'guardrail_metrics: [{metric: <metric that could get worse>, max_drop: <margin>}, {metric: <error metric>, limit: <share of errors>}]  # in success',
    ],
  },
  {
    name: 'an empty list',
    yaml: 'success:\n  guardrail_metrics: []  # expect: success/guardrail-missing\n',
  },
  { name: 'one', yaml: 'success: {guardrail_metrics: [{metric: csat}]}\n' },
  { name: 'one that cannot be read', yaml: 'success: {guardrail_metrics: [csat]}\n' },
  { name: 'a misspelt key', yaml: 'success: {guardrail_metric: [{metric: csat}]}\n' },
  { name: 'no success has a rule of its own', yaml: 'stage: pilot\n' },
  {
    name: 'the metric that decides, again',
    yaml: 'success:\n  metric: deflection_rate\n  guardrail_metrics: [{metric: deflection-rate, limit: at least 20%}]  # expect: success/guardrail-missing\n',
    says: ['the only guardrail metric is "deflection_rate", which is also `success.metric`'],
    helps: [
      '{metric: <metric that could get worse>, max_drop: <margin>}  # add to success.guardrail_metrics: name a metric that could get worse',
    ],
  },
  {
    name: 'the metric that decides beside another one',
    yaml: 'success: {metric: error_rate, guardrail_metrics: [{metric: error_rate, limit: at most 2%}, {metric: csat}]}\n',
  },
])
