import { type ExposedStage, exposedStages } from '../../model/stage.ts'
import type { IsoDate, Quantity } from '../../values/index.ts'
import type { Range } from '../../yaml/lines.ts'
import type { Path } from '../../yaml/path.ts'
import { fromFile, named, nothing } from '../reading/follow.ts'
import type { Kind } from '../reading/kind.ts'

export type Observed =
  | { readonly kind: 'proportion'; readonly good: number; readonly total: number }
  /** In the unit of the metric. */
  | { readonly kind: 'mean'; readonly mean: number; readonly sd: number; readonly n: number }
  | { readonly kind: 'level'; readonly value: Quantity; readonly n: number }

/** The units that were assigned to an arm, and its metrics by name. */
export type Arm = {
  readonly assigned: number | undefined
  readonly metrics: ReadonlyMap<string, Observed>
}

export type StageResults = {
  readonly stage: ExposedStage
  readonly from: IsoDate
  /** The last day, inclusive. */
  readonly to: IsoDate
  readonly model: string
  readonly looks: number
  readonly treatment: Arm
  readonly control: Arm | undefined
  /** Where a part of the file stands: `['arms', 'treatment', 'csat', 'mean']`. */
  readonly locate: (path: Path) => Range
}

export const results: Kind<StageResults> = {
  fields: exposedStages.map((stage) => `rollout.${stage}.results`),
  formats: [
    { name: 'Shadow, with one arm, as JSON', files: '`.json`' },
    { name: 'Two arms, as YAML', files: '`.yaml`, `.yml`' },
  ],
  each: true,
  follow: ({ rollout }) =>
    exposedStages.flatMap((stage) => named(['rollout', stage, 'results'], rollout?.[stage]?.results)),
  read: fromFile(() => import('./results-file.ts')),
  unread: nothing,
}
