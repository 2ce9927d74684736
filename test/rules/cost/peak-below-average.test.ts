import { peakBelowAverage } from '../../../src/rules/cost/peak-below-average.ts'
import { table } from '../table.ts'

const guilty = '  # expect: cost/peak-below-average'

table(peakBelowAverage, [
  {
    name: 'a day below the average',
    yaml: `cost: {volume: {full: 400/month, peak_day: 3/day}}${guilty}`,
    says: ['the busiest day has 3/day, and the full volume of 400/month is 12/day on average'],
    helps: ['peak_day: 12/day or more, or a lower full: no peak is below the average'],
  },
  {
    name: 'a minute below that of the peak day',
    yaml: `cost: {volume: {full: 60000/month, peak_day: 6000/day, peak_rate: 3/min}}${guilty}`,
    says: ['the busiest moment has 3/min, and the peak day of 6000/day is 4/min on average'],
  },
  {
    name: 'a minute below that of the full volume, where no day is said',
    yaml: `cost: {volume: {full: 600000/month, peak_rate: 800/h}}${guilty}`,
    says: ['the busiest moment has 800/h, and the full volume of 600000/month is 806/h on average'],
  },
  {
    name: 'a low day is no measure of the minute',
    yaml: `cost:
  volume:
    full: 600000/month
    peak_day: 600/day${guilty}
    peak_rate: 8/min${guilty}`,
  },
  {
    name: 'closest honest file: the same every day of a month of 31, the same every minute',
    yaml: 'cost: {volume: {full: 60000/month, peak_day: 1935/day, peak_rate: 1/min}}',
  },
  {
    name: 'the peak is the average',
    yaml: 'cost: {volume: {full: 43200/month, peak_day: 1440/day, peak_rate: 1/min}}',
  },
  {
    name: 'a fraction of a unit a minute',
    yaml: 'cost: {volume: {full: 400/month, peak_day: 35/day, peak_rate: 1/min}}',
  },
  {
    name: 'volumes in other units of time',
    yaml: 'cost: {volume: {full: 2000/day, peak_day: 2000/day, peak_rate: 2/s}}',
  },
  { name: 'no full volume', yaml: 'cost: {volume: {peak_day: 3/day, peak_rate: 1/min}}' },
  { name: 'no peak', yaml: 'cost: {volume: {full: 60000/month}}' },
  { name: 'a section in another file', yaml: 'cost: {include: ../finance/claims.yaml}' },
  { name: 'a volume that cannot be read', yaml: 'cost: {volume: {full: a lot, peak_day: 3/day}}' },
])
