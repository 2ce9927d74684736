import { changeOf, ruleOf, sectionsOf } from '../../config/apply.ts'
import { lineOf } from '../../config/line.ts'
import type { LoadedConfig } from '../../config/load.ts'
import { lint } from '../../lint/lint.ts'
import type { RunProblem } from '../../report/format.ts'
import { jsonText, shown } from '../../report/sanitize.ts'
import { rules } from '../../rules/index.ts'
import { today } from '../io/clock.ts'
import { tell } from '../io/deliver.ts'
import type { ExitCode, Io } from '../io/io.ts'
import { type ConfigFlags, configWords, policyOf } from '../io/policy.ts'
import { rootsOf } from '../io/root.ts'

/** The own rules whose tests do not show what they say. */
const failing = async ({ layers }: LoadedConfig, on: string): Promise<RunProblem[]> => {
  const problems: RunProblem[] = []
  for (const layer of layers)
    for (const [index, own] of (layer.config.own ?? []).entries()) {
      const { file } = layer
      const place = (key: string) => `${file}:${lineOf(layer, ['own', index, 'tests', key])}: `
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
          help: 'fix the rule or the example',
        })
      if (foundIn(notReady).length === 0)
        problems.push({
          message: `${place('not_ready')}${own.id} does not report the example that is not ready`,
          help: 'fix the rule or the example',
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
  for (const layer of layers) {
    const { file, config } = layer
    const at = (path: readonly (string | number)[]) =>
      Object.hasOwn(config, String(path[0])) && file.includes('.') ? `${file}:${lineOf(layer, path)}` : `preset ${file}`
    if (config.edition !== undefined) set('edition', config.edition, at(['edition']))
    for (const [index, pattern] of (config.ignore ?? []).entries())
      set(`ignore[${index}] of ${file}`, pattern, at(['ignore', index]))
    for (const { at: path, rules: changes, files } of sectionsOf(config))
      for (const [id, change] of Object.entries(changes)) {
        const prefix = files === undefined ? '' : `${files.join(', ')}: `
        const { severity, settings = {} } = changeOf(change)
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
      `${config === undefined ? 'no configuration; the defaults apply' : `${configWords(config)}: no problems`}\n`,
    )
  else {
    const values = valuesOf(config ?? { layers: [], isTrusted: true, file: '', sha256: '' })
    if (flags.format === 'json') io.stdout(jsonText({ schemaVersion: 1, values }))
    else io.stdout(values.map((one) => `${shown(`${one.name}: ${one.value}  (${one.origin})`)}\n`).join(''))
  }
  return 0
}
