import { both, type Rule } from '../lib/rule.ts'

export const unitMissing: Rule = {
  id: 'spec/unit-missing',
  severity: 'error',
  from: 'pilot',
  summary: 'Every quantity has a unit',
  why: 'Without a unit, a target of 35 is percent to one reader and percentage points to another, and both sign it.',
  details: `Bare numbers are accepted only in \`version\`, \`n\`, \`cases\`, \`min_cases\`, \`count\`, \`looks\`, \`units_per_assignee\` and \`intra_class_correlation\`. Everywhere else a number has a unit: \`22%\`, \`4s\`, \`0.20 EUR\`, \`60000/month\`. A string with a number without a unit, such as \`at least 35\`, is reported as \`schema/pattern\`; a number instead of a date, a period or a path as \`schema/type\`. No other rule judges such a value, and this rule accepts no exception.`,
  principles: ['business-metric'],
  fields: [],
  references: ['OpenSLO, thresholds with units', 'Open Data Contract Standard v3, slaProperties value and unit'],
  waivable: false,
  examples: both`cost:
  volume: {demo: 600/month, full: 60000/month}
  spend_limit: «60 EUR/day|60»  # expect: spec/unit-missing`,

  *check({ faults }) {
    for (const fault of faults)
      if (fault.kind === 'bare-number') yield { path: fault.path, message: fault.message, help: fault.help, fault }
  },
}
