import { present, readable } from '../../model/lists.ts'
import { reaches } from '../../model/stage.ts'
import {
  compare,
  isShare,
  moreIsBetter,
  type Quantity,
  type Threshold,
  threshold,
} from '../../values/index.ts'
import { isNothing } from '../lib/absent.ts'
import { guardrailName, nameOf } from '../lib/metrics.ts'
import type { Rule } from '../lib/rule.ts'

const share = (value: number): Quantity => ({ value, unit: '%' })

/** Whether the bar leaves no room at all: every one right, or none wrong. */
const isPerfect = (bar: Threshold | undefined): bar is Threshold & { quantity: Quantity } => {
  if (bar === undefined || !('quantity' in bar) || !isShare(bar.quantity)) return false
  return compare(bar.quantity, share(moreIsBetter(bar) ? 100 : 0)) === 0
}

const help = (bar: Threshold) =>
  moreIsBetter(bar)
    ? 'write the share that is good enough, as in at least 98%, and list what may be missing in success.accepted_gaps'
    : 'write the share that you can live with and afford to put right, as in at most 1%'

export const perfection: Rule = {
  id: 'success/perfection',
  severity: 'warning',
  from: 'pilot',
  summary: 'The bar leaves room for errors, and the gaps that remain are listed',
  why: 'A bar of "no mistakes" is never reached and never shown to be reached: the pilot is polished for a year, while the people it replaces make 3% of mistakes.',
  details: `A target or limit of exactly 100%, where more is better, or 0%, where less is. Only shares are judged: \`at most 0 incidents\` in a week can be counted, \`at most 0%\` can be shown by no number of cases. A target of 100% over a baseline of 100% or more is left alone: that is no share of a whole.

From the limited stage on, an absent or empty \`accepted_gaps\` is reported too, and so is \`[none]\`. Every system goes live with something missing; what is not written down blocks the launch in somebody's head.`,
  principles: ['no-purgatory', 'held-bar'],
  fields: ['success.target', 'success.guardrail_metrics.limit', 'success.accepted_gaps'],
  references: ['Google SRE book, chapter 3: 100% is the wrong reliability target'],
  examples: {
    ready: `success:
  metric: sorted_mail_share
  target: at least 94%
  accepted_gaps: [handwritten letters go to the mail room]`,
    notReady: `success:
  metric: sorted_mail_share
  target: at least 100%  # expect: success/perfection
  guardrail_metrics: [{metric: wrong_department_rate, limit: at most 0%}]  # expect: success/perfection
  accepted_gaps: [handwritten letters go to the mail room]`,
  },

  *check({ pilot: { success }, gate }) {
    if (success === undefined) return
    const { target, baseline } = success
    const beyondWhole = baseline?.value !== undefined && (compare(baseline.value, share(100)) ?? -1) >= 0
    if (isPerfect(target) && !(moreIsBetter(target) && beyondWhole))
      yield {
        path: ['success', 'target'],
        message: `the target "${threshold.print(target)}" leaves ${nameOf(success)} no room for a single miss`,
        help: help(target),
      }
    for (const { item, at } of present(success.guardrail_metrics))
      if (isPerfect(item.limit))
        yield {
          path: ['success', 'guardrail_metrics', at, 'limit'],
          message: `the limit "${threshold.print(item.limit)}" leaves ${guardrailName(item, at)} no room for a single error`,
          help: help(item.limit),
        }
    if (reaches(gate, 'limited') && readable(success.accepted_gaps).every(isNothing))
      yield {
        path: ['success', 'accepted_gaps'],
        message: 'no gap is accepted: either nothing is missing, or nobody has said what may be',
        write: '[Dutch e-mails go straight to an agent]',
        help: 'with what is known and does not block',
      }
  },
}
