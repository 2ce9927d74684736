import { peakBelowAverage } from '../../../src/rules/cost/peak-below-average.ts'
import { table } from '../table.ts'

const guilty = '  # expect: cost/peak-below-average'

table(peakBelowAverage, [
  {
    name: 'a day below the average',
    yaml: `cost: {volume: {full: 400/month, peak_day: 3/day}}${guilty}`,
    says: ['`cost.volume.peak_day` is 3/day, but `full` averages 12/day'],
    helps: ['set `peak_day` to 12/day or more, or lower `full`'],
  },
  {
    name: 'a minute below that of the peak day',
    yaml: `cost: {volume: {full: 60000/month, peak_day: 6000/day, peak_rate: 3/min}}${guilty}`,
    says: ['`cost.volume.peak_rate` is 3/min, but `peak_day` averages 4/min'],
  },
  {
    name: 'a minute below that of the full volume, where no day is said',
    yaml: `cost: {volume: {full: 600000/month, peak_rate: 800/h}}${guilty}`,
    says: ['`cost.volume.peak_rate` is 800/h, but `full` averages 806/h'],
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
