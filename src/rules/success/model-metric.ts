import { quote } from '../../values/text.ts'
import { isModelMetric } from '../lib/metrics.ts'
import type { Rule } from '../lib/rule.ts'

export const modelMetric: Rule = {
  id: 'success/model-metric',
  severity: 'error',
  from: 'pilot',
  summary: 'The success metric is a business metric, not a model score',
  why: 'A model with 95% accuracy may change nothing in the business: the wrong 5% can be the cases that cost money, or the right answers are not used.',
  details: `Judges exact names in \`success.metric\`: \`accuracy\`, \`precision\`, \`recall\`, \`f1\`, \`bleu\`, \`rouge\`, \`perplexity\`, \`auc\`, \`ndcg\`, \`log_loss\`, \`cross_entropy\`, \`confidence\`, \`log_prob\` and their usual spellings. \`picking_accuracy\`, \`forecast_accuracy\` and \`recall_rate\` are accepted: those measure the business. So are \`mape\` and \`rmse\`, which some planning teams are measured by.

A model score makes a good exit condition of the shadow stage, a good alert and a good eval result.`,
  principles: ['real-conditions', 'business-metric'],
  fields: ['success.metric'],
  references: ['ML Test Score (Breck et al. 2017), Model 2'],
  examples: {
    ready: `success:
  metric: search_conversion
  baseline: 2.4%
  target: at least 2.6%`,
    notReady: `success:
  metric: accuracy  # expect: success/model-metric
  target: at least 95%`,
  },

  *check({ pilot: { success } }) {
    const metric = success?.metric
    if (metric === undefined || !isModelMetric(metric)) return
    yield {
      path: ['success', 'metric'],
      message: `${quote(metric)} is a model score, not a business metric`,
      help: 'set metric to a business outcome such as deflection_rate, and use the score in rollout.shadow.exit',
    }
  },
}
