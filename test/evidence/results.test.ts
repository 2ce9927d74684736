import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import type { Reading } from '../../src/evidence/reading/kind.ts'
import type { StageResults } from '../../src/evidence/results/results.ts'
import { reader } from '../../src/evidence/results/results-file.ts'
import { memory } from '../../src/repo/memory.ts'
import { problemOf, readValue } from './reading.ts'

const arms = {
  treatment: {
    assigned: 21538,
    deflection_rate: { good: 7980, total: 21000, observed: 16150, to: '2027-02-07' },
    csat: { mean: '4.19 points', sd: 1.06, n: 3120, cluster_sd: 0.4 },
    latency_p95: { above: 612, limit: '4s', total: 28000 },
    'x-note': 'ours',
  },
  control: { assigned: 12920, deflection_rate: { good: 2772, total: 12600, observed: 9690 } },
}
const days = { from: '2027-01-18', to: '2027-02-14' }
const head = { stage: 'progressive', model: 'small-2-20260801', looks: 1 }
const whole = { ...head, ...days, arms }

const json = (change: object = {}) => JSON.stringify({ ...whole, ...change }, undefined, 1)
const phased = (...phases: object[]) => JSON.stringify({ ...head, phases }, undefined, 1)
const first = { from: '2027-01-11', to: '2027-01-17', traffic: '20%', arms }
const second = { ...days, traffic: '50%', arms }

test('reads a single phase with its keys at the top', async () => {
  const results = await readValue(reader, 'r.json', json())
  expect(results).toMatchObject({ ...head, ...days, by: undefined, origin: undefined })
  const [phase] = results.phases
  expect(phase?.treatment.assigned).toBe(21538)
  expect([...(phase?.treatment.metrics.values() ?? [])]).toMatchObject([
    { kind: 'proportion', good: 7980, total: 21000, observed: 16150, to: '2027-02-07' },
    { kind: 'mean', mean: { value: 4.19, unit: 'points' }, sd: 1.06, total: 3120, clusterSd: 0.4, to: '2027-02-14' },
    { kind: 'percentile', above: 612, limit: { value: 4, unit: 's' }, total: 28000 },
  ])
  expect(phase?.control?.metrics.size).toBe(1)
  expect(results.locate(['arms', 'treatment', 'csat', 'mean']).start.line).toBe(17)
})

test('reads a phase for each step, with differences and segments', async () => {
  const rest = {
    differences: { csat: { difference: '-0.02 points', se: 0.029 } },
    segments: { language: { de: { treatment: arms.treatment, control: arms.control } } },
  }
  const results = await readValue(reader, 'r.json', phased(first, { ...second, ...rest }))
  expect([results.from, results.to]).toEqual(['2027-01-11', '2027-02-14'])
  expect(results.phases.map(({ traffic }) => traffic)).toEqual([20, 50])
  const { differences, segments, base } = results.phases[1] ?? {}
  expect(base).toEqual(['phases', 1])
  expect(differences?.get('csat')).toMatchObject({ difference: { value: -0.02 }, se: 0.029, origin: undefined })
  expect(segments?.get('language')?.get('de')?.control?.assigned).toBe(12920)
})

test('reads YAML, and a shadow file with one arm', async () => {
  const text = `stage: shadow
from: '2026-10-05'
to: 2026-10-25
model: m
looks: 2
by: acme/analytics
arms: {treatment: {match_rate: {good: 1, total: 2}}}
`
  const { stage, phases, looks, by } = await readValue(reader, 'r.yaml', text)
  expect([stage, phases[0]?.control, looks, by]).toEqual(['shadow', undefined, 2, 'acme/analytics'])
})

const withSource = async (files: { readonly [path: string]: string }): Promise<Reading<StageResults>> => {
  const sha256 = createHash('sha256').update('rows').digest('hex')
  const bytes = new TextEncoder().encode(json({ source: { file: 'analytics/rows.csv', sha256 } }))
  return reader({ file: 'r.json', bytes }, { port: memory(files), file: 'pilot.yaml' })
}

test('the source counts where it is in the repository as it was', async () => {
  expect(await withSource({ 'analytics/rows.csv': 'rows' })).toMatchObject({ value: { origin: 'shown' } })
  expect(await withSource({})).toMatchObject({ value: { origin: 'unread' } })
  expect(await withSource({ 'analytics/rows.csv': 'others' })).toMatchObject({
    state: 'malformed',
    problem: 'has a `source` whose SHA-256 is another',
  })
})

const treatment = (metrics: object) => json({ arms: { treatment: metrics } })

test.each([
  ['{"stage": secret}', '1:11 cannot be read: invalid JSON'],
  ['', '1:1 '],
  ['[]', '1:1 is not a results file: expected a mapping with stage, from, to and arms'],
  ['{}', '1:1 has no `stage`'],
  [json({ stage: 'pilot' }), '2:11 has `stage` that is not one of shadow, limited, progressive and full'],
  [json({ from: 'secret' }), '5:10 has `from` that is not a date such as 2027-01-18'],
  [json({ from: '2027-02-30' }), '5:10 has a day in `from` that does not exist'],
  [json({ to: '2027-01-17' }), '6:8 ends before it begins'],
  [json({ looks: 0 }), '4:11 has `looks` that is not a whole number of at least 1'],
  [json({ looks: '1' }), '4:11 has `looks` that is not a whole number of at least 1'],
  [json({ secret: 1 }), ' has a key that no results file has'],
  [json({ arms: {} }), '7:2 has no `treatment`'],
  [json({ arms: [] }), '7:2 has `arms` that is not a mapping with the arm treatment and, from limited on, control'],
  [treatment(7 as never), '8:16 has `treatment` that is not a mapping of metrics'],
  [treatment({ assigned: 1.5 }), '9:16 has `assigned` that is not a whole number'],
  [treatment({ m: 7 }), '9:9 has the metric m in another form than {good, total}'],
  [treatment({ m: { mean: '43.60', sd: 54, n: 20 } }), 'has the metric m with an unreadable `mean`'],
  [treatment({ m: { good: 1 } }), '9:4 has the metric m in another form'],
  [treatment({ m: { good: '1', total: 2 } }), 'has the metric m with an unreadable `good`'],
  [treatment({ m: { mean: 1, sd: -1, n: 2 } }), 'has the metric m with an unreadable `sd`'],
  [treatment({ m: { value: '3s', n: 2 } }), '9:4 has the metric m in another form'],
  [treatment({ m: { good: 3, total: 2 } }), '10:13 has more `good` events than `total`'],
  [treatment({ m: { above: 3, limit: '4s', total: 2 } }), '10:14 has more observations `above` than `total`'],
  [treatment({ m: { above: 1, limit: '3 HRK', total: 2 } }), 'has a value whose unit cannot be read'],
  [json({ source: { file: 'x', sha256: 'abc' } }), 'has `sha256` that is not a SHA-256 of 64 digits'],
  [json({ differences: { m: { difference: 'secret', se: 1 } } }), 'has `differences` that is not a mapping'],
  [json().replace('3120', '1e400'), ' has the metric csat with an unreadable `n`'],
  [phased(), 'has `phases` that is not a list of phases with from, to and arms'],
  [phased({ ...days }), '6:3 has no `arms`'],
  [phased(first, first), 'has phases that overlap'],
  [phased({ ...first, traffic: 20 }), 'has `traffic` that is not a share such as "50%"'],
  [`${phased(first).slice(0, -1)}, "from": "2027-01-11"}`, ' has a key that no results file has'],
  [`${json().slice(0, -1)}, "__proto__": {"stage": "full"}}`, ' has a key that no results file has'],
])('%j is told in plain words', async (text, says) => {
  const problem = await problemOf(reader, 'r.json', text)
  expect(problem).toContain(says)
  expect(problem).not.toMatch(/secret|HRK/)
})

test('two documents are none', async () => {
  const one = 'stage: shadow\nfrom: 2026-10-05\nto: 2026-10-25\nmodel: m\nlooks: 1\narms: {treatment: {}}\n'
  expect(await problemOf(reader, 'r.yaml', one)).toBe('read')
  expect(await problemOf(reader, 'r.yaml', `${one}---\n${one}`)).toContain('has more than one document')
  expect(await problemOf(reader, 'r.csv', 'a,b')).toBe('unknown: is not a results file in JSON or YAML')
})

test('a metric that an arm names twice, in two spellings, is neither', async () => {
  const twice = { ...arms, control: { 'Deflection-Rate': { good: 1, total: 9 }, ...arms.control } }
  expect(await problemOf(reader, 'r.json', json({ arms: twice }))).toMatch(/has one metric twice in an arm$/)
})
