import { kibibyte, mebibyte, type Page } from './page.ts'

export const ownershipPage: Page = {
  title: 'CODEOWNERS',
  shows: 'Whether the team that is named as the owner owns pilot.yaml, the runbook and the alert rules.',
  fact: 'ownership',
  formats: [
    {
      name: 'CODEOWNERS of GitHub',
      reads: 'The last line whose pattern fits decides; one without owners takes ownership away.',
      maxBytes: 3 * mebibyte - 1,
      path: '.github/CODEOWNERS',
      sample: { '.github/CODEOWNERS': '* @acme/web\n/pilot.yaml @acme/support-platform\n' },
    },
    {
      name: 'CODEOWNERS of GitLab',
      reads: 'Sections with default owners, `^[Optional]`, `!exclude`; each section counts by itself.',
      maxBytes: 10 * mebibyte,
      path: '.gitlab/CODEOWNERS',
      sample: { '.gitlab/CODEOWNERS': '[Pilots] @acme/support-platform\n/pilot.yaml\n' },
    },
    {
      name: 'CODEOWNERS of Bitbucket',
      reads:
        'The last line that fits decides. `@workspace/group`, a group with its strategy (`:random(2)`), `@teams/name` of `.bitbucket/teams.yaml`, and what the app Code Owners adds: `@@@group` with its members, `@@group`, `!exclude`; its checks and settings are ignored. A group without members owns nothing.',
      maxBytes: 10 * mebibyte,
      path: '.bitbucket/CODEOWNERS',
      sample: {
        '.bitbucket/CODEOWNERS': '* @acme/web\n/pilot.yaml @teams/support-platform:random(2)\n',
        '.bitbucket/teams.yaml': 'support-platform:\n  contributors: [a.lee@acme.com, b.okafor@acme.com]\n',
      },
    },
    {
      name: 'OWNERS of Prow',
      reads:
        '`approvers`, also in `filters`, of the folder and of all above up to `no_parent_owners`: an alias of `OWNERS_ALIASES` that has members. `emeritus_approvers` own nothing; with people or reviewers it is unverified.',
      maxBytes: mebibyte,
      path: 'OWNERS',
      sample: {
        OWNERS: 'approvers:\n  - support-platform\n  - j-meyer\n',
        OWNERS_ALIASES: 'aliases:\n  support-platform: [a-lee, b-okafor]\n',
      },
    },
    {
      name: 'Backstage',
      reads:
        '`spec.owner` of the Component, System, API, Resource or Domain with the name of the pilot, or of all components if none has it; a title or mailbox in the `spec.profile` of a Group beside it.',
      maxBytes: mebibyte,
      path: 'catalog-info.yaml',
      sample: {
        'catalog-info.yaml': `apiVersion: backstage.io/v1alpha1
kind: Component
metadata: {name: example}
spec: {type: service, lifecycle: production, owner: group:default/support-platform}
`,
      },
    },
    {
      name: 'Datadog catalog',
      reads:
        'Schemas v2 to v2.2: `team` of the `dd-service` with the name of the pilot, or of all, and mailboxes in `contacts`. v3: `metadata.owner` and `additionalOwners`.',
      maxBytes: mebibyte,
      path: 'service.datadog.yaml',
      sample: {
        'service.datadog.yaml': `schema-version: v2.2
dd-service: example
team: support-platform
contacts:
  - {type: email, contact: support-platform@acme.com}
`,
      },
    },
    {
      name: 'Datadog catalog in Terraform',
      reads:
        'What `datadog_service_definition_yaml` and `datadog_software_catalog` contain for the service with the name of the pilot, as a string or within `yamlencode`, with the variables and locals of the folder. A name or an owner that only Terraform knows, `count` and `for_each`, `ignore_changes` on the entry, and two owners leave it unverified.',
      maxBytes: 512 * kibibyte,
      path: 'catalog.tf',
      sample: {
        'catalog.tf': `resource "datadog_service_definition_yaml" "example" {
  service_definition = <<-EOF
    schema-version: v2.2
    dd-service: example
    team: support-platform
  EOF
}
`,
      },
    },
  ],
  claim: 'owner: {team: acme/support-platform}\n',
  lie: 'owner: {team: acme/order-tools}\n',
  unread: { path: '.gitea/CODEOWNERS', text: '* @acme/support-platform\n' },
  broken: { path: '.github/CODEOWNERS', text: '*.{yaml} support-platform\n' },
  notes: 'At most 100,000 lines.',
}
