import { quote } from '../../values/text.ts'
import { isDenial } from '../lib/absent.ts'
import { filledGuardrails } from '../lib/actions.ts'
import { brokenFile } from '../lib/evidence.ts'
import type { Rule } from '../lib/rule.ts'

export const outputOpen: Rule = {
  id: 'guardrails/output-open',
  severity: 'error',
  from: 'limited',
  summary: 'The output is limited by a schema, by its sources or by a list of forbidden content',
  why: 'Free text can contain invented dates, data of other people, and markup that the next system executes.',
  details: `One of \`schema\`, \`grounded_in\` and \`never\` is enough; an empty list or one of \`nothing\` counts as missing. For a score or a ranking, use a \`schema\` with its range. A \`schema\` in the repository has to be a JSON Schema that rejects something; \`{}\` does not.`,
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
    if (schema === undefined && [...grounded_in, ...never].every((said) => said !== undefined && isDenial(said)))
      yield {
        path: ['guardrails', 'output'],
        message: '`guardrails.output` has no limit',
        write: '{schema: schemas/reply.json, grounded_in: [order-api], never: [data of another customer]}',
        help: 'one of the three is enough',
        absent: true,
      }
    const path = ['guardrails', 'output', 'schema']
    const help = 'set it to a JSON Schema with the type, the required keys and the length of an answer'
    yield* brokenFile(outputSchema, path, help)
    if (outputSchema?.state === 'found' && !outputSchema.value.constrains)
      yield {
        path,
        message: `${quote(outputSchema.file)} accepts every answer`,
        help,
      }
  },
}
