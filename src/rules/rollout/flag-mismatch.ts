import type { TrafficSplit } from '../../evidence/feature-flag/flag.ts'
import type { Rollout } from '../../model/pilot.ts'
import type { Stage } from '../../model/stage.ts'
import { printQuantity, type Share } from '../../values/index.ts'
import { enumerate, quote } from '../../values/text.ts'
import type { Path } from '../../yaml/path.ts'
import { words } from '../lib/actions.ts'
import { both, type Finding, fields, type Rule, wordSet } from '../lib/rule.ts'
import { plannedBefore, plannedShares, tolerance } from '../lib/stages.ts'

// Default names of the key in flag systems, whatever it identifies.
const open = wordSet`targetingkey key id identifier default defaultuser context entity unit`
const nameless = wordSet`id key uuid guid ulid hash hashed number num no nr ref reference code identifier pk name login email mail context attributes`
// Words for one person.
const kin = [
  wordSet`customer client subscriber shopper buyer member user visitor guest person`,
  wordSet`employee staff agent clerk worker colleague member user person`,
]
const isKin = (one: string, other: string): boolean => kin.some((words) => words.has(one) && words.has(other))
const accounts = wordSet`account tenant organization organisation org workspace company`
// Who is one person in one market is an account with many users in another.
const buyers = wordSet`customer client buyer`

const meant = (name: string): string[] =>
  words(name.slice(0, 200))
    .filter((word) => !nameless.has(word))
    .map((word) => word.replace(/s$/, ''))

// What changes while the assignee stays the same, so that a key with it draws anew each time.
const finer = wordSet`session request conversation chat message ticket page pageview visit click timestamp time date day hour minute random nonce`

const isAssignedBy = (attributes: readonly string[], unit: string): boolean => {
  const wanted = meant(unit)
  const isFiner = (attribute: string) => meant(attribute).some((word) => finer.has(word) && !wanted.includes(word))
  if (attributes.length > 1 && attributes.some(isFiner)) return false
  return attributes.some((attribute) => {
    if (open.has(words(attribute.slice(0, 200)).join(''))) return true
    const found = meant(attribute)
    if (found.length === 0 || wanted.length === 0) return true
    // What a browser is, not who.
    if (found.slice(-2).join(' ') === 'user agent') return false
    const [whom = '', last = ''] = [wanted.at(-1), found.at(-1)]
    const isSomebody = accounts.has(whom) || wanted.some((word) => isKin(word, word))
    // As a key, an account is often that of one person.
    const isAccount =
      (isSomebody && last === 'account') ||
      (accounts.has(whom) && (accounts.has(last) || buyers.has(last))) ||
      // The company of a customer is not that customer.
      (buyers.has(whom) && accounts.has(last) && !found.some((word) => isKin(word, word)))
    // What follows the unit is an attribute that many share, as in `customer_country`.
    if (!isAccount && !wanted.some((one) => one === last || isKin(one, last))) return false
    return isSomebody || wanted.every((word) => found.includes(word)) || found.every((word) => wanted.includes(word))
  })
}

type Plan = {
  /** Percent: one, or one per step. */
  readonly shares: readonly number[]
  readonly control: Share | undefined
  readonly path: Path
  readonly name: string
  readonly words: string
}

const declaredSplit = (rollout: Rollout, stage: Stage, steps: boolean): Plan | undefined => {
  if (stage === 'pilot' || stage === 'shadow' || (steps && stage === 'full')) return undefined
  const exposed = rollout[stage]
  const shares = plannedShares({ [stage]: exposed }).flatMap(({ share }) => share ?? [])
  if (exposed === undefined || exposed.segment !== undefined || shares.length === 0) return undefined
  const { control } = exposed
  const kept = control === undefined || steps ? '' : ` with a control of ${printQuantity(control)}`
  const first = plannedShares({ [stage]: exposed })[0]?.path ?? ['rollout', stage]
  return {
    shares: shares.map(({ value }) => value),
    control,
    path: shares.length > 1 ? first.slice(0, -1) : first,
    name: stage,
    words: `${enumerate(shares.map(printQuantity), 'or')}${kept}`,
  }
}

const fits = ({ treatment, control, off }: TrafficSplit, plan: Plan, gap: number, isStep: boolean): boolean => {
  const near = (one: number, other: number) => Math.abs(one - other) <= gap + 1e-9
  // Serving less is never a fault: the change that ends the harm must not be blocked.
  if (!isStep && treatment < Math.max(...plan.shares) - gap) return true
  if (!plan.shares.some((share) => near(share, treatment))) return false
  if (plan.control === undefined) return true
  // Without a control variant, or if it is the only other one, the control is a part of the rest.
  const isPart = control === undefined || off === 0
  const rest = (control ?? 0) + off
  return isPart ? rest >= plan.control.value - gap - 1e-9 : near(control, plan.control.value)
}

const percent = (share: number): string => printQuantity({ value: Number(share.toFixed(2)), unit: '%' })

const splitWords = (splits: readonly TrafficSplit[]): string => {
  const shown = splits.slice(0, 6).map(({ treatment }) => percent(treatment))
  const [only] = splits
  const kept = splits.length === 1 && only?.control !== undefined ? ` with a control of ${percent(only.control)}` : ''
  const rest = splits.length - shown.length
  return `${enumerate(rest > 0 ? [...shown, `${rest} more`] : shown, 'or')}${kept}`
}

export const flagMismatch: Rule = {
  id: 'rollout/flag-mismatch',
  severity: 'error',
  from: 'limited',
  summary: 'The feature flag serves the declared share, split by the declared unit',
  why: 'The flag, not the plan, decides who meets the system. With 50% in the flag and 5% in the plan, ten times as many customers are exposed as agreed.',
  details: `Compares the declared stage with the flag: the variants that turn the system on with \`traffic\`, the control variant with \`control\`. A flag that serves less than the stage is accepted; below the first step, the pilot is paused. Without a control variant, the control is a part of those who do not get the system. In an Argo Rollouts or Flagger manifest one step must have the share of \`limited\` or \`progressive\`.

The attribute of the split must be \`assign_by\`; \`customer_id\` and \`customerId\` are the same, \`customer_country\` and \`customer_company\` are not. Words for the same thing match: a customer, member, visitor or user; an employee, agent, clerk or user; an account, tenant, organization or customer. An account has several users, so \`user\` is not \`account\`, and an employee is no customer. A key that may identify anything (\`key\`, \`targetingKey\`, \`id\`) is accepted. A key of several attributes must not contain one that changes while the assignee stays the same, such as a session or a time.

At \`pilot\` and \`shadow\` a flag may serve everybody, as its answers may only be kept; with \`--for limited\`, a flag that serves more than \`rollout.limited\` is reported. A targeting rule instead of a share proves a \`segment\` of \`limited\` if it turns the system on for exactly that name: one condition with one value, and off for everyone else. If \`assignees\` has their number, a rule for some of them proves their share. A share that is larger than the segment does not prove the segment. Other rules instead of a share, rules that may put some into an arm before the split, and an unknown default leave the flag unverified.`,
  principles: ['never-everyone', 'progressive-stage', 'big-bang'],
  fields: fields`rollout.{assign_by,progressive.steps} rollback.how.{feature_flag,file} rollout.{limited,progressive,full}.{traffic,control}`,
  references: ['flagd, fractional operation', 'Kohavi, Tang and Xu (2020), Trustworthy Online Controlled Experiments'],
  settings: {
    largest_gap: {
      value: 0.5,
      weaker: 'more',
      meaning: 'Points by which a share in the flag may differ from the declared one',
      source: 'flagd, fractional operation: whole weights of a hundred are within half a point of any share',
    },
  },
  examples: {
    files: {
      'flags/shop.flagd.json': `{
  "flags": {
    "ranking-ai": {
      "state": "ENABLED",
      "variants": {"off": false, "on": true, "control": false},
      "defaultVariant": "off",
      "targeting": {"fractional": [{"var": "customer"}, ["on", 5], ["control", 5], ["off", 90]]}
    }
  }
}
`,
    },
    ...both`stage: limited
rollback:
  how: {feature_flag: ranking-ai, file: flags/shop.flagd.json}
rollout:
  assign_by: «customer|session»   # expect: rollout/flag-mismatch
  limited: {traffic: «5%|2%», control: 5%, duration: 14d}   # expect: rollout/flag-mismatch`,
  },

  *check({ pilot: { rollout }, facts: { flag: fact }, declared, setting }) {
    if (rollout === undefined || fact?.state !== 'found') return
    const { file, value } = fact
    const { flag } = value
    if (flag === undefined || flag.disabled !== undefined) return
    const { splits, bucketBy } = flag
    if (splits === undefined || splits.value.every(({ treatment }: TrafficSplit) => treatment === 0)) return
    const name = `flag ${quote(flag.key.value)}`
    const [limited] = plannedShares({ limited: rollout.limited })
    const [now, further] = splits.value
    const isBefore = declared === 'pilot' || declared === 'shadow'
    // What serves still more is told by spec/stage-understated.
    const most = tolerance * (plannedBefore(rollout, declared) ?? Number.POSITIVE_INFINITY)
    const isMore = limited?.share && now && !further && now.treatment > limited.share.value + setting('largest_gap')
    if (isBefore && isMore && now.treatment <= most)
      yield {
        path: limited.path,
        message: `${name} serves ${percent(now.treatment)}, but \`rollout.limited\` is ${printQuantity(limited.share)}`,
        help: `lower the split in ${file} before limited begins, or change \`rollout.limited\``,
        elsewhere: [{ file, range: splits.range, label: `serves ${percent(now.treatment)}` }],
      } satisfies Finding
    const plan = declaredSplit(rollout, declared, splits.value.length > 1)
    if (plan === undefined) return
    if (!splits.value.some((split) => fits(split, plan, setting('largest_gap'), splits.value.length > 1))) {
      const said = splitWords(splits.value)
      yield {
        path: plan.path,
        message: `${name} serves ${said}, but \`rollout.${plan.name}\` is ${plan.words}`,
        help: `change \`rollout.${declared}\`, or the split in ${file}`,
        elsewhere: [{ file, range: splits.range, label: `serves ${said}` }],
      } satisfies Finding
    }
    const { assign_by } = rollout
    if (assign_by === undefined || bucketBy === undefined || isAssignedBy(bucketBy.value, assign_by)) return
    const keys = bucketBy.value.map(quote).join(' and ')
    yield {
      path: ['rollout', 'assign_by'],
      message: `${name} is split by ${keys}, but \`assign_by\` is ${quote(assign_by)}`,
      help: `change \`assign_by\`, or split by ${assign_by} in ${file}`,
      elsewhere: [{ file, range: bucketBy.range, label: `split by ${keys}` }],
    }
  },
}
