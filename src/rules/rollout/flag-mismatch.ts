import type { Split } from '../../evidence/feature-flag/feature-flag.ts'
import { quote } from '../../values/words.ts'
import type { Finding, Rule } from '../rule.ts'
import { isAssignedBy } from './assigned-by.ts'
import { declaredSplit, fits, splitWords } from './declared-split.ts'

export const flagMismatch: Rule = {
  id: 'rollout/flag-mismatch',
  severity: 'error',
  from: 'limited',
  summary: 'The flag gives the system to the declared share, by the declared unit',
  why: 'The flag decides who meets the system; the plan only says so. With 50% in the flag and 5% in the plan, ten times as many customers are exposed as anybody agreed to.',
  details: `Compared is the stage that the file declares, because the flag stands where the pilot stands: the variants that turn the system on with \`traffic\`, the control variant with \`control\`. A progressive stage agrees with any of its steps. Where the flag sets no control apart, the control is taken from those who do not get the system. Of an Argo Rollouts or Flagger manifest one step has to carry the share of \`limited\` or \`progressive\`.

The attribute that decides who gets what has to be \`assign_by\`; \`customer_id\` and \`customerId\` are the same, \`user\` stands for any person, and the default key of a flag system is left alone.

Silent at \`pilot\` and \`shadow\`, for a flag that is off for everyone, and where a segment or a targeting rule takes the place of a share: what share of the traffic that is, no flag file says. Such a flag is unverified, and so is one whose rules turn the system on for some before its split, or that has no default that is understood.`,
  seed: ['S22', 'S25', 'S34'],
  references: [
    'flagd, fractional operation',
    'Kohavi, Tang and Xu (2020), Trustworthy Online Controlled Experiments',
  ],
  proves: ['rollback'],
  settings: {
    largest_gap: {
      value: 0.5,
      meaning: 'How many points a share in the flag may be away from the declared one',
      source:
        'flagd, fractional operation: whole weights of a hundred come within half a point of every share',
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
    ready: `stage: limited
rollback:
  how: {feature_flag: ranking-ai, file: flags/shop.flagd.json}
rollout:
  assign_by: customer
  limited: {traffic: 5%, control: 5%, duration: 14d}
`,
    notReady: `stage: limited
rollback:
  how: {feature_flag: ranking-ai, file: flags/shop.flagd.json}
rollout:
  assign_by: session   # expect: rollout/flag-mismatch
  limited: {traffic: 2%, control: 5%, duration: 14d}   # expect: rollout/flag-mismatch
`,
  },

  *check({ pilot: { rollout }, facts: { flag: fact }, declared, setting }) {
    if (rollout === undefined || fact?.state !== 'found') return
    const { file, value } = fact
    const { flag } = value
    if (flag === undefined || flag.disabled !== undefined) return
    const { splits, bucketBy } = flag
    if (splits === undefined || splits.value.every(({ treatment }: Split) => treatment === 0)) return
    const name = `the flag ${quote(flag.key.value)}`
    const plan = declaredSplit(rollout, declared, splits.value.length > 1)
    if (plan === undefined) return
    if (!splits.value.some((split) => fits(split, plan, setting('largest_gap')))) {
      const said = splitWords(splits.value)
      yield {
        path: plan.path,
        message: `${name} gives the system to ${said}; ${plan.name} says ${plan.words}`,
        help: `make the two agree: change ${declared} here, or the split in ${file}`,
        elsewhere: [{ file, range: splits.range, label: `gives the system to ${said}` }],
      } satisfies Finding
    }
    const { assign_by } = rollout
    if (assign_by === undefined || bucketBy === undefined || isAssignedBy(bucketBy.value, assign_by)) return
    const keys = bucketBy.value.map(quote).join(' and ')
    yield {
      path: ['rollout', 'assign_by'],
      message: `${name} is split by ${keys}; pilot.yaml assigns by ${quote(assign_by)}`,
      help: `make the two agree: split by ${assign_by} in ${file}, or change assign_by here`,
      elsewhere: [{ file, range: bucketBy.range, label: `split by ${keys}` }],
    }
  },
}
