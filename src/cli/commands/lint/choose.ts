import { resolve } from 'node:path'
import { realOf } from '../../../repo/checkout.ts'
import type { RunProblem } from '../../../report/format.ts'
import { once } from '../../../values/once.ts'
import { plural } from '../../../values/text.ts'
import type { Shard } from '../../io/flags.ts'
import type { Input } from '../../io/inputs.ts'
import type { Io } from '../../io/io.ts'
import { configFiles, type Policy } from '../../io/policy.ts'
import { type Roots, within } from '../../io/root.ts'
import { UsageError } from '../../io/usage.ts'

/** A file with its place among all that were found. */
export type Chosen = { readonly at: number; readonly input: Input }

/** The name of a file in the repository of the run, as patterns see it. */
export const nameIn = ({ run }: Roots, { path }: Input): string => within(realOf(run), path)

const noRef = (ref: string): UsageError =>
  new UsageError(`--since ${ref}: unknown ref`, 'run git fetch origin with its name, or name another one')

type Question = {
  readonly paths: readonly string[]
  readonly roots: Roots
  readonly policy: Policy
  readonly shard: Shard | undefined
  /** Undefined judges what has not changed as well. */
  readonly since: string | undefined
}

export type Choice = {
  readonly chosen: readonly Chosen[]
  readonly ignored: number
  /** How many files are left out because nothing of them changed. */
  readonly unchanged: number
}

/** What is judged of all that was found. Whoever names a file has it judged although the configuration ignores it. */
export const choose = async (inputs: readonly Input[], asked: Question, io: Io): Promise<Choice> => {
  const { paths, roots, policy, shard, since } = asked
  const named = new Set(paths.map((path) => realOf(resolve(io.cwd, path))))
  const all = inputs.map((input, at) => ({ input, at }))
  const kept = all.filter(({ input }) => named.has(input.path) || !policy.isIgnored(nameIn(roots, input)))
  const ignored = all.length - kept.length
  const part = shard === undefined ? kept : kept.filter((_, at) => at % shard.of === shard.part - 1)
  if (since === undefined) return { chosen: part, ignored, unchanged: 0 }
  const [{ archive }, { besideRef }, { isChanged }] = await Promise.all([
    import('../../../repo/history.ts'),
    import('../../../repo/beside-ref.ts'),
    import('./changed.ts'),
  ])
  const atSince = once((root: string) => {
    const known = archive(root, io.env.PATH ?? '', part[0]?.input.repository.port.budget)
    if (known.dayAt(since) === undefined) throw noRef(since)
    return besideRef(known, since)
  })
  const configured = configFiles(policy)
  const chosen = part.filter(({ input }) =>
    isChanged(input, atSince(realOf(roots.of(input.path)))(input.repository.port), configured),
  )
  return { chosen, ignored, unchanged: part.length - chosen.length }
}

/** `isAllowed` tells whether the command has a flag for that. */
export const allIgnored = (count: number, isAllowed = false): RunProblem => ({
  message: `the configuration ignores ${plural(count, 'pilot')}, and there are no others`,
  help: `name a file to have it read anyway${isAllowed ? ', or use --no-error-on-no-match' : ''}`,
})
