import { basename, dirname, join, resolve } from 'node:path'
import type { Complaint } from '../../config/file.ts'
import type { LoadedConfig } from '../../config/load.ts'
import { realOf } from '../../repo/checkout.ts'
import { disk } from '../../repo/disk.ts'
import { isInside } from '../../repo/inside.ts'
import type { Problem } from '../../report/format.ts'
import { rules } from '../../rules/index.ts'
import type { Check } from '../../rules/lib/rule.ts'
import type { Io } from './io.ts'
import { isThere, type Roots, within } from './root.ts'

export type ConfigFlags = {
  /** A path; false for none at all, true for the one of the repository. */
  readonly config?: string | boolean
}

/** What a run is judged by. */
export type Policy = {
  readonly config: LoadedConfig | undefined
  /** All rules, those of the organisation among them. */
  readonly rules: readonly Check[]
  rulesFor(file: string): readonly Check[]
  isIgnored(file: string): boolean
  readonly problems: readonly Problem[]
}

const plain: Policy = {
  config: undefined,
  rules,
  rulesFor: () => rules,
  isIgnored: () => false,
  problems: [],
}

const name = 'pilotlint.config.yaml'

type Found = { readonly folder: string; readonly file: string; readonly isTrusted: boolean }

/** A file of the judged repository is none that only others can change, however it is named. */
const find = (asked: ConfigFlags['config'], { run }: Roots, cwd: string): Found | undefined => {
  if (asked === false) return undefined
  if (typeof asked === 'string') {
    const path = resolve(cwd, asked)
    if (isInside(realOf(run), realOf(path))) return { folder: run, file: within(run, path), isTrusted: false }
    return { folder: dirname(path), file: basename(path), isTrusted: true }
  }
  return isThere(join(run, name)) ? { folder: run, file: name, isTrusted: false } : undefined
}

/** What is wrong with a configuration, for whoever stands in `cwd`. */
export const problemsOf = (complaints: readonly Complaint[], folder: string, cwd: string): Problem[] =>
  complaints.map(({ file, line, message, help }) => {
    const person = within(cwd, join(folder, file))
    return { message: `${person}:${line}: ${message}`, help, file: person }
  })

/** Reads the configuration of a run. What is wrong with it makes the run invalid; then nothing is judged by it. */
export const policyOf = async ({ config: asked }: ConfigFlags, roots: Roots, { cwd }: Io): Promise<Policy> => {
  const found = find(asked, roots, cwd)
  if (found === undefined) return plain
  const { folder, file, isTrusted } = found
  const [{ loadConfig }, { isIgnored, ruleOf, rulesFor }] = await Promise.all([
    import('../../config/load.ts'),
    import('../../config/apply.ts'),
  ])
  const loading = loadConfig(disk(folder), file, rules, isTrusted)
  if (!loading.ok) return { ...plain, problems: problemsOf(loading.complaints, folder, cwd) }
  const { config } = loading
  return {
    config,
    rules: [...rules, ...config.layers.flatMap((layer) => (layer.config.own ?? []).map(ruleOf))],
    rulesFor: (path) => rulesFor(config, rules, path),
    isIgnored: (path) => isIgnored(config, path),
    problems: [],
  }
}

/** A short name of the configuration that a run was judged by. */
export const configWords = ({ file, sha256 }: LoadedConfig): string => `${file} ${sha256.slice(0, 12)}`
