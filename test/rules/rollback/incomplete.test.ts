import { expect, test } from 'vitest'
import { asksApproval, incomplete } from '../../../src/rules/rollback/incomplete.ts'
import { table } from '../table.ts'

const rest = `rollback:
  how: {feature_flag: order-status-ai, file: flags/support.flagd.json}
  time: at most 10m
  when: [{metric: wrong_answer_rate, is: above 3%, over: 3d}]`

const whole = 'how: redeploy v41, time: at most 15m, who: any engineer on call'
const when = (over: string) => `rollback: {${whole},
  when: [{metric: csat, is: below 3.9 points, over: ${over}}]`

table(incomplete, [
  {
    name: 'a window for shadow alone, where nobody is served',
    yaml: `${when('{shadow: 1m}')}}  # expect: rollback/incomplete\n`,
    says: ['no rollback trigger has a window for limited'],
  },
  {
    name: 'no window for full, judged for full',
    for: 'full',
    yaml: `${when('{limited: 6h, progressive: 40m}')}}  # expect: rollback/incomplete\n`,
  },
  {
    name: 'one trigger of two has a window for the stage',
    yaml: `rollback: {${whole}, when: [{metric: csat, is: below 3.9 points, over: {full: 20m}}, {metric: errors, is: above 3%, over: 3d}]}\n`,
  },
  {
    name: 'a trigger that acts at once beside one for later',
    yaml: `rollback: {${whole}, when: [{metric: csat, is: below 3.9 points, over: {full: 20m}}, {metric: errors, is: above 3%}]}\n`,
  },
  {
    name: 'no section is one finding',
    yaml: 'stage: limited   # expect: rollback/incomplete',
    says: ['`rollback` is missing'],
    helps: [
      'rollback: {how: {feature_flag: order-status-ai, file: flags/support.flagd.json}, time: at most 10m, who: any shift lead, when: [{metric: wrong_answer_rate, is: above 3%, over: 3d}]}',
    ],
    severity: 'error',
  },
  {
    name: 'a section with one key lacks the three others',
    yaml: `rollback:   # expect: rollback/incomplete # expect: rollback/incomplete # expect: rollback/incomplete
  how: we can revert`,
    says: ['`rollback.time` is missing', '`rollback.who` is missing', '`rollback.when` is missing'],
  },
  {
    name: 'a flag file without a flag is no way back',
    yaml: `rollback:
  how:   # expect: rollback/incomplete
    file: flags/support.flagd.json
  time: 10m
  who: any shift lead
  when: [{metric: csat, is: below 3.9 points, over: 7d}]`,
    says: ['`rollback.how` is missing'],
  },
  {
    name: 'an empty list of triggers',
    yaml: `rollback:
  how: redeploy image tag ranking-v41
  time: 15m
  who: any engineer on call
  when: []   # expect: rollback/incomplete`,
    says: ['`rollback.when` is missing'],
  },
  {
    name: 'triggers without a level, or without a metric',
    yaml: `rollback:
  how: redeploy image tag ranking-v41
  time: 15m
  who: any engineer on call
  when:
    - {metric: csat, over: 7d}   # expect: rollback/incomplete
    - {is: above 3%, over: 3d}   # expect: rollback/incomplete
    - {over: 3d}   # expect: rollback/incomplete`,
    says: [
      'rollback trigger on "csat" has no threshold',
      'rollback trigger has no metric',
      'rollback trigger has no metric and no threshold',
    ],
  },
  {
    name: 'an approval chain',
    yaml: `${rest}
  who: shift lead after CTO sign-off   # expect: rollback/incomplete`,
    says: ['`rollback.who` requires an approval: "shift lead after CTO sign-off"'],
    helps: ['who: any shift lead  # in rollback: a role that may act alone and informs others afterwards'],
  },
  {
    name: 'the honest file that comes closest: it denies an approval',
    yaml: `${rest}\n  who: any shift lead, without approval by the CTO`,
  },
  {
    name: 'a trigger without a window acts at once',
    yaml: `${rest.replace(', over: 3d', '')}\n  who: any shift lead`,
  },
  {
    name: 'a vendor product that is switched off by hand',
    yaml: `${rest.replace(/how: .*/, 'how: disable the connector in the vendor console')}\n  who: any branch manager`,
  },
  {
    name: 'a time that cannot be read is not missing',
    yaml: `${rest.replace('at most 10m', 'quickly')}\n  who: any shift lead`,
  },
  { name: 'not before limited', yaml: 'stage: shadow', for: 'shadow' },
  {
    name: 'no way back, and nobody',
    yaml: `${rest.replace(/how: .*/, 'how: none   # expect: rollback/incomplete')}\n  who: nobody   # expect: rollback/incomplete`,
    says: ['`rollback.how` is "none"', '`rollback.who` is "nobody"'],
  },
])

test.each([
  'after approval by the head of support',
  'any agent; CTO sign-off',
  'ops, once the product owner approves',
  'the owner subject to change board approval',
  'release manager with sign-off from legal',
  'support lead, must be approved by finance',
  'shift lead on duty, after sign-off by the CTO',
])('%s is an approval chain', (who) => expect(asksApproval(who)).toBe(true))

test.each([
  'any shift lead',
  'CTO',
  'any agent with approval rights',
  'any engineer with permission to deploy',
  'the approvals team on shift',
  'any shift lead - no sign-off needed',
  'any shift lead, who tells the CTO afterwards',
  'whoever is on call; sign-off by the board is not required',
  'authorised operators',
  'on-call engineer (after the rollback, approval by the CAB to re-enable)',
  'any shift lead, standard change with pre-approval by the CAB',
  'any shift lead; turning it on again requires sign-off from the product owner',
  'any shift lead, with approval by the CTO given in advance',
])('%s may act alone', (who) => expect(asksApproval(who)).toBe(false))
