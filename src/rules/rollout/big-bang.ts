import { isUnit, unitOf } from '../../model/lists.ts'
import type { Pilot, Rollout } from '../../model/pilot.ts'
import { exposedStages, reaches } from '../../model/stage.ts'
import { fraction, perDay, printQuantity } from '../../values/index.ts'
import { missing } from '../lib/absent.ts'
import { type Finding, fields, type Rule } from '../lib/rule.ts'
import { type PlannedShare, plannedShares } from '../lib/stages.ts'

const plan = {
  shadow: '<duration>',
  limited: '<share and duration>',
  progressive: '[<share and duration of each step>]',
  full: '<share>',
}

/** Percent and `assign_by` units: only above both is a first exposure too large. */
const small = { share: 10, units: 50 }

/** Percent: the limit if the number of units is unknown. */
const maxShare = 50

/** At least so many `assign_by` units a day; undefined if the file does not say. */
const exposed = (pilot: Pilot, { share }: PlannedShare): number | undefined => {
  const { cost, rollout } = pilot
  const full = cost?.volume?.full
  const { assign_by, assignees, units_per_assignee } = rollout ?? {}
  if (assignees !== undefined && share !== undefined) return assignees * fraction(share)
  const unit = unitOf(pilot)
  const same = assign_by !== undefined && unit !== undefined && isUnit(assign_by, unit)
  const each = units_per_assignee ?? (same ? 1 : undefined)
  if (full === undefined || share === undefined || each === undefined) return undefined
  return (perDay(full) * fraction(share)) / each
}

function* unsaid(rollout: Rollout): Generator<Finding> {
  const shares = plannedShares(rollout)
  for (const stage of ['limited', 'progressive'] as const) {
    const own = shares.filter((one) => one.stage === stage)
    const [first] = own
    const hidden = rollout[stage]?.segment !== undefined || rollout.progressive?.steps?.includes(undefined)
    if (first === undefined || hidden || own.some(({ share }) => share !== undefined)) continue
    const time = typeof first.path.at(-1) === 'number' ? rollout.progressive?.steps?.[0]?.time : undefined
    yield {
      path: first.path,
      message: `\`rollout.${stage}\` has no share of the traffic`,
      write: time === undefined ? '<share>' : `<share for ${printQuantity(time)}>`,
      help: stage === 'limited' ? `of at most ${small.share}%` : '',
    }
  }
}

/** What serves nobody shows nothing, and a later stage does not make up for it. */
function* nobody(rollout: Rollout): Generator<Finding> {
  const seen = { name: 'shadow', path: ['rollout', 'shadow', 'traffic'], share: rollout.shadow?.traffic }
  for (const { name, path, share } of [seen, ...plannedShares(rollout)]) {
    if (share?.value !== 0) continue
    const at = path.at(-1)
    const time = typeof at === 'number' ? rollout.progressive?.steps?.[at]?.time : undefined
    yield {
      path,
      message: `${name.includes(' ') ? name : `\`rollout.${name}\``} has 0% of the traffic`,
      write: [{ path, yaml: time === undefined ? '<share>' : `<share for ${printQuantity(time)}>` }],
      help: { limited: `of at most ${small.share}%`, shadow: 'of which the system gets a copy' }[name] ?? '',
    }
  }
}

function* crowded(pilot: Pilot, rollout: Rollout): Generator<Finding> {
  const [first] = plannedShares(rollout)
  // A stage that is over has shown what its size may break.
  if (reaches(pilot.stage ?? 'pilot', 'progressive')) return
  if (first?.stage !== 'limited' || first.share === undefined || first.share.value === 0) return
  const { share, path } = first
  const write = [{ path, yaml: '<share>' }]
  const units = exposed(pilot, first)
  if (share.value <= small.share || (units === undefined ? share.value <= maxShare : units <= small.units)) return
  const by = rollout.assign_by === undefined ? '' : ` (assign_by: ${rollout.assign_by})`
  const crowd = units === undefined ? '' : `, about ${Math.round(units)} assignees a day${by}`
  const message = `\`rollout.limited\` starts with ${printQuantity(share)} of the traffic${crowd}`
  yield { path, message, write, help: `of at most ${small.share}%` }
}

export const bigBang: Rule = {
  id: 'rollout/big-bang',
  severity: 'error',
  from: 'pilot',
  summary: 'The rollout plans every stage and starts with a small share of the traffic',
  why: 'In a launch to everyone, a problem that the demo did not show reaches all customers at once.',
  details: `\`shadow\`, \`limited\`, \`progressive\` and \`full\` must all be planned, with a duration above \`0d\`; short forms are accepted. \`limited\` and \`progressive\` need a share of the traffic or a segment, and no step has 0%.

The first exposure is too large if it is above 10% of the traffic *and* above 50 \`assign_by\` units a day: \`assignees\` times the share or, without it, \`cost.volume.full\` a day times the share, divided by \`units_per_assignee\` (1 if \`assign_by\` is \`use_case.unit\`). It is judged until the stage is over, so not in a file at \`progressive\` or \`full\`. If the number of units is unknown, a share of up to half is accepted, because the tool may be internal with few users.`,
  principles: ['plan-ahead', 'big-bang'],
  fields: fields`stage rollout{,.assign_by,.assignees,.units_per_assignee,.progressive.steps} cost.volume.full rollout.{shadow,limited,progressive,full}.duration rollout.{shadow,limited,progressive,full}.traffic`,
  references: ['Google SRE book, launch checklist, staged rollouts'],
  examples: {
    ready: `rollout: {shadow: 14d, limited: 2% for 14d, progressive: [10% for 7d, 40% for 14d], full: 95%}`,
    notReady: `rollout:   # expect: rollout/big-bang
  shadow: 14d
  limited: 100% for 14d   # expect: rollout/big-bang
  full: 100%`,
  },

  *check({ pilot }) {
    const { rollout } = pilot
    if (rollout === undefined) {
      yield missing(['rollout'], `{${exposedStages.map((stage) => `${stage}: ${plan[stage]}`).join(', ')}}`)
      return
    }
    for (const stage of exposedStages) {
      const duration = rollout[stage]?.duration
      if (rollout[stage] === undefined || duration?.value === 0)
        yield {
          path: ['rollout', stage, ...(duration ? ['duration'] : [])],
          message: `\`rollout.${stage}${duration ? `.duration\` is ${printQuantity(duration)}` : '` is missing'}`,
          write: duration ? '<duration>' : plan[stage],
          help: '',
        }
    }
    yield* unsaid(rollout)
    yield* nobody(rollout)
    yield* crowded(pilot, rollout)
  },
}
