import { present } from '../../model/lists.ts'
import { enumerate, quote } from '../../values/text.ts'
import { gap, inBackticks } from '../lib/absent.ts'
import { isHandoff } from '../lib/handoff.ts'
import { both, type Rule } from '../lib/rule.ts'

const nothing = /^(?:none|(?:do )?nothing|no fallback|(?:blank|empty)(?: screen| page)?)$/

const examples = {
  when: { yaml: 'model error or low confidence' },
  do: { yaml: 'template_reply' },
  within: { yaml: '2m' },
}

const example =
  '[{when: model error or slow answer, do: template_reply}, {when: low confidence or customer asks, do: human_handoff, to: tier-1 agents, within: 2m}]'

export const missing: Rule = {
  id: 'fallback/missing',
  severity: 'error',
  from: 'shadow',
  summary: 'There is a fallback for when the model cannot answer, and a handoff has a time limit',
  why: 'Models time out, refuse and go down; without a fallback, the customer sees a blank screen.',
  details: `Each entry of \`fallback\` needs \`when\` and \`do\`; the last one may be \`when: anything else\`. A fallback that does nothing (\`none\`, \`do nothing\`, \`blank screen\`) is reported.

A handoff to people also needs \`within\`. An entry is a handoff if \`do\` contains words such as \`handoff\`, \`hand over\`, \`escalate\` or \`human review\`, and does not hand over to a model, an engine, rules or a script.`,
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
        message: '`fallback` is missing or empty',
        write: example,
        help: '',
        absent: true,
      }
    for (const { item, at } of present(fallback)) {
      const path = ['fallback', at]
      const { do: step } = item
      const name = step === undefined ? `\`fallback[${at}]\`` : `fallback ${quote(step)}`
      if (step !== undefined && nothing.test(step.trim().toLowerCase().replace(/[_-]+/gu, ' '))) {
        yield {
          path: [...path, 'do'],
          message: `${name} does nothing`,
          write: examples.do.yaml,
          help: 'or human_handoff, or the process before the model',
          absent: true,
        }
        continue
      }
      const isFast = step === undefined || !isHandoff(step)
      const lacks = (['when', 'do', 'within'] as const).filter(
        (key) => item[key] === undefined && !(key === 'within' && isFast),
      )
      if (lacks.length === 0) continue
      const message = `${name} has no ${enumerate(lacks.map(inBackticks), 'or')}`
      yield { ...gap(path, lacks, examples), message, help: '', absent: true }
    }
  },
}
