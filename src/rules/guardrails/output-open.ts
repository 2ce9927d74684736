import { quote } from '../../values/text.ts'
import { isDenial } from '../lib/absent.ts'
import { filledGuardrails } from '../lib/actions.ts'
import { brokenFile } from '../lib/evidence.ts'
import type { Rule } from '../lib/rule.ts'

export const outputOpen: Rule = {
  id: 'guardrails/output-open',
  severity: 'error',
  from: 'limited',
  summary: 'The output has a schema, sources that it rests on, or things that it may never hold',
  why: 'Free text is the widest interface there is: it carries made-up dates, data of other people and markup that the next system runs.',
  details: `One of \`schema\`, \`grounded_in\` and \`never\` is enough; an empty list counts as none, and so does one of \`nothing\`. A score or a ranking has an output too: a \`schema\` with its range says all there is to say.

A \`schema\` in the repository has to be a JSON Schema that refuses something: \`{}\` takes every answer.`,
  principles: ['guardrails'],
  fields: ['guardrails.output'],
  references: ['OWASP LLM05:2025 Improper Output Handling'],
  proves: ['guardrails'],
  examples: {
    ready: `guardrails:
  output: {grounded_in: [product-catalogue], never: [a price that is not in the catalogue]}`,
    notReady: `guardrails:  # expect: guardrails/output-open
  disclosure: You are chatting with our AI assistant`,
  },

  *check({ pilot, facts: { outputSchema } }) {
    const guardrails = filledGuardrails(pilot)
    if (guardrails === undefined) return
    const { schema, grounded_in = [], never = [] } = guardrails.output ?? {}
    if (
      schema === undefined &&
      [...grounded_in, ...never].every((said) => said !== undefined && isDenial(said))
    )
      yield {
        path: ['guardrails', 'output'],
        message: 'nothing limits what the system may say',
        write: '{schema: schemas/reply.json, grounded_in: [order-api], never: [data of another customer]}',
        help: 'one of the three is enough',
        absent: true,
      }
    const path = ['guardrails', 'output', 'schema']
    const help =
      'name a JSON Schema that says what an answer has to be: its type, what is required, how long it may be'
    yield* brokenFile(outputSchema, path, help)
    if (outputSchema?.state === 'found' && !outputSchema.value.constrains)
      yield {
        path,
        message: `${quote(outputSchema.file)} takes every answer: it says nothing that could be refused`,
        help,
      }
  },
}
