import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { judge } from './lies/lie.ts'
import { change, honest } from './lies/parcel.ts'

/** `people[].overrides` says in words where overrides are counted; it is no path. */
const inWords = 'analytics/overrides.sql'

/** The files that the last version names, and CODEOWNERS, which is looked for. */
const evidence = (root: string): string[] => {
  const pilot = readFileSync(join(root, 'pilot.yaml'), 'utf8')
  const files = execFileSync('git', ['ls-files'], { cwd: root, encoding: 'utf8' }).trim().split('\n')
  return files.filter((file) => file.endsWith('CODEOWNERS') || (pilot.includes(file) && file !== inWords))
}

test.for([
  { how: 'removed', text: undefined },
  { how: 'emptied', text: '' },
])('a file of the honest repository that is $how blocks it', { timeout: 120_000 }, async ({ text }) => {
  const files = evidence(honest())
  expect(files.length).toBeGreaterThan(15)
  const ready: string[] = []
  for (const file of files) {
    const root = honest()
    change(root, { files: { [file]: text } })
    if ((await judge(root)).code !== 1) ready.push(file)
  }
  expect(ready).toEqual([])
})
