import { exposedStages } from '../../model/stage.ts'
import { fromFile, named, nothing } from '../reading/follow.ts'
import type { EvidenceKind } from '../reading/kind.ts'
import type { StageResults } from './stage-results.ts'

export const results: EvidenceKind<StageResults> = {
  fields: exposedStages.map((stage) => `rollout.${stage}.results`),
  formats: [
    { name: 'Shadow, with one arm, as JSON', files: '`.json`' },
    { name: 'Two arms, as YAML', files: '`.yaml`, `.yml`' },
  ],
  each: true,
  follow: ({ rollout }) =>
    exposedStages.flatMap((stage) => named(['rollout', stage, 'results'], rollout?.[stage]?.results)),
  read: fromFile(async (pilot) => ({ reader: (await import('./results-file.ts')).readerFor(pilot) })),
  unread: nothing,
}
