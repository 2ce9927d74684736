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
} from './command-flags.ts'
import type { BaselineFlags } from './commands/baseline-command.ts'
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
import type { ExitCode, Io } from './io/io.ts'
import { choice } from './io/usage.ts'

/** Adds the commands of these names, each with its own flags. */
export const addCommands = (root: Command, names: readonly string[], io: Io, done: (code: ExitCode) => void): void => {
  const commands: { readonly [name: string]: () => Command } = {
    init: () =>
      addInitFlags(root.command('init').description('write pilot.yaml from what the repository shows')).action(
        async (folder: string, flags: InitFlags) =>
          done(await (await import('./commands/init/init.ts')).runInit(folder, flags, io)),
      ),
    next: () =>
      addNextFlags(root.command('next').description('list what the next stage requires, with YAML to paste')).action(
        async (paths: string[], flags: NextFlags) =>
          done(await (await import('./commands/next.ts')).runNext(paths, flags, io)),
      ),
    cost: () =>
      addCostFlags(root.command('cost').description('compute unit cost, margin, break-even and headroom')).action(
        async (paths: string[], flags: CostFlags) =>
          done(await (await import('./commands/cost.ts')).runCost(paths, flags, io)),
      ),
    rollout: () =>
      addRolloutFlags(
        root.command('rollout').description('compute what each stage can show, and the nearest plan that shows enough'),
      ).action(async (paths: string[], flags: RolloutFlags) =>
        done(await (await import('./commands/rollout.ts')).runRollout(paths, flags, io)),
      ),
    rehearse: () =>
      addRehearseFlags(
        root.command('rehearse').description('play the whole plan: what ships, what is stopped, who is harmed'),
      ).action(async (paths: string[], flags: RehearseFlags) =>
        done(await (await import('./commands/rehearse.ts')).runRehearse(paths, flags, io)),
      ),
    results: () =>
      addResultsFlags(
        root.command('results').description('count rows of an experiment into the results file of a stage'),
      ).action(async (rows: string, flags: ResultsFlags) =>
        done(await (await import('./commands/results/results.ts')).runResults(rows, flags, io)),
      ),
    diff: () =>
      addDiffFlags(
        root.command('diff').description('grade every change since a ref as weaker, stronger or neutral'),
      ).action(async (ref: string, paths: string[], flags: DiffFlags) =>
        done(await (await import('./commands/diff/diff.ts')).runDiff(ref, paths, flags, io)),
      ),
    explain: () =>
      root
        .command('explain')
        .description('explain a rule or a field, with examples')
        .argument('<rule-or-field>', 'for example rollback/incomplete or rollback.when')
        .action(async (name: string) => done(await (await import('./commands/explain.ts')).runExplain(name, io))),
    rules: () =>
      addRulesFlags(root.command('rules').description('list the rules')).action(async (flags: RulesFlags) =>
        done(await (await import('./commands/rules.ts')).runRules(flags, io)),
      ),
    baseline: () =>
      addBaselineFlags(
        root.command('baseline').description('write the findings that are known, or leave out those that are gone'),
      ).action(async (action: string, flags: BaselineFlags) => {
        const chosen = choice('baseline', ['update', 'prune'])(action)
        done(await (await import('./commands/baseline-command.ts')).runBaseline(chosen, flags, io))
      }),
    merge: () =>
      addMergeFlags(root.command('merge').description('join JSON reports into one portfolio')).action(
        async (reports: string[], flags: MergeFlags) =>
          done(await (await import('./commands/merge.ts')).runMerge(reports, flags, io)),
      ),
    config: () =>
      addConfigFlags(
        root.command('config').description('check the configuration, or print each value with its origin'),
      ).action(async (action: string, flags: ConfigCommandFlags) =>
        done(
          await (await import('./commands/config.ts')).runConfig(
            choice('config', ['check', 'print'])(action),
            flags,
            io,
          ),
        ),
      ),
    completion: () =>
      root
        .command('completion')
        .description('print a script that completes commands, flags and their values')
        .argument('<shell>', 'bash, zsh or fish')
        .action(async (shell: string) =>
          done((await import('./commands/completion.ts')).runCompletion(shell, root, io)),
        ),
    schema: () =>
      root
        .command('schema')
        .description('print a published JSON Schema')
        .argument('[name]', 'pilot, results, drills, config, report, cost, rollout, rehearse or diff', 'pilot')
        .action(async (name: string) => done(await (await import('./commands/schema.ts')).runSchema(name, io))),
  }
  for (const [name, add] of Object.entries(commands)) if (names.includes(name)) add()
}
