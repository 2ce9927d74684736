import { describe, expect, test } from 'vitest'
import { completeText } from '../finance/fixture.ts'
import { bare, broken, folder, pilotlint } from './harness.ts'

const cwdWith = (text = completeText) => folder({ 'pilot.yaml': text })

const json = async (cwd: string, ...argv: string[]) => {
  const ended = await pilotlint(cwd, ['rollout', '-f', 'json', ...argv])
  return { ...ended, report: JSON.parse(ended.stdout) }
}

test('says what each stage can show, and writes nothing', async () => {
  const { code, stdout, stderr } = await pilotlint(cwdWith(), ['rollout'])
  expect(code).toBe(0)
  expect(stderr).toBe('')
  expect(stdout).toMatch(/^pilot\.yaml\n {2}evidence of lift: limited can show a lift from 22% to 35% \(power 1\.00\)/)
  expect(stdout).toMatch(/✓ deflection_rate +1\.00 .*█{4}/)
  expect(stdout).toMatch(/✓ csat +0\.91/)
})

test('the figures are those of the design', async () => {
  const { code, report } = await json(cwdWith(completeText.replace(/ {2}units_per_assignee.*\n.*\n/, '')))
  expect(code).toBe(0)
  expect(report).toMatchObject({ schemaVersion: 1, status: 'passed', set: [], problems: [] })
  const [, limited, progressive] = report.files[0].stages
  expect(limited.metrics[0].power).toBeCloseTo(0.9997337131670863, 6)
  expect(limited.metrics[0].detectable).toBeCloseTo(0.0650042177858147, 6)
  expect(progressive.metrics[1].power).toBeCloseTo(0.9271706592044812, 6)
  expect(progressive.metrics[1]).toMatchObject({
    daysNeeded: 25,
    observed: { treatment: 3456, control: 1584 },
  })
})

describe('what if', () => {
  test('the file said something else', async () => {
    const cwd = cwdWith()
    const { code, report } = await json(
      cwd,
      '--set',
      'rollout.limited.traffic=10%',
      '--set',
      'rollout.progressive.steps=[20% for 7d, 50% for 14d]',
      '--set=rollout.progressive.control=10%',
    )
    expect(code).toBe(0)
    const [, limited, progressive] = report.files[0].stages
    expect(limited.plan.treatment).toBe(10)
    expect(progressive).toMatchObject({ enough: false, nearest: { days: 28, control: 20 } })
    expect(progressive.nearest.edits).toEqual([
      { pointer: '/rollout/progressive/steps/1', value: '50% for 28d' },
      { pointer: '/rollout/progressive/control', value: '20%' },
    ])
    const applied = progressive.nearest.edits.flatMap((edit: { pointer: string; value: string }) => [
      '--set',
      `${edit.pointer.slice(1).replaceAll('/', '.')}=${edit.value}`,
    ])
    const again = await json(cwd, ...applied)
    expect(again.report.files[0].stages[2]).toMatchObject({ enough: true, nearest: null })
  })

  test.each([
    ['rollout.limited.trafic=10%', 'did you mean traffic?'],
    ['rollout.limited.traffic=10', 'a number without a unit'],
    ['rollout.limited.traffic', 'expected path=value'],
    ['rollout.limited.traffic=lots', 'is invalid'],
  ])('that nobody can say is exit code 2: %s', async (set, says) => {
    const { code, stderr, stdout } = await pilotlint(cwdWith(), ['rollout', '--set', set])
    expect(code).toBe(2)
    expect(stderr).toContain(says)
    expect(stdout).toBe('')
  })

  test('is one document all the same', async () => {
    const cwd = cwdWith()
    for (const set of ['rollout.limited.traffic=lots', 'rollout.limited.trafic=5%']) {
      const { code, report } = await json(cwd, '--set', set)
      expect(code).toBe(2)
      expect(report).toMatchObject({ status: 'error', set: [set], files: [], problems: [{ file: null }] })
    }
  })
})

describe('a file at fault', () => {
  test('that is no YAML is exit code 1', async () => {
    const { code, stdout } = await pilotlint(cwdWith(broken), ['rollout'])
    expect(code).toBe(1)
    expect(stdout).toMatch(/pilot\.yaml:\d+:\d+ /)
    const { report } = await json(cwdWith(broken))
    expect(report).toMatchObject({ status: 'failed', files: [{ computed: false, stages: [] }] })
  })

  test('of which a part of the plan cannot be read is exit code 1, and the rest is shown', async () => {
    const { code, stdout } = await pilotlint(
      cwdWith(completeText.replace('traffic: 5%, control: 5%', 'traffic: 5, control: 5%')),
      ['rollout'],
    )
    expect(code).toBe(1)
    expect(stdout.replace(/\s+/g, ' ')).toContain('`rollout.limited.traffic` is 5, a number without a unit')
    expect(stdout).toContain('progressive: 50% of traffic')
  })

  test('elsewhere than in the plan is none of its business', async () => {
    const text = completeText.replace('decide_by: 2027-02-26', 'decide_by: soon')
    expect((await pilotlint(cwdWith(text), ['rollout'])).code).toBe(0)
  })

  test('that plans nothing is told so', async () => {
    const { code, stdout } = await pilotlint(cwdWith(bare), ['rollout'])
    expect(code).toBe(0)
    expect(stdout).toContain('no rollout stage is planned')
  })
})

test('one stage only', async () => {
  const { report } = await json(cwdWith(), '--for', 'progressive')
  expect(report.files[0].stages.map(({ stage }: { stage: string }) => stage)).toEqual(['progressive'])
  expect((await pilotlint(cwdWith(), ['rollout', '--for', 'pilot'])).code).toBe(2)
})

test('standard input, under a name', async () => {
  const { code, stdout } = await pilotlint(folder(), ['rollout', '-', '--stdin-filename', 'x/pilot.yaml'], {
    stdin: completeText,
  })
  expect(code).toBe(0)
  expect(stdout).toMatch(/^x\/pilot\.yaml\n/)
})

test('Markdown for a pull request', async () => {
  const { code, stdout } = await pilotlint(cwdWith(), ['rollout', '--format', 'markdown'])
  expect(code).toBe(0)
  expect(stdout).toContain('| ✓ csat | falls less than 0.1 points | 0.91 | 33d | 3456 / 1584 |')
})

test('it fits the terminal and is coloured there only', async () => {
  const wide = await pilotlint(cwdWith(), ['rollout'], { isTTY: true, columns: 60 })
  expect(wide.stdout).toContain('\u001b[')
  // biome-ignore lint/suspicious/noControlCharactersInRegex: colours are what is looked for
  const lines = wide.stdout.replaceAll(/\u001b\[\d+m/g, '').split('\n')
  expect(Math.max(...lines.map(({ length }) => length))).toBeLessThanOrEqual(60)
  expect((await pilotlint(cwdWith(), ['rollout'])).stdout).not.toContain('\u001b[')
})

test('a file that is not there, and one that is, are both told of', async () => {
  const { code, stdout, stderr } = await pilotlint(cwdWith(), ['rollout', 'none.yaml', 'pilot.yaml'])
  expect(code).toBe(2)
  expect(stderr).toContain('none.yaml does not exist')
  expect(stdout).toContain('evidence of lift:')
})

const section = /\ncost: .*\n((?: .*\n)+)/

test('the volume may stand in a cost section that is kept in another file', async () => {
  const files = (cost: string) => ({
    'pilot.yaml': completeText.replace(section, '\ncost: {include: finance/cost.yaml}\n'),
    'finance/cost.yaml': cost,
  })
  const own = section.exec(completeText)?.[1] ?? ''
  const { report } = await json(folder(files(`cost:\n${own}`)))
  expect(report.files).toEqual((await json(cwdWith())).report.files)
  const broken = await json(folder(files('volume: [\n')))
  expect(broken.code).toBe(1)
  expect(broken.report.files[0].unread[0].message).toMatch(/^"finance\/cost.yaml" cannot be read: /)
})
