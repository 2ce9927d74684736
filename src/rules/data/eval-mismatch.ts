import type { EvalResults } from '../../evidence/eval-results/eval-results.ts'
import type { EvalSet } from '../../evidence/eval-set/eval-set.ts'
import { present } from '../../model/lists.ts'
import type { Pilot } from '../../model/pilot.ts'
import { printQuantity } from '../../values/index.ts'
import { plural, quote } from '../../values/text.ts'
import { brokenFile, isModel, percent } from '../lib/evidence.ts'
import type { Finding, Rule } from '../lib/rule.ts'

const set = ['data', 'eval_set']
const path = [...set, 'results']

/**
 * Whether the run was surely of another model. An alias of the pinned one, such as its name without the day, may be it;
 * what promptfoo calls a provider is often a script of the team.
 */
const isOther = ({ tool, model }: EvalResults, id: string, provider: string | undefined): boolean => {
  if (model === undefined || model === 'none/none' || isModel(model, id)) return false
  if (tool === 'promptfoo' && !(provider && model.toLowerCase().startsWith(`${provider.toLowerCase()}:`)))
    return false
  const short = model.toLowerCase().split(/[/:]/).at(-1) ?? ''
  return !id.toLowerCase().split('/').at(-1)?.startsWith(short)
}

function* otherRun({ data, model }: Pilot, run: EvalResults, file: string): Generator<Finding> {
  if (model?.id !== undefined && isOther(run, model.id, model.provider))
    yield {
      path,
      message: `the last run in ${quote(file)} is of ${quote(run.model)}, and the pinned model is ${quote(model.id)}`,
      help: 'run the eval set again with the model that customers meet',
      related: [{ path: ['model', 'id'], label: 'the pinned model' }],
      severity: 'warning',
    }
  const declared = data?.eval_set?.cases
  const { passed, failed, errors = 0 } = run
  if (declared === undefined || passed === undefined || failed === undefined) return
  const ran = passed + failed + errors
  // Several prompts, or several rounds, run each case more than once.
  if (ran === 0 || ran % declared === 0) return
  yield {
    path,
    message: `the last run in ${quote(file)} is of ${plural(ran, 'case')}, and the eval set is said to hold ${declared}`,
    help: 'run the whole eval set again and name those results: nobody knows what the other cases would have shown',
    related: [{ path: [...set, 'cases'], label: 'the cases of the eval set' }],
  }
}

function* cases({ data }: Pilot, { rows, repeats }: EvalSet, file: string): Generator<Finding> {
  const declared = data?.eval_set?.cases
  // Whoever counts a case that is there twice only once is right as well.
  if (declared === undefined || declared === rows.value || declared === rows.value - (repeats?.value ?? 0))
    return
  yield {
    path: [...set, 'cases'],
    message: `the eval set is said to hold ${declared} cases, and ${quote(file)} holds ${rows.value}`,
    write: String(rows.value),
    help: 'or add the cases that are not there',
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
      ? `, ${there.repeats} of which ${there.repeats === 1 ? 'repeats' : 'repeat'} another word for word`
      : ''
    yield {
      path: ['data', 'edge_cases', at, item.min_cases === undefined ? 'id' : 'min_cases'],
      message: `${quote(id)} asks for at least ${plural(least, 'case')}, and ${quote(file)} tags ${there?.value ?? 'none'}${repeated}`,
      help: `add cases with ${JSON.stringify(id)} among their tags until there are ${least}${repeated && ' that differ'}`,
      elsewhere: there
        ? [{ file, range: there.range, label: `the first of ${plural(there.value, 'case')}` }]
        : [{ file, range: rows.range, label: 'no case up to here has the tag' }],
    }
  }
}

function* real({ data }: Pilot, found: EvalSet, file: string, tolerance: number): Generator<Finding> {
  const declared = data?.eval_set?.real
  const { rows, real: there } = found
  if (declared === undefined || there === undefined || rows.value === 0) return
  const share = there.value / rows.value
  // A share that is declared to the point may be rounded; the last bit of a float is no difference.
  if (Math.abs(100 * share - declared.value) <= tolerance + 1e-9) return
  yield {
    path: [...set, 'real'],
    message: `${printQuantity(declared)} of the eval set is said to be real, and ${there.value} of ${plural(rows.value, 'case')} in ${quote(file)} are: ${percent(share)}`,
    write: percent(share),
    help: 'or add real cases; a case is real where it says "source": "real"',
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
    message: `the cases are said to be collected from ${from} to ${to}, and one in ${quote(file)} is of ${outside.value}`,
    write: `${first.value}..${last.value}`,
    help: '',
    elsewhere: [{ file, range: outside.range, label: `collected on ${outside.value}` }],
  }
}

export const evalMismatch: Rule = {
  id: 'data/eval-mismatch',
  severity: 'error',
  from: 'limited',
  summary: 'The eval set holds the cases, the tags and the share of real ones that the file declares',
  why: 'A number in a form ages the day after it was written; the file beside it is what the system was really tried on.',
  details: `Read are JSON Lines (\`.jsonl\`), CSV with a header, and Parquet, whose columns are read where they are texts, plain or in Snappy. Of a case count its \`tags\` (a list, or one text with \`;\` between them) and its \`source\`: \`real\`, or anything else. Compared are

- \`cases\` with the number of rows, exactly, or with that of different ones;
- \`min_cases\` of each edge case, 1 where none is stated, with the different rows that carry its \`id\` among their tags;
- \`real\` with the share of rows with \`source: real\`, to one point;
- \`collected\` with the days that rows state under \`collected\`, where they do.

A row that says nothing, such as \`{}\`, is no case. One that holds an input and repeats another row word for word, its \`id\` included, shows nothing that the other does not. What the rows do not say is not judged: a file without tags, or one whose \`source\` is the name of a system. An eval set in another format is unverified. The file of its \`results\` has to be whole, where it is one of promptfoo, DeepEval, Inspect or MLflow. The run has to be of \`model.id\`, where it names a model and not an alias that may be it (a warning), and of as many cases as are declared, or a multiple of them.`,
  principles: ['edge-cases', 'real-data'],
  fields: ['data.eval_set', 'data.edge_cases.id', 'data.edge_cases.min_cases', 'model.id'],
  references: ['ML Test Score (Breck et al. 2017), Data 1'],
  settings: {
    tolerance: {
      value: 1,
      meaning: 'Points by which the declared share of real cases may differ from the one in the file',
      source: 'shares are declared as whole percentages, so that rounding alone moves them by half a point',
    },
  },
  examples: {
    files: {
      'evals/returns.jsonl':
        '{"source": "real", "tags": []}\n{"source": "real", "tags": ["no-receipt"]}\n{"source": "synthetic", "tags": ["injection"]}\n{"source": "real", "tags": ["no-receipt"]}\n',
    },
    ready: `data:
  eval_set: {path: evals/returns.jsonl, cases: 4, real: 75%}
  edge_cases: [{id: no-receipt, kind: missing_data, min_cases: 2, expect: ask once}]`,
    notReady: `data:
  eval_set:
    path: evals/returns.jsonl
    cases: 480  # expect: data/eval-mismatch
    real: 85%  # expect: data/eval-mismatch
  edge_cases:
    - {id: no-receipt, kind: missing_data, min_cases: 25, expect: ask once}  # expect: data/eval-mismatch`,
  },

  *check({ pilot, facts: { evalSet, evalResults }, setting }) {
    yield* brokenFile(evalResults, path, 'name the results of a run that ended, as its tool wrote them')
    if (evalResults?.state === 'found') yield* otherRun(pilot, evalResults.value, evalResults.file)
    const mend = 'mend the file: one JSON object a line, or CSV with a header'
    yield* brokenFile(evalSet, [...set, 'path'], mend)
    if (evalSet?.state !== 'found') return
    const { file, value } = evalSet
    yield* cases(pilot, value, file)
    yield* tags(pilot, value, file)
    yield* real(pilot, value, file, setting('tolerance'))
    yield* collected(pilot, value, file)
  },
}
