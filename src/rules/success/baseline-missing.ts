import { reaches } from '../../model/stage.ts'
import { addDays, printQuantity } from '../../values/index.ts'
import { enumerate } from '../../values/text.ts'
import { gap, inBackticks, lacking } from '../lib/absent.ts'
import { nameOf } from '../lib/metrics.ts'
import type { Rule } from '../lib/rule.ts'

const examples = { n: { yaml: '<number of observations>' }, measured: { yaml: '<first and last day>' } }
const help = 'with the measured values'

/** The rule of thumb for the normal approximation: Kohavi, Tang and Xu (2020), chapter 17. */
const fewest = 30

export const baselineMissing: Rule = {
  id: 'success/baseline-missing',
  severity: { pilot: 'warning', shadow: 'error' },
  from: 'pilot',
  summary: 'The baseline has a value, a number of observations and a period',
  why: 'Without a baseline any result looks like a success, and a baseline from one good week may be chance.',
  details: `At \`pilot\` the value is enough, and its absence is a warning. From \`shadow\` on, \`n\`, the number of observations, and \`measured\`, the period, are required: the evidence of lift depends on both. If there was no such process before, the baseline is \`0%\`, with \`n\` and the period.

\`n\` is at least 30, and the period ends before \`started\`, or before \`adopted.live_since\`. It must not end in the future, with one day of tolerance for time zones. The standard deviation of a mean is required only where the power of a stage is computed.`,
  principles: ['real-conditions', 'business-metric'],
  fields: ['success.baseline', 'success.baseline.value', 'success.baseline.n', 'success.baseline.measured', 'started'],
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

  *check({ pilot: { success, started, adopted }, gate, faults, now }) {
    if (success === undefined) return
    const { baseline } = success
    const path = ['success', 'baseline']
    if (baseline?.value === undefined) {
      yield {
        path: baseline === undefined ? path : [...path, 'value'],
        message: `${nameOf(success)} has no baseline`,
        write: [
          { path, yaml: '{value: <measured value>, n: <number of observations>, measured: <first and last day>}' },
        ],
        help,
      }
      return
    }
    const { measured, n } = baseline
    if (measured !== undefined && measured.to > addDays(now, 1))
      yield {
        path: [...path, 'measured'],
        message: `baseline ${printQuantity(baseline.value)} is measured until ${measured.to}, which is in the future`,
        help: 'set it to the period of the observations',
      }
    const start = adopted?.live_since ?? started
    if (reaches(gate, 'shadow') && measured !== undefined && start !== undefined && measured.to >= start)
      yield {
        path: [...path, 'measured'],
        message: `baseline ${printQuantity(baseline.value)} is measured until ${measured.to}, but the pilot started on ${start}`,
        help: 'set it to a period before the pilot started',
        related: [{ path: adopted?.live_since ? ['adopted', 'live_since'] : ['started'], label: 'the start' }],
      }
    if (reaches(gate, 'shadow') && n !== undefined && n < fewest)
      yield {
        path: [...path, 'n'],
        message: `baseline ${printQuantity(baseline.value)} has ${n} observations, fewer than ${fewest}`,
        help: 'measure the baseline for longer',
      }
    const missing = reaches(gate, 'shadow') ? lacking(faults, path, baseline, ['n', 'measured']) : []
    if (missing.length === 0) return
    yield {
      ...gap(path, missing, examples),
      path: [...path, ...missing.slice(0, 1)],
      message: `baseline ${printQuantity(baseline.value)} has no ${enumerate(missing.map(inBackticks), 'or')}`,
      help,
    }
  },
}
