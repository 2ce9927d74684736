import { billedUnits, isMetered } from '../../evidence/bill/bill.ts'
import { outward } from '../../exits/printed.ts'
import { decimal, most, printGrouped, printMoney, sum, zero } from '../../finance/amounts.ts'
import { errorMetrics, inputsOf, isPartOf } from '../../finance/inputs.ts'
import { returnsAt } from '../../finance/returns.ts'
import { undeclaredOf } from '../../finance/undeclared.ts'
import { monthlyCost, unitCost } from '../../finance/unit-cost.ts'
import { unitOf } from '../../model/lists.ts'
import type { Cost } from '../../model/pilot.ts'
import { addDays, fraction, isDuration, printQuantity, seconds } from '../../values/index.ts'
import { enumerate, quote, withArticle } from '../../values/text.ts'
import { dotted } from '../../yaml/path.ts'
import { errorsByMetric } from '../lib/measured.ts'
import { isRunOf } from '../lib/models.ts'
import { filledCost } from '../lib/money.ts'
import { placeIn } from '../lib/results.ts'
import { both, type Context, type Finding, fields, type Rule } from '../lib/rule.ts'

/** More of the input than there is, from the cache and into it. */
function* cached({ plan }: Context): Generator<Finding> {
  for (const { path, usage } of plan.metered) {
    const [read, written] = [usage?.cached_input?.value ?? 0, usage?.cache_write?.value ?? 0]
    if (read + written > 100)
      yield {
        path: [...path, 'cache_write'],
        message: `\`${dotted(path)}\` reads ${read}% of its input from the cache and writes ${written}% of it`,
        help: 'set shares of at most 100% together',
        related: [{ path: [...path, 'cached_input'], label: 'read from the cache' }],
      }
  }
}

function* free({ pilot, plan }: Context, cost: Cost): Generator<Finding> {
  const model = inputsOf(plan)
  if (
    model.ok &&
    undeclaredOf(plan, cost).length === 0 &&
    monthlyCost(unitCost(model.inputs, model.inputs.volume)).eq(zero)
  )
    yield {
      path: ['cost', 'fixed'],
      message: `the cost per ${unitOf(pilot)?.one ?? 'unit'} is 0`,
      help: 'add what the system costs, such as servers to `cost.fixed` and upkeep to `cost.maintenance`',
    }
}

/** Work that is done takes time, and whoever does it is paid. */
function* unpaidWork({ maintenance, oversight }: Cost): Generator<Finding> {
  const { reviewed, effort, wage } = oversight ?? {}
  const works = [
    { name: 'oversight', key: 'effort', amount: effort, done: reviewed?.full, of: 'reviewed.full' },
    { name: 'oversight', key: 'wage', amount: wage, done: reviewed?.full, of: 'reviewed.full' },
    { name: 'maintenance', key: 'wage', amount: maintenance?.wage, done: maintenance?.effort, of: 'effort' },
  ]
  for (const { name, key, amount, done, of } of works)
    if (amount?.value === 0 && done !== undefined && done.value > 0)
      yield {
        path: ['cost', name, key],
        message: `\`cost.${name}.${key}\` is ${printQuantity(amount)}, but \`${of}\` is ${printQuantity(done)}`,
        help: 'write what the work takes and costs, whoever does it',
        related: [{ path: ['cost', name, ...of.split('.')], label: 'the work' }],
      }
}

function* errors(context: Context, cost: Cost): Generator<Finding> {
  const { rate, cost: each } = cost.errors ?? {}
  const reviewed = cost.oversight?.reviewed?.full
  // Where everything is reviewed, the review is what an error costs.
  if (rate && each?.value === 0 && rate.value > 0 && !(reviewed && fraction(reviewed) === 1))
    yield {
      path: ['cost', 'errors', 'cost'],
      message: `\`cost.errors.cost\` is ${printQuantity(each)}, but \`cost.errors.rate\` is ${printQuantity(rate)}`,
      help: 'write what one error costs: at least the time of whoever corrects it',
      related: [{ path: ['cost', 'errors', 'rate'], label: 'the rate' }],
    }
  const { metric } = cost.errors ?? {}
  if (metric !== undefined && errorMetrics(context.pilot).length === 0)
    yield {
      path: ['cost', 'errors', 'metric'],
      message: `\`cost.errors.metric\` is ${quote(metric)}, expected a guardrail metric with a limit in percent`,
      help: 'set it to the metric that counts these errors, or remove it where only one has a limit',
      related: [{ path: ['success', 'guardrail_metrics'], label: 'the guardrail metrics' }],
    }
  const all = (rate && errorsByMetric(context)) ?? []
  const [fewest, most] = [all[0], all.at(-1)]
  // Which of several it counts, nothing says: it is at least the cheapest, and who means that can say so.
  const measured = [fewest, most].find((one) => rate && one && fraction(rate) < one.lower)
  if (rate === undefined || measured === undefined) return
  const { elsewhere } = placeIn(measured.one, measured.at, `results of ${measured.one.stage}`)
  const least = `${outward(100 * measured.lower, 'down')}%`
  const path = ['cost', 'errors', 'rate']
  if (measured === fewest)
    yield {
      path,
      message: `\`cost.errors.rate\` is ${printQuantity(rate)}, but results show at least ${least}: ${measured.seen}`,
      help: 'set `rate` to what was measured, and check the margin',
      elsewhere,
    }
  else
    yield {
      path,
      message: `\`cost.errors.rate\` is ${printQuantity(rate)}, but results show at least ${least} of ${measured.metric}: ${measured.seen}`,
      help: `add \`metric\`, one of ${enumerate(
        all.map((one) => one.metric),
        'or',
      )}, to say which errors are paid`,
      severity: 'warning',
      elsewhere,
    }
}

/** A day at the limit that uses up what a month earns stops nothing in time. */
function* boundless({ plan }: Context): Generator<Finding> {
  const model = inputsOf(plan)
  if (!model.ok) return
  const { inputs } = model
  const month = returnsAt(inputs)?.value.times(inputs.volume)
  if (inputs.spendLimit === undefined || month === undefined || !month.gt(zero) || inputs.spendLimit.lte(month)) return
  yield {
    path: ['cost', 'spend_limit'],
    message: `a day at \`cost.spend_limit\` costs ${printMoney(inputs.spendLimit, inputs.currency)}, and a month at full volume earns ${printMoney(month, inputs.currency)}`,
    help: 'set it to what a bad day may cost',
    related: [{ path: ['cost', 'value'], label: 'the value' }],
  }
}

/** Months are a little dearer than others; so many times as dear is another system, or another count. */
const maxMonthRatio = 5

/** In days: at full the cost is reviewed each quarter. */
const quarter = 92

/** A bill of which the last month alone is as planned shows that month alone. */
function* otherMonths({ pilot, plan, facts: { bill }, gate, now }: Context): Generator<Finding> {
  const [model, unit, start] = [inputsOf(plan), unitOf(pilot), pilot.rollout?.full?.start]
  if (gate !== 'full' || !isMetered(pilot) || bill?.state !== 'found' || !model.ok || !unit || !start) return
  const { inputs } = model
  const { file, value } = bill
  // A bill in another currency or in cents is unverified.
  if (value.unclear !== undefined || (value.currency ?? inputs.currency) !== inputs.currency) return
  const since = addDays(now, -quarter).slice(0, 7)
  const months = value.months.filter(({ month }) => month >= since && `${month}-01` >= start && month < now.slice(0, 7))
  const last = months.at(-1)
  // A bill that counts nothing is unproven.
  if (last === undefined || billedUnits(last, unit) === 0) return
  for (const [at, one] of months.entries()) {
    const path = ['cost', 'bill']
    const elsewhere = [{ file, range: one.range, label: `the bill of ${one.month}` }]
    const before = months[at - 1]
    const expected = before && addDays(`${before.month}-01`, 31).slice(0, 7)
    if (expected !== undefined && expected !== one.month)
      yield {
        path,
        message: `${quote(file)} has no ${expected}, between ${before?.month} and ${one.month}`,
        help: 'export every month of the quarter',
        elsewhere,
      }
    const units = billedUnits(one, unit)
    // The last month is compared by cost/price-mismatch.
    if (one === last) continue
    if (units === 0) {
      if (inputs.minimum.lt(one.amount))
        yield {
          path,
          message: `${quote(file)} counts no ${unit.many} in ${one.month}, which cost ${printMoney(decimal(one.amount), inputs.currency)}`,
          help: `export the ${unit.many} of every month of the quarter`,
          elsewhere,
        }
      continue
    }
    const billed = decimal(one.amount).div(units)
    const metered = most(unitCost(inputs, inputs.volume).metered, inputs.minimum.div(units))
    if (billed.lte(metered.times(maxMonthRatio))) continue
    const [money, planned] = [billed, metered].map((amount) => printMoney(amount, inputs.currency))
    yield {
      path,
      message: `${withArticle(unit.one)} cost ${money} in ${one.month} in ${quote(file)}, more than ${maxMonthRatio} times the ${planned} of \`cost\``,
      help: 'find out what that month paid for, and correct the export, or `usage`, `price` and `per_unit`',
      elsewhere,
    }
  }
}

/** From how many times the planned tokens on a case is no longer an unusual one. */
const maxTokenRatio = 3

/** A unit takes at least the answer that a case of the eval run is. */
function* tokens({ pilot, plan, facts: { evalResults } }: Context): Generator<Finding> {
  const model = inputsOf(plan)
  if (!model.ok || evalResults?.state !== 'found') return
  const { tokens: used = 0, models } = evalResults.value
  const isPlanned = ({ name }: { readonly name: string }) =>
    plan.metered.some((one) => one.usage && one.model !== undefined && isRunOf(name, one.model, one.provider) !== false)
  if (!models.every(isPlanned)) return
  // A call for several units at once is one case.
  const planned = sum(
    model.inputs.usages.map(({ calls, retries, input, output }) =>
      most(decimal(1), calls).times(retries.plus(1)).times(input.plus(output)),
    ),
  )
  if (planned.eq(zero) || planned.times(maxTokenRatio).gte(used)) return
  const unit = unitOf(pilot)?.one ?? 'unit'
  yield {
    path: ['cost', 'usage'],
    message: `\`cost.usage\` plans ${printGrouped(planned, 0)} tokens per ${unit}, but the run in ${quote(evalResults.file)} used ${printGrouped(decimal(used), 0)} per answer`,
    help: `set \`calls\`, \`input\` and \`output\` to what a ${unit} takes, and check the margin`,
    // A case may be more than a unit.
    severity: 'warning',
  }
}

/** Review that is paid by another metric than the one whose time holds it. */
function* wrongPart({ pilot, faults }: Context, { oversight }: Cost): Generator<Finding> {
  const { part_of: part, effort } = oversight ?? {}
  const { metric, baseline, target } = pilot.success ?? {}
  if (part === undefined || faults.some(({ path }) => path[0] === 'success')) return
  const path = ['cost', 'oversight', 'part_of']
  const related = [{ path: ['success', 'metric'], label: 'the primary metric' }]
  const most = target && 'quantity' in target ? target.quantity : undefined
  if (!isPartOf(pilot))
    yield {
      path,
      message: `\`cost.oversight.part_of\` is ${quote(part)}, expected the primary metric, a mean time`,
      help:
        baseline?.value && isDuration(baseline.value)
          ? `set it to ${metric}`
          : 'remove `part_of`, so that the review is paid',
      related,
    }
  else if (effort && most && isDuration(most) && seconds(effort) > seconds(most))
    yield {
      path: ['cost', 'oversight', 'effort'],
      message: `\`cost.oversight.effort\` is ${printQuantity(effort)}, but ${quote(part)} is ${printQuantity(most)} at the target`,
      help: 'set `effort` to the part of the metric that is review',
      related,
    }
}

export const implausible: Rule = {
  id: 'cost/implausible',
  severity: 'error',
  from: 'limited',
  summary: 'The numbers of the cost section are plausible',
  why: 'A section that is filled in looks like a calculation. An error that costs nothing, or fewer errors than the results show, makes every margin look good.',
  details: `The cost of a unit is not 0, nor is that of an error, unless every output is reviewed at full; a review takes time, and it and maintenance have a wage. \`errors.rate\` is not below the exact one-sided 95% bound of the rate that results show, beyond that of the control group; where several guardrail metrics have a limit as a share, \`errors.metric\` names the one that is counted; without it, not below the lowest of their bounds, and a rate below the highest is a warning. \`oversight.part_of\` names the primary metric, a mean time that already contains the review; \`effort\` is then at most its target. The shares that are read from the cache and written into it are at most 100% together. A day at \`spend_limit\` costs less than a month at full volume earns. At \`full\`, no complete month of the last quarter is missing between two others on the bill or cost something without units, and none cost more than five times what is computed of a unit. More than three times the tokens that \`usage\` plans for a unit in an answer of the eval run is a warning, if promptfoo or Inspect counted them and all its models are in \`usage\`: \`calls\` x (1 + \`retries\`) x (\`input\` + \`output\`), of all models, and at least one call.`,
  principles: ['whole-cost', 'cost-model'],
  fields: fields`cost.errors.{rate,cost,metric} cost.oversight.{reviewed,effort,wage,part_of} cost.maintenance.{effort,wage} cost.usage cost.usage.{cached_input,cache_write} cost.spend_limit cost.bill data.eval_set.results`,
  references: ['FinOps Foundation, Measuring Unit Costs', 'NIST AI RMF MANAGE 2.1'],
  examples: both`cost:
  fixed: {feature_store: 1200 EUR/month}
  maintenance: {effort: 30 h/month, wage: 70 EUR/h}
  oversight: {reviewed: 2%, effort: 4 min, wage: 31 EUR/h}
  errors: {rate: 0.5%, cost: «18.00|0» EUR}  # expect: cost/implausible`,

  *check(context) {
    const cost = filledCost(context)
    if (cost === undefined) return
    yield* cached(context)
    yield* free(context, cost)
    yield* otherMonths(context)
    yield* boundless(context)
    yield* errors(context, cost)
    yield* unpaidWork(cost)
    yield* tokens(context)
    yield* wrongPart(context, cost)
  },
}
