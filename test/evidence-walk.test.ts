import { expect, test } from 'vitest'
import { lastOf } from './held.ts'
import { now } from './lies/lie.ts'
import { history } from './lies/parcel.ts'
import { doings, judge, lostIn, short } from './walk.ts'

type Piece = {
  readonly file: string
  /** The lines of the verdict that rest on the file; the eval set and its run are judged beside them. */
  readonly lines: readonly string[]
  /** One number, or one name where no number counts. */
  readonly one?: readonly [from: string, to: string]
  /** The lines that rest on it, where these are not all. */
  readonly oneOf?: readonly string[]
  /** Further lines that lose something when the number is another one. */
  readonly alsoOne?: readonly string[]
  /** The same when the text is another one. */
  readonly also?: readonly string[]
  /** Found by its place, and named nowhere. */
  readonly isLookedFor?: true
}

const pieces: readonly Piece[] = [
  { file: '.github/CODEOWNERS', lines: ['ownership'], one: ['care-platform\n/docs', 'care\n/docs'], isLookedFor: true },
  {
    file: 'docs/runbooks/parcel-status.md',
    lines: ['ownership'],
    one: ['## Rollback', '## Role-back'],
    also: ['monitoring'],
  },
  { file: 'contracts/tracking.odcs.yaml', lines: ['integration'], one: ['value: 3,', 'value: 9,'] },
  { file: 'contracts/chat-desk.openapi.yaml', lines: ['integration'] },
  {
    file: 'monitoring/parcel-status.rules.yml',
    lines: ['monitoring'],
    one: ['> 0.04', '> 0.05'],
    // The number of an alert is a part of the bar.
    alsoOne: ['history'],
  },
  { file: 'flags/care.flagd.json', lines: ['rollback'], one: ['"customer"', '"session"'] },
  {
    file: 'docs/drills/2027-05.md',
    lines: ['fallback', 'rollback'],
    one: ['took: 7m', 'took: 17m'],
    oneOf: ['rollback'],
  },
  { file: 'costs/prices.json', lines: ['cost'] },
  { file: 'finance/parcel-status-2027.csv', lines: ['cost'], one: ['424.40', '924.40'] },
  { file: 'tools/parcel-status.mcp.json', lines: ['guardrails'], one: ['"post_reply"', '"post_replies"'] },
  { file: 'schemas/reply.json', lines: ['guardrails'] },
  { file: 'evals/parcel-status.jsonl', lines: [] },
  { file: 'evals/results/2026-10-20.json', lines: [], one: ['"errors": 0', '"errors": 9'] },
  { file: 'rollout/shadow.json', lines: ['results'], one: ['"good": 5712', '"good": 5512'] },
  { file: 'rollout/limited.json', lines: ['results'], one: ['"assigned": 2', '"assigned": 9'] },
  { file: 'rollout/progressive.json', lines: ['results'], one: ['"mean": 4.04', '"mean": 3.04'] },
  { file: 'rollout/full.json', lines: ['results'], one: ['"mean": 4.04', '"mean": 2.04'] },
]

const commits = history()
const files = lastOf(commits)
const whole = await judge(commits, now)

test('the whole of it lacks nothing', () => {
  expect(short(whole)).toEqual([])
})

test.for(pieces)('$file counts on its lines of the verdict, and on no other', async (piece) => {
  const { file, lines, one, oneOf = lines, also = [], alsoOne = [], isLookedFor } = piece
  const text = files[file] ?? ''
  const lost = async (instead: typeof files) => {
    const judged = await judge(commits, now, instead)
    return { code: judged.code, lost: lostIn(judged, whole) }
  }
  for (const [name, doing] of Object.entries(doings)) {
    const instead = doing(files, file)
    // Nothing that pilot.yaml says leads to it.
    if (isLookedFor && /known form|system/.test(name)) continue
    const further = name === 'a file of another kind' ? also : []
    expect({ name, ...(await lost(instead)) }).toEqual({ name, code: 1, lost: [...further, ...lines] })
  }
  if (one === undefined) return
  expect(text).toContain(one[0])
  const says = await lost({ ...files, [file]: text.replace(...one) })
  expect({ one, ...says }).toEqual({ one, code: 1, lost: [...oneOf, ...alsoOne] })
})
