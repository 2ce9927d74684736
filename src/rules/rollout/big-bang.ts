import type { Pilot } from '../../model/pilot.ts'
import { exposedStages } from '../../model/stage.ts'
import { days, fraction, perDay, printQuantity, sameUnit } from '../../values/index.ts'
import { type Finding, fields, type Rule } from '../lib/rule.ts'
import { type PlannedShare, plannedShares, type Rollout } from '../lib/stages.ts'

/** A share where one is missing: in the place of a step, with the time that the step has. */
const share = { limited: '5%', progressive: '20%' }

const plan = { shadow: '21d', limited: '5% for 14d', progressive: '[20% for 7d, 50% for 28d]', full: '95%' }

/** Percent, and `assign_by` units, that a first exposure may reach: above both of them it is no small group. */
const small = { share: 10, units: 50 }

/** Percent above which a first exposure is most of the customers, however many there are. */
const most = 50

/** How many `assign_by` units meet the limited stage, at the least; undefined where the file does not say. */
const exposed = ({ cost, rollout, use_case }: Pilot, { share }: PlannedShare): number | undefined => {
  const full = cost?.volume?.full
  const { assign_by, limited, units_per_assignee } = rollout ?? {}
  const same = assign_by !== undefined && use_case?.unit !== undefined && sameUnit(assign_by, use_case.unit)
  const each = units_per_assignee ?? (same ? 1 : undefined)
  if (full === undefined || share === undefined || each === undefined) return undefined
  return (perDay(full) * (limited?.duration ? days(limited.duration) : 1) * fraction(share)) / each
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
      message: `${stage} does not say which share of the traffic meets the system`,
      write: time === undefined ? share[stage] : `${share[stage]} for ${printQuantity(time)}`,
      help: '',
    }
  }
}

function* crowded(pilot: Pilot, rollout: Rollout): Generator<Finding> {
  const [first] = plannedShares(rollout)
  if (first?.stage !== 'limited' || first.share === undefined) return
  const { share, path } = first
  const write = [{ path, yaml: '5%' }]
  if (share.value === 0) {
    const message = 'limited has 0% of the traffic: nobody meets the system before progressive'
    yield { path, message, write, help: 'of at most 10%' }
    return
  }
  const units = exposed(pilot, first)
  if (share.value <= small.share || (units === undefined ? share.value <= most : units <= small.units)) return
  const by = rollout.assign_by === undefined ? '' : ` (assign_by: ${rollout.assign_by})`
  const crowd = units === undefined ? '' : `, about ${Math.round(units)} assignees${by}`
  const message = `limited begins with ${printQuantity(share)} of the traffic${crowd}`
  yield { path, message, write, help: 'begin with 10% or less' }
}

export const bigBang: Rule = {
  id: 'rollout/big-bang',
  severity: 'error',
  from: 'pilot',
  summary: 'The rollout plans every stage, and only a small group meets the system first',
  why: 'Whatever the demo did not show is met by everyone at once, and the only step back is to nothing.',
  details: `All of \`shadow\`, \`limited\`, \`progressive\` and \`full\` have to be planned; the short forms are enough, and a stage of \`0d\` is none. \`limited\` and \`progressive\` have to say which share of the traffic, or which segment, meets the system; 0% is nobody.

The first exposure is too large where it is above 10% of the traffic *and* above 50 \`assign_by\` units. The units are \`cost.volume.full\` over the stage's duration, times the share, by \`units_per_assignee\`; where \`assign_by\` is \`use_case.unit\` itself, there is one to each. A share says little of an internal tool with 30 users, a third of whom are ten people, so where the file does not say how many there are, only a first exposure of more than half is refused.`,
  principles: ['plan-ahead', 'big-bang'],
  fields: fields`rollout{,.assign_by,.units_per_assignee,.progressive.steps} cost.volume.full rollout.{shadow,limited,progressive,full}.duration rollout.{limited,progressive}.traffic`,
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
      yield {
        path: ['rollout'],
        message: 'no rollout is planned: everyone would meet the system on one day',
        write: `{${exposedStages.map((stage) => `${stage}: ${plan[stage]}`).join(', ')}}`,
        help: '',
      }
      return
    }
    for (const stage of exposedStages) {
      const duration = rollout[stage]?.duration
      if (rollout[stage] === undefined || duration?.value === 0)
        yield {
          path: ['rollout', stage, ...(duration ? ['duration'] : [])],
          message: `the rollout skips ${stage}${duration ? `: it lasts ${printQuantity(duration)}` : ''}`,
          write: duration ? '14d' : plan[stage],
          help: '',
        }
    }
    yield* unsaid(rollout)
    yield* crowded(pilot, rollout)
  },
}
