import type { Rule } from '../rule.ts'
import { filledGuardrails } from './actions.ts'

export const outputOpen: Rule = {
  id: 'guardrails/output-open',
  severity: 'error',
  from: 'limited',
  summary: 'The output has a schema, sources that it rests on, or things that it may never hold',
  why: 'Free text is the widest interface there is: it carries made-up dates, data of other people and markup that the next system runs.',
  details: `One of \`schema\`, \`grounded_in\` and \`never\` is enough; an empty list counts as none. A score or a ranking has an output too: a \`schema\` with its range says all there is to say.`,
  seed: ['S19'],
  references: ['OWASP LLM05:2025 Improper Output Handling'],
  examples: {
    ready: `guardrails:
  output: {grounded_in: [product-catalogue], never: [a price that is not in the catalogue]}
`,
    notReady: `guardrails:  # expect: guardrails/output-open
  disclosure: You are chatting with our AI assistant
`,
  },

  *check({ pilot }) {
    const guardrails = filledGuardrails(pilot)
    if (guardrails === undefined) return
    const { schema, grounded_in = [], never = [] } = guardrails.output ?? {}
    if (schema === undefined && grounded_in.length === 0 && never.length === 0)
      yield {
        path: ['guardrails', 'output'],
        message: 'nothing limits what the system may say',
        help: 'output: {schema: schemas/reply.json, grounded_in: [order-api], never: [data of another customer]}; one of the three is enough',
        absent: true,
      }
  },
}
