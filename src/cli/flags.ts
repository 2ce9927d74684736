import { type Command, Option } from 'commander'
import { exposedStages, stages } from '../model/stage.ts'
import { formats } from '../report/index.ts'
import { readToday } from './clock.ts'
import { readTarget, type Target } from './targets.ts'
import { choice, UsageError } from './usage.ts'

const words = (text: string, before: readonly string[] = []): readonly string[] => [
  ...before,
  ...text.split(',').map((word) => word.trim()),
]

const count = (text: string): number => {
  if (/^(?:\d{1,9}|-1)$/.test(text)) return Number(text)
  throw new UsageError(`--max-warnings ${text}: no whole number`, 'write a number, as in --max-warnings 0')
}

const gate = new Option(
  '--for <stage>',
  'judge for production, for the declared stage, or for a stage by name',
)
  .argParser(choice('--for', ['production', 'declared', ...stages]))
  .default('production')

const root = () => new Option('--root <dir>', 'the repository (default: the nearest parent with .git)')
const clock = () =>
  new Option('--today <date>', 'judge as on this day, as YYYY-MM-DD (default: today in UTC)').argParser(
    readToday,
  )
const stdinName = () => new Option('--stdin-filename <name>', 'the name of the file on standard input')

/** For a command that computes: its values are read by `readChanges`, which is loaded with the command. */
const whatIf = () =>
  new Option(
    '--set <path=value>',
    'compute as if the file said so, as in rollout.limited.traffic=10%; repeatable',
  )
    .argParser((text: string, before: readonly string[] = []): readonly string[] => [...before, text])
    .default([], 'nothing')

const pilots = [
  '[paths...]',
  'files and folders, or - for standard input (default: every pilot.yaml of the repository)',
] as const

/** The flags of `lint`, in the groups in which `--help` shows them. */
export const addLintFlags = (command: Command): Command =>
  command
    .argument(...pilots)
    .optionsGroup('What is asked:')
    .addOption(gate)
    .option('--strict', 'an unverified claim is an error')
    .option('--only <rule>', 'run only these rules or sections; repeatable, or a,b', words)
    .option('--skip <rule>', 'leave out these rules or sections; repeatable, or a,b', words)
    .option('--no-exceptions', 'exceptions waive nothing')
    .optionsGroup('What fails:')
    .addOption(
      new Option('--fail-on <severity>', 'error, warning (and error) or never')
        .argParser(choice('--fail-on', ['error', 'warning', 'never']))
        .default('error'),
    )
    .addOption(
      new Option('--max-warnings <n>', 'fail on more warnings than this (default: no limit)').argParser(
        count,
      ),
    )
    .option('--no-error-on-no-match', 'accept that there is nothing to lint, for hooks')
    .optionsGroup('What is shown:')
    .addOption(
      new Option(
        '-f, --format <name[=file]>',
        `${formats.map(({ name }) => name).join(', ')}; repeatable, one of them to standard output (default: pretty on a terminal, compact in a pipe)`,
      ).argParser((text: string, before: readonly Target[] = []) => [...before, readTarget(text)]),
    )
    .option('--quiet', 'errors only')
    .option('--verbose', 'also what passed, does not apply, is unverified or waived')
    .addOption(
      new Option('--color <when>', 'auto, always or never')
        .argParser(choice('--color', ['auto', 'always', 'never']))
        .default('auto'),
    )
    .optionsGroup('Where and when:')
    .addOption(stdinName())
    .addOption(root())
    .addOption(clock())
    .optionsGroup('About:')

export const addNextFlags = (command: Command): Command =>
  command
    .argument(...pilots)
    .addOption(
      new Option(
        '--for <stage>',
        'a stage by name (default: the first one that the file is not ready for)',
      ).argParser(choice('--for', stages)),
    )
    .addOption(
      new Option('-f, --format <name>', 'text or json')
        .argParser(choice('--format', ['text', 'json']))
        .default('text'),
    )
    .addOption(stdinName())
    .addOption(root())
    .addOption(clock())

const reportFormat = () =>
  new Option('-f, --format <name>', 'text, json or markdown')
    .argParser(choice('--format', ['text', 'json', 'markdown']))
    .default('text')

const colors = () =>
  new Option('--color <when>', 'auto, always or never')
    .argParser(choice('--color', ['auto', 'always', 'never']))
    .default('auto')

export const addRolloutFlags = (command: Command): Command =>
  command
    .argument(...pilots)
    .addOption(
      new Option('--for <stage>', 'one stage only (default: all that are planned)').argParser(
        choice('--for', exposedStages),
      ),
    )
    .addOption(whatIf())
    .addOption(reportFormat())
    .addOption(colors())
    .addOption(stdinName())
    .addOption(root())

export const addDiffFlags = (command: Command): Command =>
  command
    .argument('<ref>', 'a branch, tag or commit, as in origin/main')
    .argument(...pilots)
    .addOption(reportFormat())
    .option('--no-exceptions', 'exceptions cover nothing')
    .addOption(stdinName())
    .addOption(root())
    .addOption(clock())

export const addCostFlags = (command: Command): Command =>
  command
    .argument(...pilots)
    .option('--volume <volume>', 'compute at another volume of full rollout, as in 20000/month')
    .addOption(
      new Option(
        '--set <path=value>',
        'compute as if the file said so, as in usage.retries=10%, below cost or in the whole file; repeatable',
      ).argParser((text: string, before: readonly string[] = []): readonly string[] => [...before, text]),
    )
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
