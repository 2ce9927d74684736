import { expect, test } from 'vitest'
import { lint } from '../../../src/lint/lint.ts'
import type { Stage } from '../../../src/model/stage.ts'
import type { Rule } from '../../../src/rules/lib/rule.ts'
import { checklistIncomplete } from '../../../src/rules/spec/checklist-incomplete.ts'
import { diagnose, today } from '../table.ts'

/** A rule that always finds its section absent. */
const absent = (id: string): Rule => ({
  id,
  severity: 'error',
  from: 'limited',
  summary: 'Something is there',
  why: 'It is needed.',
  principles: [],
  fields: [],
  references: [],
  examples: { ready: '', notReady: '' },
  *check() {
    yield { path: [id.split('/')[0] ?? ''], message: 'nothing is there', help: 'add it', absent: true }
  },
})

const until = '2026-12-15'

const run = async (ids: readonly string[], gate: Stage, waived: readonly string[] = []) => {
  const exceptions = waived.map((rule) => `{rule: ${rule}, why: soon, by: acme/search, until: ${until}}`)
  const report = await lint(`version: 1\nid: example\nstage: pilot\nexceptions: [${exceptions.join(', ')}]\n`, {
    file: 'pilot.yaml',
    for: gate,
    today,
    rules: [...ids.map(absent), checklistIncomplete],
    exceptions: true,
  })
  return report.diagnostics.filter(({ rule }) => rule === checklistIncomplete.id)
}

test('spec/checklist-incomplete: an item that is not there', async () => {
  const [finding, ...more] = await run(['rollback/incomplete'], 'limited')
  expect(more).toEqual([])
  expect(finding).toMatchObject({
    message: '1 of 7 items is incomplete: rollback (rollback/incomplete)',
    help: 'fix the findings of these rules; an exception does not complete an item',
    severity: 'error',
    path: ['stage'],
    range: { start: { line: 3 } },
  })
})

test('spec/checklist-incomplete: several items, and two rules that say so of one', async () => {
  const found = await run(['owner/missing', 'drills/stale', 'rollback/incomplete'], 'full')
  expect(found.map(({ message }) => message)).toEqual([
    '3 of 7 items are incomplete: fallback (drills/stale), ownership (owner/missing) and rollback (drills/stale, rollback/incomplete)',
  ])
})

test('spec/checklist-incomplete: an exception does not make an item exist, and none waives the rule itself', async () => {
  expect(await run(['cost/no-value'], 'limited', ['cost/no-value', 'spec/checklist-incomplete'])).toHaveLength(1)
})

test('spec/checklist-incomplete: a section that belongs to no item', async () => {
  expect(await run(['success/vague-metric', 'people/surprised'], 'limited')).toEqual([])
})

test('spec/checklist-incomplete: before production nothing has to be complete', async () => {
  expect(await run(['rollback/incomplete'], 'shadow')).toEqual([])
})

test('spec/checklist-incomplete: alone, it has nothing to say', async () => {
  expect(await diagnose(checklistIncomplete, 'stage: limited\n')).toEqual([])
})
