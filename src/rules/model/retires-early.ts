import { addDays, daysBetween } from '../../values/index.ts'
import { plural } from '../../values/text.ts'
import { both, type Rule } from '../lib/rule.ts'

/** Days at full before the model may go: one quarter, the time between two reviews. */
const least = 90

export const retiresEarly: Rule = {
  id: 'model/retires-early',
  severity: 'warning',
  from: 'progressive',
  summary: 'The model is served for at least 90 days after full rollout starts',
  why: 'A model that retires right after the rollout makes the team prove the same thing again before it has earned anything.',
  details: `\`model.retires\` is compared with \`rollout.full.start\` plus ${least} days, one quarter. From the same stage on, a model that has retired already is reported whatever the plan says. Without \`retires\`, as for a model of your own, or without a start, there is nothing to compare.`,
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
        message: `the model retired on ${retires}`,
        help: 'pin a model that is still served, and prove the stage again with it',
      }
    else if (start !== undefined && retires < addDays(start, least)) {
      const days = daysBetween(start, retires)
      const when = days < 0 ? 'before' : days === 0 ? 'the day' : `${plural(days, 'day')} after`
      yield {
        path,
        message: `the model retires on ${retires}, ${when} full starts on ${start}`,
        help: `pin a model that is served until ${addDays(start, least)} or later, ${least} days after full starts`,
        related: [{ path: ['rollout', 'full', 'start'], label: 'full starts here' }],
      }
    }
  },
}
