import { isChampion } from '../../../src/rules/owner/is-champion.ts'
import { table } from '../table.ts'

table(isChampion, [
  {
    name: 'accountable',
    yaml: 'champion: j.meyer\nowner:\n  team: acme/search\n  accountable: j.meyer # expect: owner/is-champion',
    says: ['`owner.accountable` is "j.meyer", the champion'],
    helps: ['accountable: <accountable role>  # in owner: a role that stays when the champion leaves'],
    severity: 'warning',
  },
  {
    name: 'on call alone',
    yaml: 'champion: j.meyer\nowner:\n  team: acme/search\n  on_call: pagerduty:j.meyer # expect: owner/is-champion',
    says: ['`owner.on_call` is "pagerduty:j.meyer", only the champion'],
    helps: ['on_call: <on-call schedule>  # in owner: of the owning team'],
  },
  {
    name: 'everywhere',
    yaml: 'champion: j.meyer\nowner:\n  accountable: J.Meyer # expect: owner/is-champion\n  on_call: "@j.meyer" # expect: owner/is-champion',
  },
  {
    name: 'the champion by mail',
    yaml: 'champion: j.meyer\nowner: {team: acme/search, accountable: J.Meyer@acme.com} # expect: owner/is-champion',
  },
  {
    name: 'closest: a mailbox of the same name elsewhere',
    yaml: 'champion: j.meyer@vendor.example\nowner: {team: acme/search, accountable: j.meyer@acme.com}',
  },
  {
    name: 'closest: the champion takes turns with a colleague',
    yaml: 'champion: j.meyer\nowner: {team: acme/search, accountable: Head of Search, on_call: "j.meyer, a.novak"}',
  },
  {
    name: 'a namesake with a longer name',
    yaml: 'champion: j.meyer\nowner: {accountable: J. Meyerhold, on_call: "pagerduty:PSEARCH"}',
  },
  { name: 'no champion', yaml: 'owner: {team: acme/search, accountable: j.meyer}' },
  { name: 'no owner', yaml: 'champion: j.meyer' },
  { name: 'before shadow', for: 'pilot', yaml: 'champion: j.meyer\nowner: {accountable: j.meyer}' },
])
