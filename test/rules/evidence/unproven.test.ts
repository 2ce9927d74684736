import { expect, test } from 'vitest'
import { unproven } from '../../../src/rules/evidence/unproven.ts'
import { rules } from '../../../src/rules/index.ts'
import { resultsFile } from '../results/file.ts'
import { diagnose, repository } from '../table.ts'

const system = (contract: string) =>
  `integration:\n  - {system: desk, direction: both, mode: live, contract: ${contract}, owner: acme/tools, effort: 9d, status: done}\n`
const api = 'openapi: 3.1.0\ninfo: {title: a, version: 1.0.0}\npaths: {}\n'

const messages = async (yaml: string, files: { readonly [path: string]: string }) => {
  const found = await diagnose(unproven, yaml, { for: 'progressive', rules, repository: repository(files) })
  return found.map(({ message }) => message)
}

test.each([
  ['a contract that is read', 'api.yaml', { 'api.yaml': api }, []],
  [
    'a contract in another system',
    'https://example.com/api',
    {},
    ['"https://example.com/api" is kept in another system'],
  ],
  ['a contract in another form', 'api.md', { 'api.md': '# API\n' }, ['"api.md" ']],
  ['a contract that is missing is for spec/path-missing', 'api.yaml', {}, []],
  ['a contract that is empty is for evidence/broken', 'api.yaml', { 'api.yaml': '' }, []],
])('%s', async (_, contract, files, says) => {
  const found = await messages(system(contract), files as { readonly [path: string]: string })
  expect(found).toEqual(says.map((words) => expect.stringContaining(`integration is not proven: ${words}`)))
})

test.each([
  ['a team', { by: 'acme/analytics' }, undefined],
  ['nobody', {}, 'results of limited are stated by nobody'],
  ['the champion', { by: 'J.Meyer' }, 'results of limited are stated by the champion J.Meyer'],
])('results that are stated by %s', async (_, rest, says) => {
  const files = { 'r.json': resultsFile('limited', {}, undefined, rest) }
  const found = await messages('champion: j.meyer\nrollout: {limited: {results: r.json}}\n', files)
  expect(found).toEqual(says === undefined ? [] : [says])
})
