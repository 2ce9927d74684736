import { entryOf } from '../../evidence/prices/prices.ts'
import { meteredOf } from '../../model/metered.ts'
import { exposedStages, reaches } from '../../model/stage.ts'
import { addDays, daysBetween } from '../../values/index.ts'
import { plural, quote } from '../../values/text.ts'
import { both, fields, type Rule } from '../lib/rule.ts'

/** One quarter, the time between two reviews. */
const least = 90

export const retiresEarly: Rule = {
  id: 'model/retires-early',
  severity: 'warning',
  from: 'limited',
  summary: 'The model is available for at least 90 days from today and after the full rollout starts',
  why: 'If the model retires right after the rollout, the team has to repeat the evaluation before the system has paid back.',
  details: `Compares \`model.retires\` with \`rollout.full.start\` plus ${least} days, one quarter, and with today plus ${least} days; less is a warning from \`progressive\` on. A model that has retired, or retires before the last planned stage starts, is an error. The \`deprecation_date\` of the model in \`cost.price.table\` takes the place of \`retires\`, and may not be before it. Without either, as for a model of your own, nothing is compared.`,
  principles: ['earns-its-keep'],
  fields: fields`model.retires cost.price.table rollout.{shadow,limited,progressive,full}.start`,
  references: ['LiteLLM model table, deprecation_date'],
  examples: both`model: {provider: example-ai, id: small-2-20260801, retires: «2027-09-30|2027-02-28»}  # expect: model/retires-early
rollout: {full: {traffic: 95%, start: 2027-03-01}}`,

  *check({ pilot, facts: { prices }, gate, today }) {
    const { model, rollout } = pilot
    const table = prices?.state === 'found' ? prices : undefined
    const [listed] = meteredOf(pilot).flatMap((one) =>
      table === undefined || one.model !== model?.id ? [] : (entryOf(table.value, one)?.entry.retires ?? []),
    )
    const retires = model?.retires ?? listed
    if (retires === undefined) return
    const path = model?.retires === undefined ? ['model'] : ['model', 'retires']
    const said =
      model?.retires === undefined
        ? `${quote(table?.file)} retires the model on ${retires}`
        : `\`model.retires\` is ${retires}`
    const planned = exposedStages.flatMap((stage) => {
      const start = rollout?.[stage]?.start
      return start === undefined ? [] : [{ stage, start }]
    })
    const last = planned.at(-1)
    const start = rollout?.full?.start
    if (listed !== undefined && listed < retires)
      yield {
        path,
        severity: 'error',
        message: `${said}, but ${quote(table?.file)} has a \`deprecation_date\` of ${listed}`,
        help: 'correct the one that is wrong, and pin a model that is available',
      }
    else if (retires <= today)
      yield {
        path,
        severity: 'error',
        message: `${said}, which has passed`,
        help: 'pin an available model, and run the stage again with it',
        cause: 'time',
      }
    else if (last !== undefined && retires <= last.start)
      yield {
        path,
        severity: 'error',
        message: `${said}, ${retires < last.start ? 'before' : 'the same day as'} \`rollout.${last.stage}.start\` on ${last.start}`,
        help: `pin a model that is available until ${addDays(last.start, least)} or later, ${least} days after ${last.stage} starts`,
        related: [{ path: ['rollout', last.stage, 'start'], label: `${last.stage} starts here` }],
      }
    else if (!reaches(gate, 'progressive')) return
    else if (start !== undefined && retires < addDays(start, least))
      yield {
        path,
        message: `${said}, ${plural(daysBetween(start, retires), 'day')} after \`rollout.full.start\` on ${start}`,
        help: `pin a model that is available until ${addDays(start, least)} or later, ${least} days after full starts`,
        related: [{ path: ['rollout', 'full', 'start'], label: 'full starts here' }],
      }
    else if (retires < addDays(today, least))
      yield {
        path,
        message: `${said}, in ${plural(daysBetween(today, retires), 'day')}`,
        help: `pin a model that is available until ${addDays(today, least)} or later, and run the stage again with it`,
        cause: 'time',
      }
  },
}
