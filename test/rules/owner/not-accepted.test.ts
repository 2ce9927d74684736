import { notAccepted } from '../../../src/rules/owner/not-accepted.ts'
import { table } from '../table.ts'

table(notAccepted, [
  {
    name: 'never accepted',
    yaml: 'owner: acme/returns # expect: owner/not-accepted\nrollout: {limited: {start: 2026-11-09}}',
    says: ['`owner.accepted` is missing'],
    helps: ['owner: {team: acme/returns, accepted: <day of the handover>}  # no later than 2026-11-09'],
    severity: 'error',
  },
  {
    name: 'never accepted, and no plan with dates',
    yaml: 'owner: {team: acme/returns} # expect: owner/not-accepted\nrollout: {limited: 5% for 14d}',
    helps: ['owner: {team: acme/returns, accepted: <day of the handover>}  # before limited starts'],
  },
  {
    name: 'accepted too late',
    yaml: 'owner: {accepted: 2026-11-10} # expect: owner/not-accepted\nrollout: {limited: {start: 2026-11-09}}',
    says: ['`owner.accepted` is 2026-11-10, but `rollout.limited.start` is 2026-11-09'],
  },
  {
    name: 'an acceptance that is only planned',
    yaml: 'owner: {accepted: 2026-12-10} # expect: owner/not-accepted\nrollout: {limited: {start: 2027-01-11}}',
    says: ['`owner.accepted` is 2026-12-10, which is in the future'],
  },
  {
    name: 'involved after shadow began',
    yaml: 'owner:\n  accepted: 2026-11-09\n  involved_since: 2026-10-06 # expect: owner/not-accepted\nrollout: {shadow: {start: 2026-10-05}, limited: {start: 2026-11-09}}',
    says: ['`owner.involved_since` is 2026-10-06, but `rollout.shadow.start` is 2026-10-05'],
    helps: [
      'involved_since: <day the owner joined>  # in owner: no later than 2026-10-05; if that is not what happened, add an exception',
    ],
  },
  {
    name: 'involved after limited began, where shadow has no date',
    yaml: 'owner: {accepted: 2026-11-09, involved_since: 2026-11-11} # expect: owner/not-accepted\nrollout: {shadow: 21d, limited: {start: 2026-11-09}}',
    says: ['`owner.involved_since` is 2026-11-11, but `rollout.limited.start` is 2026-11-09'],
  },
  {
    name: 'closest: accepted and involved on the very days',
    yaml: 'owner: {accepted: 2026-11-09, involved_since: 2026-10-05}\nrollout: {shadow: {start: 2026-10-05}, limited: {start: 2026-11-09}}',
  },
  { name: 'signed today, ahead of UTC', yaml: 'owner: {accepted: 2026-11-23}' },
  { name: 'no owner is for owner/missing', yaml: 'rollout: {limited: {start: 2026-11-09}}' },
  { name: 'an unreadable date is for the schema', yaml: 'owner: {accepted: last week}' },
  { name: 'before limited', for: 'shadow', yaml: 'owner: acme/returns' },
  {
    name: 'an owner who is to be involved some day',
    yaml: 'owner:\n  accepted: 2026-10-30\n  involved_since: 2027-05-01  # expect: owner/not-accepted\n',
    says: ['`owner.involved_since` is 2027-05-01, which is in the future'],
  },
])
