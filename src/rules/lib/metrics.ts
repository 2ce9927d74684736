import { metricKey } from '../../model/lists.ts'
import type { Success } from '../../model/pilot.ts'
import { isMetricName, isShare } from '../../values/index.ts'
import { quote, withoutAccents } from '../../values/text.ts'
import { quantityOf } from '../../values/threshold.ts'
import { wordSet } from './rule.ts'

/** The text in snake_case; undefined if it is a sentence rather than a name. */
export const asIdentifier = (text: string): string | undefined => {
  const words = withoutAccents(text.slice(0, 200))
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== '')
  const name = words.join('_')
  return words.length <= 4 && isMetricName(name) ? name : undefined
}

/** Exact names: `picking_accuracy` is that of people. */
const scores = wordSet`accuracy model_accuracy precision recall f1 f1_score bleu rouge rouge_l bertscore bert_score perplexity auc
  auroc roc_auc pr_auc ndcg log_loss cross_entropy confidence confidence_score logprob log_prob`

export const isModelMetric = (metric: string): boolean => scores.has(metricKey(metric))

/** Whether the primary metric is a proportion; undefined if unknown. */
export const isProportion = ({ target, baseline }: Success): boolean | undefined => {
  const shown = quantityOf(target) ?? baseline?.value
  return shown && isShare(shown)
}

export const nameOf = ({ metric }: { readonly metric?: string | undefined }): string =>
  metric === undefined ? 'the metric' : quote(metric)

export const guardrailName = ({ metric }: { readonly metric?: string | undefined }, at: number): string =>
  metric === undefined ? `\`success.guardrail_metrics[${at}]\`` : quote(metric)

/** A mean is printed with this many steps of its scale, and may lie so much nearer to the middle. */
const steps = 200

/**
 * The largest standard deviation that all of a population can have around a mean.
 * Source: Bhatia and Davis (2000), A better bound on the variance.
 */
export const widestSd = (mean: number, { from, to }: { readonly from: number; readonly to: number }): number => {
  const [half, step] = [(to - from) / 2, (to - from) / steps]
  const away = Math.max(0, Math.abs(mean - (from + half)) - step)
  return Math.sqrt((half - away) * (half + away))
}
