import { isVendor } from '../../../src/rules/owner/is-vendor.ts'
import { table } from '../table.ts'

table(isVendor, [
  {
    name: 'the vendor itself',
    yaml: 'vendors: [carrier-api.example, example-ai]\nowner: example-ai # expect: owner/is-vendor',
    says: ['`owner.team` is the vendor "example-ai"'],
    helps: [
      'owner: {team: <team as CODEOWNERS names it>}  # an internal team that can run the system without the vendor',
    ],
    severity: 'error',
  },
  {
    name: 'the vendor, written otherwise',
    yaml: 'vendors: [example-ai]\nowner: {team: Example AI} # expect: owner/is-vendor',
    says: ['`owner.team` is "Example AI", which belongs to the vendor "example-ai"'],
  },
  {
    name: "an address under the vendor's domain",
    yaml: 'vendors: [example-ai.example]\nowner: ops@example-ai.example # expect: owner/is-vendor',
    says: ['`owner.team` is "ops@example-ai.example", which belongs to the vendor "example-ai.example"'],
  },
  {
    name: 'a domain below that of the vendor',
    yaml: 'vendors: [example-ai.example]\nowner: delivery@emea.example-ai.example # expect: owner/is-vendor',
  },
  {
    name: "the vendor's API host",
    yaml: 'vendors: ["https://api.example-ai.example/v1"]\nowner: ops@example-ai.example # expect: owner/is-vendor',
  },
  { name: 'a team of the house', yaml: 'vendors: [example-ai]\nowner: acme/claims-platform' },
  {
    name: 'closest: a vendor called as the organisation of the handle',
    yaml: 'vendors: [acme]\nowner: acme/support',
  },
  {
    name: "a vendor's host under the own domain",
    yaml: 'vendors: [helpdesk.acme.com]\nowner: ops@acme.com',
  },
  { name: 'a domain that only ends alike', yaml: 'vendors: [ai.example]\nowner: ops@not-ai.example' },
  {
    name: 'the owner of an integration may be a vendor',
    yaml: 'vendors: [carrier-api.example]\nowner: acme/support\nintegration: [{system: tracking, owner: carrier-api.example, effort: 6d}]',
  },
  {
    name: 'a vendor that is accountable',
    yaml: `vendors: [example-ai]
owner:
  team: acme/support
  accountable: example-ai # expect: owner/is-vendor`,
    says: ['`owner.accountable` is the vendor "example-ai"'],
  },
  {
    name: 'closest: whoever is accountable for the vendor',
    yaml: 'vendors: [example-ai]\nowner: {team: acme/support, accountable: Head of example-ai}',
  },
  { name: 'no vendors', yaml: 'owner: example-ai' },
  { name: 'no owner', yaml: 'vendors: [example-ai]' },
])
