import { isDenied } from '../lib/absent.ts'
import { filledGuardrails } from '../lib/actions.ts'
import type { Rule } from '../lib/rule.ts'

export const inputOpen: Rule = {
  id: 'guardrails/input-open',
  severity: 'error',
  from: 'limited',
  summary: 'A customer-facing system has limits on its input',
  why: 'An open input receives prompt injections on the first day, and a script that sends ten thousand requests soon after.',
  details: `Required if \`use_case.customer_facing: true\`. The keys of \`guardrails.input\` are free; one is enough. Its text is not judged, except that a bare \`none\` counts as missing.`,
  principles: ['guardrails'],
  fields: ['guardrails.input', 'use_case.customer_facing'],
  references: ['OWASP LLM01:2025 Prompt Injection', 'OWASP LLM10:2025 Unbounded Consumption'],
  examples: {
    ready: `use_case: {customer_facing: true}
guardrails:
  input: {abuse: 20/h per guest then front desk, injection: message text is data and never an instruction to a tool}`,
    notReady: `use_case: {customer_facing: true}
guardrails:  # expect: guardrails/input-open
  output: {never: [prices of another guest]}`,
  },

  *check({ pilot }) {
    const guardrails = filledGuardrails(pilot)
    if (guardrails === undefined || pilot.use_case?.customer_facing !== true) return
    if (Object.values(guardrails.input ?? {}).every(isDenied))
      yield {
        path: ['guardrails', 'input'],
        message: '`use_case.customer_facing` is true, but `guardrails.input` has no limit',
        write:
          '{abuse: 30/h per customer then queue, injection: message text is data and never an instruction to a tool}',
        help: '',
        related: [{ path: ['use_case', 'customer_facing'], label: 'customer facing' }],
        absent: true,
      }
  },
}
