import { cpSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { emptyFolder, git } from '../integration/git.ts'
import { edit, excepted, type Lie, lowered, progressiveOf } from './lie.ts'
import { adopted, change, claim, honest, json, treated } from './parcel.ts'

const flag = 'flags/care.flagd.json'
const bill = 'finance/parcel-status-2027.csv'
const drills = 'docs/drills/2027-05.md'

/** A bar, a stage or a history that is not what it says. */
export const bar: readonly Lie[] = [
  {
    line: 5,
    name: 'stage: pilot beside results of full',
    rule: 'spec/stage-understated',
    edits: edit('stage: full', 'stage: pilot'),
  },
  { line: 5, name: 'no stage', rule: 'spec/stage-understated', edits: edit('stage: full\n', '') },
  {
    line: 5,
    name: 'stage: pilot, a flag for everyone and a lower target',
    rule: 'spec/stage-understated',
    edits: [...edit('stage: full', 'stage: pilot'), ...lowered, ...edit(/, results: rollout\/\w+.json/g, '')],
  },
  { line: 5, name: 'a lower target', rule: 'success/bar-moved', edits: lowered },
  {
    line: 5,
    name: 'more looks at progressive, after the results of shadow',
    rule: 'success/bar-moved',
    after: (root) => {
      // Back to the days of limited.
      git(root, ['reset', '-q', '--hard', 'HEAD~4'])
      change(root, { edits: edit('looks: 1, exit', 'looks: 3, exit'), date: '2026-11-20' })
    },
  },
  {
    line: 14,
    name: 'a rollback within a year',
    rule: 'rollback/slow',
    always: true,
    edits: [
      ...edit('time: at most 10m', 'time: at most 365d'),
      ...edit('max_affected: 900 chats', 'max_affected: 1200000 chats'),
    ],
  },
  {
    line: 17,
    name: 'on equal to off',
    rule: 'rollout/paused',
    edits: [[flag, '"on": true', '"on": false']],
    date: '2027-05-20',
  },
  {
    line: 17,
    name: 'a flag that is off since May',
    rule: 'rollout/paused',
    edits: [[flag, 'ENABLED', 'DISABLED']],
    date: '2027-05-20',
  },
  {
    line: 18,
    name: 'one commit, of today, at full',
    rule: 'evidence/history-short',
    after: (root) => {
      rmSync(join(root, '.git'), { recursive: true })
      git(root, ['init', '-q', '-b', 'main'])
      change(root, {})
    },
  },
  {
    line: 18,
    name: 'a restart, one day later the old results and a lower target',
    rule: 'success/bar-moved',
    edits: edit('stage: full', 'stage: limited'),
    date: '2027-06-13',
    later: [{ edits: [...edit('stage: limited', 'stage: full'), ...lowered] }],
  },
  ...(
    [
      ['no bill', () => adopted([], 'adopted: {live_since: 2027-03-01, bill: finance/none.csv}')],
      ['a bill of one month', () => adopted([[bill, /^2027-0[34].*\n/gm, '']])],
      [
        'a bill from after the first version',
        () =>
          adopted([
            [bill, '2027-03', '2027-06'],
            [bill, '2027-04', '2027-07'],
            [bill, '2027-05', '2027-08'],
          ]),
      ],
      ['a day of after the first version', () => adopted([], claim.replace('03-01', '06-10'))],
      [
        'the claim in the second version',
        () => {
          const root = adopted([], '')
          change(root, { edits: edit(/^stage: full$/m, `stage: full\n${claim}`) })
          return root
        },
      ],
      [
        'the results of every stage taken away',
        () => {
          const root = honest()
          change(root, {
            edits: [...edit(/, results: rollout\/\w+.json/g, ''), ...edit(/^stage: full$/m, `stage: full\n${claim}`)],
          })
          return root
        },
      ],
    ] as const
  ).map(
    ([how, after]): Lie => ({
      line: 18,
      name: `adopted, with ${how}`,
      rule: 'evidence/history-short',
      after,
    }),
  ),
  {
    line: 18,
    name: 'adopted, with a baseline of the days on which it was live',
    rule: 'success/baseline-missing',
    after: () => adopted(edit('2026-05-01..2026-07-31', '2027-03-01..2027-05-31')),
  },
  {
    line: 18,
    name: 'adopted, with no exit of progressive to judge it by',
    rule: 'rollout/no-exit',
    after: () => adopted(edit(/, exit: \[self_service_rate above[^\]]*\]/, '')),
  },
  {
    line: 18,
    name: 'a drill of next week',
    rule: 'evidence/backdated',
    edits: [[drills, /2027-05-20/g, '2027-06-21']],
  },
  {
    line: 19,
    name: 'a copy with a lower bar',
    rule: 'evidence/history-short',
    after: (root) => {
      const copy = join(root, 'copy')
      const from = emptyFolder()
      cpSync(root, from, { recursive: true, filter: (path) => !path.endsWith('/.git') })
      cpSync(from, copy, { recursive: true })
      change(root, { edits: [['copy/pilot.yaml', 'target: at least 45%', 'target: at least 36%']] })
    },
  },
  {
    line: 20,
    name: 'a margin of 4 points on a scale of 1-5',
    rule: 'success/guardrail-no-margin',
    always: true,
    edits: edit('max_drop: 0.10 points', 'max_drop: 4 points'),
  },
  {
    line: 20,
    name: 'a limit of 99%',
    rule: 'success/guardrail-no-margin',
    always: true,
    edits: edit('limit: at most 2%', 'limit: at most 99%'),
  },
  {
    line: 20,
    name: 'a trigger below the scale',
    rule: 'rollback/incomplete',
    always: true,
    edits: edit('is: below 3.8 points', 'is: below 1 points'),
  },
  {
    line: 20,
    name: 'a margin of 90% of 90%',
    rule: 'success/guardrail-no-margin',
    always: true,
    edits: edit(
      '{metric: csat, scale: 1-5, baseline: 4.05 points, sd: 1.10 points, max_drop: 0.10 points, response_rate: 14%',
      '{metric: solved_rate, baseline: 90%, max_drop: 90%',
    ),
  },
  {
    line: 23,
    name: 'wire_money: read',
    rule: 'guardrails/tools-unlisted',
    always: true,
    edits: [
      ...edit(
        '    - name: post_reply',
        '    - {name: wire_money, effect: read, scope: tracking:read}\n    - name: post_reply',
      ),
    ],
    later: [
      {
        edits: [
          [
            'tools/parcel-status.mcp.json',
            '"tools": [',
            '"tools": [{"name": "wire_money", "inputSchema": {"type": "object"}},',
          ],
        ],
      },
    ],
  },
  {
    line: 23,
    name: 'automatic and irreversible up to 100000000 EUR',
    rule: 'guardrails/irreversible-unapproved',
    always: true,
    edits: edit(
      'effect: write\n      undo: agent corrects it in the same chat',
      'effect: irreversible\n      approval: automatic\n      max_amount: 100000000 EUR\n      cap: 100/day',
    ),
  },
  {
    line: 23,
    name: 'an integration that writes, and actions that only read',
    rule: 'guardrails/actions-missing',
    always: true,
    edits: [
      ...edit(/ {4}- name: (?:post_reply|change_drop_off)\n(?: {6}.*\n)+/g, ''),
      ...edit(', chats:reply, parcels:drop-off]', ']'),
    ],
    files: {
      'tools/parcel-status.mcp.json': json({
        tools: [{ name: 'read_tracking', inputSchema: { type: 'object' }, annotations: { readOnlyHint: true } }],
      }),
    },
  },
  {
    line: 24,
    name: 'oversight of 10,000 hours a day by 52 people',
    rule: 'cost/oversight-capacity',
    always: true,
    edits: edit('capacity: 14 h/day', 'capacity: 10000 h/day'),
  },
  {
    line: 24,
    name: 'review capacity used to 99.8%',
    rule: 'cost/oversight-capacity',
    always: true,
    edits: edit('capacity: 14 h/day', 'capacity: 3.2 h/day'),
  },
  {
    line: 25,
    name: 'an expert review that the champion approves',
    rule: 'results/not-proven',
    always: true,
    edits: edit(
      'looks: 1, exit',
      'looks: 1, prove: {by: expert_review, why: x, approver: r.okafor, review: docs/review.yaml}, exit',
    ),
    files: {
      ...progressiveOf({ ...treated, good: 0.43 }),
      'docs/review.yaml': 'cases: 40\npassed: 40\non: 2027-02-20\nby: r.okafor\n',
    },
  },
  {
    line: 25,
    name: 'an exception of the champion',
    rule: 'spec/exception-invalid',
    edits: [
      ...excepted('rule: people/no-enablement, at: people, why: x, by: r.okafor'),
      ...edit(', overrides: analytics/overrides.sql', ''),
    ],
  },
  {
    line: 25,
    name: 'twelve exceptions',
    rule: 'spec/exception-invalid',
    edits: [
      ...excepted(
        ...[
          'people',
          'owner',
          'data',
          'cost',
          'model',
          'rollout',
          'rollback',
          'drills',
          'monitoring',
          'guardrails',
          'fallback',
          'integration',
        ].map((at) => `rule: people/no-enablement, at: ${at}, why: x, by: northpost/finance`),
      ),
      ...edit(', overrides: analytics/overrides.sql', ''),
    ],
  },
  ...([['--depth=1'], ['--depth=3'], ['--filter=blob:none']] as const).map(
    ([how]): Lie => ({
      line: 26,
      name: `a lower target in a clone with ${how}`,
      rule: 'evidence/history-unread',
      edits: lowered,
      after: (root) => {
        const clone = join(emptyFolder(), 'clone')
        git(root, ['config', 'uploadpack.allowFilter', 'true'])
        git(root, ['clone', '-q', how, `file://${root}`, clone])
        return clone
      },
    }),
  ),
  {
    line: 26,
    name: 'a lower target in a linked worktree',
    rule: 'success/bar-moved',
    edits: lowered,
    after: (root) => {
      const tree = join(emptyFolder(), 'tree')
      git(root, ['worktree', 'add', '-q', tree, 'HEAD'])
      return tree
    },
  },
  {
    line: 27,
    name: 'a baseline of one chat',
    rule: 'success/baseline-missing',
    always: true,
    edits: edit('n: 94200', 'n: 1'),
  },
  {
    line: 27,
    name: 'a baseline measured while progressive ran',
    rule: 'success/baseline-missing',
    always: true,
    edits: edit('2026-05-01..2026-07-31', '2027-01-11..2027-02-01'),
  },
]
