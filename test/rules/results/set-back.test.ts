import { dropped } from '../../../src/rules/results/dropped.ts'
import { recounted } from '../../../src/rules/results/recounted.ts'
import { refuted } from '../../../src/rules/results/refuted.ts'
import { stageSkipped } from '../../../src/rules/spec/stage-skipped.ts'
import { type Row, table } from '../table.ts'
import { proportion, resultsFile } from './file.ts'

type Names = { readonly limited?: string; readonly progressive?: string; readonly blame?: string }

const yaml = (stage: string, { limited = 'l.json', progressive = 'p.json', blame = '' }: Names = {}): string =>
  `stage: ${stage}
success:
  agreed: 2026-08-10
  metric: done_rate
  guardrail_metrics:
    - {metric: wrong_rate, limit: at most 2%}${blame === 'refuted' ? '  # expect: results/refuted' : ''}
rollout:
  limited: {traffic: 5%, results: ${limited}}${blame === 'limited' ? '  # expect: results/dropped' : ''}
  progressive: {steps: [25% for 28d], results: ${progressive}}${/\//.test(blame) ? `  # expect: ${blame}` : ''}
`

const counts = (stage: string, good: number, from: string, to: string): string =>
  resultsFile(stage, { wrong_rate: proportion(good, 1000) }, undefined, { from, to })

const first = counts('limited', 12, '2026-08-17', '2026-09-13')
const refuting = counts('progressive', 90, '2026-09-21', '2026-10-04')
const repeated = counts('limited', 9, '2026-10-06', '2026-11-08')

const before: Row['past'] = [
  { date: '2026-10-05', yaml: yaml('progressive'), files: { 'p.json': refuting } },
  { date: '2026-09-21', yaml: yaml('progressive') },
  { date: '2026-09-15', yaml: yaml('limited'), files: { 'l.json': first } },
]
const back = { date: '2026-10-06', yaml: yaml('limited') }
const again = { date: '2026-11-10', yaml: yaml('limited'), files: { 'l.json': repeated } }
const forth = { date: '2026-11-16', yaml: yaml('progressive') }
const honest = [forth, again, back, ...before]
const files = { 'l.json': repeated, 'p.json': refuting }

const lies = (blame: string, more: Partial<Row> = {}): Row[] =>
  (
    [
      ['no stage was set back', files, [{ ...forth, files: { 'l.json': repeated } }, ...before]],
      ['the stage was set back and forth', { ...files, 'l.json': first }, [forth, back, ...before]],
      [
        'the stage was set back with the old results under another day',
        { ...files, 'l.json': counts('limited', 12, '2026-09-21', '2026-11-08') },
        honest,
      ],
      [
        'the stage was set back after the results that were to be new',
        files,
        [forth, { ...back, date: '2026-11-15' }, { ...again, yaml: yaml('progressive') }, ...before],
      ],
      [
        'the results go on after the stage was set back',
        { ...files, 'p.json': counts('progressive', 90, '2026-09-21', '2026-10-06') },
        honest,
      ],
      [
        'the stage was set back further than it was repeated',
        files,
        [forth, again, { ...back, yaml: yaml('pilot') }, ...before],
        'shadow: {traffic: 100%}',
      ],
    ] as const
  ).map(([name, files, past, shadow]) => ({
    name,
    yaml: yaml('progressive', { blame }) + (shadow === undefined ? '' : `  ${shadow}\n`),
    files,
    past,
    for: 'declared',
    ...more,
  }))

table(refuted, [
  ...lies('refuted'),
  { name: 'closest: limited was repeated', yaml: yaml('progressive'), files, past: honest, for: 'declared' },
  { name: 'closest: before it goes on', yaml: yaml('limited'), files, past: honest.slice(1), for: 'progressive' },
  {
    name: 'new results refute it as well',
    yaml: yaml('progressive', { blame: 'refuted' }),
    files: { ...files, 'p.json': counts('progressive', 90, '2026-11-16', '2026-11-20') },
    past: honest,
    for: 'declared',
  },
])

/** Limited as it was planned, and as it is: a progressive stage that was refuted, and limited repeated for so many days. */
const planned = (
  then: string,
  now: string,
  to: string,
  isRefuted = false,
): Partial<Row> & Pick<Row, 'yaml' | 'past'> => {
  const as = (text: string, time: string) => text.replace('traffic: 5%', `traffic: 5%, duration: ${time}`)
  const results = { 'l.json': counts('limited', 4, '2026-10-06', to) }
  return {
    yaml: as(yaml('progressive', isRefuted ? { blame: 'refuted' } : {}), now),
    files: { ...files, ...results },
    past: [
      { ...forth, yaml: as(forth.yaml, now) },
      { ...again, yaml: as(again.yaml, now), files: results },
      { ...back, yaml: as(back.yaml, now) },
      ...before.map((one) => ({ ...one, yaml: as(one.yaml, then) })),
    ],
    for: 'declared',
  }
}

table(refuted, [
  { name: 'limited was repeated for a day, with a plan of a day', ...planned('28d', '1d', '2026-10-06', true) },
  {
    name: 'limited was repeated for a day, set forth and back in between',
    ...planned('28d', '1d', '2026-10-06', true),
    past: (planned('28d', '1d', '2026-10-06').past ?? []).flatMap((one, at, past) =>
      at === 2 ? [one, past[0] ?? one, one].map((other) => ({ ...other, date: one.date })) : [one],
    ),
  },
  { name: 'limited was repeated for a day of its plan', ...planned('1d', '28d', '2026-10-06', true) },
  { name: 'limited was repeated for all but a day', ...planned('28d', '28d', '2026-11-01', true) },
  { name: 'closest: limited was repeated for as long', ...planned('28d', '28d', '2026-11-02') },
  { name: 'closest: it was planned longer than that', ...planned('14d', '28d', '2026-11-02') },
])

table(stageSkipped, [
  {
    name: 'results from before the stage was set back do not unlock the next one',
    yaml: yaml('progressive', { blame: 'spec/stage-skipped' }),
    files,
    past: honest,
    for: 'full',
    says: ['the results of progressive in "p.json" end on 2026-10-04, before `stage` was set back on 2026-10-06'],
  },
])

const two = { 'l.json': first, 'l2.json': repeated, 'p.json': refuting }
const renamed = (stage: string, blame = '') => yaml(stage, { limited: 'l2.json', blame })

table(dropped, [
  {
    name: 'closest: results of a repeated stage in a file of their own',
    yaml: renamed('progressive'),
    files: two,
    past: [
      { ...forth, yaml: renamed('progressive') },
      { ...again, yaml: renamed('limited'), files: { 'l2.json': repeated } },
      back,
      ...before,
    ],
    for: 'declared',
  },
  {
    name: 'others of the same days in a file of their own',
    yaml: renamed('progressive', 'limited'),
    files: { ...two, 'l2.json': counts('limited', 2, '2026-08-17', '2026-09-13') },
    past: [{ ...forth, yaml: renamed('progressive') }, back, ...before],
    for: 'declared',
  },
  {
    name: 'of the stage that was set back, before it has others',
    yaml: yaml('progressive', { progressive: 'p2.json', blame: 'results/dropped' }),
    files: { ...files, 'p2.json': counts('progressive', 9, '2026-09-21', '2026-10-04') },
    past: honest,
    for: 'declared',
  },
  {
    name: 'of the stage that was set back and repeated, with a shorter plan',
    yaml: yaml('progressive', { progressive: 'p2.json', blame: 'results/dropped' }).replace('28d', '5d'),
    files: { ...files, 'p2.json': counts('progressive', 9, '2026-11-16', '2026-11-20') },
    past: honest,
    for: 'declared',
  },
  {
    name: 'closest: of the stage that was set back and repeated',
    yaml: yaml('progressive', { progressive: 'p2.json' }),
    files: { ...files, 'p2.json': counts('progressive', 9, '2026-11-16', '2026-11-20') },
    past: honest,
    for: 'declared',
  },
])

table(recounted, [
  {
    name: 'a stage that was repeated, in place of the old results',
    yaml: yaml('progressive', { blame: '' }).replace('l.json}', 'l.json}  # expect: results/recounted'),
    files,
    past: honest,
    for: 'declared',
  },
])
