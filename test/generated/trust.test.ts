import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { bar } from '../lies/bar.ts'
import { evidence } from '../lies/evidence.ts'
import { exceptions } from '../lies/exceptions.ts'
import { honest } from '../lies/honest.ts'
import type { Lie } from '../lies/lie.ts'
import { refuted } from '../lies/refuted.ts'
import { results } from '../lies/results.ts'

const root = join(import.meta.dirname, '../..')

const lies = [...evidence, ...bar, ...exceptions, ...results].sort((one, other) => one.line - other.line)
const caught = (all: readonly Lie[]): string => {
  const found = all.filter(({ gap }) => !gap).length
  return `${found} of ${all.length} (${Math.floor((100 * found) / all.length)}%)`
}

/** The examples that are ready for production; a test of theirs judges them on each day of their history. */
const ready = readdirSync(join(root, 'examples'), { withFileTypes: true }).filter(
  (entry) =>
    entry.isDirectory() &&
    readFileSync(join(root, 'examples', entry.name, 'expected.txt'), 'utf8').includes(': READY for production'),
).length

const table = (all: readonly Lie[]): string =>
  all
    .map(({ name, rule, gap }) => {
      const shown = name.replaceAll('|', '\\|').replace(/([{<].*[}>])/, '`$1`')
      return `| ${shown} | ${gap ? 'not yet' : `[${rule}](${rule.startsWith('schema/') ? 'rules/README.md' : `rules/${rule}.md`})`} |`
    })
    .join('\n')

const gaps = [...lies, ...refuted].filter(({ gap }) => gap)

test('the page on trust', async () => {
  const page = `# What READY is worth

A linter that can be talked into READY is worse than none. So the tests try to. They take one honest repository, an assistant
that answers parcel questions, through every stage to \`full\`: dated commits, results of each stage, drills, an eval run, a
bill. It is READY. Then each line below changes one thing, commits it, and must end in exit 1 with an error of the rule named.

| tried | in the tests | as it should be |
|---|---|---|
| lies put into the repository | ${lies.length} | ${caught(lies)} end in exit 1 |
| results that refute the promise | ${refuted.length} | ${caught(refuted)} end in exit 1 |
| honest repositories: the one at full, and examples, on each day of their history | ${ready + 1} | ${ready + 1} of ${ready + 1} are READY without a finding |
| honest repositories that look suspicious, by all rules | ${honest.length} | ${honest.length} of ${honest.length} have no finding |

${gaps.length === 0 ? 'None of them ends in READY.' : `${gaps.length} still end in READY. A test fails as soon as one of them is caught and still stands here as a gap.`}

## Error rates

Results are drawn by chance, of customers that are as alike as the plan says, and judged:

| pilots | of | share | at most |
|---|---|---|---|
| useless, beside a control above the target: meet the exit | 20,000 | 2.7% | 3.0% |
| the same, through the whole program: pass the exits, pass all rules | 500 | 1.2%, 0% | 4.6% |
| deliver what they expect: pass, where \`rollout\` says 96.1% | 500 | 96.4% | 3 standard errors apart |
| healthy, with honest noise: refuted | 2,000 | 0.6% | 2% |
| the same: any one other error, but for exits not met | 2,000 | 0.5% | 1% |

## Beyond any repository

People write what pilotlint reads. It cannot see:

- counts that were invented, and dates of commits that were forged;
- a team in CODEOWNERS that the forge does not enforce, and who stands behind \`by\`;
- an alert whose series is not the metric that it is named for;
- a flag that is set in a console, and a list of tools that is not the deployed one;
- whether a value, a wage or a sentence is true;
- a workflow that was edited to \`--only\` or \`--for declared\`: require it from outside the repository.

These are for the people who review the pull request; pilotlint names the line, the file and who stated it.

## Lies

| one change | caught by |
|---|---|
${table(lies)}

## Refuted results

| what was measured | caught by |
|---|---|
${table(refuted)}
`
  await expect(page).toMatchFileSnapshot(join(root, 'docs/trust.md'))
})
