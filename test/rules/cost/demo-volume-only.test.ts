import { demoVolumeOnly } from '../../../src/rules/cost/demo-volume-only.ts'
import { table } from '../table.ts'

table(demoVolumeOnly, [
  {
    name: 'no cost section',
    yaml: `
stage: shadow  # expect: cost/demo-volume-only
`,
    says: ['`cost` is missing'],
    helps: [
      'cost: {volume: {demo: <volume of the pilot>, full: <volume at full rollout>}}  # then add what one unit costs and earns',
    ],
  },
  {
    name: 'an empty cost section',
    yaml: `
cost: {}  # expect: cost/demo-volume-only
`,
  },
  {
    name: 'no volume at all',
    yaml: `
cost:  # expect: cost/demo-volume-only
  fixed: {infrastructure: 900 EUR/month}
`,
    says: ['`cost.volume.full` is missing'],
  },
  {
    name: 'the volume of the demo only',
    yaml: `
cost:
  volume: {demo: 600/month}  # expect: cost/demo-volume-only
`,
    says: ['`cost.volume.full` is missing; only the demo volume of 600/month is known'],
    helps: ['volume: {demo: 600/month, full: <volume at full rollout>}  # in cost: per month, week or day'],
  },
  {
    name: 'a full volume that equals the demo',
    yaml: `
cost:
  volume:
    demo: 20/day
    full: 600/month  # expect: cost/demo-volume-only
`,
    says: ['`cost.volume.full` is 600/month, but `demo` is already 20/day'],
    severity: 'error',
  },
  {
    name: 'a full volume below the demo',
    yaml: `
cost:
  volume: {demo: 600/month, full: 10/day}  # expect: cost/demo-volume-only
`,
  },
  {
    name: 'a month that is smaller than its peak day',
    yaml: `
cost:
  volume: {demo: 100/month, full: 600/month, peak_day: 6000/day}  # expect: cost/demo-volume-only
`,
    says: ['`cost.volume.full` is 600/month, but `peak_day` alone is 6000/day'],
    severity: 'warning',
  },
  {
    name: 'closest honest file: a small internal tool, one unit a day more than the demo, with a spike of a month',
    yaml: `
cost:
  volume: {demo: 20/day, full: 630/month, peak_day: 630/day, peak_rate: 10/s}
`,
  },
  {
    name: 'a full volume without a demo is asked about elsewhere',
    yaml: `
cost:
  volume: {full: 60000/month}
`,
  },
  {
    name: 'a section in another file',
    yaml: `
cost: {include: ../finance/claims.yaml}
`,
  },
  {
    name: 'a section in another file whose path cannot be read',
    yaml: `
cost: {include: /finance/claims.yaml, volume: {demo: 600/month}}
`,
  },
  {
    name: 'a full volume that cannot be read is neither there nor missing',
    yaml: `
cost:
  volume: {demo: 600/month, full: sixty thousand}
`,
  },
  {
    name: 'at stage pilot nobody asks',
    yaml: `
stage: pilot
`,
    for: 'pilot',
  },
])
