import { type Command, Option } from 'commander'
import { exposedStages, stages } from '../model/stage.ts'
import { computedFormats, formats } from './formats.ts'
import { readTarget, type Target } from './targets.ts'
import { choice, UsageError } from './usage.ts'

const words = (text: string, before: readonly string[] = []): readonly string[] => [
  ...before,
  ...text.split(',').map((word) => word.trim()),
]

const count = (text: string): number => {
  if (/^(?:\d{1,9}|-1)$/.test(text)) return Number(text)
  throw new UsageError(
    `--max-warnings: expected an integer, found ${text}`,
    'write a number, for example --max-warnings 0',
  )
}

const gate = new Option('--for <stage>', 'stage to judge for: production, declared, or the name of a stage')
  .argParser(choice('--for', ['production', 'declared', ...stages]))
  .default('production')

const root = () => new Option('--root <dir>', 'repository root (default: the nearest parent with .git)')
const clock = () =>
  new Option('--today <date|ref>', 'date to judge on, YYYY-MM-DD, or a git ref for its day (default: today in UTC)')
const config = () =>
  new Option('--config <file>', 'configuration (default: pilotlint.config.yaml at the root of the repository)')
const stdinName = () => new Option('--stdin-filename <name>', 'file name to report for standard input')

const whatIf = (example: string) =>
  new Option('--set <path=value>', `compute with this value instead of the file's, ${example}; repeatable`)
    .argParser((text: string, before: readonly string[] = []): readonly string[] => [...before, text])
    .default([], 'none')

const pilots = [
  '[paths...]',
  'files and folders, or - for standard input (default: every pilot.yaml in the repository)',
] as const

export const addLintFlags = (command: Command): Command =>
  command
    .argument(...pilots)
    .optionsGroup('Checks:')
    .addOption(gate)
    .option('--no-history', 'judge without git history; the verdict is PARTIAL')
    .option('--only <rule>', 'run only these rules or sections; repeatable or comma-separated', words)
    .option('--skip <rule>', 'skip these rules or sections; repeatable or comma-separated', words)
    .option('--no-exceptions', 'ignore exceptions')
    .addOption(config())
    .option('--no-config', 'use the defaults, whatever pilotlint.config.yaml says')
    .optionsGroup('Edits:')
    .option('--fix', 'edit what has one right answer')
    .option('--diff', 'show what --fix writes')
    .optionsGroup('Exit code:')
    .addOption(
      new Option('--fail-on <severity>', 'lowest severity that fails: error, warning or never')
        .argParser(choice('--fail-on', ['error', 'warning', 'never']))
        .default('error'),
    )
    .addOption(new Option('--max-warnings <n>', 'fail on more warnings than this (default: no limit)').argParser(count))
    .option('--no-error-on-no-match', 'exit 0 when there is nothing to lint, for hooks')
    .optionsGroup('Output:')
    .addOption(
      new Option(
        '-f, --format <name[=file]>',
        `${formats.map(({ name }) => name).join(', ')}; repeatable, one of them to standard output (default: pretty on a terminal, otherwise compact)`,
      ).argParser((text: string, before: readonly Target[] = []) => [...before, readTarget(text)]),
    )
    .option('--quiet', 'show errors only')
    .option('--verbose', 'also show what passed, does not apply, is unverified or waived')
    .addOption(colors())
    .optionsGroup('Input:')
    .addOption(stdinName())
    .addOption(root())
    .addOption(clock())
    .optionsGroup('Other:')

export const addNextFlags = (command: Command): Command =>
  command
    .argument(...pilots)
    .addOption(
      new Option('--for <stage>', 'name of a stage (default: the first one that the file is not ready for)').argParser(
        choice('--for', stages),
      ),
    )
    .addOption(
      new Option('-f, --format <name>', 'text, json or markdown')
        .argParser(choice('--format', ['text', 'json', 'markdown']))
        .default('text'),
    )
    .addOption(config())
    .option('--no-config', 'use the defaults, whatever pilotlint.config.yaml says')
    .addOption(stdinName())
    .addOption(root())
    .addOption(clock())

const reportFormat = () =>
  new Option('-f, --format <name>', 'text, json, markdown or html')
    .argParser(choice('--format', computedFormats))
    .default('text')

const colors = () =>
  new Option('--color <when>', 'auto, always or never')
    .argParser(choice('--color', ['auto', 'always', 'never']))
    .default('auto')

export const addRolloutFlags = (command: Command): Command =>
  command
    .argument(...pilots)
    .addOption(
      new Option('--for <stage>', 'show one stage only (default: all planned stages)').argParser(
        choice('--for', exposedStages),
      ),
    )
    .addOption(whatIf('for example rollout.limited.traffic=10%'))
    .addOption(reportFormat())
    .addOption(colors())
    .addOption(stdinName())
    .addOption(root())

export const addDiffFlags = (command: Command): Command =>
  command
    .argument('<ref>', 'a branch, tag or commit, for example origin/main')
    .argument(...pilots)
    .addOption(reportFormat())
    .option('--no-exceptions', 'ignore exceptions')
    .addOption(stdinName())
    .addOption(root())
    .addOption(clock())

export const addCostFlags = (command: Command): Command =>
  command
    .argument(...pilots)
    .option('--volume <volume>', 'compute with this volume at full rollout, for example 20000/month')
    .addOption(whatIf('for example usage.retries=10% below cost, or a whole path'))
    .addOption(reportFormat())
    .addOption(stdinName())
    .addOption(root())
    .addOption(clock())

export const addRulesFlags = (command: Command): Command =>
  command.addOption(
    new Option('-f, --format <name>', 'table, json or markdown')
      .argParser(choice('--format', ['table', 'json', 'markdown']))
      .default('table'),
  )

export const addConfigFlags = (command: Command): Command =>
  command
    .argument('<action>', 'check or print')
    .addOption(config())
    .addOption(
      new Option('-f, --format <name>', 'text or json').argParser(choice('--format', ['text', 'json'])).default('text'),
    )
    .addOption(root())
