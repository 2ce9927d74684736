import { present } from '../../model/lists.ts'
import type { Pilot } from '../../model/pilot.ts'
import { quote } from '../../values/text.ts'
import { type Rule, wordSet } from '../lib/rule.ts'

const again = wordSet`again reask repeat repeated rerun resend retried retries retry retrying reattempt same`

/** Words for how, when or how often it is repeated. */
const manner = wordSet`a after ai an and ask attempt attempts automatic automatically back backoff before call delay each every
  exponential few for in jitter llm min minute minutes model more ms n of off once one over per pause prompt query
  question request requests s sec second seconds send several shortly the then thing three time times to try
  twice two up use uses wait with x`

/** Whether a step only asks the same model again; any other word, as in `retry then human_handoff`, is another step. */
export const isRetry = (step: string): boolean => {
  const words = step
    .toLowerCase()
    .replace(/\bre-(?=\p{L})/gu, 're')
    .split(/[^\p{L}]+/u)
    .filter((word) => word !== '')
  return words.some((word) => again.has(word)) && words.every((word) => again.has(word) || manner.has(word))
}

const example = '{when: model error, do: template_reply, uses: order-api}'

type Way = NonNullable<NonNullable<Pilot['fallback']>[number]>

const same = (one: string, other: string): boolean => one.trim().toLowerCase() === other.trim().toLowerCase()

const reason = (way: Way, model: Pilot['model']): { key: 'do' | 'model' | 'to'; message: string } | undefined => {
  const { provider = model?.provider } = way
  const elsewhere = provider !== undefined && model?.provider !== undefined && !same(provider, model.provider)
  if (elsewhere) return undefined
  const [key, named] = way.to === undefined ? (['model', way.model] as const) : (['to', way.to] as const)
  if (named !== undefined) {
    return model?.id !== undefined && same(named, model.id)
      ? { key, message: `the only fallback is ${quote(named)}, the same model` }
      : undefined
  }
  if (way.do === undefined || way.uses !== undefined || !isRetry(way.do)) return undefined
  return { key: 'do', message: `the only fallback is ${quote(way.do)}, which uses the same model` }
}

export const notIndependent: Rule = {
  id: 'fallback/not-independent',
  severity: 'error',
  from: 'shadow',
  summary: 'At least one fallback works while the model is down',
  why: 'A retry helps with a transient error; in an outage every retry fails too, and adds load.',
  details: `A fallback depends on the model if it only asks again (\`retry 3 times\`, \`try again\`, \`use the same model\`), or if \`model\` or \`to\` is the same model at the same \`provider\`. Another model, another provider, a template, a queue, a rule and a person are independent.

Reported if no fallback is independent: \`retry\` followed by \`human_handoff\`, as one entry or two, is accepted. An entry without \`do\` counts as independent here; \`fallback/missing\` reports it.`,
  principles: ['fallback'],
  fields: ['fallback.do', 'fallback.to', 'fallback.uses', 'fallback.provider', 'fallback.model'],
  references: ['Google SRE book, launch checklist: what happens when a backend dies'],
  examples: {
    ready: `model: {provider: example-ai, id: small-2-20260801}
fallback:
  - {when: timeout, do: retry once}
  - {when: second timeout, do: show the manual form}`,
    notReady: `model: {provider: example-ai, id: small-2-20260801}
fallback:
  - {when: timeout, do: retry 3 times}  # expect: fallback/not-independent`,
  },

  *check({ pilot: { fallback, model } }) {
    const reasons = present(fallback).map(({ item, at }) => ({ at, reason: reason(item, model) }))
    if (reasons.length < (fallback?.length ?? 0)) return
    const dependent = reasons.flatMap(({ at, reason }) =>
      reason ? [{ ...reason, path: ['fallback', at, reason.key] }] : [],
    )
    const [first, ...others] = dependent
    if (first === undefined || dependent.length < reasons.length) return
    yield {
      path: first.path,
      message: first.message,
      write: [{ path: ['fallback', reasons.length], yaml: example }],
      help: 'or a human_handoff with within',
      related: others.map(({ path }) => ({ path, label: 'also uses the same model' })),
    }
  },
}
