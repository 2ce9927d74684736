import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { repositoryOf } from '../examples/run.js'
import { pilotlint } from './cli/harness.ts'

let root: string
let text: string

beforeAll(() => {
  root = repositoryOf('support-automation')
  text = readFileSync(join(root, 'pilot.yaml'), 'utf8')
})

afterAll(() => rmSync(root, { recursive: true, force: true }))

const errorsIn = async (yaml: string): Promise<string[]> => {
  writeFileSync(join(root, 'pilot.yaml'), yaml)
  const { stdout } = await pilotlint(root, ['-f', 'json'], { env: { PATH: process.env.PATH } })
  const { diagnostics } = JSON.parse(stdout).files[0]
  return diagnostics
    .filter(({ severity }: { severity: string }) => severity === 'error')
    .map(({ rule, pointer }: { rule: string; pointer: string }) => `${rule} ${pointer}`)
}

test('the repository is without an error', async () => {
  expect(await errorsIn(text)).toEqual([])
})

test('a name of an alert rule that is none is one error', async () => {
  const yaml = text.replace('rule: ParcelCost', 'rule: [ParcelCost]')
  expect(await errorsIn(yaml)).toEqual(['schema/type /monitoring/alerts/3/rule'])
})

// What cannot be read is neither there nor missing.
test.each([
  ['/drills', 'drills: ', 'docs/drills/2026-10.md'],
  ['/monitoring/rules', 'rules: ', 'monitoring/parcel-status.rules.yml'],
  ['/owner/runbook', 'runbook: ', 'docs/runbooks/parcel-status.md'],
  ['/integration/0/contract', 'contract: ', 'contracts/tracking.odcs.yaml'],
  ['/data/eval_set/path', 'path: ', 'evals/parcel-status.jsonl'],
  ['/data/eval_set/results', 'results: ', 'evals/results/2026-10-20.json'],
  ['/guardrails/tools', 'tools: ', 'tools/parcel-status.mcp.json'],
  ['/guardrails/output/schema', 'schema: ', 'schemas/reply.json'],
  ['/rollback/how/file', 'file: ', 'flags/care.flagd.json'],
  ['/cost/price/table', 'table: ', 'costs/prices.json'],
  ['/rollout/shadow/results', 'results: ', 'rollout/shadow.json'],
])('a path at %s that is no path is one error', async (pointer, key, path) => {
  const yaml = text.replace(`${key}${path}`, `${key}/${path}`)
  expect(yaml).not.toBe(text)
  expect(await errorsIn(yaml)).toEqual([`schema/pattern ${pointer}`])
})
