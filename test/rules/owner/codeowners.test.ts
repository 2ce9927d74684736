import { expect, test } from 'vitest'
import { lint } from '../../../src/lint/lint.ts'
import { unproven } from '../../../src/rules/evidence/unproven.ts'
import { codeowners } from '../../../src/rules/owner/codeowners.ts'
import { complete, diagnose, repository, table, today } from '../table.ts'

const pages = { 'docs/runbook.md': '# Runbook\n', 'monitoring/x.rules.yml': 'groups: []\n' }
const github = (text: string) => ({ ...pages, '.github/CODEOWNERS': text })
const gitlab = (text: string) => ({ ...pages, '.gitlab/CODEOWNERS': text })

const rest = 'owner:\n  runbook: docs/runbook.md\nmonitoring: {rules: monitoring/x.rules.yml}'
const honest = rest.replace('owner:', 'owner:\n  team: acme/support')
const guilty = rest.replace('owner:', 'owner:\n  team: acme/support  # expect: owner/codeowners')

const catalog = (owner: string) =>
  `apiVersion: backstage.io/v1alpha1\nkind: Component\nmetadata: {name: example}\nspec: {owner: ${owner}}\n`

const service = (team: string) =>
  `resource "datadog_service_definition_yaml" "example" {\n  service_definition = <<EOF\nschema-version: v2.2\ndd-service: example\nteam: ${team}\nEOF\n}\n`

table(codeowners, [
  {
    name: 'one person for everything',
    yaml: guilty,
    files: github('* @j.meyer\n'),
    says: [
      '.github/CODEOWNERS assigns "pilot.yaml", "docs/runbook.md" and "monitoring/x.rules.yml" to @j.meyer, not to "acme/support"',
    ],
    helps: [
      'add to the end of .github/CODEOWNERS, a line each: `/pilot.yaml @acme/support`, `/docs/runbook.md @acme/support` and `/monitoring/x.rules.yml @acme/support`; or set owner.team to the team that owns them',
    ],
    severity: 'error',
  },
  {
    name: 'a later line takes the runbook away, another leaves the rules to nobody',
    yaml: guilty,
    files: github('* @acme/support\n/docs/ @acme/docs @acme/web\n/monitoring/\n'),
    says: [
      '.github/CODEOWNERS assigns "docs/runbook.md" to @acme/docs and @acme/web and "monitoring/x.rules.yml" to no owner, not to "acme/support"',
    ],
  },
  {
    name: 'no line fits',
    yaml: guilty,
    files: github('/docs/ @acme/support\n/monitoring/ @acme/support\n'),
    says: ['.github/CODEOWNERS assigns "pilot.yaml" to no owner, not to "acme/support"'],
  },
  { name: 'a team with a longer name', yaml: guilty, files: github('* @acme/support-platform\n') },
  { name: 'a team of another organisation', yaml: guilty, files: github('* @other/support\n') },
  {
    name: 'a section of GitLab that excludes the pilot',
    yaml: guilty,
    files: gitlab('* @acme/support\n!pilot.yaml\n'),
    helps: [
      'remove them from the lines that begin with ! and add to the end of .gitlab/CODEOWNERS: `/pilot.yaml @acme/support`; or set owner.team to the team that owns them',
    ],
  },
  { name: 'only a role of GitLab', yaml: guilty, files: gitlab('* @@maintainer\n') },
  {
    name: 'no CODEOWNERS anywhere',
    yaml: guilty,
    files: pages,
    says: ['no CODEOWNERS file assigns the pilot to "acme/support"'],
  },
  {
    name: 'a CODEOWNERS that is not read by its platform',
    yaml: guilty,
    files: github('* acme/support\n'),
    says: [
      '.github/CODEOWNERS has no line that GitHub reads: its first names an owner that is neither @user, @org/team nor an email address',
    ],
  },
  {
    name: 'a catalog that names another team',
    yaml: guilty,
    files: { ...pages, 'catalog-info.yaml': catalog('group:default/web') },
    says: ['catalog-info.yaml names "group:default/web" as owner, not "acme/support"'],
  },
  {
    name: 'a group of Bitbucket that lists nobody',
    yaml: guilty,
    files: { ...pages, '.bitbucket/CODEOWNERS': '@@@support\n* @@support @acme/web\n' },
    says: [
      '.bitbucket/CODEOWNERS assigns "pilot.yaml", "docs/runbook.md" and "monitoring/x.rules.yml" to @acme/web, not to "acme/support"',
    ],
  },
  {
    name: 'a Datadog service that names another team',
    yaml: guilty,
    files: { ...pages, 'service.datadog.yaml': 'schema-version: v2.2\ndd-service: example\nteam: web\n' },
    says: ['service.datadog.yaml names "web" as owner, not "acme/support"'],
    helps: ['set team: support in service.datadog.yaml, or add a CODEOWNERS file with the team'],
  },
  {
    name: 'a Datadog service in Terraform that names another team',
    yaml: guilty,
    files: { ...pages, 'main.tf': service('web') },
    says: ['main.tf names "web" as owner, not "acme/support"'],
    helps: ['set team: support in main.tf, or add a CODEOWNERS file with the team'],
  },
  {
    name: 'a Datadog service in Terraform that is not called as the pilot',
    yaml: guilty,
    files: { ...pages, 'main.tf': service('support').replaceAll('example', 'orders') },
    says: ['no CODEOWNERS file assigns the pilot to "acme/support"'],
  },
  {
    name: 'the component of the pilot of another team, beside one of ours',
    yaml: guilty,
    files: { ...pages, 'catalog-info.yaml': `${catalog('web')}---\n${catalog('support').replace('example', 'other')}` },
  },
  {
    name: 'a catalog that names a person called as the team',
    yaml: guilty,
    files: { ...pages, 'catalog-info.yaml': catalog('user:support') },
  },

  {
    name: 'an OWNERS of Prow that lets another team approve, and ours retire',
    yaml: guilty,
    files: {
      ...pages,
      OWNERS: 'approvers: [web]\nemeritus_approvers: [support]\n',
      OWNERS_ALIASES: 'aliases: {web: [a, b], support: [c, d]}\n',
    },
    says: ['OWNERS assigns "pilot.yaml", "docs/runbook.md" and "monitoring/x.rules.yml" to web, not to "acme/support"'],
    helps: [
      'add the alias support to approvers in OWNERS, and its members to OWNERS_ALIASES; or set owner.team to the team that owns them',
    ],
  },
  {
    name: 'an OWNERS of Prow with the team, taken away from one folder',
    yaml: guilty,
    files: {
      ...pages,
      OWNERS: 'approvers: [support]\n',
      'docs/OWNERS': 'approvers: [web]\noptions: {no_parent_owners: true}\n',
      OWNERS_ALIASES: 'aliases: {web: [a, b], support: [c, d]}\n',
    },
    says: ['OWNERS assigns "docs/runbook.md" to web, not to "acme/support"'],
  },
  { name: 'an OWNERS of Prow that is broken', yaml: guilty, files: { ...pages, OWNERS: 'approvers: support\n' } },

  {
    name: 'closest honest OWNERS: the alias beside people, above the folder',
    yaml: honest,
    files: {
      ...pages,
      OWNERS: 'approvers: [j-meyer, Support]\n',
      'docs/OWNERS': 'approvers: [web]\n',
      OWNERS_ALIASES: 'aliases: {web: [a, b], support: [c, d]}\n',
    },
  },
  {
    name: 'an OWNERS of Prow that names people, who may be the team',
    yaml: honest,
    files: { ...pages, OWNERS: 'approvers: [a, b]\n' },
  },
  {
    name: 'closest honest file: owned with others, through a folder, in another case',
    yaml: honest,
    files: github(
      '* @j.meyer\n/pilot.yaml @j.meyer @ACME/Support\n/docs/ @acme/support # all\n/monitoring/ @acme/support\n',
    ),
  },
  {
    name: 'one section of GitLab is enough',
    yaml: honest,
    files: gitlab('* @acme/web\n[AI][2] @acme/support\n*\n'),
  },
  { name: 'a name without its organisation', yaml: 'owner: Support', files: github('* @acme/support\n') },
  { name: 'a mailbox', yaml: 'owner: support@acme.com', files: github('* support@acme.com\n') },
  { name: 'a mailbox of the team', yaml: 'owner: support@acme.com', files: github('* @acme/support\n') },
  {
    name: 'a mailbox of another',
    yaml: 'owner: support@acme.com # expect: owner/codeowners',
    files: github('* @acme/web\n'),
  },
  {
    name: 'a catalog that names the team, where no CODEOWNERS is',
    yaml: honest,
    files: { ...pages, 'catalog-info.yaml': catalog('support') },
  },
  {
    name: 'a group of Bitbucket with members, and a check of another',
    yaml: honest,
    files: { ...pages, '.bitbucket/CODEOWNERS': '@@@support @ann\n* @@support\nCheck(@@web >= 1)\n' },
  },
  {
    name: 'a user or a group of Bitbucket that is called as the team',
    yaml: honest,
    files: { ...pages, '.bitbucket/CODEOWNERS': '* @support\n' },
  },
  {
    name: 'a catalog whose group has the title that the pilot names',
    yaml: 'owner: Customer Care',
    files: {
      'catalog-info.yaml': `${catalog('support')}---\napiVersion: backstage.io/v1alpha1\nkind: Group\nmetadata: {name: support}\nspec: {profile: {displayName: Customer Care}}\n`,
    },
  },
  {
    name: 'an entity of Datadog of which the team is an additional owner',
    yaml: honest,
    files: {
      ...pages,
      'entity.datadog.yaml':
        'apiVersion: v3\nkind: service\nmetadata: {name: example, owner: web, additionalOwners: [{name: support}]}\n',
    },
  },
  {
    name: 'a Datadog service in Terraform, beside one of another team',
    yaml: honest,
    files: { ...pages, 'main.tf': service('support') + service('web').replaceAll('example', 'orders') },
  },
  {
    name: 'a Datadog service in Terraform whose team only Terraform knows',
    yaml: honest,
    files: { ...pages, 'main.tf': service(`\${datadog_team.care.handle}`) },
  },
  {
    name: 'a dialect that nobody reads',
    yaml: honest,
    files: { ...pages, '.gitea/CODEOWNERS': '.* @acme/web\n' },
  },
  {
    name: 'a runbook that is absent, which spec/path-missing tells',
    yaml: 'owner: {team: acme/support, runbook: docs/other.md}',
    files: github('/pilot.yaml @acme/support\n'),
  },
  { name: 'no team', yaml: 'owner: {runbook: docs/runbook.md}', files: github('* @j.meyer\n') },
  { name: 'judged without a repository', yaml: honest },
  { name: 'no team', yaml: 'owner: nobody\n', files: {} },
])

test('people in OWNERS are neither a fault nor a proof', async () => {
  const { diagnostics } = await lint(complete('owner: {team: acme/support, runbook: docs/runbook.md}\n', 'limited'), {
    file: 'pilot.yaml',
    for: 'limited',
    today,
    rules: [codeowners, unproven],
    exceptions: true,
    repository: repository({ 'docs/runbook.md': '# Runbook\n\ntext\n', OWNERS: 'approvers: [a, b]\n' }),
  })
  expect(diagnostics.map(({ rule, message }) => `${rule}: ${message}`)).toEqual([
    'evidence/unproven: ownership is not proven: "acme/support" is not shown to own "pilot.yaml": OWNERS names people, and no alias shows that they are the team',
  ])
})

const elsewhere = async (files: { readonly [path: string]: string }) => {
  const [found] = await diagnose(codeowners, 'owner: acme/support', { repository: repository(files) })
  return found?.elsewhere?.map(({ file, range, label }) => `${file}:${range.start.line} ${label}`)
}

test('shows the line that decides, and the one that was meant to', async () => {
  expect(await elsewhere(github('* @acme/web\n\npilot.yaml acme/support\n'))).toEqual([
    '.github/CODEOWNERS:1 applies to pilot.yaml',
    '.github/CODEOWNERS:3 skipped: the line names an owner that is neither @user, @org/team nor an email address',
  ])
  expect(await elsewhere({ 'catalog-info.yml': catalog('web') })).toEqual([
    'catalog-info.yml:4 the owner in the catalog',
  ])
})

test('a pilot in a folder is owned by its path from the root', async () => {
  const place = { ...repository({ CODEOWNERS: '/pilot.yaml @acme/support\n' }), file: 'chat/pilot.yaml' }
  const [found] = await diagnose(codeowners, 'owner: acme/support', { repository: place })
  expect(found?.message).toBe('CODEOWNERS assigns "chat/pilot.yaml" to no owner, not to "acme/support"')
})

test('a CODEOWNERS beside the pilot is named, and the line to add names the file that it has to own', async () => {
  const files = { 'chat/pilot.yaml': '', 'chat/CODEOWNERS': 'pilot.yaml @acme/support\n' }
  const place = { ...repository(files), file: 'chat/pilot.yaml' }
  const [found] = await diagnose(codeowners, 'owner: acme/support', { repository: place })
  expect(found?.help).toContain('`/chat/pilot.yaml @acme/support`')
  expect(found?.message).toBe(
    'no CODEOWNERS file assigns the pilot to "acme/support": "chat/CODEOWNERS" is not where GitHub or GitLab looks for it',
  )
})

const monitor =
  'resource "datadog_monitor" "slow" {\n  name = "Slow"\n  type = "query alert"\n  query = "avg(last_5m):avg:a.seconds{*} > 4"\n}\n'

test('Terraform that leaves the owner open is alert rules all the same', async () => {
  const { unverified } = await lint(complete('owner: acme/support\nmonitoring: {rules: a.tf}\n', 'limited'), {
    file: 'pilot.yaml',
    for: 'limited',
    today,
    rules: [codeowners],
    exceptions: true,
    repository: repository({ 'a.tf': monitor + service(`\${datadog_team.care.handle}`) }),
  })
  expect(
    unverified.map(({ path, why }) => `${path.join('.')} ${why}`).filter((one) => one.includes('only Terraform')),
  ).toEqual(['owner.team is not shown to own it: a.tf describes services that only Terraform knows'])
})

test('an optional section of GitLab asks the team for no approval, so that it is not shown to own anything', async () => {
  const whyOf = async (text: string) => {
    const { unverified, diagnostics } = await lint(complete('owner: acme/support\n', 'limited'), {
      file: 'pilot.yaml',
      for: 'limited',
      today,
      rules: [codeowners],
      exceptions: true,
      repository: repository({ '.gitlab/CODEOWNERS': text }),
    })
    return [...diagnostics.filter(({ rule }) => rule === codeowners.id), ...unverified].map((one) =>
      'why' in one ? one.why : one.message,
    )
  }
  expect(await whyOf('^[AI]\n* @acme/support\n')).toEqual([
    'is not shown to own "pilot.yaml": .gitlab/CODEOWNERS assigns the team only in an optional section, which requires no approval',
  ])
  expect(await whyOf('^[Docs]\n* @acme/docs\n[AI]\n* @acme/support\n')).toEqual([])
  expect(await whyOf('^[AI]\n* @acme/support\n[Code]\n* @acme/support\n')).toEqual([])
  expect(await whyOf('^[AI]\n* @acme/support\n[Code]\n* @acme/web\n')).toHaveLength(1)
})
