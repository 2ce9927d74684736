import { readable, sameText } from '../../model/lists.ts'
import type { Pilot } from '../../model/pilot.ts'
import { later, production, type Stage } from '../../model/stage.ts'
import { printQuantity } from '../../values/index.ts'
import { quote } from '../../values/text.ts'
import { isDenial, lacking, missing, unread } from '../lib/absent.ts'
import { filledGuardrails } from '../lib/actions.ts'
import { type Context, type Finding, fields, type Rule } from '../lib/rule.ts'

type Output = NonNullable<NonNullable<Pilot['guardrails']>['output']>
type Means = NonNullable<NonNullable<Output['enforced_by']>[number]>

const reviewedAt = ({ cost }: Pilot, stage: Stage) =>
  stage === 'pilot' ? undefined : cost?.oversight?.reviewed?.[stage]

/** What the means needs to be more than a word; undefined if it is there. */
const lackOf = (means: Means, { pilot, gate, faults }: Context): string | undefined => {
  const output = pilot.guardrails?.output ?? {}
  const needed = { schema: 'schema', filter: 'filter', retrieval: 'grounded_in' } as const
  if (means === 'schema' || means === 'filter' || means === 'retrieval') {
    const key = needed[means]
    if (lacking(faults, ['guardrails', 'output'], output, [key]).length > 0) return `\`${key}\` is missing`
    if (means !== 'retrieval') return undefined
    const isInbound = (system: { readonly direction?: string | undefined } | undefined) => system?.direction !== 'out'
    if (!(pilot.integration ?? []).some(isInbound)) return 'no integration has direction in'
    const grounds = readable(output.grounded_in).map((name) =>
      pilot.integration?.find((system) => system === undefined || sameText(system.system ?? '', name)),
    )
    return grounds.length > 0 && !grounds.some(isInbound)
      ? '`grounded_in` names only systems with direction out'
      : undefined
  }
  if (means === 'prompt' || pilot.cost?.include !== undefined || unread(faults, ['cost', 'oversight'])) return undefined
  const stage = later(production, gate)
  const share = reviewedAt(pilot, stage)
  if (share?.value === 100) return undefined
  return `\`cost.oversight.reviewed\` is ${share === undefined ? 'missing' : printQuantity(share)} in ${stage}, not 100%`
}

function* enforcement(output: Output, context: Context): Generator<Finding> {
  const path = ['guardrails', 'output', 'enforced_by']
  if (unread(context.faults, path) || output.enforced_by?.includes(undefined)) return
  const means = readable(output.enforced_by)
  const write = '[<schema or filter or retrieval or review>]'
  if (means.length === 0) yield missing(path, write, 'what enforces these limits')
  else if (means.every((one) => one === 'prompt'))
    yield {
      path,
      message: '`guardrails.output` is enforced only by the prompt',
      help: 'add schema, filter, retrieval or review to `enforced_by`',
    }
  for (const [at, one] of means.entries()) {
    const lack = lackOf(one, context)
    if (lack !== undefined)
      yield {
        path: [...path, at],
        message: `enforced by ${one}, but ${lack}`,
        help: `remove ${one}, or add what it needs`,
      }
  }
}

export const outputOpen: Rule = {
  id: 'guardrails/output-open',
  severity: 'error',
  from: 'limited',
  summary: 'The output has a limit, and something other than the prompt enforces it',
  why: 'Free text can contain invented dates, data of other people, and markup that the next system executes.',
  details: `One of \`schema\`, \`grounded_in\` and \`never\` is enough; an empty list or one of \`nothing\` counts as missing. For a score or a ranking, use a \`schema\` with its range. A \`schema\` in the repository has to be a JSON Schema that rejects something; \`{}\` does not. One that requires no key accepts the answer \`{}\`: a warning.

\`enforced_by\` names what enforces the limits. \`schema\` needs \`output.schema\`, \`filter\` the program in \`output.filter\`, \`retrieval\` needs \`grounded_in\` with an inbound integration in it, and \`review\` needs \`cost.oversight.reviewed: 100%\` at the stage. \`prompt\` alone is not enough.`,
  principles: ['guardrails'],
  fields: fields`guardrails.output guardrails.output.enforced_by cost.oversight.reviewed integration.direction`,
  references: ['OWASP LLM05:2025 Improper Output Handling'],
  examples: {
    ready: `integration: [{system: product-catalogue, direction: in}]
guardrails:
  output: {grounded_in: [product-catalogue], never: [a price that is not in the catalogue], enforced_by: [retrieval]}`,
    notReady: `guardrails:
  output:
    never: [a price that is not in the catalogue]
    enforced_by: [prompt]  # expect: guardrails/output-open`,
  },

  *check(context) {
    const { pilot, facts } = context
    const guardrails = filledGuardrails(pilot)
    if (guardrails === undefined) return
    const { output = {} } = guardrails
    const { schema, grounded_in = [], never = [] } = output
    if (schema === undefined && [...grounded_in, ...never].every((said) => said !== undefined && isDenial(said)))
      yield {
        path: ['guardrails', 'output'],
        message: '`guardrails.output` has no limit',
        write: '{never: [<what no output may contain>], enforced_by: [<schema or filter or retrieval or review>]}',
        help: 'or schema, or grounded_in',
        absent: true,
      }
    else yield* enforcement(output, context)
    const path = ['guardrails', 'output', 'schema']
    if (facts.outputSchema?.state === 'found' && !facts.outputSchema.value.constrains)
      yield {
        path,
        message: `${quote(facts.outputSchema.file)} accepts every answer`,
        help: 'set it to a JSON Schema with the type, the required keys and the length of an answer',
      }
    else if (facts.outputSchema?.state === 'found' && facts.outputSchema.value.takesNothing)
      yield {
        path,
        message: `${quote(facts.outputSchema.file)} requires no key, so {} is valid`,
        help: 'list the mandatory keys of an answer in `required`',
        severity: 'warning',
      }
  },
}
