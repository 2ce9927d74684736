import { readable } from '../../model/lists.ts'
import { printQuantity } from '../../values/index.ts'
import { both, type Rule } from '../lib/rule.ts'
import { plannedShares } from '../lib/stages.ts'

/** Percent that a control usually gets beside a step of a half. */
const usual = 20

export const noControl: Rule = {
  id: 'rollout/no-control',
  severity: 'error',
  from: 'progressive',
  summary: 'A control group runs beside the progressive stage',
  why: 'Before and after differ by season, campaigns and news as well: without a control of the same days nobody can tell the lift from the weather, and finance will say so.',
  details: `\`rollout.progressive.control\` is a share above 0% of the same traffic on the same days, drawn by \`assign_by\`. The controls of \`limited\` and \`full\` do not stand in for it.

A stage that is decided by \`prove: {by: expert_review}\` is left alone: its traffic can never carry a comparison.`,
  principles: ['progressive-stage'],
  fields: ['rollout.progressive.control', 'rollout.progressive.prove'],
  references: [
    'Kohavi, Tang and Xu (2020), Trustworthy Online Controlled Experiments',
    'Safe and Quick Rollouts (Xia et al. 2019), holdout',
  ],
  examples: both`rollout:
  assign_by: shopper
  progressive: {steps: [10% for 7d, 40% for 28d]«, control: 20%|»}   # expect: rollout/no-control`,

  *check({ pilot: { rollout } }) {
    const progressive = rollout?.progressive
    if (rollout === undefined || progressive === undefined || progressive.prove?.by !== undefined) return
    const { control } = progressive
    if (control !== undefined && control.value > 0) return
    const shares = readable(plannedShares({ progressive }).map(({ share }) => share?.value))
    const room = 100 - shares.reduce((most, share) => Math.max(most, share), 0)
    const value = room > 0 ? Math.min(usual, room) : usual
    const cut = room > 0 ? '' : `and a last step of ${printQuantity({ value: 100 - usual, unit: '%' })}`
    yield {
      path: ['rollout', 'progressive', 'control'],
      message: control
        ? `the control of progressive is ${printQuantity(control)} of the traffic`
        : 'progressive has no control group',
      write: printQuantity({ value, unit: '%' }),
      help: cut,
    }
  },
}
