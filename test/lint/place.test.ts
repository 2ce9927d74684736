import { expect, test } from 'vitest'
import { jump } from '../../src/rules/rollout/jump.ts'
import { finding, report, rule } from './fixture.ts'

const head = 'version: 1\nid: x\n'

const shown = async (yaml: string, path: (string | number)[]) => {
  const { diagnostics, text } = await report(`${head}${yaml}`, [
    rule('test/one', function* () {
      yield finding(path, { related: [{ path, label: 'here' }] })
    }),
  ])
  const [one] = diagnostics
  return [one?.range, one?.related[0]?.range].map((range) => range && text.slice(range.start.offset, range.end.offset))
}

const second = ['rollout', 'progressive', 'steps', 1]
const list = '[20% for 7d, 50% for 28d]'

test.each<[string, string, (string | number)[], string]>([
  ['a step of a list in shorthand', `rollout: {progressive: ${list}}\n`, second, '50% for 28d'],
  ['a step in lines', 'rollout:\n  progressive:\n    - 20% for 7d\n    - 50% for 28d\n', second, '50% for 28d'],
  ['a step of the long form', `rollout: {progressive: {steps: ${list}}}\n`, second, '50% for 28d'],
  ['one step alone', 'rollout: {progressive: 20% for 7d}\n', ['rollout', 'progressive', 'steps', 0], '20% for 7d'],
  ['the steps as a whole', `rollout: {progressive: ${list}}\n`, second.slice(0, 3), 'progressive'],
  ['a step that is not there', `rollout: {progressive: ${list}}\n`, [...second.slice(0, 3), 2], 'progressive'],
  ['a group', 'data: {segments: [carrier, language]}\n', ['data', 'segments', 'groups', 1], 'language'],
  ['a share', 'rollout: {limited: 5% for 14d}\n', ['rollout', 'limited', 'traffic'], '5% for 14d'],
])('%s is placed where it is written', async (_, yaml, path, text) => {
  expect(await shown(yaml, path)).toEqual([text, text])
})

test('a rule about the steps names the guilty one', async () => {
  const yaml = 'rollout:\n  limited: 2% for 14d\n  progressive:\n    - 10% for 7d\n    - 85% for 14d\n  full: 95%\n'
  const { diagnostics } = await report(`${head}stage: shadow\n${yaml}`, [jump])
  expect(diagnostics.map(({ range, rule: id }) => `${range.start.line}:${range.start.column} ${id}`)).toEqual([
    '8:7 rollout/jump',
  ])
})
