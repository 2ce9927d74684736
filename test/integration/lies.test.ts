import { cpSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { pilotlint } from '../cli/harness.ts'
import { commit, emptyFolder, git } from './git.ts'

const env = { PATH: process.env.PATH }

const example = join(import.meta.dirname, '../../examples/support-automation')
const own = readFileSync(join(example, 'pilot.yaml'), 'utf8')

const changed = (text: string, changes: { readonly [from: string]: string }): string =>
  Object.entries(changes).reduce((before, [from, to]) => {
    if (before.split(from).length !== 2) throw new Error(`${from} does not stand once in the file`)
    return before.replace(from, to)
  }, text)

type Step = readonly [date: string, files: { readonly [path: string]: string | undefined }]

const shadow = readFileSync(join(example, 'rollout/shadow.json'), 'utf8')
const drills = readFileSync(join(example, 'docs/drills/2026-10.md'), 'utf8')
const run = readFileSync(join(example, 'evals/results/2026-10-20.json'), 'utf8')
const late = {
  'rollout/shadow.json': shadow,
  'docs/drills/2026-10.md': drills,
  'evals/results/2026-10-20.json': run,
}

/** The example as an honest team commits it: first the plan, then what happened, then the promotion. */
const plan: Step = [
  '2026-08-26',
  {
    'pilot.yaml': changed(own, { 'stage: limited': 'stage: pilot' }),
    ...Object.fromEntries(Object.keys(late).map((file) => [file, undefined])),
  },
]
const watched: Step = ['2026-09-20', { 'pilot.yaml': changed(own, { 'stage: limited': 'stage: shadow' }) }]
const promoted: Step = ['2026-11-01', { 'pilot.yaml': own, ...late }]
const honest = [plan, watched, promoted]
const moved: Step = [
  '2026-11-10',
  {
    'rollout/shadow.json': undefined,
    'rollout/first.json': shadow,
    'pilot.yaml': changed(own, { 'rollout/shadow.json': 'rollout/first.json' }),
  },
]

const repository = (steps: readonly Step[]): string => {
  const root = emptyFolder()
  cpSync(example, root, { recursive: true })
  for (const file of ['README.md', 'expected.txt']) rmSync(join(root, file))
  git(root, ['init', '-q', '-b', 'main'])
  for (const [date, files] of steps) commit(root, date, files)
  return root
}

const judge = async (root: string, ...args: readonly string[]) => {
  const { code, stdout } = await pilotlint(root, ['--format', 'compact', '--today', '2026-11-22', ...args], { env })
  return {
    code,
    rules: [...new Set([...stdout.matchAll(/: error .* \[([\w/-]+)\]$/gm)].map(([, rule]) => rule))],
    stdout,
  }
}

/** What a shallow clone of depth 1 sees. */
const clone = (root: string, ...args: readonly string[]): string => {
  const to = join(emptyFolder(), 'clone')
  git(root, ['clone', '-q', ...args, `file://${root}`, to])
  return to
}

const lower = { 'target: at least 45%': 'target: at least 36%' }
const restarted = { 'started: 2026-08-31': 'started: 2026-09-01' }
const pilot = changed(own, { 'stage: limited': 'stage: pilot' })

describe('an honest history', () => {
  test.each<readonly [string, readonly Step[]]>([
    ['that goes stage by stage', honest],
    [
      'that fills the file in before shadow',
      [['2026-08-25', { ...plan[1], 'pilot.yaml': changed(pilot, lower) }], ...honest],
    ],
    [
      'that renames the file',
      [
        ...honest,
        [
          '2026-11-02',
          { 'pilot.yaml': undefined, 'pilot.yml': own, '.github/CODEOWNERS': '* @northpost/care-platform\n' },
        ],
      ],
    ],
    ['that moves its results', [...honest, moved]],
    [
      'that makes the rollback faster',
      [...honest, ['2026-11-10', { 'pilot.yaml': changed(own, { 'time: at most 10m': 'time: at most 8m' }) }]],
    ],
    [
      'that plans progressive once limited runs, and plans it again',
      [
        ...honest.map(
          ([day, files]): Step => [
            day,
            { ...files, 'pilot.yaml': (files['pilot.yaml'] ?? '').replace(/^ {2}progressive: .*\n/m, '') },
          ],
        ),
        ['2026-11-05', { 'pilot.yaml': changed(own, { 'looks: 1, exit': 'looks: 2, exit' }) }],
        ['2026-11-10', { 'pilot.yaml': own }],
      ],
    ],
  ])('%s has no error', async (_, steps) => {
    const { code, stdout, rules } = await judge(repository(steps))
    expect(rules, stdout).toEqual([])
    expect(code).toBe(0)
  })
})

describe('a lie about history ends in exit 1', () => {
  test.each<readonly [string, readonly Step[], string]>([
    [
      'a lower target while the stage stays pilot',
      [plan, ['2026-10-20', { 'pilot.yaml': pilot, ...late }], ['2026-11-01', { 'pilot.yaml': changed(pilot, lower) }]],
      'success/bar-moved',
    ],
    [
      'a squash merge of results and a lower target',
      [plan, ['2026-11-01', { ...late, 'pilot.yaml': changed(own, lower) }]],
      'success/bar-moved',
    ],
    [
      'an exit of progressive that was lowered after the results of shadow',
      [...honest, ['2026-11-10', { 'pilot.yaml': changed(own, { 'self_service_rate at least 45%, guard': 'guard' }) }]],
      'success/bar-moved',
    ],
    ['a first commit of today', [['2026-11-20', {}]], 'evidence/history-short'],
    [
      'a restart one day later with the old results',
      [
        ...honest,
        ['2026-11-10', { 'pilot.yaml': changed(pilot, { ...lower, ...restarted }) }],
        ['2026-11-11', { 'pilot.yaml': changed(own, { ...lower, ...restarted }) }],
      ],
      'success/bar-moved',
    ],
    [
      'a restart after the old results, which count no more',
      [
        ...honest,
        ['2026-11-10', { 'pilot.yaml': changed(pilot, { ...lower, 'started: 2026-08-31': 'started: 2026-11-10' }) }],
        ['2026-11-11', { 'pilot.yaml': changed(own, { ...lower, 'started: 2026-08-31': 'started: 2026-11-10' }) }],
      ],
      'spec/stage-skipped',
    ],
    [
      'a drill record of 2027',
      [
        plan,
        watched,
        [
          '2026-11-01',
          {
            ...late,
            'pilot.yaml': own,
            'docs/drills/2026-10.md': drills.replace(/on: 2026-10-\d\d/, 'on: 2027-03-01'),
          },
        ],
      ],
      'evidence/backdated',
    ],
    ['results that were committed before they ended', [['2026-08-26', {}]], 'evidence/backdated'],
    [
      'results that were committed before they ended, and moved since',
      [['2026-08-26', {}], moved],
      'evidence/backdated',
    ],
    [
      'results that are named no more',
      [
        ...honest,
        [
          '2026-11-10',
          {
            'rollout/second.json': shadow.replace(/"looks": 1/, '"looks": 2'),
            'pilot.yaml': changed(own, { 'results: rollout/shadow.json': 'results: rollout/second.json' }),
          },
        ],
      ],
      'results/dropped',
    ],
    [
      'another id and text, and the same flag',
      [
        ...honest,
        ['2026-11-10', { 'pilot.yaml': undefined }],
        [
          '2026-11-11',
          {
            'pilot.yaml': `# new\n${changed(own, { ...lower, 'id: parcel-status': 'id: parcels' })
              .split('\n')
              .map((line) => `${line}  # x`)
              .join('\n')}`,
          },
        ],
      ],
      'success/bar-moved',
    ],
  ])('%s', async (_, steps, rule) => {
    const { code, rules, stdout } = await judge(repository(steps))
    expect(rules, stdout).toContain(rule)
    expect(code).toBe(1)
  })

  test('a lower target, without the day of the agreement and signed for by nobody who may', async () => {
    const text = `${changed(own, { ...lower, '  agreed: 2026-08-24\n': '' })}exceptions:\n  - {rule: spec/field-missing, at: success.agreed, why: x, by: northpost/finance, until: 2026-12-15}\n`
    expect((await judge(repository([...honest, ['2026-11-20', { 'pilot.yaml': text }]]))).rules).toContain(
      'success/bar-moved',
    )
  })

  test('the same pilot in another folder, with a lower bar', async () => {
    const { code, rules } = await judge(
      repository([...honest, ['2026-11-10', { 'copy/pilot.yaml': changed(own, lower) }]]),
    )
    expect(rules).toContain('spec/duplicate-id')
    expect(code).toBe(1)
  })

  test('a clone that hides the history', async () => {
    const root = repository([plan, watched, ['2026-11-01', { ...late, 'pilot.yaml': changed(own, lower) }]])
    expect((await judge(clone(root, '--depth', '1'))).rules).toEqual(['evidence/history-unread'])
    // What its own commits prove is said beside it.
    expect((await judge(clone(root, '--depth', '2'))).rules).toEqual(['evidence/history-unread', 'success/bar-moved'])
    const unmoved = repository([...honest, ['2026-11-10', {}]])
    for (const depth of ['1', '2', '3'])
      expect((await judge(clone(unmoved, '--depth', depth))).rules).toEqual(['evidence/history-unread'])
    expect((await judge(clone(root, '--filter=blob:none'))).code).toBe(1)
    git(root, ['worktree', 'add', '-q', '--detach', join(root, '../linked')])
    const { rules } = await judge(join(root, '../linked'))
    rmSync(join(root, '../linked'), { recursive: true })
    expect(rules).toContain('success/bar-moved')
  })
})

describe('a clone that ends before the bar was agreed and the pilot started', () => {
  const earlier: Step = ['2026-08-20', { ...plan[1], 'pilot.yaml': undefined }]
  const drafted: Step = [plan[0].replace('26', '22'), plan[1]]
  const steps: readonly Step[] = [earlier, drafted, ['2026-08-26', {}], watched, promoted]
  const moved: Step = ['2026-11-10', { 'pilot.yaml': changed(own, lower) }]

  test('shows all that counts', async () => {
    const root = repository(steps)
    expect((await judge(root)).rules).toEqual([])
    // It ends with the draft of 22 August, and then with the version of 26 August, after the agreement.
    expect((await judge(clone(root, '--depth=4'))).rules).toEqual([])
    expect((await judge(clone(root, '--depth=3'))).rules).toEqual(['evidence/history-unread'])
  })

  test('shows that the bar moved', async () => {
    const root = repository([...steps, moved])
    expect((await judge(clone(root, '--depth=5'))).rules).toEqual(['success/bar-moved'])
    const parent = repository([['2026-08-19', {}]])
    const inner = ['submodule', '--quiet', 'add', '--depth=5', `file://${root}`, 'inner']
    git(parent, ['-c', 'protocol.file.allow=always', ...inner])
    expect((await judge(join(parent, 'inner'), '--root', join(parent, 'inner'))).rules).toEqual(['success/bar-moved'])
    const tree = join(emptyFolder(), 'tree')
    git(clone(root, '--depth=5'), ['worktree', 'add', '-q', tree])
    expect((await judge(tree)).rules).toEqual(['success/bar-moved'])
  })

  test('shows nothing where the start was only written down as later', async () => {
    const late = {
      ...lower,
      'agreed: 2026-08-24': 'agreed: 2026-11-15',
      'started: 2026-08-31': 'started: 2026-11-15',
    }
    const root = repository([...steps, ['2026-11-14', {}], ['2026-11-16', { 'pilot.yaml': changed(own, late) }]])
    expect((await judge(clone(root, '--depth=2'))).rules).toContain('evidence/history-unread')
  })

  test('shows nothing of a system that says it was adopted', async () => {
    const adopted = (text: string) => `${text}adopted: {live_since: 2026-03-01, bill: costs/2026.csv}\n`
    const root = repository(
      steps.map(([day, files]) => [
        day,
        files['pilot.yaml'] === undefined ? files : { ...files, 'pilot.yaml': adopted(files['pilot.yaml']) },
      ]),
    )
    expect((await judge(clone(root, '--depth=4'))).rules).toContain('evidence/history-unread')
  })
})

test('a partial clone that holds the versions is read, and one that lacks them is not', async () => {
  const root = repository(honest)
  git(root, ['config', 'uploadpack.allowFilter', 'true'])
  const partial = clone(root, '--filter=blob:none')
  expect((await judge(partial)).rules).toEqual(['evidence/history-unread'])
  git(partial, ['log', '-p', '--', 'pilot.yaml'])
  expect((await judge(partial)).rules).toEqual([])
})

test('the commit that switches the flag off adds no error, and 15 days later it is one', async () => {
  const flags = readFileSync(join(example, 'flags/care.flagd.json'), 'utf8')
  const root = repository([
    ...honest,
    ['2026-11-05', { 'flags/care.flagd.json': flags.replace('"ENABLED"', '"DISABLED"') }],
  ])
  const before = await judge(root, '--today', '2026-11-10')
  expect(before.stdout).toContain('PAUSED: flag serves 0%, limited plans 5%')
  expect(before.code).toBe(0)
  expect((await judge(root, '--today', '2026-11-20')).rules).toEqual(['rollout/paused'])
})

test('a ref as the day moves the calendar alone', async () => {
  const root = repository(honest)
  commit(root, '2026-11-30', { 'pilot.yaml': changed(own, { 'review_by: 2026-12-14': 'review_by: 2026-11-25' }) })
  expect((await judge(root, '--today', 'HEAD^')).rules).toEqual([])
  expect((await judge(root, '--today', 'HEAD')).rules).toContain('spec/overdue')
  const unknown = await pilotlint(root, ['--today', 'no-such-ref'], { env })
  expect(unknown.code).toBe(2)
  expect(unknown.stderr).toContain('or name a ref of git')
})
