import { expect, test } from 'vitest'
import { bare, broken, folder, pilotlint } from './harness.ts'

// One short stage, so that the runs take no time.
const small = `version: 1
id: small
started: 2026-09-14
use_case: {unit: conversation}
success:
  metric: deflection_rate
  window: 1d
  baseline: 22%
  target: at least 35%
  expected: 38%
  guardrail_metrics: [{metric: wrong_answer_rate, limit: at most 2%}]
cost: {volume: {full: 60000/month}}
rollback: {time: 10m, when: [{metric: wrong_answer_rate, is: above 5%, over: 1d}]}
rollout:
  limited: {traffic: 5%, control: 5%, duration: 7d, exit: [deflection_rate above control, guardrail_metrics hold]}
`

const cwdWith = (text = small) => folder({ 'pilot.yaml': text })

const json = async (cwd: string, ...argv: string[]) => {
  const ended = await pilotlint(cwd, ['rehearse', '-f', 'json', ...argv])
  return { ...ended, report: JSON.parse(ended.stdout) }
}

test('the headline, the same at every run, and nothing else is written', async () => {
  const cwd = cwdWith()
  const { code, stdout, stderr } = await pilotlint(cwd, ['rehearse'])
  expect(code).toBe(0)
  expect(stderr).toBe('')
  expect(stdout.replaceAll(/\s+/g, ' ')).toMatch(
    /^pilot\.yaml this plan ships a useless system in \d+ of 100 cases, a harmful one in .*, stops a good one in \d+; a broken one harms at most \d+ conversations/,
  )
  expect(stdout).toContain('4,000 runs each, seed 1')
  expect((await pilotlint(cwd, ['rehearse'])).stdout).toBe(stdout)
})

test('what if, with another seed and uneven traffic', async () => {
  const cwd = cwdWith()
  const { code, report } = await json(cwd, '--seed', '7', '--traffic-cv', '25%', '--set', 'success.expected=45%')
  expect(code).toBe(0)
  expect(report).toMatchObject({ status: 'passed', set: ['success.expected=45%'] })
  expect(report.files[0].rehearsal).toMatchObject({ runs: 4000, seed: 7, trafficCv: 0.25, unit: 'conversation' })
})

test.each([
  [['--seed', 'x'], 'expected a whole number'],
  [['--traffic-cv', '-1'], 'expected a number from 0 to 3'],
  [['--traffic-cv', '4'], 'expected a number from 0 to 3'],
  [['--set', 'rollout.limited.trafic=10%'], 'did you mean traffic?'],
])('%s is exit code 2', async (argv, says) => {
  const { code, stderr, stdout } = await pilotlint(cwdWith(), ['rehearse', ...argv])
  expect(code).toBe(2)
  expect(stderr).toContain(says)
  expect(stdout).toBe('')
})

test('the cheapest plan, if asked for', async () => {
  const { report } = await json(cwdWith(), '--search')
  expect(report.files[0].search.why).toBeNull()
  expect((await json(cwdWith())).report.files[0].search).toBeNull()
  expect((await pilotlint(cwdWith(), ['rehearse', '--search'])).stdout).toContain(
    'The cheapest plan, by days x exposure',
  )
})

test('a file that cannot be read is exit code 1', async () => {
  expect((await pilotlint(cwdWith(broken), ['rehearse'])).code).toBe(1)
  const { code, report } = await json(cwdWith(small.replace('over: 1d', 'over: soon')))
  expect(code).toBe(1)
  expect(report.files[0].unread).toHaveLength(1)
})

test('a file that plans nothing says what is missing', async () => {
  const { code, stdout } = await pilotlint(cwdWith(bare), ['rehearse'])
  expect(code).toBe(0)
  expect(stdout).toContain('not rehearsed: cost.volume.full is missing')
})

test.each(['markdown', 'html'])('%s for those who decide', async (format) => {
  const { code, stdout } = await pilotlint(cwdWith(), ['rehearse', '-f', format])
  expect(code).toBe(0)
  expect(stdout).toContain('as promised')
})
