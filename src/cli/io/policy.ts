import { basename, dirname, join, resolve } from 'node:path'
import type { Complaint } from '../../config/file.ts'
import type { LoadedConfig } from '../../config/load.ts'
import { realOf } from '../../repo/checkout.ts'
import { disk } from '../../repo/disk.ts'
import { isInside } from '../../repo/inside.ts'
import type { RunProblem } from '../../report/format.ts'
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
  readonly problems: readonly RunProblem[]
}

const plain: Policy = {
  config: undefined,
  rules,
  rulesFor: () => rules,
  isIgnored: () => false,
  problems: [],
}

const name = 'pilotlint.config.yaml'

/** Names that somebody may expect to be read. Whoever tightened something there would never know that it is not. */
const unread = ['pilotlint.config.yml', 'pilotlint.config.json']

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
export const problemsOf = (complaints: readonly Complaint[], folder: string, cwd: string): RunProblem[] =>
  complaints.map(({ file, line, message, help }) => {
    const person = within(cwd, join(folder, file))
    return {
      message: line === undefined ? `${person} ${message}` : `${person}:${line}: ${message}`,
      help,
      file: person,
    }
  })

/** Reads the configuration of a run. What is wrong with it makes the run invalid; then nothing is judged by it. */
export const policyOf = async ({ config: asked }: ConfigFlags, roots: Roots, { cwd }: Io): Promise<Policy> => {
  const stray = unread.find((one) => typeof asked !== 'string' && asked !== false && isThere(join(roots.run, one)))
  if (stray !== undefined) {
    const complaint = { file: stray, message: 'is not read', help: `rename it to ${name}` }
    return { ...plain, problems: problemsOf([complaint], roots.run, cwd) }
  }
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

/** The files of the repository that a run is configured by, and the one that it may have been; no commit holds packages. */
export const configFiles = ({ config }: Policy): string[] => [
  name,
  ...(config === undefined || config.isTrusted ? [] : config.layers)
    .map(({ file }) => file)
    .filter((file) => !file.startsWith('node_modules/')),
]

/** A short name of the configuration that a run was judged by. */
export const configWords = ({ file, sha256 }: LoadedConfig): string => `${file} ${sha256.slice(0, 12)}`
