import type { EvalResults } from '../../evidence/eval-results/eval-results.ts'
import type { Pilot } from '../../model/pilot.ts'
import { plural, quote } from '../../values/text.ts'
import { isModel } from '../model-name.ts'
import type { Finding } from '../rule.ts'

const path = ['data', 'eval_set', 'results']

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

/** What the results of the last run say against the file: they are of another model, or of other cases. */
export function* otherRun({ data, model }: Pilot, run: EvalResults, file: string): Generator<Finding> {
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
    related: [{ path: ['data', 'eval_set', 'cases'], label: 'the cases of the eval set' }],
  }
}
