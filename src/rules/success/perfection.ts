import { present } from '../../model/lists.ts'
import { reaches } from '../../model/stage.ts'
import { compare, isShare, moreIsBetter, type Quantity, type Threshold, threshold } from '../../values/index.ts'
import { quote } from '../../values/text.ts'
import { unread } from '../lib/absent.ts'
import { guardrailName, nameOf } from '../lib/metrics.ts'
import type { Rule } from '../lib/rule.ts'

const share = (value: number): Quantity => ({ value, unit: '%' })

const isPerfect = (bar: Threshold | undefined): bar is Threshold & { quantity: Quantity } => {
  if (bar === undefined || !('quantity' in bar) || !isShare(bar.quantity)) return false
  return compare(bar.quantity, share(moreIsBetter(bar) ? 100 : 0)) === 0
}

const help = (bar: Threshold) =>
  moreIsBetter(bar)
    ? 'set it to a share that is good enough, and list known gaps in success.accepted_gaps'
    : 'set it to an acceptable share'

export const perfection: Rule = {
  id: 'success/perfection',
  severity: 'warning',
  from: 'pilot',
  summary: 'Targets and limits leave room for errors, and known gaps are listed with a way out',
  why: 'A target of no errors is never reached and cannot be shown: the pilot is polished for a year, while the process it replaces has an error rate of 3%.',
  details: `Reports a target or limit of exactly \`at least 100%\` or \`at most 0%\`. Only shares are judged: \`at most 0 incidents\` can be counted, but no number of cases shows \`at most 0%\`. A target of 100% over a baseline of 100% or more is accepted, because it is not a share of a whole.

From the limited stage on, \`accepted_gaps\` must not be missing or empty: every system goes live with known gaps, and an unwritten gap blocks the launch. Each \`gap\` has a \`then\`: it is \`out_of_scope\`, handled by the \`fallback\`, seen in \`review\`, or \`not_needed\`.`,
  principles: ['no-purgatory', 'held-bar'],
  fields: ['success.target', 'success.guardrail_metrics.limit', 'success.accepted_gaps'],
  references: ['Google SRE book, chapter 3: 100% is the wrong reliability target'],
  examples: {
    ready: `success:
  metric: sorted_mail_share
  target: at least 94%
  accepted_gaps:
    - {gap: handwritten letters, then: fallback}`,
    notReady: `success:
  metric: sorted_mail_share
  target: at least 100%  # expect: success/perfection
  guardrail_metrics: [{metric: wrong_department_rate, limit: at most 0%}]  # expect: success/perfection
  accepted_gaps:
    - {gap: handwritten letters, then: fallback}`,
  },

  *check({ pilot: { success }, gate, faults }) {
    if (success === undefined) return
    const { target, baseline } = success
    const beyondWhole = baseline?.value !== undefined && (compare(baseline.value, share(100)) ?? -1) >= 0
    if (isPerfect(target) && !(moreIsBetter(target) && beyondWhole))
      yield {
        path: ['success', 'target'],
        message: `target "${threshold.print(target)}" of ${nameOf(success)} leaves no room for errors`,
        help: help(target),
      }
    for (const { item, at } of present(success.guardrail_metrics))
      if (isPerfect(item.limit))
        yield {
          path: ['success', 'guardrail_metrics', at, 'limit'],
          message: `limit "${threshold.print(item.limit)}" of ${guardrailName(item, at)} leaves no room for errors`,
          help: help(item.limit),
        }
    if (!reaches(gate, 'limited')) return
    const path = ['success', 'accepted_gaps']
    if ((success.accepted_gaps ?? []).length === 0)
      yield {
        path,
        message: '`success.accepted_gaps` lists no gaps',
        write: '[{gap: <a known gap>, then: out_of_scope}]',
        help: 'known gaps that do not block the launch',
      }
    for (const { item, at } of present(success.accepted_gaps))
      if (item.then === undefined && unread(faults, [...path, at, 'then']) === undefined)
        yield {
          path: [...path, at, 'then'],
          message: `gap ${quote(item.gap ?? at)} has no \`then\``,
          write: 'out_of_scope',
          help: 'or fallback, review or not_needed',
        }
  },
}
