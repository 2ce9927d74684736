import { vagueMetric } from '../../../src/rules/success/vague-metric.ts'
import { table } from '../table.ts'

table(vagueMetric, [
  {
    name: 'no success section at all is one finding, on the stage',
    yaml: 'version: 1\nid: order-status\nstage: pilot  # expect: success/vague-metric\n',
    says: ['`success` is missing'],
  },
  {
    name: 'a wish instead of a metric and of a level',
    yaml: `
success:
  metric: improve efficiency of the whole department  # expect: success/vague-metric
  target: much better  # expect: success/vague-metric
`,
    says: [
      'expected one metric name in snake_case, found "improve efficiency of the whole departm…"',
      'expected a target with a number, found "much better"',
    ],
    helps: [
      'metric: <metric>  # in success: a quantity that is counted or measured',
      'target: <target>  # in success: a level with its unit: at least or at most so much',
    ],
  },
  {
    name: 'a name with spaces and capitals is rewritten',
    yaml: 'success: {metric: Déflexion Rate, target: at least 35%}  # expect: success/vague-metric\n',
    helps: ['success: {metric: deflexion_rate, target: at least 35%}  # if that is the metric'],
  },
  {
    name: 'neither metric nor target',
    yaml: 'success: {baseline: 22%}  # expect: success/vague-metric # expect: success/vague-metric\n',
    says: ['`success.metric` is missing', '`success.target` is missing'],
  },
  {
    name: 'a target that names no level',
    yaml: 'success:\n  metric: deflection_rate\n  target: not below baseline  # expect: success/vague-metric\n',
    says: ['expected a level such as "at least 35%", found a target relative to the baseline'],
  },
  { name: 'a proportion', yaml: 'success: {metric: deflection_rate, target: at least 35%}\n' },
  {
    name: 'a mean where less is better',
    yaml: 'success: {metric: p95_handling_time, target: at most 7 min}\n',
  },
  { name: 'a metric of one word', yaml: 'success: {metric: csat, target: above 4.2 points}\n' },
  {
    name: 'a target that holds a number is explained by its grammar',
    yaml: 'success: {metric: deflection_rate, target: 35% or more}\n',
  },
  { name: 'a target without a unit has a rule of its own', yaml: 'success: {metric: csat, target: 35}\n' },
  {
    name: 'a score of the model has a rule of its own',
    yaml: 'success: {metric: F1, target: at least 90%}\n',
  },
  { name: 'a metric nobody has decided yet', yaml: 'success: {metric: TBD, target: TBD}\n' },
  { name: 'a name is not judged by its words', yaml: 'success: {metric: improve_efficiency, target: at least 35%}\n' },
  {
    name: 'metrics that begin like a wish',
    yaml: 'success: {metric: save_rate, target: at least 35%}\n',
  },
])
