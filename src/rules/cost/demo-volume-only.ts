import { compare, perDay, perMonth, printQuantity } from '../../values/index.ts'
import { type Cost, costHere } from '../lib/money.ts'
import type { Finding, Rule } from '../lib/rule.ts'

const full = ['cost', 'volume', 'full']

const whenAll = 'the units that come when everybody is served'

const noFullVolume = (volume: Cost['volume']): Finding => {
  const known = volume?.demo ? `known for ${printQuantity(volume.demo)} only` : 'not planned for any volume'
  const message = `the cost is ${known}: the volume at full rollout is missing`
  return volume
    ? { path: full, message, write: '60000/month', help: whenAll, absent: true }
    : {
        path: ['cost', 'volume'],
        message,
        write: '{demo: 600/month, full: 60000/month}',
        help: '',
        absent: true,
      }
}

function* tooSmall({ demo, full: planned, peak_day: peak }: NonNullable<Cost['volume']>): Generator<Finding> {
  if (planned === undefined) return
  const is = `the full volume is ${printQuantity(planned)}`
  if (planned.value === 0)
    yield {
      path: full,
      message: `${is}: nobody is served, so no unit has a cost`,
      help: `write ${whenAll}, as in full: 60000/month`,
    }
  else if (demo && (compare(planned, demo) ?? 1) <= 0)
    yield {
      path: full,
      message: `${is}, no more than the ${printQuantity(demo)} of the demo`,
      ...(perMonth(demo) < 60_000 && { write: '60000/month' }),
      help: whenAll,
      related: [{ path: ['cost', 'volume', 'demo'], label: 'the volume of the demo' }],
    }
  else if (peak && perDay(peak) > perMonth(planned))
    yield {
      path: full,
      message: `${is}, less than the single peak day of ${printQuantity(peak)}`,
      help: 'write the volume of an average month at full rollout, of which the peak day is a part',
      related: [{ path: ['cost', 'volume', 'peak_day'], label: 'one day' }],
      severity: 'warning',
    }
}

export const demoVolumeOnly: Rule = {
  id: 'cost/demo-volume-only',
  severity: 'error',
  from: 'shadow',
  summary: 'The cost section plans for the volume at full rollout, not for that of the demo',
  why: 'At demo volume the API bill is pocket money and review fits into spare minutes; the cost that stops a pilot shows up at a hundred times the volume, when it is in front of customers.',
  details: `\`cost.volume.full\` has to be there and be more than \`demo\`; rates are compared per month of 30 days. A full volume below a single \`peak_day\` is a warning only: a service that lives for one day of the year can have such a month.

What a stage has really exposed is for the results files to show; shares of the traffic say nothing about its size. A missing \`demo\` is not judged here, and nothing is where \`cost.include\` keeps the section in a file that cannot be read.`,
  principles: ['cost-model', 'late-cost'],
  fields: ['cost.volume', 'cost.volume.demo', 'cost.volume.full', 'cost.volume.peak_day'],
  references: ['FinOps Foundation, Measuring Unit Costs'],
  examples: {
    ready: `cost:
  volume: {demo: 400/month, full: 22000/month, peak_day: 1900/day}`,
    notReady: `cost:
  volume: {demo: 400/month}  # expect: cost/demo-volume-only`,
  },

  *check(context) {
    const cost = costHere(context)
    if (cost === undefined) return
    if (Object.keys(cost).length === 0)
      yield {
        path: ['cost'],
        message: 'nothing says what the system costs, in the demo or at full volume',
        write: '{volume: {demo: 600/month, full: 60000/month}}',
        help: 'then what one unit costs and earns',
        absent: true,
      }
    else if (cost.volume?.full === undefined) yield noFullVolume(cost.volume)
    else yield* tooSmall(cost.volume)
  },
}
