import { expect, test } from 'vitest'
import { jsonNext, nextSchema } from '../../../src/report/next/schema.ts'
import { folder, pilotlint } from '../../cli/harness.ts'
import { fixture } from '../../fixture.ts'
import { expectPublished } from '../computed.ts'

test('the published schema of the checklist follows the model', async () => {
  await expect(`${JSON.stringify(nextSchema(), null, '\t')}\n`).toMatchFileSnapshot('../../../schemas/next.schema.json')
})

test.each([
  ['ready for the stage that is next', fixture('core'), 0],
  ['with much to do', 'version: 1\nid: a\nstage: pilot\n', 0],
  ['not to be read', 'version: [1\n', 1],
  ['of no stage', 'version: 1\nid: a\nstage: 7\n', 0],
])('the JSON fits the schema: a pilot %s', async (_, yaml, code) => {
  const ended = await pilotlint(folder({ 'pilot.yaml': yaml }), ['next', '--format', 'json'])
  expect(ended.code).toBe(code)
  expectPublished(ended.stdout, nextSchema(), jsonNext)
})

test('the JSON of a run that is not valid fits it as well', async () => {
  const { code, stdout } = await pilotlint(folder(), ['next', '--format', 'json'])
  expect(code).toBe(2)
  expectPublished(stdout, nextSchema(), jsonNext)
})
