import { realOf } from '../../../repo/checkout.ts'
import type { Provenance } from '../../../report/provenance.ts'
import type { Input } from '../../io/inputs.ts'
import type { Io } from '../../io/io.ts'
import { configWords, type Policy } from '../../io/policy.ts'
import type { Roots } from '../../io/root.ts'
import { nameIn } from './choose.ts'

type Judged = Pick<Policy, 'config'> & {
  readonly today: string
  readonly flags: readonly string[]
  readonly inputs: readonly Input[]
  readonly roots: Roots
  /** Whether a report says which commit it is of: git is started for it. */
  readonly asksCommit: boolean
}

const commitWords = async ({ inputs, roots }: Judged, io: Io): Promise<string | undefined> => {
  const [first] = inputs
  if (first === undefined) return undefined
  const [{ archive }, { headWords }] = await Promise.all([
    import('../../../repo/history.ts'),
    import('../../../repo/head.ts'),
  ])
  const run = realOf(roots.run)
  const files = inputs
    .filter(({ path }) => realOf(roots.of(path)) === run)
    .flatMap((input) => {
      const bytes = input.open()
      return bytes instanceof Uint8Array ? [{ path: nameIn(roots, input), bytes }] : []
    })
  const head = archive(run, io.env.PATH ?? '', first.repository.port.budget).head(files.map(({ path }) => path))
  return head && headWords(head, files)
}

/** What a run is judged by, for the reports that can hold it. */
export const provenanceOf = async (judged: Judged, io: Io): Promise<Provenance> => {
  const commit = judged.asksCommit ? await commitWords(judged, io) : undefined
  return {
    today: judged.today,
    flags: judged.flags,
    ...(judged.config && { config: configWords(judged.config) }),
    ...(commit !== undefined && { commit }),
  }
}
