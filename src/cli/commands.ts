import type { Command } from 'commander'
import {
  addBaselineFlags,
  addConfigFlags,
  addCostFlags,
  addDiffFlags,
  addInitFlags,
  addMergeFlags,
  addNextFlags,
  addRehearseFlags,
  addResultsFlags,
  addRolloutFlags,
  addRulesFlags,
  argumentOf,
  shells,
} from './command-flags.ts'
import type { BaselineFlags } from './commands/baseline-command.ts'
import type { Shell } from './commands/completion.ts'
import type { ConfigCommandFlags } from './commands/config.ts'
import type { CostFlags } from './commands/cost.ts'
import type { DiffFlags } from './commands/diff/diff.ts'
import type { InitFlags } from './commands/init/init.ts'
import type { MergeFlags } from './commands/merge.ts'
import type { NextFlags } from './commands/next.ts'
import type { RehearseFlags } from './commands/rehearse.ts'
import type { ResultsFlags } from './commands/results/results.ts'
import type { RolloutFlags } from './commands/rollout.ts'
import type { RulesFlags } from './commands/rules.ts'
import { runSchema, type SchemaName, schemaNames } from './commands/schema.ts'
import type { CommandName } from './io/command-names.ts'
import type { ExitCode, Io } from './io/io.ts'

type Entry = {
  readonly says: string
  readonly add: (command: Command) => Command
  /** Takes what commander hands to an action: the arguments, the flags, the command. */
  readonly run: (io: Io, ...given: never[]) => Promise<ExitCode>
}

/** What each command is; its modules are loaded when it runs. `lint` is the program itself. */
const commands: { readonly [name in Exclude<CommandName, 'lint' | 'help'>]: Entry } = {
  init: {
    says: 'write pilot.yaml from what the repository shows',
    add: addInitFlags,
    run: async (io, folder: string, flags: InitFlags) =>
      (await import('./commands/init/init.ts')).runInit(folder, flags, io),
  },
  next: {
    says: 'list what the next stage requires, with YAML to paste',
    add: addNextFlags,
    run: async (io, paths: string[], flags: NextFlags) =>
      (await import('./commands/next.ts')).runNext(paths, flags, io),
  },
  cost: {
    says: 'compute unit cost, margin, break-even and headroom',
    add: addCostFlags,
    run: async (io, paths: string[], flags: CostFlags) =>
      (await import('./commands/cost.ts')).runCost(paths, flags, io),
  },
  rollout: {
    says: 'compute what each stage can show, and the nearest plan that shows enough',
    add: addRolloutFlags,
    run: async (io, paths: string[], flags: RolloutFlags) =>
      (await import('./commands/rollout.ts')).runRollout(paths, flags, io),
  },
  rehearse: {
    says: 'simulate the rollout plan: what ships, what is stopped, who is harmed',
    add: addRehearseFlags,
    run: async (io, paths: string[], flags: RehearseFlags) =>
      (await import('./commands/rehearse.ts')).runRehearse(paths, flags, io),
  },
  results: {
    says: 'count experiment rows and write the results file of a stage',
    add: addResultsFlags,
    run: async (io, rows: string, flags: ResultsFlags) =>
      (await import('./commands/results/results.ts')).runResults(rows, flags, io),
  },
  diff: {
    says: 'grade every change since a ref as weaker, stronger or neutral',
    add: addDiffFlags,
    run: async (io, ref: string, paths: string[], flags: DiffFlags) =>
      (await import('./commands/diff/diff.ts')).runDiff(ref, paths, flags, io),
  },
  explain: {
    says: 'explain a rule or a field, with examples',
    add: (command) => command.argument('<rule-or-field>', 'for example rollback/incomplete or rollback.when'),
    run: async (io, name: string) => (await import('./commands/explain.ts')).runExplain(name, io),
  },
  rules: {
    says: 'list the rules',
    add: addRulesFlags,
    run: async (io, flags: RulesFlags) => (await import('./commands/rules.ts')).runRules(flags, io),
  },
  schema: {
    says: 'print a published JSON Schema',
    add: (command) =>
      command.addArgument(argumentOf('[name]', schemaNames, 'schema', 'what it describes').default('pilot')),
    run: async (io, name: SchemaName) => runSchema(name, io),
  },
  config: {
    says: 'check the configuration, or print each value with its origin',
    add: addConfigFlags,
    run: async (io, action: 'check' | 'print', flags: ConfigCommandFlags) =>
      (await import('./commands/config.ts')).runConfig(action, flags, io),
  },
  baseline: {
    says: 'record known findings, or drop the ones that are fixed',
    add: addBaselineFlags,
    run: async (io, action: 'update' | 'prune', flags: BaselineFlags) =>
      (await import('./commands/baseline-command.ts')).runBaseline(action, flags, io),
  },
  merge: {
    says: 'join JSON reports into one portfolio',
    add: addMergeFlags,
    run: async (io, reports: string[], flags: MergeFlags) =>
      (await import('./commands/merge.ts')).runMerge(reports, flags, io),
  },
  completion: {
    says: 'print a script that completes commands, flags and their values',
    add: (command) => command.addArgument(argumentOf('<shell>', shells, 'completion', 'what runs the script')),
    run: async (io, shell: Shell, _: unknown, own: Command) =>
      (await import('./commands/completion.ts')).runCompletion(shell, own.parent ?? own, io),
  },
}

/** Adds the commands of these names, each with its own flags. */
export const addCommands = (root: Command, names: readonly string[], io: Io, done: (code: ExitCode) => void): void => {
  for (const [name, { says, add, run }] of Object.entries(commands))
    if (names.includes(name))
      add(root.command(name).description(says)).action(async (...given: unknown[]) =>
        done(await run(io, ...(given as never[]))),
      )
}
