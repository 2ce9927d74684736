import { addDays, daysBetween } from '../../values/index.ts'
import { plural } from '../../values/text.ts'
import { both, type Rule } from '../lib/rule.ts'

/** One quarter, the time between two reviews. */
const least = 90

export const retiresEarly: Rule = {
  id: 'model/retires-early',
  severity: 'warning',
  from: 'progressive',
  summary: 'The model is available for at least 90 days from today and after the full rollout starts',
  why: 'If the model retires right after the rollout, the team has to repeat the evaluation before the system has paid back.',
  details: `Compares \`model.retires\` with \`rollout.full.start\` plus ${least} days, one quarter, and with today plus ${least} days; a model that has retired is an error. Without \`retires\`, as for a model of your own, nothing is compared.`,
  principles: ['earns-its-keep'],
  fields: ['model.retires', 'rollout.full.start'],
  references: ['LiteLLM model table, deprecation_date'],
  examples: both`model: {provider: example-ai, id: small-2-20260801, retires: «2027-09-30|2027-03-31»}  # expect: model/retires-early
rollout: {full: {traffic: 95%, start: 2027-03-01}}`,

  *check({ pilot: { model, rollout }, today }) {
    const retires = model?.retires
    const start = rollout?.full?.start
    if (retires === undefined) return
    const path = ['model', 'retires']
    if (retires <= today)
      yield {
        path,
        severity: 'error',
        message: `\`model.retires\` is ${retires}, which has passed`,
        help: 'pin an available model, and run the stage again with it',
        cause: 'time',
      }
    else if (start !== undefined && retires < addDays(start, least)) {
      const days = daysBetween(start, retires)
      const when = days < 0 ? 'before' : days === 0 ? 'the same day as' : `${plural(days, 'day')} after`
      yield {
        path,
        message: `\`model.retires\` is ${retires}, ${when} \`rollout.full.start\` on ${start}`,
        help: `pin a model that is available until ${addDays(start, least)} or later, ${least} days after full starts`,
        related: [{ path: ['rollout', 'full', 'start'], label: 'full starts here' }],
      }
    } else if (retires < addDays(today, least))
      yield {
        path,
        message: `\`model.retires\` is ${retires}, in ${plural(daysBetween(today, retires), 'day')}`,
        help: `pin a model that is available until ${addDays(today, least)} or later, and run the stage again with it`,
        cause: 'time',
      }
  },
}
