import { isDenied } from '../lib/absent.ts'
import { filledGuardrails } from '../lib/actions.ts'
import type { Rule } from '../lib/rule.ts'

export const inputOpen: Rule = {
  id: 'guardrails/input-open',
  severity: 'error',
  from: 'limited',
  summary: 'Where customers write to the system, the guardrails say what is limited or refused on the way in',
  why: 'Whatever a customer can type, somebody will: instructions to the model on the first day, and a script that asks ten thousand questions soon after.',
  details: `Asked for where \`use_case.customer_facing: true\`. The keys of \`guardrails.input\` are the team's own; one is enough. What it says is not judged, but for a bare \`none\`, which says that nothing is.`,
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
        message: 'customers write to the system, and nothing says what is limited or refused on the way in',
        write:
          '{abuse: 30/h per customer then queue, injection: message text is data and never an instruction to a tool}',
        help: '',
        related: [{ path: ['use_case', 'customer_facing'], label: 'customer facing' }],
        absent: true,
      }
  },
}
