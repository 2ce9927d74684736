import type { EvalResults } from '../../evidence/eval-results/outcome.ts'
import type { EvalSet } from '../../evidence/eval-set/tally.ts'
import { isStrange } from '../../evidence/eval-set/vars.ts'
import { present } from '../../model/lists.ts'
import type { Pilot } from '../../model/pilot.ts'
import { printQuantity } from '../../values/index.ts'
import { plural, quote } from '../../values/text.ts'
import { percent } from '../lib/evidence.ts'
import type { Finding, Rule } from '../lib/rule.ts'

const set = ['data', 'eval_set']
const path = [...set, 'results']

/** A case may be put in other words after it was run. */
const maxStrangeShare = 0.1

type Run = { readonly file: string; readonly value: EvalResults }

function* otherRun(
  { data }: Pilot,
  written: Pilot,
  { file, value: run }: Run,
  whole: EvalSet | undefined,
): Generator<Finding> {
  const own = written.data?.eval_set?.cases
  const declared = own ?? data?.eval_set?.cases
  const { passed, failed, errors = 0 } = run
  if (declared === undefined || passed === undefined || failed === undefined) return
  const ran = passed + failed + errors
  const asked = Math.min(declared, whole === undefined ? declared : whole.rows.value - (whole.repeats?.value ?? 0))
  // One case that is run again and again shows nothing of the others.
  const isFew = run.cases !== undefined && run.cases < asked
  if (isFew)
    yield {
      path,
      message: `last run in ${quote(file)} is of ${plural(run.cases ?? 0, 'different case')}, but the eval set has ${asked}`,
      help: 'run each case of the eval set and set results to that run',
    }
  const vars = whole?.vars
  const strange = vars && run.vars ? run.vars.filter((ways) => isStrange(vars, ways)).length : 0
  if (strange > maxStrangeShare * ran)
    yield {
      path,
      message: `last run in ${quote(file)} has ${strange} of ${plural(ran, 'case')} whose variables are in no case of the eval set`,
      help: 'run the eval set and set results to that run',
      related: [{ path: [...set, 'path'], label: 'the eval set' }],
    }
  // Several prompts, or several rounds, run each case more than once.
  if (isFew || ran === 0 || ran % declared === 0) return
  yield {
    path,
    message: `last run in ${quote(file)} has ${plural(ran, 'case')}, but ${own === undefined ? 'the eval set has' : '`data.eval_set.cases` is'} ${declared}`,
    help: 'run the whole eval set again and set results to that run',
    related: [{ path: [...set, own === undefined ? 'path' : 'cases'], label: 'the cases of the eval set' }],
  }
}

function* cases({ data }: Pilot, { rows, repeats }: EvalSet, file: string): Generator<Finding> {
  const declared = data?.eval_set?.cases
  // Repeated cases may be counted once.
  if (declared === undefined || declared === rows.value || declared === rows.value - (repeats?.value ?? 0)) return
  yield {
    path: [...set, 'cases'],
    message: `\`data.eval_set.cases\` is ${declared}, but ${quote(file)} has ${rows.value}`,
    write: String(rows.value),
    help: 'or add the missing cases',
    elsewhere: [{ file, range: rows.range, label: `the last of ${plural(rows.value, 'case')}` }],
  }
}

function* tags({ data }: Pilot, { rows, tags: found }: EvalSet, file: string): Generator<Finding> {
  for (const { item, at } of present(data?.edge_cases)) {
    const { id, min_cases: least = 1 } = item
    if (id === undefined || found === undefined) continue
    const there = found.get(id)
    if ((there?.value ?? 0) - (there?.repeats ?? 0) >= least) continue
    const repeated = there?.repeats
      ? `, ${there.repeats} of them ${there.repeats === 1 ? 'a duplicate' : 'duplicates'}`
      : ''
    yield {
      path: ['data', 'edge_cases', at, item.min_cases === undefined ? 'id' : 'min_cases'],
      message: `${quote(id)} requires at least ${plural(least, 'case')}, but ${quote(file)} tags ${there?.value ?? 'none'}${repeated}`,
      help: `add cases with the tag ${JSON.stringify(id)} until there are ${least}${repeated && ' different ones'}${item.not_applicable === undefined ? '' : ', or remove `id`, because the kind is not applicable'}`,
      elsewhere: there
        ? [{ file, range: there.range, label: `the first of ${plural(there.value, 'case')}` }]
        : [{ file, range: rows.range, label: 'no case up to here has the tag' }],
    }
  }
}

function* real({ data }: Pilot, found: EvalSet, file: string, tolerance: number): Generator<Finding> {
  const declared = data?.eval_set?.real
  const { rows, repeats, real: there } = found
  if (declared === undefined || there === undefined || rows.value === 0) return
  const [real, all] = [there.value - there.repeats, rows.value - (repeats?.value ?? 0)]
  const share = real / all
  // The tolerance allows for rounding; 1e-9 for binary fractions. Duplicates may be counted each, too.
  if ([share, there.value / rows.value].some((one) => Math.abs(100 * one - declared.value) <= tolerance + 1e-9)) return
  yield {
    path: [...set, 'real'],
    message: `\`data.eval_set.real\` is ${printQuantity(declared)}, but ${real} of ${all}${all === rows.value ? '' : ' distinct'} ${all === 1 ? 'case' : 'cases'} in ${quote(file)} are real: ${percent(share)}`,
    write: percent(share),
    help: 'or add real cases, with "source": "real"',
    elsewhere: [{ file, range: there.range, label: 'the first case that is not real' }],
  }
}

function* collected({ data }: Pilot, { first, last }: EvalSet, file: string): Generator<Finding> {
  const declared = data?.eval_set?.collected
  if (declared === undefined || first === undefined || last === undefined) return
  const { from, to } = declared
  const outside = last.value > to ? last : first
  if (first.value >= from && last.value <= to) return
  yield {
    path: [...set, 'collected'],
    message: `\`data.eval_set.collected\` is ${from}..${to}, but a case in ${quote(file)} is dated ${outside.value}`,
    write: `${first.value}..${last.value}`,
    help: '',
    elsewhere: [{ file, range: outside.range, label: `collected on ${outside.value}` }],
  }
}

export const evalMismatch: Rule = {
  id: 'data/eval-mismatch',
  severity: 'error',
  from: 'limited',
  summary: 'The eval set has its edge cases, and the declared numbers of cases',
  why: 'Declared numbers get out of date; only the eval set shows what the system was tested on.',
  details: `Reads JSON Lines (\`.jsonl\`), CSV with a header, and Parquet with string columns, plain or Snappy. A case has \`tags\` (a list, or a string separated by \`;\`), \`source: real\` or \`real: true\` if it is real, and the day on which it was \`collected\` (or its \`date\`). Values that are in the rows need not be declared; declared values are compared:

- \`cases\` with the number of rows, or of distinct rows;
- \`min_cases\` of each edge case, 1 by default, with the distinct rows that have its \`id\` as a tag;
- \`real\` with the share of real rows, or of real ones among the distinct rows, to one point;
- \`collected\` with the days of the rows.

An empty row such as \`{}\` is not a case. Rows with the same content are one case, whatever their \`id\`, row number, \`source\`, \`date\` and \`tags\`; another segment or expectation makes another case, and so does anything in a row without an input. Columns that are missing are not judged, nor is a \`source\` if no row has \`real\`. Other formats are unverified.

\`results\` of promptfoo, DeepEval, Inspect or MLflow have to be of the declared number of cases or a multiple, and of as many different cases as the set has. If both the set and a run of promptfoo have \`vars\`, at most a tenth of the run may have variables that no case of the set has.`,
  principles: ['edge-cases', 'real-data'],
  fields: ['data.eval_set', 'data.edge_cases.id', 'data.edge_cases.min_cases'],
  references: ['ML Test Score (Breck et al. 2017), Data 1'],
  settings: {
    tolerance: {
      value: 1,
      weaker: 'more',
      meaning: 'Largest difference between the declared and the actual share of real cases, in points',
      source: 'shares are declared as whole percentages, so rounding alone is half a point',
    },
  },
  examples: {
    files: {
      'evals/returns.jsonl':
        '{"source": "real", "tags": []}\n{"source": "real", "tags": ["no-receipt"]}\n{"source": "synthetic", "tags": ["injection"]}\n{"source": "real", "tags": ["no-receipt"]}\n',
    },
    ready: `data:
  eval_set: {path: evals/returns.jsonl, cases: 4, real: 75%}
  edge_cases: [{id: no-receipt, kind: missing_data, min_cases: 2, expect: clarify}]`,
    notReady: `data:
  eval_set:
    path: evals/returns.jsonl
    cases: 480  # expect: data/eval-mismatch
    real: 85%  # expect: data/eval-mismatch
  edge_cases:
    - {id: no-receipt, kind: missing_data, min_cases: 25, expect: clarify}  # expect: data/eval-mismatch`,
  },

  *check({ pilot: whole, plan: { declared: pilot }, facts: { evalSet, evalResults }, setting }) {
    if (evalResults?.state === 'found')
      yield* otherRun(whole, pilot, evalResults, evalSet?.state === 'found' ? evalSet.value : undefined)
    if (evalSet?.state !== 'found') return
    const { file, value } = evalSet
    yield* cases(pilot, value, file)
    yield* tags(pilot, value, file)
    yield* real(pilot, value, file, setting('tolerance'))
    yield* collected(pilot, value, file)
  },
}
