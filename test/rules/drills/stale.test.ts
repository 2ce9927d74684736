import { stale } from '../../../src/rules/drills/stale.ts'
import { table } from '../table.ts'

table(stale, [
  {
    name: 'no section',
    yaml: 'stage: limited # expect: drills/stale',
    says: ['`drills` is missing'],
    helps: [
      'drills: {fallback: 2026-11-22, rollback: 2026-11-22, report: docs/drills/2026-11.md}  # run the drills, then write their dates',
    ],
    severity: 'error',
  },
  {
    name: 'no section at full',
    for: 'full',
    yaml: 'stage: full # expect: drills/stale',
    says: ['`drills` is missing'],
  },
  {
    name: 'a report without dates',
    yaml: 'drills: {report: docs/drills.md} # expect: drills/stale # expect: drills/stale',
    says: ['`drills.fallback` is missing', '`drills.rollback` is missing'],
    helps: [
      'drills: {report: docs/drills.md, fallback: 2026-11-22}  # run the fallback drill, then write its date',
      'drills: {report: docs/drills.md, rollback: 2026-11-22}  # run the rollback drill, then write its date',
    ],
  },
  {
    name: 'a drill in the future',
    yaml: 'drills:\n  fallback: 2026-11-04\n  rollback: 2026-11-24 # expect: drills/stale',
    says: ['`drills.rollback` is 2026-11-24, which is in the future'],
  },
  {
    name: 'no load drill at full',
    for: 'full',
    yaml: 'drills: {fallback: 2026-11-04, rollback: 2026-11-04} # expect: drills/stale',
    says: ['`drills.load` is missing'],
    helps: [
      'drills: {fallback: 2026-11-04, rollback: 2026-11-04, load: 2026-11-22}  # run the load drill, then write its date',
    ],
  },
  {
    name: 'old at full',
    for: 'full',
    yaml: 'drills:\n  fallback: 2026-08-23 # expect: drills/stale\n  rollback: 2026-11-04\n  load: 2026-06-01 # expect: drills/stale',
    says: ['`drills.fallback` is 2026-08-23, 91 days ago', '`drills.load` is 2026-06-01, 174 days ago'],
    helps: [
      'fallback: 2026-11-22  # in drills: run the fallback drill, then write its date; at full a drill is required every 90 days',
      'load: 2026-11-22  # in drills: run the load drill, then write its date; at full a drill is required every 90 days',
    ],
  },
  {
    name: 'closest: 90 days old at full',
    for: 'full',
    yaml: 'drills: {fallback: 2026-08-24, rollback: 2026-08-24, load: 2026-08-24}',
  },
  {
    name: 'old before full',
    for: 'progressive',
    yaml: 'drills: {fallback: 2025-11-04, rollback: 2025-11-04}',
  },
  { name: 'tried today, ahead of UTC', yaml: 'drills: {fallback: 2026-11-23, rollback: 2026-11-23}' },
  { name: 'a date that cannot be read', yaml: 'drills: {fallback: last week, rollback: 2026-11-04}' },
  { name: 'before limited', for: 'shadow', yaml: 'stage: shadow' },
])

const drilled = 'fallback: 2026-11-04, rollback: 2026-11-05, report: docs/drill.md'
const guilty = '  # expect: drills/stale'

table(stale, [
  {
    name: 'a drill on the day on which the model was made',
    yaml: 'model: {id: small-2-20261104}\ndrills: {fallback: 2026-11-04, rollback: 2026-11-05}\n',
  },
  {
    name: 'a drill with the model before',
    yaml: `model: small-2-2026-11-05
drills:
  rollback: 2026-11-05
  fallback: 2026-11-04${guilty}
`,
    says: ['`drills.fallback` is 2026-11-04, before the date of the model "small-2-2026-11-05"'],
  },
  {
    name: 'ids that hold no day, or one that is still to come',
    yaml: 'model: small-2-20269999\ndrills: {fallback: 2026-01-04, rollback: 2026-01-05}\n',
  },
  {
    name: 'an id with a number that is no day',
    yaml: 'model: small-2-202608011\ndrills: {fallback: 2026-01-04, rollback: 2026-01-05}\n',
  },
  {
    name: 'a report that names both days',
    files: { 'docs/drill.md': '# Drills\n- fallback: 4 November 2026\n- rollback: 2026-11-05\n' },
    yaml: `drills: {${drilled}}\n`,
  },
  {
    name: 'a report of other days',
    files: { 'docs/drill.md': '# Drills\n- fallback: 4 November 2026\n- rollback: 2026-11-04\n' },
    yaml: `drills:
  fallback: 2026-11-04
  report: docs/drill.md
  rollback: 2026-11-05${guilty}
`,
    says: ['`drills.rollback` is 2026-11-05, but "docs/drill.md" has no such date'],
  },
  {
    name: 'a load drill is asked for at full',
    for: 'full',
    files: { 'docs/drill.md': '2026-11-04 and 2026-11-05' },
    yaml: `drills:
  fallback: 2026-11-04
  rollback: 2026-11-05
  report: docs/drill.md
  load: 2026-11-06${guilty}
`,
  },
  {
    name: 'a report without any day',
    files: { 'docs/drill.md': '# All well\n' },
    yaml: `drills: {${drilled}}\n`,
  },
  { name: 'a report that is missing', files: {}, yaml: `drills: {${drilled}}\n` },
  {
    name: 'a report that is malformed',
    files: { 'docs/drill.md': new Uint8Array([0x32, 0xff]) },
    yaml: `drills:
  fallback: 2026-11-04
  rollback: 2026-11-05
  report: docs/drill.md${guilty}
`,
  },
  {
    name: 'a report in another form',
    files: { 'docs/drill.pdf': '%PDF' },
    yaml: 'drills: {fallback: 2026-11-04, rollback: 2026-11-05, report: docs/drill.pdf}\n',
  },
])

const limited = (report: string) => ({
  files: { 'docs/drill.md': report },
  yaml: `rollback: {time: at most 30m}
drills:
  fallback: 2026-11-04
  report: docs/drill.md
  rollback: 2026-11-05`,
})
const accused = (name: string, report: string, says?: string) => {
  const { files, yaml } = limited(`# Drills\n2026-11-04 fallback: held\n${report}\n`)
  return { name, files, yaml: `${yaml}${guilty}\n`, ...(says !== undefined && { says: [says] }) }
}
const honest = (report: string) => ({
  name: `closest: ${report}`,
  ...limited(`# Drills\n2026-11-04 fallback: held\n${report}\n`),
})

table(stale, [
  {
    name: 'an empty report',
    files: { 'docs/drill.md': ' \n' },
    yaml: `drills:
  report: docs/drill.md
  fallback: 2026-11-04${guilty}
  rollback: 2026-11-05${guilty}
`,
    says: [
      '`drills.fallback` is 2026-11-04, but "docs/drill.md" is empty',
      '`drills.rollback` is 2026-11-05, but "docs/drill.md" is empty',
    ],
  },
  accused(
    'slower than promised',
    '| rollback | 2026-11-05 | flag off after 95 minutes |',
    '`rollback.time` is at most 30m, but the drill of 2026-11-05 took 95 minutes in "docs/drill.md"',
  ),
  accused('hours', '- 5 November 2026, rollback: done, took 3 hours'),
  accused('hours and minutes', '- 5 November 2026, rollback: done, took 1 h 20 min'),
  accused('below the heading of the drill', '## Rollback, 5 November 2026\nThe flag was off after 45 Minuten.'),
  accused(
    'postponed',
    '| rollback | 2026-11-05 | postponed |',
    'the rollback drill of 2026-11-05 is "postponed" in "docs/drill.md"',
  ),
  accused('not tried', '- rollback (2026-11-05): not tried, no time'),
  accused('failed', '| rollback | 2026-11-05 | FAILED: the flag was cached |'),
  accused('failed, with the time that it took', '| rollback | 2026-11-05 | failed | 25 min |'),
  accused('failed, said of the drill', 'On 2026-11-05 the rollback failed.'),
  accused('failed, behind its day', 'The rollback drill of 5 November 2026 failed.'),
  accused('cancelled, behind its day', 'Rollback drill 2026-11-05 was cancelled'),
  accused('behind its day alone', 'rollback 2026-11-05 failed'),
  accused('behind its day in words', 'Rollback drill, November 5, 2026: did not work'),
  accused('that it did not work', 'rollback drill on 2026-11-05: it did not work'),
  accused('of several drills in one line', '2026-11-05: load: passed, rollback was cancelled'),
  accused('in German', '| rollback | 05.11.2026 | nicht durchgeführt |'),
  accused('in French', '| rollback | 5 novembre 2026 | reporté |'),
  accused('in Spanish', '| rollback | 5 de noviembre de 2026 | aplazado |'),
  ...[
    '| rollback | 2026-11-05 | flag off after 12 minutes, queue empty after 2 hours |',
    '| rollback | 2026-11-05 | off after 30 min |',
    'At 15h on 2026-11-05, rollback: off in 12 minutes',
    'rollback on 2026-11-05 at 15 h: the flag was off at once',
    'rollback 2026-11-05: off, watched for 2 hours',
    'rollback 2026-11-05: off at once, seen by the 12 h shift desk',
    'fallback and rollback, 2026-11-05: the exercise took 3 hours',
    'rollback 2026-11-05: off in 7 min\n\nrollback 2026-05-04: off in 3 hours',
    'rollback 2026-11-05: off at once, none stayed blank, no retry failed, 0 failed',
    '| rollback | 2026-11-05 | failed requests: 0 |',
    '| rollback | 2026-11-05 | failed | 0 |',
    'rollback 2026-11-05: every call failed over to the template',
    'rollback 2026-11-05: done, postponed from 2026-10-29',
    'rollback 2026-11-05: no rollback failed',
    'The rollback drill of 5 November 2026 failed over to the template within a minute',
    'rollback drill 2026-11-05: did not work at first; the second try was off in 7 min',
    'rollback drill of 5 November 2026: the old dashboard did not work',
    'load, rollback 2026-11-05: rollback done, load was postponed',
    'rollback 2026-11-05: failed, the flag was cached\nrollback 2026-11-05, again: off in 7 min',
  ].map(honest),
])
