import { present } from '../../model/lists.ts'
import { enumerate, quote } from '../../values/text.ts'
import { gap } from '../lib/absent.ts'
import { isHandoff } from '../lib/handoff.ts'
import { both, type Rule } from '../lib/rule.ts'

const nothing = /^(?:none|(?:do )?nothing|no fallback|(?:blank|empty)(?: screen| page)?)$/

const asks = {
  when: { says: 'when it applies', yaml: 'model error or low confidence' },
  do: { says: 'what happens instead', yaml: 'template_reply' },
  within: { says: 'how fast somebody takes over', yaml: '2m' },
}

const example =
  '[{when: model error or slow answer, do: template_reply}, {when: low confidence or customer asks, do: human_handoff, to: tier-1 agents, within: 2m}]'

export const missing: Rule = {
  id: 'fallback/missing',
  severity: 'error',
  from: 'shadow',
  summary: 'Something defined happens whenever the model cannot answer, and a handoff says how fast',
  why: 'Models time out, refuse and go down; without a way on, the customer looks at a blank screen.',
  details: `There has to be at least one path. Each path says \`when\` it applies and what it does (\`do\`); the last one may say \`when: anything else\`. A path that does nothing (\`none\`, \`do nothing\`, \`blank screen\`) is no path.

A handoff needs \`within\`: a customer who is passed on and not met has no fallback. A path is taken for a handoff when \`do\` says so in whole words (\`handoff\`, \`hand over\`, \`escalate\`, \`human review\`); \`to\` alone is not enough, since a ranking may fall back \`to\` an older ranker, and an older ranker may take over at once. What is handed on to a model, an engine, rules, a script or the like is no handoff either.`,
  principles: ['fallback'],
  fields: ['fallback.when', 'fallback.do', 'fallback.to', 'fallback.within'],
  references: ['NIST AI 600-1 GV-6.2-006'],
  examples: both`fallback:
  - {when: score service slower than 200ms, do: rules_engine}
  - {when: score between the thresholds, do: human_review, to: fraud «analysts, within: 15m|analysts»}  # expect: fallback/missing`,

  *check({ pilot: { fallback } }) {
    if (fallback === undefined || fallback.length === 0)
      yield {
        path: ['fallback'],
        message: 'nothing says what happens when the model cannot answer',
        write: example,
        help: '',
        absent: true,
      }
    for (const { item, at } of present(fallback)) {
      const path = ['fallback', at]
      const { do: step } = item
      const name = step === undefined ? `fallback ${at + 1}` : `the fallback ${quote(step)}`
      if (step !== undefined && nothing.test(step.trim().toLowerCase().replace(/[_-]+/gu, ' '))) {
        yield {
          path: [...path, 'do'],
          message: `${name} leaves the user with nothing`,
          write: asks.do.yaml,
          help: 'or human_handoff, or whatever the process was before the model',
          absent: true,
        }
        continue
      }
      const isFast = step === undefined || !isHandoff(step)
      const lacks = (['when', 'do', 'within'] as const).filter(
        (key) => item[key] === undefined && !(key === 'within' && isFast),
      )
      if (lacks.length === 0) continue
      const says = lacks.map((key) => asks[key].says)
      const message = `${name} does not say ${enumerate(says, 'or')}`
      yield { ...gap(path, lacks, asks), message, help: '', absent: true }
    }
  },
}
