import type { Rule } from '../rule.ts'

export const agreedLate: Rule = {
  id: 'success/agreed-late',
  severity: { pilot: 'warning', shadow: 'error' },
  from: 'pilot',
  summary: 'The bar was agreed before the pilot started',
  why: 'A bar that is set once the first numbers are in is set where the numbers are.',
  details: `\`success.agreed\` may be the day of \`started\`, and not a day later. Where either of them is absent, \`spec/field-missing\` says so.`,
  seed: ['S10'],
  references: ['EU AI Act Art. 9(8), "prior defined metrics"'],
  examples: {
    ready: `started: 2026-09-14
success:
  agreed: 2026-09-07
  metric: claims_per_handler
`,
    notReady: `started: 2026-09-14
success:
  agreed: 2026-11-01  # expect: success/agreed-late
  metric: claims_per_handler
`,
  },

  *check({ pilot: { success, started } }) {
    const agreed = success?.agreed
    if (agreed === undefined || started === undefined || agreed <= started) return
    yield {
      path: ['success', 'agreed'],
      message: `the bar was agreed on ${agreed}, after the pilot started on ${started}`,
      help: `if it was agreed earlier, write that day, ${started} at the latest; if not, let the pilot start anew from a bar agreed now`,
      related: [{ path: ['started'], label: 'the start' }],
    }
  },
}
