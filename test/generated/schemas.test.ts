import { expect, test } from 'vitest'
import { config } from '../../src/model/config.ts'
import { drillRecord } from '../../src/model/drills.ts'
import { directionsOf, layoutOf, publishedSchema } from '../../src/model/generate.ts'
import { exceptionList, pilot } from '../../src/model/pilot.ts'
import { results } from '../../src/model/results.ts'
import { review } from '../../src/model/review.ts'

const json = (value: unknown): string => `${JSON.stringify(value, null, '\t')}\n`

test('the published schema of pilot.yaml follows the models', async () => {
  await expect(json(publishedSchema('pilot', 'pilot.yaml', pilot))).toMatchFileSnapshot(
    '../../schemas/pilot.schema.json',
  )
})

test('the layout that the program reads by follows the models', async () => {
  await expect(json(layoutOf(pilot))).toMatchFileSnapshot('../../src/model/generated/layout.json')
})

test('the directions that diff grades by follow the models', async () => {
  await expect(json(directionsOf(pilot))).toMatchFileSnapshot('../../src/model/generated/directions.json')
})

test('the published schema of a results file follows its model', async () => {
  await expect(json(publishedSchema('results', 'pilotlint results file', results))).toMatchFileSnapshot(
    '../../schemas/results.schema.json',
  )
})

test('the published schema of a drill record follows its model', async () => {
  await expect(json(publishedSchema('drills', 'pilotlint drill record', drillRecord))).toMatchFileSnapshot(
    '../../schemas/drills.schema.json',
  )
})

test('the published schema of a file of exceptions follows its model', async () => {
  await expect(json(publishedSchema('exceptions', 'pilotlint exceptions', exceptionList))).toMatchFileSnapshot(
    '../../schemas/exceptions.schema.json',
  )
})

test('the published schema of an expert review follows its model', async () => {
  await expect(json(publishedSchema('review', 'pilotlint expert review', review))).toMatchFileSnapshot(
    '../../schemas/review.schema.json',
  )
})

test('the published schema of a configuration follows its model', async () => {
  await expect(json(publishedSchema('config', 'pilotlint.config.yaml', config))).toMatchFileSnapshot(
    '../../schemas/config.schema.json',
  )
})
