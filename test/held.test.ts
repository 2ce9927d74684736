import { expect, test } from 'vitest'
import { pilotlint } from './cli/harness.ts'
import { judgeHeld } from './held.ts'
import { bar } from './lies/bar.ts'
import { evidence } from './lies/evidence.ts'
import { exceptions } from './lies/exceptions.ts'
import { commitsOf, type Lie, now, repositoryOf } from './lies/lie.ts'
import { refuted } from './lies/refuted.ts'
import { results } from './lies/results.ts'

const all: readonly Lie[] = [...bar, ...results, ...evidence, ...exceptions, ...refuted].filter(({ after }) => !after)

/** Every one of them where LIES=all, which takes minutes. */
const chosen = process.env.LIES === 'all' ? all : all.filter((_, at) => at % 23 === 0)

// What most tests of lies are judged by must be what the command judges a checkout by.
test.for(chosen)('without git, as much is said of the repository with lie $line: $name', async (lie) => {
  const env = { PATH: process.env.PATH }
  const { code, stdout } = await pilotlint(repositoryOf(lie), ['--format', 'json'], { now, env })
  const [file] = JSON.parse(stdout).files
  const withoutNames = (value: unknown) => JSON.parse(JSON.stringify(value).replaceAll(/\b[0-9a-f]{9}\b/g, 'a commit'))
  expect(withoutNames(await judgeHeld(commitsOf(lie), now))).toEqual(withoutNames({ code, file }))
})
