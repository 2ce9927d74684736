import { both, type Rule } from '../lib/rule.ts'

export const unitMissing: Rule = {
  id: 'spec/unit-missing',
  severity: 'error',
  from: 'pilot',
  summary: 'Every quantity carries its unit',
  why: 'A target of 35 was percent for the product manager and percentage points for finance, and both signed it.',
  details: `Bare numbers stand only in \`version\`, \`n\`, \`cases\`, \`min_cases\`, \`count\`, \`looks\`, \`units_per_assignee\` and \`intra_class_correlation\`. Everywhere else a number is a text with its unit: \`22%\`, \`4s\`, \`0.20 EUR\`, \`60000/month\`. A text that holds a number without a unit, such as \`at least 35\`, is reported as \`schema/pattern\`, at the number; a number in place of a date, a period or a path lacks no unit and is reported as \`schema/type\`.

Nobody can tell what such a value means, so no rule says anything else about it, and no exception waives it.`,
  principles: ['business-metric'],
  fields: [],
  references: [
    'OpenSLO, thresholds with units',
    'Open Data Contract Standard v3, slaProperties value and unit',
  ],
  waivable: false,
  examples: both`cost:
  volume: {demo: 600/month, full: 60000/month}
  spend_limit: «60 EUR/day|60»  # expect: spec/unit-missing`,

  *check({ faults }) {
    for (const fault of faults)
      if (fault.kind === 'bare-number')
        yield { path: fault.path, message: fault.message, help: fault.help, fault }
  },
}
