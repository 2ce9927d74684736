import { present, readable, sameText } from '../../model/lists.ts'
import type { FallbackStep, Pilot } from '../../model/pilot.ts'
import { both, type Rule } from '../lib/rule.ts'

const isForModel = ({ for: triggers }: FallbackStep): boolean =>
  readable(triggers).some((trigger) => trigger === 'model_error' || trigger === 'any_failure')

const isIndependent = ({ do: step, provider }: FallbackStep, { model }: Pilot): boolean => {
  if (step !== 'other_model') return step !== 'retry'
  return provider !== undefined && (model?.provider === undefined || !sameText(provider, model.provider))
}

export const notIndependent: Rule = {
  id: 'fallback/not-independent',
  severity: 'error',
  from: 'shadow',
  summary: 'A fallback for model errors works while the model is down',
  why: 'A retry helps with a transient error; in an outage every retry fails too, and adds load.',
  details: `Judges the entries for \`model_error\` or \`any_failure\`, or all of them if none is. \`retry\` calls the same model, and \`other_model\` fails with it unless its \`provider\` differs from \`model.provider\`; every other \`do\` is independent. One independent entry is enough, so \`retry\` beside \`template\` is accepted.`,
  principles: ['fallback'],
  fields: ['fallback.for', 'fallback.do', 'fallback.provider', 'model.provider'],
  references: ['Google SRE book, launch checklist: what happens when a backend dies'],
  examples: both`model: {provider: example-ai, id: small-2-20260801}
fallback:
  - {for: [any_failure], do: retry}  «|# expect: fallback/not-independent»
  - {for: [«any_failure|user_asks»], do: previous_process}`,

  *check({ pilot, faults }) {
    const { fallback } = pilot
    if (faults.some(({ path }) => path[0] === 'fallback')) return
    const all = present(fallback)
    const forModel = all.filter(({ item }) => isForModel(item))
    const judged = forModel.length > 0 ? forModel : all
    const [first, ...others] = judged
    if (first === undefined || judged.some(({ item }) => isIndependent(item, pilot))) return
    const path = (at: number) => ['fallback', at, 'do']
    yield {
      path: path(first.at),
      message:
        first.item.do === 'retry'
          ? 'the only fallback for `model_error` is `retry`, which calls the same model again'
          : 'the only fallback for `model_error` is `other_model` of the same provider',
      write: [
        {
          path: ['fallback', fallback?.length ?? 0],
          yaml: '{for: [model_error], do: <what answers without the model>}',
        },
      ],
      help: 'or set `provider` of other_model to another provider',
      related: others.map(({ at }) => ({ path: path(at), label: 'also depends on the model' })),
    }
  },
}
