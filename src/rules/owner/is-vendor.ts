import { quote } from '../../values/text.ts'
import type { Rule } from '../lib/rule.ts'
import { vendorOf } from '../lib/teams.ts'

export const isVendor: Rule = {
  id: 'owner/is-vendor',
  severity: 'error',
  from: 'pilot',
  summary: 'The owner is an internal team, not a vendor',
  why: 'A vendor is responsible for its product, not for your customers: when the contract ends or the pilot fails, no internal team knows how to run it.',
  details: `Reports an \`owner.team\` or \`owner.accountable\` that is an entry of \`vendors\`, or an address or host under the domain of one (\`ops@example-ai.example\` for the vendor \`example-ai.example\` or \`api.example-ai.example\`).

Accepts:
- a vendor as the owner of an integration;
- a vendor \`acme\` and the team \`acme/support\`: the part before the slash is the organisation;
- a vendor's host under your own domain (\`helpdesk.acme.com\` does not make \`ops@acme.com\` a vendor).`,
  principles: ['orphaned-pilot'],
  fields: ['owner.team', 'owner.accountable', 'vendors'],
  references: ['NIST AI RMF GOVERN 6.1'],
  examples: {
    ready: `vendors: [example-ai]
owner: acme/claims-platform
integration: [{system: claims-model, owner: example-ai, effort: 5d}]`,
    notReady: `vendors: [example-ai]
owner: example-ai  # expect: owner/is-vendor`,
  },

  *check({ pilot }) {
    for (const key of ['team', 'accountable'] as const) {
      const name = pilot.owner?.[key]
      const vendor = name === undefined ? undefined : vendorOf(name, pilot)
      if (name === undefined || vendor === undefined) continue
      yield {
        path: ['owner', key],
        message:
          name === vendor.item
            ? `\`owner.${key}\` is the vendor ${quote(name)}`
            : `\`owner.${key}\` is ${quote(name)}, which belongs to the vendor ${quote(vendor.item)}`,
        write: key === 'team' ? '<team as CODEOWNERS names it>' : '<accountable role>',
        help:
          key === 'team'
            ? 'an internal team that can run the system without the vendor'
            : 'a role of your own organisation',
        related: [{ path: ['vendors', vendor.at], label: 'the vendor' }],
      }
    }
  },
}
