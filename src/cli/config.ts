import { basename, dirname, join, resolve } from 'node:path'
import type { LoadedConfig } from '../config/load.ts'
import { lint } from '../lint/lint.ts'
import { realOf } from '../repo/checkout.ts'
import { disk } from '../repo/disk.ts'
import { isInside } from '../repo/inside.ts'
import type { Problem } from '../report/format.ts'
import { jsonText, shown } from '../report/sanitize.ts'
import { rules } from '../rules/index.ts'
import type { Rule } from '../rules/lib/rule.ts'
import { today } from './clock.ts'
import { tell } from './deliver.ts'
import type { ExitCode, Io } from './io.ts'
import { isThere, type Roots, rootsOf, within } from './root.ts'

export type ConfigFlags = {
  /** A path; false for none at all, true for the one of the repository. */
  readonly config?: string | boolean
}

/** What a run is judged by. */
export type Policy = {
  readonly config: LoadedConfig | undefined
  /** All rules, those of the organisation among them. */
  readonly rules: readonly Rule[]
  rulesFor(file: string): readonly Rule[]
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

/** Reads the configuration of a run. What is wrong with it makes the run invalid; then nothing is judged by it. */
export const policyOf = async ({ config: asked }: ConfigFlags, roots: Roots, { cwd }: Io): Promise<Policy> => {
  const found = find(asked, roots, cwd)
  if (found === undefined) return plain
  const { folder, file, isTrusted } = found
  const [{ loadConfig }, { isIgnored, ruleOf, rulesFor }] = await Promise.all([
    import('../config/load.ts'),
    import('../config/apply.ts'),
  ])
  const loading = loadConfig(disk(folder), file, rules, isTrusted)
  if (!loading.ok) {
    const problems = loading.complaints.map(({ file: at, line, message, help }) => {
      const person = within(cwd, join(folder, at))
      return { message: `${person}:${line}: ${message}`, help, file: person }
    })
    return { ...plain, problems }
  }
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

/** The own rules whose tests do not show what they say. */
const failing = async ({ layers }: LoadedConfig, on: string): Promise<Problem[]> => {
  const { ruleOf } = await import('../config/apply.ts')
  const problems: Problem[] = []
  for (const { file, config, line } of layers)
    for (const [index, own] of (config.own ?? []).entries()) {
      const place = (key: string) => `${file}:${line(['own', index, 'tests', key])}: `
      const judged = async (text: string) =>
        lint(text, {
          file,
          for: 'full',
          today: on,
          rules: [{ ...ruleOf(own), from: 'pilot' }],
          exceptions: false,
          brief: true,
        })
      const [ready, notReady] = [await judged(own.tests.ready), await judged(own.tests.not_ready)]
      const foundIn = ({ diagnostics }: typeof ready) => diagnostics.filter(({ rule }) => rule === own.id)
      const [first] = foundIn(ready)
      if (first !== undefined)
        problems.push({
          message: `${place('ready')}${own.id} reports the ready example: ${first.message}`,
          help: 'mend the rule or the example',
        })
      if (foundIn(notReady).length === 0)
        problems.push({
          message: `${place('not_ready')}${own.id} does not report the example that is not ready`,
          help: 'mend the rule or the example',
        })
    }
  return problems
}

type Value = { readonly name: string; readonly value: string | number; readonly origin: string }

/** Every severity and setting with where it comes from. */
const valuesOf = ({ layers }: LoadedConfig): Value[] => {
  const origins = new Map<string, Value>()
  const set = (key: string, value: string | number, origin: string) => origins.set(key, { name: key, value, origin })
  for (const { id, severity, settings = {} } of rules) {
    set(
      `${id}.severity`,
      typeof severity === 'string'
        ? severity
        : Object.entries(severity)
            .map(([stage, grade]) => `${grade} from ${stage}`)
            .join(', '),
      'default',
    )
    for (const [key, { value }] of Object.entries(settings)) set(`${id}.settings.${key}`, value, 'default')
  }
  for (const { file, config, line } of layers) {
    const at = (path: readonly (string | number)[]) =>
      Object.hasOwn(config, String(path[0])) && file.includes('.') ? `${file}:${line(path)}` : `preset ${file}`
    if (config.edition !== undefined) set('edition', config.edition, at(['edition']))
    for (const [index, pattern] of (config.ignore ?? []).entries())
      set(`ignore[${index}] of ${file}`, pattern, at(['ignore', index]))
    const sections = [
      { prefix: '', path: ['rules'], changes: config.rules ?? {} },
      ...(config.overrides ?? []).map((one, index) => ({
        prefix: `${one.files.join(', ')}: `,
        path: ['overrides', index, 'rules'],
        changes: one.rules,
      })),
    ]
    for (const { prefix, path, changes } of sections)
      for (const [id, change] of Object.entries(changes)) {
        const { severity, settings = {} } = typeof change === 'string' ? { severity: change } : change
        if (severity !== undefined) set(`${prefix}${id}.severity`, severity, at([...path, id]))
        for (const [key, value] of Object.entries(settings))
          set(`${prefix}${id}.settings.${key}`, value, at([...path, id, 'settings', key]))
      }
    for (const [index, { id, severity = 'error' }] of (config.own ?? []).entries())
      set(`${id}.severity`, severity, at(['own', index, 'id']))
  }
  return [...origins.values()]
}

export type ConfigCommandFlags = ConfigFlags & { readonly root?: string; readonly format: 'text' | 'json' }

/** `pilotlint config check|print`: 2 where the configuration is at fault. */
export const runConfig = async (action: 'check' | 'print', flags: ConfigCommandFlags, io: Io): Promise<ExitCode> => {
  const { config, problems } = await policyOf(flags, rootsOf(io.cwd, flags.root), io)
  const found = [...problems, ...(action === 'check' && config !== undefined ? await failing(config, today(io)) : [])]
  tell(found, io)
  if (found.length > 0) return 2
  if (action === 'check')
    io.stdout(
      `${config === undefined ? 'no configuration; the defaults apply' : `${configWords(config)}: nothing wrong`}\n`,
    )
  else {
    const values = valuesOf(config ?? { layers: [], isTrusted: true, file: '', sha256: '' })
    if (flags.format === 'json') io.stdout(jsonText({ schemaVersion: 1, values }))
    else io.stdout(values.map((one) => `${shown(`${one.name}: ${one.value}  (${one.origin})`)}\n`).join(''))
  }
  return 0
}
