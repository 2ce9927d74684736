import { Command } from 'commander'
import type { LintFlags } from './commands/lint/lint.ts'
import { commandNames } from './io/command-names.ts'
import { addLintFlags } from './io/flags.ts'
import { type ExitCode, type Io, version } from './io/io.ts'
import { UsageError } from './io/usage.ts'

const closing = `
Exit codes:
  0  no finding at or above the --fail-on threshold
  1  the file fails: an error finding, YAML that does not parse
  2  the run is not valid: unknown flag or rule, unreadable file, nothing to lint, a bug in pilotlint

https://github.com/pilotlint/pilotlint`

/** Each command loads its own modules when it runs. */
export const program = async (argv: readonly string[], io: Io, done: (code: ExitCode) => void): Promise<Command> => {
  const root = new Command('pilotlint')
    .description('Lint pilot.yaml: is this AI pilot ready for production?')
    .usage('[command] [paths…|-] [flags]')
    .configureOutput({
      writeOut: io.stdout,
      // Errors are reported later, in the requested format.
      writeErr: () => undefined,
      outputError: () => undefined,
      getOutHelpWidth: () => io.columns,
      getErrHelpWidth: () => io.columns,
      getOutHasColors: () => false,
      getErrHasColors: () => false,
    })
    .exitOverride()
    .enablePositionalOptions()
    .showSuggestionAfterError()
    .addHelpText('after', closing)

  const lint = async (paths: string[], flags: LintFlags) =>
    done(await (await import('./commands/lint/lint.ts')).runLint(paths, flags, io))

  addLintFlags(root)
    .version(version, '--version', 'print the version')
    .helpOption('-h, --help', 'print this help')
    .action(lint)
  // Setting up every command takes longer than reading the file.
  const isHelp = argv.some((word) => /^(?:-h|--help$|help$|completion$)/.test(word))
  const named = commandNames.filter((name) => isHelp || argv.includes(name))
  if (named.includes('lint')) addLintFlags(root.command('lint', { hidden: true })).action(lint)
  if (named.length > 0) (await import('./commands.ts')).addCommands(root, named, io, done)
  root.helpCommand(true)

  // A flag before the command would be ignored.
  return root.hook('preAction', (_, action) => {
    // As in `-- $FILES` without files: whoever names none would have all of them judged.
    if (argv.length > 0 && argv.indexOf('--') === argv.length - 1)
      throw new UsageError('-- has no path after it', 'name files after it, or leave it out')
    const stray = root.options.find((option) => root.getOptionValueSource(option.attributeName()) === 'cli')
    if (action === root || stray === undefined) return
    throw new UsageError(
      `${stray.long} comes before ${action.name()}`,
      `write flags after the command: pilotlint ${action.name()} …`,
    )
  })
}
