import { readable } from '../../model/lists.ts'
import { printQuantity } from '../../values/index.ts'
import { both, type Rule } from '../lib/rule.ts'
import { plannedShares } from '../lib/stages.ts'

const usual = 20

export const noControl: Rule = {
  id: 'rollout/no-control',
  severity: 'error',
  from: 'progressive',
  waivable: false,
  summary: 'The progressive stage has a control group',
  why: 'Before and after also differ by season, campaigns and news. Without a control group on the same days, the lift cannot be separated from them.',
  details: `\`rollout.progressive.control\` must be a share above 0%; the controls of \`limited\` and \`full\` do not count. A stage with \`prove: {by: expert_review}\` is not judged, because its traffic is too small for a comparison.`,
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
    // Of three customers, no fifth can be kept apart.
    const least = Math.max(usual, Math.ceil(100 / (rollout.assignees ?? 100)))
    const value = room > 0 ? Math.min(least, room) : least
    const cut = room > 0 ? '' : `and set the last step to ${printQuantity({ value: 100 - usual, unit: '%' })}`
    yield {
      path: ['rollout', 'progressive', 'control'],
      message: control
        ? `\`rollout.progressive.control\` is ${printQuantity(control)}`
        : '`rollout.progressive.control` is missing',
      write: printQuantity({ value, unit: '%' }),
      help: cut,
    }
  },
}
