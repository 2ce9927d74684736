/** Words that say that the same thing is done once more. */
const again = new Set(
  'again reask repeat repeated rerun resend retried retries retry retrying reattempt same'.split(' '),
)

/** Words that only say how, when or how often it is done once more. */
const manner = new Set(
  `a after ai an and ask attempt attempts automatic automatically back backoff before call delay each every
  exponential few for in jitter llm min minute minutes model more ms n of off once one over per pause prompt query
  question request requests s sec second seconds send several shortly the then thing three time times to try
  twice two up use uses wait with x`.split(/\s+/),
)

/**
 * Whether a step does nothing but ask the same model again: `retry 3 times`, `retry_with_backoff`, `try again`.
 * Any other word, as in `retry then human_handoff`, names something else that happens.
 */
export const isRetry = (step: string): boolean => {
  const words = step
    .toLowerCase()
    .replace(/\bre-(?=\p{L})/gu, 're')
    .split(/[^\p{L}]+/u)
    .filter((word) => word !== '')
  return words.some((word) => again.has(word)) && words.every((word) => again.has(word) || manner.has(word))
}
