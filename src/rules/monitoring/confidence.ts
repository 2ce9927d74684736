const OPINIONS = new Set(
  'confidence confidence_score self_confidence logprob logprobs log_prob log_probs log_probability log_likelihood perplexity'.split(
    ' ',
  ),
)
const AGGREGATES = /^(?:avg|average|mean|median|min|low|p[0-9]{1,2})_/
const OWNERS = /^(?:model|llm|answer|prediction|token|sequence)_/
const TAILS = /_(?:avg|average|mean|median|min|rate|share|p[0-9]{1,2})$/

/** Whether the metric is what the model thinks of itself, and not what it thinks of something or what people think. */
export const isConfidence = (metric: string): boolean => {
  const name = metric
    .trim()
    .toLowerCase()
    .replaceAll(/[\s-]+/g, '_')
  return OPINIONS.has(
    name.replace(AGGREGATES, '').replace(OWNERS, '').replace(AGGREGATES, '').replace(TAILS, ''),
  )
}
