import { exposedStages } from '../../model/stage.ts'
import { fromFile, named, nothing } from '../reading/follow.ts'
import type { EvidenceKind } from '../reading/kind.ts'
import type { Review } from './review-file.ts'

export const review: EvidenceKind<Review> = {
  fields: exposedStages.map((stage) => `rollout.${stage}.prove.review`),
  formats: [
    { name: 'YAML', files: '`.yaml`, `.yml`' },
    { name: 'JSON', files: '`.json`' },
  ],
  each: true,
  follow: ({ rollout }) =>
    exposedStages.flatMap((stage) => named(['rollout', stage, 'prove', 'review'], rollout?.[stage]?.prove?.review)),
  read: fromFile(() => import('./review-file.ts')),
  unread: nothing,
}
