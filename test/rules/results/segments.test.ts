import { segments } from '../../../src/rules/results/segments.ts'
import { type Row, table } from '../table.ts'
import { mean, proportion, resultsFile } from './file.ts'

const guardrails =
  'success: {guardrail_metrics: [{metric: csat, baseline: 4 points, max_drop: 0.10 points}, {metric: wrong_rate, limit: at most 2%}]}\n'

const row = (name: string, language: object, says?: string, stage: 'limited' | 'full' = 'limited'): Row => ({
  name,
  for: stage === 'full' ? 'full' : 'progressive',
  files: { 'r.json': resultsFile(stage, {}, {}, { segments: { language } }) },
  yaml: `${guardrails}rollout:\n  ${stage}: {results: r.json}${says === undefined ? '' : '  # expect: results/segments'}\n`,
  ...(says !== undefined && { says: [says] }),
})

/** Results of progressive, by the groups that the file names. */
const grouped = (name: string, stage: 'full' | 'progressive', named: string, segments: object): Row => ({
  name,
  for: stage,
  files: { 'r.json': resultsFile('progressive', {}, {}, { segments }) },
  yaml: `data:\n  segments: ${named}\nrollout: {progressive: {results: r.json}}\n`,
})

/** Results of full, by country, for a pilot that promises more, or fewer, of its metric. */
const promised = (name: string, target: string, at: object, says?: string): Row => ({
  name,
  for: 'full',
  files: { 'r.json': resultsFile('full', {}, {}, { segments: { country: { de: resolved(300, 300), at } } }) },
  yaml: `success: {metric: resolved, baseline: 30%, target: ${target}}\nrollout:\n  full: {results: r.json}${says === undefined ? '' : '  # expect: results/segments'}\n`,
  ...(says !== undefined && { says: [says], severity: 'warning' as const }),
})

const resolved = (treatment: number, control: number) => ({
  treatment: { resolved: proportion(treatment, 1000) },
  control: { resolved: proportion(control, 1000) },
})

const fine = { treatment: { csat: mean(4, 1, 900) }, control: { csat: mean(4, 1, 900) } }

table(segments, [
  row('nobody is harmed', { de: fine, fr: fine }),
  {
    ...row(
      'the customers of one language are',
      { de: fine, fr: { ...fine, treatment: { csat: mean(3.5, 1, 300) } } },
      'language fr: csat is worse by more than 0.1 points: -0.5 points against control',
    ),
    severity: 'warning',
  },
  {
    ...row(
      'and at full it is an error',
      { de: fine, fr: { ...fine, treatment: { csat: mean(3.5, 1, 300) } } },
      'language fr: csat is worse by more than 0.1 points: -0.5 points against control',
      'full',
    ),
    severity: 'error',
  },
  row('one of many, by chance', {
    ...Object.fromEntries(['a', 'b', 'c', 'd', 'e', 'f'].map((name) => [name, fine])),
    fr: { ...fine, treatment: { csat: mean(3.83, 1, 600) } },
  }),
  {
    ...row(
      'errors in one language',
      { de: { treatment: { wrong_rate: proportion(9, 900) } }, fr: { treatment: { wrong_rate: proportion(20, 300) } } },
      'language fr: wrong_rate is 20 of 300, not at most 2%',
      'full',
    ),
    severity: 'error',
  },
  row(
    'errors where the process before made as many',
    {
      fr: {
        treatment: { wrong_rate: proportion(20, 300) },
        control: { wrong_rate: proportion(21, 300) },
      },
    },
    undefined,
    'full',
  ),
  promised(
    'a country in which the control group does better',
    'at least 36%',
    resolved(200, 300),
    'country at: resolved is worse than without the system: -10 points against control',
  ),
  promised('one in which it does, by chance', 'at least 36%', resolved(280, 300)),
  promised('one in which nothing is better', 'at least 36%', resolved(300, 300)),
  promised('one without a control group', 'at least 36%', { treatment: { resolved: proportion(200, 1000) } }),
  promised(
    'a country in which there is more where less was promised',
    'at most 24%',
    resolved(380, 300),
    'country at: resolved is worse than without the system: +8 points against control',
  ),
  {
    ...grouped('a group that no results report', 'full', '[language]  # expect: results/segments', {}),
    says: ['`data.segments` names "language", but results of progressive do not report it'],
    severity: 'warning',
  },
  {
    ...grouped('two of three', 'full', '[tier one, language, site]  # expect: results/segments', {
      Language: { de: fine, fr: fine },
    }),
    says: ['`data.segments` names "tier one" and "site", but results of progressive do not report them'],
  },
  grouped('closest honest file: each group is reported', 'full', '[language]', { Language: { de: fine, other: fine } }),
  {
    ...grouped('all in one level, which is the whole', 'full', '[language, site]  # expect: results/segments', {
      Language: { all: fine },
      site: { a: fine, b: fine },
    }),
    says: ['`data.segments` names "language", but results of progressive report only one level of it'],
    severity: 'warning',
  },
  grouped('before full nobody asks', 'progressive', '[language]', {}),
  {
    name: 'a reason why there is one group only',
    for: 'full',
    files: { 'r.json': resultsFile('progressive', {}) },
    yaml: 'data: {segments: {not_applicable: one country and one language}}\nrollout: {progressive: {results: r.json}}\n',
  },
  { name: 'without results nothing is read apart', for: 'full', yaml: 'data: {segments: [language]}\n' },
  ...[
    ['once reported, and not at full', {}, '  # expect: results/segments', 'do not report it'],
    [
      'once reported in two levels, and in one at full',
      { language: { all: fine } },
      '  # expect: results/segments',
      'report only one level of it',
    ],
    ['closest: reported at full, too', { language: { de: fine, fr: fine } }, '', undefined],
  ].map(
    ([name, segments, blame, lack]): Row => ({
      name: String(name),
      for: 'full',
      files: {
        'p.json': resultsFile('progressive', {}, {}, { segments: { language: { de: fine, fr: fine } } }),
        'f.json': resultsFile('full', {}, {}, { segments }),
      },
      yaml: `stage: full\ndata:\n  segments: [language]${String(blame)}\nrollout: {progressive: {results: p.json}, full: {results: f.json}}\n`,
      ...(lack !== undefined && {
        severity: 'error' as const,
        says: [`\`data.segments\` names "language", but results of full ${String(lack)}`],
      }),
    }),
  ),
])
