/** How much of one thing may still be done. */
export type Allowance = { left: number }

/** What a run may still spend on what other people wrote; shared by all its files, and more where there are more. */
export type Budget = {
  /** Comparisons of patterns with paths. */
  readonly steps: Allowance
  /** Bytes that git prints; nothing more is asked once it did not answer in time. */
  readonly git: Allowance & { isSlow?: boolean }
  /** Rows of experiments that are counted again. */
  readonly rows: Allowance
}

const mebi = 1024 * 1024

/** For the run itself: many times what any repository of people was seen to need. */
export const budget = (): Budget => ({
  steps: { left: 1_500_000 },
  git: { left: 128 * mebi },
  rows: { left: 1_000_000 },
})

/** Adds what one more pilot may need. */
export const addPilot = ({ steps, git, rows }: Budget): void => {
  steps.left += 500_000
  git.left += 4 * mebi
  rows.left += 250_000
}

/** Takes from an allowance; false where that was more than was left. */
export const spend = (allowance: Allowance, amount: number): boolean => {
  allowance.left -= amount
  return allowance.left >= 0
}
