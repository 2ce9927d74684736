import { expect, test } from 'vitest'
import { rateLimitBelowPeak } from '../../../src/rules/integration/rate-limit-below-peak.ts'
import { diagnose, table } from '../table.ts'

const cost = (usage = '{calls: 2.4 per conversation, retries: 4%}', peak = '25/min') =>
  `use_case: {unit: conversation}\ncost:\n  volume: {full: 60000/month, peak_rate: ${peak}}\n  usage: ${usage}\n`
const system = (rest: string) => `integration:\n  - {system: helpdesk, ${rest}}`
const mark = '   # expect: integration/rate-limit-below-peak'

table(rateLimitBelowPeak, [
  {
    name: 'one call a second at 1.04',
    yaml: `${system('rate_limit: 1/s')}${mark}\n${cost()}`,
    says: ['`rate_limit` of "helpdesk" is 1/s, but the peak is 1.04/s'],
    helps: [
      '{system: helpdesk, rate_limit: 2/s}  # in integration: or more, or add a queue; if the system is called less often than the model, add calls: 1 per conversation',
    ],
    severity: 'error',
  },
  {
    name: 'a limit by the minute',
    yaml: `${system('rate_limit: 60/min')}${mark}\n${cost()}`,
    says: ['`rate_limit` of "helpdesk" is 60/min, but the peak is 62.4/min'],
  },
  {
    name: 'a system that is called more often than the model',
    yaml: `${system('rate_limit: 2/s, calls: 6 per conversation')}${mark}\n${cost()}`,
    says: ['`rate_limit` of "helpdesk" is 2/s, but the peak is 2.6/s'],
  },
  {
    name: 'calls that only the system names',
    yaml: `${system('rate_limit: 20/min, calls: 1 per order')}${mark}\ncost: {volume: {peak_rate: 25/min}}\n`,
  },
  {
    name: 'closest honest file: a reply is posted once, whatever the model asks',
    yaml: `${system('rate_limit: 26/min, calls: 1 per conversation')}\n${cost()}`,
  },
  { name: 'closest honest file: exactly the peak', yaml: `${system('rate_limit: 62.4/min')}\n${cost()}` },
  {
    name: 'closest honest file: a quota by the day, which no minute fills',
    yaml: `${system('rate_limit: 20000/day')}\n${cost().replace('peak_rate', 'peak_day: 6000/day, peak_rate')}`,
  },
  {
    name: 'a quota by the day that the busiest day exceeds',
    yaml: `${system('rate_limit: 5000/day')}${mark}\n${cost().replace('peak_rate', 'peak_day: 6000/day, peak_rate')}`,
    says: ['`rate_limit` of "helpdesk" is 5000/day, but the peak is 14976/day'],
    helps: [
      '{system: helpdesk, rate_limit: 14976/day}  # in integration: or more, or add a queue; if the system is called less often than the model, add calls: 1 per conversation',
    ],
  },
  {
    name: 'a quota by the month that the average exceeds',
    yaml: `${system('rate_limit: 100000/month')}${mark}\n${cost()}`,
    says: ['`rate_limit` of "helpdesk" is 100000/month, but the peak is 149760/month'],
  },
  {
    name: 'a quota by the day, and nobody knows the busiest one',
    yaml: `${system('rate_limit: 5000/day')}\n${cost()}`,
  },
  {
    name: 'an hour of busiest minutes is not more than the busiest day',
    yaml: `${system('rate_limit: 3000/h')}\n${cost().replace('peak_rate', 'peak_day: 1200/day, peak_rate')}`,
  },
  { name: 'room', yaml: `${system('rate_limit: 10/s')}\n${cost()}` },
  { name: 'no limit', yaml: `${system('direction: out')}\n${cost()}` },
  { name: 'nobody says how often a unit calls', yaml: `${system('rate_limit: 1/h')}\n${cost('{}')}` },
  { name: 'no peak', yaml: `${system('rate_limit: 1/h')}\ncost: {usage: {calls: 2 per chat}}` },
  { name: 'a peak that cannot be read', yaml: `${system('rate_limit: 1/h')}\n${cost(undefined, 'busy')}` },
  {
    name: 'retries that cannot be read',
    yaml: `${system('rate_limit: 1/h')}\n${cost('{calls: 2.4 per conversation, retries: some}')}`,
  },
  {
    name: 'calls that cannot be read',
    yaml: `${system('rate_limit: 1/h, calls: many')}\n${cost()}`,
  },
  { name: 'a peak of nothing', yaml: `${system('rate_limit: 0/s')}\n${cost(undefined, '0/min')}` },
])

test('the working shows the calls', async () => {
  const [found] = await diagnose(rateLimitBelowPeak, `${system('rate_limit: 1/s')}\n${cost()}`)
  expect(found?.working).toEqual(['calls at the peak = 25/min x 2.4 calls x (1 + 4% retries) = 62.4/min = 1.04/s'])
  expect(found?.related.map(({ range }) => range.start.line)).toEqual([5, 6, 6])
})
