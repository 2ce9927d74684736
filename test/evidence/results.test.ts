import { expect, test } from 'vitest'
import { reader } from '../../src/evidence/results/results-file.ts'
import { problemOf, readValue } from './reading.ts'

const arms = {
  treatment: {
    assigned: 21538,
    deflection_rate: { good: 7560, total: 21000 },
    csat: { mean: 4.19, sd: 1.06, n: 3120 },
    latency_p95: { value: '3.1s', n: 21000 },
    'x-note': 'ours',
  },
  control: { assigned: 8615, deflection_rate: { good: 1890, total: 8400 } },
}
const whole = {
  stage: 'progressive',
  from: '2027-01-18',
  to: '2027-02-14',
  model: 'small-2-20260801',
  looks: 1,
  arms,
}

const json = (change: object = {}) => JSON.stringify({ ...whole, ...change }, undefined, 1)

test('reads the file of the design', async () => {
  const results = await readValue(reader, 'r.json', json())
  expect(results).toMatchObject({
    stage: 'progressive',
    from: '2027-01-18',
    to: '2027-02-14',
    model: 'small-2-20260801',
    looks: 1,
  })
  expect(results.treatment.assigned).toBe(21538)
  expect(Object.fromEntries(results.treatment.metrics)).toEqual({
    deflection_rate: { kind: 'proportion', good: 7560, total: 21000 },
    csat: { kind: 'mean', mean: 4.19, sd: 1.06, n: 3120 },
    latency_p95: { kind: 'level', value: { value: 3.1, unit: 's' }, n: 21000 },
  })
  expect(results.control?.metrics.size).toBe(1)
  expect(results.locate(['arms', 'treatment', 'csat', 'mean']).start.line).toBe(15)
})

test('reads YAML, and a shadow file with one arm', async () => {
  const text = `stage: shadow
from: '2026-10-05'
to: 2026-10-25
model: m
looks: 2
arms: {treatment: {match_rate: {good: 1, total: 2}}}
`
  const { stage, control, looks } = await readValue(reader, 'r.yaml', text)
  expect([stage, control, looks]).toEqual(['shadow', undefined, 2])
})

test.each([
  ['{"stage": secret}', '1:11 cannot be read: invalid JSON'],
  ['', '1:1 '],
  ['[]', '1:1 is no results file: a map with stage, from, to and arms'],
  ['{}', '1:1 has no `stage`'],
  [json({ stage: 'pilot' }), '2:11 has `stage` that is not one of shadow, limited, progressive and full'],
  [json({ from: 'secret' }), '3:10 has `from` that is not a day such as 2027-01-18'],
  [json({ from: '2027-02-30' }), '3:10 has a day in `from` that does not exist'],
  [json({ to: '2027-01-17' }), '4:8 ends before it begins'],
  [json({ looks: 0 }), '6:11 has `looks` that is not a whole number of at least 1'],
  [json({ looks: '1' }), '6:11 has `looks` that is not a whole number of at least 1'],
  [json({ secret: 1 }), ' has a key that no results file has'],
  [json({ arms: {} }), '7:2 has no `treatment`'],
  [json({ arms: [] }), '7:2 has `arms` that is not a map with the arm treatment and, from limited on, control'],
  [json({ arms: { treatment: 7 } }), '8:16 has `treatment` that is not a map of metrics'],
  [json({ arms: { treatment: { assigned: 1.5 } } }), '9:16 has `assigned` that is not a whole number'],
  [
    json({ arms: { treatment: { m: 7 } } }),
    '9:9 has the metric m that is neither {good, total} nor {mean, sd, n} nor {value, n}',
  ],
  [
    json({ arms: { treatment: { m: { mean: '43.60 EUR', sd: 54, n: 20 } } } }),
    'has the metric m whose `mean` is no bare number, such as 43.6, in the unit of the metric',
  ],
  [json({ arms: { treatment: { m: { good: 1 } } } }), '9:4 has the metric m that is neither'],
  [json({ arms: { treatment: { m: { good: '1', total: 2 } } } }), '9:4 has the metric m that is neither'],
  [json({ arms: { treatment: { m: { mean: 1, sd: -1, n: 2 } } } }), '9:4 has the metric m that is neither'],
  [json({ arms: { treatment: { m: { value: '3', n: 2 } } } }), '9:4 has the metric m that is neither'],
  [
    json({ arms: { treatment: { m: { good: 3, total: 2 } } } }),
    '10:13 has more `good` events than there were in `total`',
  ],
  [json({ arms: { treatment: { m: { value: '3 HRK', n: 2 } } } }), '10:14 has a `value` whose unit cannot be read'],
  [json().replace('3120', '1e400'), ' has the metric csat that is neither'],
  [`${json().slice(0, -1)}, "__proto__": {"stage": "full"}}`, ' has a key that no results file has'],
])('%j is told in our own words', async (text, says) => {
  const problem = await problemOf(reader, 'r.json', text)
  expect(problem).toContain(says)
  expect(problem).not.toMatch(/secret|HRK/)
})

test('two documents are none', async () => {
  const one = 'stage: shadow\nfrom: 2026-10-05\nto: 2026-10-25\nmodel: m\nlooks: 1\narms: {treatment: {}}\n'
  expect(await problemOf(reader, 'r.yaml', one)).toBe('read')
  expect(await problemOf(reader, 'r.yaml', `${one}---\n${one}`)).toContain('holds more than one document')
  expect(await problemOf(reader, 'r.csv', 'a,b')).toBe('unknown: is no results file in JSON or YAML')
})

test('a metric that an arm names twice, in two spellings, is neither', async () => {
  const twice = { ...arms, control: { 'Deflection-Rate': { good: 1, total: 9 }, ...arms.control } }
  expect(await problemOf(reader, 'r.json', json({ arms: twice }))).toMatch(/names one metric twice in an arm$/)
})
