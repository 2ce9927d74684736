import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { pilotlint } from '../cli/harness.ts'
import { change, type Edit, exampleOf } from '../lies/parcel.ts'
import { commit, emptyFolder, git } from './git.ts'

const example = 'support-automation'
const rules = 'monitoring/parcel-status.rules.yml'
const evals = 'evals/parcel-status.jsonl'
const costs = 'costs/section.yaml'

const diff = async (root: string, ref: string, ...flags: readonly string[]) => {
  const { code, stdout } = await pilotlint(root, ['diff', ref, 'pilot.yaml', ...flags], {
    env: { PATH: process.env.PATH },
  })
  const lines = stdout.split('\n').map((line) => line.trim())
  return { code, lines, last: lines.findLast((line) => line !== '') ?? '' }
}

const step = (root: string, day: string, ...edits: readonly Edit[]): undefined => change(root, { edits, date: day })

const target = (from: string, to: string): Edit => ['pilot.yaml', `target: at least ${from}`, `target: at least ${to}`]

test('both ends are read with what their own files show', async () => {
  const root = exampleOf(example)
  expect((await diff(root, 'HEAD')).last).toBe('pilot.yaml: UNCHANGED since HEAD')
  const rows = readFileSync(join(root, evals), 'utf8').split('\n').slice(0, 120).join('\n')
  change(root, {
    edits: [
      [rules, '> 0.04', '> 0.05'],
      [rules, '[7d]', '[14d]'],
    ],
    files: { [evals]: rows },
    date: '2026-11-22',
  })
  const { code, lines } = await diff(root, 'HEAD~1')
  expect(code).toBe(1)
  expect(lines).toEqual(
    expect.arrayContaining([
      expect.stringMatching(/weaker {2}monitoring\.alerts\[quality wrong_window_rate\]\.fire$/),
      'above 4% -> above 5%',
      expect.stringContaining(`fires at a worse level than before, as ${rules} shows`),
      expect.stringMatching(/weaker {2}data\.eval_set\.cases$/),
      '160 -> 120',
    ]),
  )
  expect((await diff(root, 'HEAD~1', '-f', 'json')).lines).toContain(`"shownBy": "${evals}",`)
  // The other way round nothing is weaker.
  git(root, ['checkout', '-q', 'HEAD~1'])
  expect((await diff(root, 'main')).code).toBe(0)
})

test('a promotion with the window of its own stage takes no alert away', async () => {
  const root = exampleOf(example)
  change(root, {
    edits: [
      ['pilot.yaml', 'stage: limited', 'stage: progressive'],
      [rules, 'seconds_bucket[4h]', 'seconds_bucket[40m]'],
    ],
    date: '2026-11-22',
  })
  const { lines, code } = await diff(root, 'HEAD~1')
  expect(lines.filter((line) => line.includes('weaker'))).toEqual([])
  expect(code).toBe(0)
})

test('a value that moves to where a file shows it is no change', async () => {
  const root = exampleOf(example)
  step(root, '2026-11-22', [
    'pilot.yaml',
    'rule: ParcelWrongWindow',
    'fire: above 4%, over: 2d, rule: ParcelWrongWindow',
  ])
  expect((await diff(root, 'HEAD~1')).code).toBe(0)
  const cost = readFileSync(join(root, 'pilot.yaml'), 'utf8')
  const [, section = ''] = /^cost:\n((?: .*\n)+)/m.exec(cost) ?? []
  commit(root, '2026-11-23', {
    'pilot.yaml': cost.replace(section, `  include: ${costs}\n`),
    [costs]: section.replaceAll(/^ {2}/gm, ''),
  })
  expect((await diff(root, 'HEAD~1')).last).toBe('pilot.yaml: UNCHANGED since HEAD~1')
  change(root, { edits: [[costs, /^spend_limit: .*$/m, 'spend_limit: 6000 EUR/day']], date: '2026-11-24' })
  const { lines } = await diff(root, 'HEAD~1')
  expect(lines).toContainEqual(expect.stringMatching(/weaker {2}cost\.spend_limit$/))
})

test('a target that falls in small steps is told by what was agreed', async () => {
  const root = exampleOf(example)
  step(root, '2026-11-22', target('45%', '40%'))
  step(root, '2026-11-23', target('40%', '36%'))
  const agreed =
    /^looser than agreed: compared with 2026-\d\d-\d\d [0-9a-f]{9} pilot\.yaml, before shadow began; an exception/
  const last = await diff(root, 'HEAD~1')
  expect(last.code).toBe(1)
  expect(last.lines).toEqual(expect.arrayContaining(['at least 45% -> at least 36%', expect.stringMatching(agreed)]))
  expect(last.last).toMatch(/WEAKER than agreed · 1 weaker/)
  // Not by the whole, which was told as it is.
  expect((await diff(root, 'HEAD~2')).last).toMatch(/WEAKER than HEAD~2 · 1 weaker/)
  step(root, '2026-11-24', target('36%', '38%'))
  const raised = await diff(root, 'HEAD~1')
  expect(raised.code).toBe(1)
  expect(raised.lines).toContain('at least 45% -> at least 38%')
  expect((await diff(root, 'HEAD')).code).toBe(1)
  step(root, '2026-11-25', target('38%', '45%'))
  expect((await diff(root, 'HEAD~1')).code).toBe(0)
  expect((await diff(root, 'HEAD~4')).last).toBe('pilot.yaml: UNCHANGED since HEAD~4')
})

test('an exception covers what moved before the ref, too', async () => {
  const root = exampleOf(example)
  step(root, '2026-11-20', target('45%', '40%'), [
    'pilot.yaml',
    /^rollout:/m,
    'exceptions:\n  - {rule: success/bar-moved, at: success.target, why: split, by: northpost/finance, until: 2026-12-15}\nrollout:',
  ])
  const { code, last } = await diff(root, 'HEAD')
  expect(last).toMatch(/NOT WEAKER than HEAD · 1 waived/)
  expect(code).toBe(0)
  expect((await diff(root, 'HEAD', '--no-exceptions')).code).toBe(1)
})

test('where the history cannot be read, the ref alone is compared, and that is told', async () => {
  const root = exampleOf(example)
  const clone = join(emptyFolder(), 'clone')
  git(root, ['clone', '-q', '--depth=1', `file://${root}`, clone])
  const { code, last } = await diff(clone, 'HEAD')
  expect(code).toBe(0)
  expect(last).toMatch(/UNCHANGED since HEAD · the bar is not compared with what was agreed: its history is cut off/)
})
