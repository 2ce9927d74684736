import { symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { Files } from '../../examples/run.js'
import { pilotlint } from '../cli/harness.ts'
import { commitsOf } from '../commits.ts'
import { type Change, change, type Edit } from '../lies/parcel.ts'
import { git, repo } from './git.ts'

const rules = 'monitoring/parcel-status.rules.yml'
const moved = 'monitoring/parcel.rules.yml'
const evals = 'evals/parcel-status.jsonl'
const costs = 'costs/section.yaml'

/** The cost section in a file of its own, and a quality alert well below what is allowed. */
const split = (files: Files): Files => {
  const pilot = files['pilot.yaml'] ?? ''
  const [, section = ''] = /^cost:\n((?: .*\n)+)/m.exec(pilot) ?? []
  return {
    ...files,
    'pilot.yaml': pilot.replace(section, `  include: ${costs}\n`),
    [costs]: section.replaceAll(/^ {2}/gm, ''),
    [rules]: files[rules]?.replace('> 0.04', '> 0.03').replace('More than 4%', 'More than 3%'),
  }
}

/** The example with the bar in files of its own, from the first version on, or as `early` says until ten days before shadow. */
const repository = (early?: (files: Files) => Files): string => {
  const [first, ...others] = commitsOf('support-automation').map(({ day, files }) => [day, split(files)] as const)
  if (first === undefined) return ''
  const [day, files] = first
  return repo([[day, early ? early(files) : files], ['2026-09-10', files], ...others])
}

const judge = async (root: string) => {
  const { stdout } = await pilotlint(root, ['-f', 'json', '--today', '2026-11-22'], { env: { PATH: process.env.PATH } })
  const { diagnostics } = (
    JSON.parse(stdout) as { files: { diagnostics: { rule: string; severity: string; message: string }[] }[] }
  ).files[0] ?? { diagnostics: [] }
  return diagnostics.flatMap(({ rule, severity, message }) => (severity === 'error' ? `${rule}: ${message}` : []))
}

const edit = (path: string, from: string | RegExp, to: string): Edit => [path, from, to]

const late = (made: Omit<Change, 'date'>, early?: (files: Files) => Files): string => {
  const root = repository(early)
  change(root, { ...made, date: '2026-11-20' })
  return root
}

const rows = (most: number) => (files: Files) => files[evals]?.split('\n').slice(0, most).join('\n') ?? ''
const all = split(commitsOf('support-automation').at(-1)?.files ?? {})
const text = (path: string) => all[path] ?? ''

describe('a bar that a file shows, and that moved after the results', () => {
  test.for<readonly [string, () => string, string]>([
    [
      'a value in the file that the cost section includes',
      () => late({ edits: [edit(costs, 'per_success: 1.90 EUR', 'per_success: 2.90 EUR')] }),
      '`cost.value.per_success` was "1.90 EUR" before shadow began and is now "2.90 EUR": looser than agreed',
    ],
    [
      'the same, moved into pilot.yaml on the way',
      () =>
        late({
          edits: [
            edit(
              'pilot.yaml',
              `  include: ${costs}\n`,
              `  include: ${costs}\n  value: {per_success: 2.90 EUR, why: agreed}\n`,
            ),
            edit(costs, /^value:\n(?: .*\n)+/m, ''),
          ],
        }),
      '`cost.value.per_success` was "1.90 EUR" before shadow began and is now "2.90 EUR": looser than agreed',
    ],
    [
      'the same, in a file of another name that holds the whole section',
      () =>
        late({
          edits: [edit('pilot.yaml', costs, 'costs/new.yaml')],
          files: { [costs]: undefined, 'costs/new.yaml': text(costs).replace('1.90 EUR', '2.90 EUR') },
        }),
      '`cost.value.per_success` was "1.90 EUR" before shadow began and is now "2.90 EUR": looser than agreed',
    ],
    [
      'the same, behind a link',
      () => {
        const root = late({
          files: { 'costs/of.yaml': text(costs).replace('1.90 EUR', '2.90 EUR'), [costs]: undefined },
        })
        symlinkSync('of.yaml', join(root, costs))
        git(root, ['add', '-A'])
        git(root, ['commit', '-q', '--amend', '-m', 'x'], { GIT_COMMITTER_DATE: '2026-11-20T12:00:00Z' })
        return root
      },
      '`cost.value.per_success` was "1.90 EUR" before shadow began and is now "2.90 EUR": looser than agreed',
    ],
    [
      'the same, with the results in one commit',
      () =>
        repo(
          commitsOf('support-automation').map(({ day, files }) => [
            day,
            day > '2026-10-25'
              ? { ...split(files), [costs]: text(costs).replace('1.90 EUR', '2.90 EUR') }
              : split(files),
          ]),
        ),
      '`cost.value.per_success` was "1.90 EUR" before shadow began and is now "2.90 EUR": looser than agreed',
    ],
    [
      'an alert that fires later',
      () => late({ edits: [edit(rules, '> 0.03', '> 0.035')] }),
      'the alert on "wrong_window_rate" was "above 3%" before limited began and is now "above 3.5%": looser than agreed',
    ],
    [
      'an alert that fires later, of another name in another file',
      () =>
        late({
          edits: [edit('pilot.yaml', rules, moved), edit('pilot.yaml', 'rule: ParcelWrongWindow', 'rule: WrongWindow')],
          files: {
            [rules]: undefined,
            [moved]: text(rules).replace('> 0.03', '> 0.035').replace('ParcelWrongWindow', 'WrongWindow'),
          },
        }),
      'the alert on "wrong_window_rate" was "above 3%" before limited began and is now "above 3.5%": looser than agreed',
    ],
    [
      'an alert that fires later, and says so in pilot.yaml as well',
      () =>
        late({
          edits: [
            edit(rules, '> 0.03', '> 0.035'),
            edit('pilot.yaml', 'rule: ParcelWrongWindow', 'fire: above 3.5%, rule: ParcelWrongWindow'),
          ],
        }),
      'the alert on "wrong_window_rate" was "above 3%" before limited began and is now "above 3.5%": looser than agreed',
    ],
    [
      'an alert over a longer time',
      () => late({ edits: [edit(rules, /\[2d\]/g, '[9d]')] }),
      'the window of the alert on "wrong_window_rate" was "2d" before limited began and is now "9d": looser than agreed',
    ],
    [
      'fewer cases in the eval set',
      () => late({ files: { [evals]: rows(120)(all) } }),
      'the number of cases of the eval set was "160" before limited began and is now "120": looser than agreed',
    ],
    [
      'fewer cases, of which some stand twice',
      () => late({ files: { [evals]: `${rows(120)(all)}\n${rows(60)(all)}\n` } }),
      'the number of cases of the eval set was "160" before limited began and is now "120": looser than agreed',
    ],
  ])('%s', async ([, made, says]) => {
    expect(await judge(made())).toContainEqual(`success/bar-moved: ${says}`)
  })
})

describe('no move is', () => {
  test.for<readonly [string, () => string]>([
    ['what stands in files of its own from the first day on', () => repository()],
    ['a lower value', () => late({ edits: [edit(costs, 'per_success: 1.90 EUR', 'per_success: 1.80 EUR')] })],
    [
      'another tool, and other spellings, in the file of the value',
      () =>
        late({
          edits: [
            edit(costs, 'tooling: 450 EUR/month', 'tooling: 460 EUR/month, search: 10 EUR/month'),
            edit(costs, 'per_success: 1.90 EUR', 'per_success: "1.9 EUR"  # by finance'),
          ],
        }),
    ],
    [
      'a file of the costs that came when the value stood in pilot.yaml',
      () => late({}, (files) => ({ ...commitsOf('support-automation')[0]?.files, [rules]: files[rules] })),
    ],
    ['an alert that fires earlier', () => late({ edits: [edit(rules, '> 0.03', '> 0.025')] })],
    [
      'an alert that is written in another way, in another order',
      () =>
        late({
          edits: [
            edit(rules, /> 0\.03$/m, '> 3e-2'),
            edit(rules, /^ {6}- alert: ParcelSlow\n(?: {8}.*\n)+/m, ''),
            edit(rules, /\n$/, `\n${text(rules).match(/^ {6}- alert: ParcelSlow\n(?: {8}.*\n)+/m)?.[0] ?? ''}`),
          ],
        }),
    ],
    [
      'an alert of another name, in another file',
      () =>
        late({
          edits: [edit('pilot.yaml', rules, moved), edit('pilot.yaml', 'rule: ParcelWrongWindow', 'rule: WrongWindow')],
          files: { [rules]: undefined, [moved]: text(rules).replace('ParcelWrongWindow', 'WrongWindow') },
        }),
    ],
    [
      'a second alert that fires later',
      () =>
        late({
          edits: [
            edit(
              'pilot.yaml',
              /^ +- \{kind: quality, metric: csat.*\n/m,
              '$&    - {kind: quality, metric: wrong_window_rate, rule: Second}\n',
            ),
            edit(
              rules,
              /\n$/,
              `\n${text(rules).match(/^ {6}- alert: ParcelWrongWindow\n(?: {8}.*\n)+/m)?.[0] ?? ''}`
                .replace('> 0.03', '> 0.04')
                .replace('alert: ParcelWrongWindow', 'alert: Second'),
            ),
          ],
        }),
    ],
    ['a cost alert that follows prices', () => late({ edits: [edit(rules, '> 0.02', '> 0.03')] })],
    [
      'a value that rose and came back',
      () => {
        const root = late({ edits: [edit(costs, '1.90 EUR', '2.90 EUR')] })
        change(root, { edits: [edit(costs, '2.90 EUR', '1.90 EUR')], date: '2026-11-21' })
        return root
      },
    ],
    [
      'a value that was set before shadow began',
      () => late({}, (files) => ({ ...files, [costs]: text(costs).replace('1.90 EUR', '1.50 EUR') })),
    ],
    [
      'an alert that was set in the time before shadow',
      () => late({}, (files) => ({ ...files, [rules]: text(rules).replace('> 0.03', '> 0.01') })),
    ],
    [
      'an eval set with further cases',
      () => {
        const more = rows(2)(all).replaceAll('"e0', '"n0').replaceAll('3SNP', '4SNP')
        const run = 'evals/results/2026-10-20.json'
        return late({
          files: {
            [evals]: `${text(evals).trimEnd()}\n${more}\n`,
            [run]: text(run).replace('"cases": 160', '"cases": 162'),
          },
        })
      },
    ],
  ])('%s', async ([, made]) => {
    expect(await judge(made())).toEqual([])
  })
})
