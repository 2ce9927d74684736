import { leftBy, named } from '../reading/follow.ts'
import type { EvidenceKind } from '../reading/kind.ts'
import type { OnCall } from './terraform.ts'

const files = '`.tf` beside pilot.yaml, in the root or beside `monitoring.rules`'

/** The rota that a system of pages keeps, where Terraform sets it up; `now` is the real day, on which somebody is on call. */
export const onCall = (now?: string): EvidenceKind<OnCall> => ({
  fields: ['owner.on_call'],
  formats: ['PagerDuty', 'Opsgenie'].map((name) => ({ name: `${name} in Terraform`, files })),
  follow: ({ owner }) => named(['owner', 'on_call'], owner?.on_call),
  read: async (reference, ground) =>
    (await import('../terraform/beside.ts')).isTerraformBeside(ground.pilot, ground.repository)
      ? (await import('./terraform.ts')).onCallInTerraform(reference, ground, now)
      : { state: 'absent', file: reference, words: 'was not found in the Terraform files that were read' },
  // No field names the file: where it shows nothing, the rota is kept in another system.
  unread: (fact, of) => {
    if (fact.state === 'found') return [{ ...of, state: 'found', file: fact.file, words: '' }]
    if (fact.state === 'absent') return []
    return leftBy(`is not shown: ${fact.file} ${fact.state === 'malformed' ? fact.problem : fact.why}`, of)
  },
})
