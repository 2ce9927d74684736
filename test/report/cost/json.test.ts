import { expect, test } from 'vitest'
import { costSchema } from '../../../src/report/cost/schema.ts'

test('the published schema of the cost report follows the model', async () => {
  await expect(`${JSON.stringify(costSchema(), null, '\t')}\n`).toMatchFileSnapshot('../../../schemas/cost.schema.json')
})
