import { notAccepted } from '../../../src/rules/owner/not-accepted.ts'
import { type Row, table } from '../table.ts'

const stages =
  'success: {agreed: 2026-02-01, metric: deflection_rate, target: at least 35%}\nrollout: {shadow: {start: 2026-03-02}, limited: {start: 2026-04-20}}\n'
const owned = (owner: string, stage = 'progressive') => `stage: ${stage}\nowner: ${owner}\n${stages}`
const first = '{team: acme/returns, involved_since: 2026-02-02, accepted: 2026-04-10}'
const given = (then = owned(first)): Row['past'] => [
  { date: '2026-11-16', yaml: owned('{team: acme/refunds, involved_since: 2026-10-01, accepted: 2026-11-16}') },
  { date: '2026-04-20', yaml: then },
]

/** Returns had accepted the system when refunds took it over. */
const handed = (
  name: string,
  stage: string,
  [then, by, on]: readonly [string, string, string],
  isGuilty = false,
): Row => {
  const refunds = `{team: acme/refunds, involved_since: 2026-02-02, accepted: ${on}}`
  return {
    name,
    yaml: owned(isGuilty ? `${refunds} # expect: owner/not-accepted` : refunds),
    past: [
      { date: by, yaml: owned(refunds, stage) },
      { date: then, yaml: owned(refunds.replace('refunds', 'returns'), stage) },
    ],
    for: 'declared',
    ...(isGuilty && { says: [`\`owner.accepted\` is ${on}, the day on which "acme/returns" accepted it`] }),
  }
}

/** The first team, as others write it, with the day on which the first team accepted the system. */
const named = (...teams: readonly string[]): Pick<Row, 'yaml' | 'past' | 'for'> => {
  const [yaml = '', ...past] = teams.map((team) => owned(first.replace('acme/returns', `"${team}"`))).toReversed()
  return { yaml, past: past.map((one, at) => ({ date: `2026-06-${20 - at}`, yaml: one })), for: 'declared' }
}

table(notAccepted, [
  ...['@acme/returns', 'returns', '@returns', 'Acme/Returns'].map((team) => ({
    name: `closest: the same team, written as ${team}`,
    ...named('acme/returns', team),
  })),
  { name: 'closest: a team that had no organisation before', ...named('returns', 'acme/returns') },
  { name: 'closest: it went to another team, and back', ...named('acme/returns', 'acme/refunds', 'acme/returns') },
  ...['acme/refunds', 'other/returns'].map((team): Row => {
    const { yaml, ...rest } = named('acme/returns', team, 'acme/returns', team)
    const blamed = yaml.replace('04-10}', '04-10} # expect: owner/not-accepted')
    return { name: `${team} takes it over, gives it back and takes it over`, yaml: blamed, ...rest }
  }),
  handed('the acceptance of the team before', 'progressive', ['2026-04-20', '2026-11-16', '2026-04-10'], true),
  handed('the acceptance of the team in shadow', 'shadow', ['2026-04-12', '2026-04-15', '2026-04-10'], true),
  handed('closest: both accepted it at the handover', 'limited', ['2026-04-20', '2026-04-21', '2026-04-20']),
  handed('closest: a planned day, at which another team has it', 'pilot', ['2026-04-01', '2026-04-05', '2026-04-10']),
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
  {
    name: 'a team that takes the system over, and has accepted it by then',
    yaml: owned('{team: acme/refunds, involved_since: 2026-10-01, accepted: 2026-11-16}'),
    past: given(),
    for: 'declared',
  },
  {
    name: 'a team that takes the system over, and accepts it later',
    yaml: owned(
      '\n  team: acme/refunds\n  involved_since: 2026-11-17 # expect: owner/not-accepted\n  accepted: 2026-11-18 # expect: owner/not-accepted',
    ),
    past: given(),
    for: 'declared',
    says: [
      '`owner.involved_since` is 2026-11-17, but "acme/returns" handed it over on 2026-11-16',
      '`owner.accepted` is 2026-11-18, but "acme/returns" handed it over on 2026-11-16',
    ],
  },
  {
    name: 'the first team had not accepted it in time: nothing was handed over',
    yaml: owned(
      '\n  team: acme/refunds\n  involved_since: 2026-03-01\n  accepted: 2026-11-16 # expect: owner/not-accepted',
    ),
    past: given(owned(first.replace('2026-04-10', '2026-05-10'))),
    for: 'declared',
  },
  {
    name: 'another team before there were customers',
    yaml: owned(
      '\n  team: acme/refunds\n  involved_since: 2026-03-01\n  accepted: 2026-11-16 # expect: owner/not-accepted',
    ),
    past: given(owned(first, 'shadow')),
    for: 'declared',
  },
  {
    name: 'the same team, written otherwise',
    yaml: owned(
      '\n  team: Acme/Returns\n  involved_since: 2026-03-01\n  accepted: 2026-11-16 # expect: owner/not-accepted',
    ),
    past: [{ date: '2026-04-20', yaml: owned(first) }],
    for: 'declared',
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
