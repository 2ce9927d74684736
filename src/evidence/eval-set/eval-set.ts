import type { IsoDate } from '../../values/index.ts'
import { fromFile, named, nothing } from '../reading/follow.ts'
import type { Kind, Located } from '../reading/kind.ts'

/** What an eval set holds. What its rows do not say is undefined: neither none nor any. */
export type EvalSet = {
  /** How many rows, at the last of them. */
  readonly rows: Located<number>
  /** How many rows hold what another one does, at the first of them: they show nothing that it does not. */
  readonly repeats: Located<number> | undefined
  /** How many rows carry each tag, at the first of them, and how many of those repeat another that does. */
  readonly tags: ReadonlyMap<string, Located<number> & { readonly repeats: number }> | undefined
  /** How many rows were taken from real traffic, at the first that was not, and how many of those repeat another. */
  readonly real: (Located<number> & { readonly repeats: number }) | undefined
  readonly first: Located<IsoDate> | undefined
  readonly last: Located<IsoDate> | undefined
}

export const evalSet: Kind<EvalSet> = {
  fields: ['data.eval_set.path'],
  formats: [
    { name: 'JSON Lines', files: '`.jsonl`, `.ndjson`' },
    { name: 'CSV', files: '`.csv`, `.tsv`' },
    { name: 'Parquet', files: '`.parquet`' },
    { name: 'JSON array', files: '`.json`' },
    { name: 'promptfoo table', files: '`.csv`' },
    { name: 'promptfoo tests', files: '`.yaml`, `.yml`, `.json`' },
  ],
  follow: ({ data }) => named(['data', 'eval_set', 'path'], data?.eval_set?.path),
  read: fromFile(() => import('./cases.ts')),
  unread: nothing,
}
