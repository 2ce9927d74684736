import { Command } from 'commander'
import type { ConfigCommandFlags } from './config.ts'
import type { CostFlags } from './cost.ts'
import type { DiffFlags } from './diff.ts'
import {
  addConfigFlags,
  addCostFlags,
  addDiffFlags,
  addLintFlags,
  addNextFlags,
  addRolloutFlags,
  addRulesFlags,
} from './flags.ts'
import { type ExitCode, type Io, version } from './io.ts'
import type { LintFlags } from './lint.ts'
import type { NextFlags } from './next.ts'
import type { RolloutFlags } from './rollout.ts'
import type { RulesFlags } from './rules.ts'
import { choice, UsageError } from './usage.ts'

const closing = `
Exit codes:
  0  no finding at or above the --fail-on threshold
  1  the file fails: an error finding, YAML that does not parse
  2  the run is not valid: unknown flag or rule, unreadable file, nothing to lint, a bug in pilotlint

https://github.com/pilotlint/pilotlint`

/** Each command loads its own modules when it runs. */
export const program = (argv: readonly string[], io: Io, done: (code: ExitCode) => void): Command => {
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
    done(await (await import('./lint.ts')).runLint(paths, flags, io))

  addLintFlags(root)
    .version(version, '--version', 'print the version')
    .helpOption('-h, --help', 'print this help')
    .action(lint)
  const commands: { readonly [name: string]: () => Command } = {
    lint: () => addLintFlags(root.command('lint', { hidden: true })).action(lint),
    next: () =>
      addNextFlags(root.command('next').description('list what the next stage requires, with YAML to paste')).action(
        async (paths: string[], flags: NextFlags) => done(await (await import('./next.ts')).runNext(paths, flags, io)),
      ),
    cost: () =>
      addCostFlags(root.command('cost').description('compute unit cost, margin, break-even and headroom')).action(
        async (paths: string[], flags: CostFlags) => done(await (await import('./cost.ts')).runCost(paths, flags, io)),
      ),
    rollout: () =>
      addRolloutFlags(
        root.command('rollout').description('compute what each stage can show, and the nearest plan that shows enough'),
      ).action(async (paths: string[], flags: RolloutFlags) =>
        done(await (await import('./rollout.ts')).runRollout(paths, flags, io)),
      ),
    diff: () =>
      addDiffFlags(
        root.command('diff').description('grade every change since a ref as weaker, stronger or neutral'),
      ).action(async (ref: string, paths: string[], flags: DiffFlags) =>
        done(await (await import('./diff.ts')).runDiff(ref, paths, flags, io)),
      ),
    explain: () =>
      root
        .command('explain')
        .description('explain a rule or a field, with examples')
        .argument('<rule-or-field>', 'for example rollback/incomplete or rollback.when')
        .action(async (name: string) => done(await (await import('./explain.ts')).runExplain(name, io))),
    rules: () =>
      addRulesFlags(root.command('rules').description('list the rules')).action(async (flags: RulesFlags) =>
        done(await (await import('./rules.ts')).runRules(flags, io)),
      ),
    config: () =>
      addConfigFlags(
        root.command('config').description('check the configuration, or print each value with its origin'),
      ).action(async (action: string, flags: ConfigCommandFlags) =>
        done(await (await import('./config.ts')).runConfig(choice('config', ['check', 'print'])(action), flags, io)),
      ),
    completion: () =>
      root
        .command('completion')
        .description('print a script that completes commands, flags and their values')
        .argument('<shell>', 'bash, zsh or fish')
        .action(async (shell: string) => done((await import('./completion.ts')).runCompletion(shell, root, io))),
    schema: () =>
      root
        .command('schema')
        .description('print a published JSON Schema')
        .argument('[name]', 'pilot, results, drills, config, report, cost, rollout or diff', 'pilot')
        .action(async (name: string) => done(await (await import('./schema.ts')).runSchema(name, io))),
  }
  // Setting up every command takes longer than reading the file.
  const isHelp = argv.some((word) => /^(?:-h|--help$|help$|completion$)/.test(word))
  for (const [name, add] of Object.entries(commands)) if (isHelp || argv.includes(name)) add()
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
