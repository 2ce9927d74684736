import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { entriesOf, knownIn, withoutKnown } from '../src/cli/commands/lint/baseline.ts'
import { policyOf } from '../src/cli/io/policy.ts'
import { rootsOf } from '../src/cli/io/root.ts'
import { lint } from '../src/lint/lint.ts'
import type { Report } from '../src/lint/report.ts'
import { disk } from '../src/repo/disk.ts'
import { bar } from './lies/bar.ts'
import { evidence } from './lies/evidence.ts'
import { exceptions } from './lies/exceptions.ts'
import { type Lie, now, repositoryOf } from './lies/lie.ts'
import { change, honest } from './lies/parcel.ts'
import { refuted } from './lies/refuted.ts'
import { results } from './lies/results.ts'

/** All that a liar may write into a configuration of the repository without being refused. */
const config = `edition: 2026-12
extends: [recommended, ./policy.yaml]
ignore: ["**"]
rules:
  rollout/jump: {severity: error, settings: {largest_step: 5}}
overrides:
  - files: ["**"]
    rules: {cost/fragile: warning, results/refuted: error, success/bar-moved: error}
own:
  - id: acme/anything
    path: owner.team
    assert: {present: true}
    message: nobody owns it
    help: add owner.team
    severity: info
    tests: {ready: "owner: {team: a/b}", not_ready: "id: a"}
`

const on = new Date(now).toISOString().slice(0, 10)

const judge = async (root: string) => {
  const io = { cwd: root, env: {} } as Parameters<typeof policyOf>[2]
  const policy = await policyOf({}, rootsOf(root, undefined), io)
  expect(policy.problems).toEqual([])
  expect(policy.config?.isTrusted).toBe(false)
  const pilots = ['pilot.yaml', 'copy/pilot.yaml'].filter((file) => existsSync(join(root, file)))
  const reports = pilots.map(async (file) =>
    lint(readFileSync(join(root, file)), {
      for: 'production',
      file,
      today: on,
      now: on,
      rules: policy.rulesFor(file),
      exceptions: true,
      repository: { port: disk(root, process.env.PATH), file },
    }),
  )
  return { reports: await Promise.all(reports), rules: policy.rules }
}

const errorsOf = ({ diagnostics }: Report): string[] =>
  diagnostics.filter(({ severity }) => severity === 'error').map(({ rule }) => rule)

const files = { 'pilotlint.config.yaml': config, 'policy.yaml': 'rules: {}\n' }

const all: readonly Lie[] = [...bar, ...results, ...evidence, ...exceptions, ...refuted].filter(({ gap }) => !gap)

/** Every one of them where LIES=all, which takes minutes. */
const chosen = process.env.LIES === 'all' ? all : all.filter((_, at) => at % 9 === 0)

test.for(chosen)('lie $line beside a configuration and a baseline: $name', async (lie) => {
  const judged = repositoryOf(lie)
  change(judged, { files, date: '2027-06-15' })
  const { reports, rules } = await judge(judged)
  expect(reports.flatMap(errorsOf)).toContain(lie.rule)
  // A baseline that knows all that one may know, as the liar would commit it.
  for (const report of reports.filter((one) => errorsOf(one).length > 0)) {
    const { file } = report
    const known = knownIn({ schemaVersion: 1, files: { [file]: entriesOf(report, file, rules) } })
    const { verdict } = withoutKnown(report, file, known, rules)
    expect(verdict.ready).toBe(false)
    expect(verdict.sentence).toMatch(/^NOT READY/)
  }
})

test('the honest pilot is ready beside the same files', async () => {
  const root = honest()
  change(root, { files, date: '2027-06-15' })
  const { reports } = await judge(root)
  expect(reports.map((one) => [errorsOf(one), one.verdict.ready])).toEqual([[[], true]])
})
