import { baselineMissing } from '../../../src/rules/success/baseline-missing.ts'
import { table } from '../table.ts'

table(baselineMissing, [
  {
    name: 'no baseline at stage pilot is a warning',
    yaml: 'success:  # expect: success/baseline-missing\n  metric: deflection_rate\n',
    says: ['"deflection_rate" has no baseline'],
    helps: [
      'baseline: {value: <measured value>, n: <number of observations>, measured: <first and last day>}  # in success: with the measured values',
    ],
    severity: 'warning',
  },
  {
    name: 'and an error from shadow on',
    yaml: 'success:  # expect: success/baseline-missing\n  metric: deflection_rate\n',
    for: 'shadow',
    severity: 'error',
  },
  {
    name: 'a baseline without its value',
    yaml: 'success:\n  baseline:  # expect: success/baseline-missing\n    n: 5200\n',
    says: ['the metric has no baseline'],
  },
  {
    name: 'a value alone, from shadow on',
    yaml: 'success:\n  baseline: 9.4 min  # expect: success/baseline-missing\n',
    for: 'shadow',
    says: ['baseline 9.4 min has no `n` or `measured`'],
    helps: [
      'baseline: {value: 9.4 min, n: <number of observations>, measured: <first and last day>}  # in success: with the measured values',
    ],
  },
  {
    name: 'a value and its number, from shadow on',
    yaml: 'success:\n  baseline: {value: 22%, n: 118400}  # expect: success/baseline-missing\n',
    for: 'limited',
    says: ['baseline 22% has no `measured`'],
  },
  { name: 'a value alone is enough at stage pilot', yaml: 'success: {baseline: 22%}\n' },
  {
    name: 'a number that cannot be read is not missing, what is missing beside it is',
    yaml: 'success:\n  baseline:  # expect: success/baseline-missing\n    value: 22%\n    n: "118,400"\n',
    for: 'shadow',
    says: ['baseline 22% has no `measured`'],
  },
  {
    name: 'a misspelt key is not missing',
    yaml: 'success: {baseline: {value: 22%, n: 118400, mesured: 2026-06-01..2026-08-31}}\n',
    for: 'shadow',
  },
  {
    name: 'a mean without its standard deviation',
    yaml: 'success: {baseline: {value: 9.4 min, n: 5200, measured: 2026-06-01..2026-08-31}, target: at most 7 min}\n',
    for: 'full',
  },
  { name: 'no success has a rule of its own', yaml: 'stage: shadow\n', for: 'shadow' },
  { name: 'a baseline nobody has decided yet', yaml: 'success: {baseline: TBD}\n', for: 'shadow' },
  {
    name: 'measured in a time that is still to come',
    yaml: 'success:\n  metric: csat\n  baseline: {value: 22%, n: 300, measured: 2026-10-01..2026-12-31}  # expect: success/baseline-missing\n',
    says: ['baseline 22% is measured until 2026-12-31, which is in the future'],
  },
  {
    name: 'a baseline of a few cases, measured while the pilot ran',
    for: 'shadow',
    yaml: `started: 2026-07-01
success:
  metric: resolved
  baseline:
    value: 22%
    n: 12  # expect: success/baseline-missing
    measured: 2026-06-01..2026-07-15  # expect: success/baseline-missing`,
  },
  {
    name: 'a baseline until the day before the start',
    for: 'shadow',
    yaml: `started: 2026-07-01
success: {metric: resolved, baseline: {value: 22%, n: 30, measured: 2026-06-01..2026-06-30}}`,
  },
])
