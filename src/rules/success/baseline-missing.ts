import { reaches } from '../../model/stage.ts'
import { addDays, printQuantity } from '../../values/index.ts'
import { enumerate } from '../../values/text.ts'
import { gap, lacking } from '../lib/absent.ts'
import { nameOf } from '../lib/metrics.ts'
import type { Rule } from '../lib/rule.ts'

const asks = {
  n: { says: 'on how many observations it rests', yaml: '118400' },
  measured: { says: 'when it was measured', yaml: '2026-06-01..2026-08-31' },
}

export const baselineMissing: Rule = {
  id: 'success/baseline-missing',
  severity: { pilot: 'warning', shadow: 'error' },
  from: 'pilot',
  summary: 'The baseline says where the metric stood before, on how many observations and when',
  why: 'Without a value from before, any number looks like a success; and a value from one good week cannot be told from chance.',
  details: `At the pilot stage the value is enough, and its absence is a warning. From the shadow stage on it also needs \`n\`, the number of observations, and \`measured\`, the period: the proof of lift later rests on both. Where nothing like it existed before, the baseline is \`0%\`, with the period in which that was so and \`n\`, how many units came in it.

A period that still runs, or is still to come, has shown nothing yet; one day of tolerance covers the time zones ahead of UTC.

The standard deviation of a mean is not asked for here: where the power of a stage is computed, its absence is told.`,
  principles: ['real-conditions', 'business-metric'],
  fields: ['success.baseline', 'success.baseline.value', 'success.baseline.n', 'success.baseline.measured'],
  references: ['Kohavi, Tang, Xu: Trustworthy Online Controlled Experiments (2020)', 'NIST AI RMF MAP 1.4'],
  examples: {
    ready: `success:
  metric: first_contact_resolution
  baseline: {value: 61%, n: 20400, measured: 2026-04-01..2026-06-30}
  target: at least 68%`,
    notReady: `success:  # expect: success/baseline-missing
  metric: first_contact_resolution
  target: at least 68%`,
  },

  *check({ pilot: { success }, gate, faults, today }) {
    if (success === undefined) return
    const { baseline } = success
    const path = ['success', 'baseline']
    if (baseline?.value === undefined) {
      yield {
        path: baseline === undefined ? path : [...path, 'value'],
        message: `nothing says where ${nameOf(success)} stood before the pilot`,
        write: [{ path, yaml: '{value: 22%, n: 118400, measured: 2026-06-01..2026-08-31}' }],
        help: 'with the numbers that you measured',
      }
      return
    }
    const { measured } = baseline
    if (measured !== undefined && measured.to > addDays(today, 1))
      yield {
        path: [...path, 'measured'],
        message: `the baseline ${printQuantity(baseline.value)} is said to be measured until ${measured.to}, which is still to come`,
        help: 'the period of the observations that it rests on',
      }
    const missing = reaches(gate, 'shadow') ? lacking(faults, path, baseline, ['n', 'measured']) : []
    if (missing.length === 0) return
    const says = missing.map((key) => asks[key].says)
    yield {
      ...gap(path, missing, asks),
      path: [...path, ...missing.slice(0, 1)],
      message: `the baseline ${printQuantity(baseline.value)} does not say ${enumerate(says, 'or')}`,
      help: 'with the numbers that you measured',
    }
  },
}
