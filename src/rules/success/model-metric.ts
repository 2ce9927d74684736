import { quote } from '../../values/text.ts'
import { isModelMetric } from '../lib/metrics.ts'
import type { Rule } from '../lib/rule.ts'

export const modelMetric: Rule = {
  id: 'success/model-metric',
  severity: 'error',
  from: 'pilot',
  summary: 'The metric that decides is one of the business, not a score of the model',
  why: 'Models reach 95% accuracy on the test set and change nothing in the business: the wrong 5% are the cases that cost money, or nobody acts on the right ones.',
  details: `It looks at \`success.metric\` only, and for whole names: \`accuracy\`, \`precision\`, \`recall\`, \`f1\`, \`bleu\`, \`rouge\`, \`bertscore\`, \`perplexity\`, \`auc\`, \`ndcg\`, \`log_loss\`, \`cross_entropy\`, \`confidence\` and \`log_prob\`, with or without a prefix such as \`model_\` or \`mean_\` and a suffix such as \`_score\`, \`_macro\`, \`_pct\` or \`_at_10\`. \`picking_accuracy\`, \`forecast_accuracy\` and \`recall_rate\` are left alone: those are measured in the warehouse. So are \`mape\` and \`rmse\`, which some planning teams are really paid by.

A score of the model is a good exit condition of the shadow stage, a good alert and a good result of the eval set. It is no reason to run the system.`,
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
      message: `${quote(metric)} says how good the model is, not what the business gets from it`,
      help: 'name what changes for the business when the model is right, as in metric: deflection_rate, and keep the score for the exit of rollout.shadow',
    }
  },
}
