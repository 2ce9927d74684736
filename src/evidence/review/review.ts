import { exposedStages } from '../../model/stage.ts'
import type { IsoDate } from '../../values/index.ts'
import type { Range } from '../../yaml/lines.ts'
import { fromFile, named, nothing } from '../reading/follow.ts'
import type { Kind } from '../reading/kind.ts'

/** What experts found where traffic can never be enough for statistics. */
export type Review = {
  readonly cases: number
  readonly passed: number
  readonly on: IsoDate
  readonly by: string
  readonly range: (key: 'passed' | 'on' | 'by') => Range
}

export const review: Kind<Review> = {
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
