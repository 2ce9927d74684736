import { createHash } from 'node:crypto'
import { stale } from '../../../src/rules/results/stale.ts'
import { type Row, table } from '../table.ts'
import { proportion, resultsFile } from './file.ts'

const guilty = '  # expect: results/stale'
const of = (stage: string, rest: object = {}) => resultsFile(stage, {}, undefined, { ...rest })
const model = 'model: {id: small-2-20260801}\n'

/** The commit that the results came with, and the prompt as it was there. */
const committed = (results: string, prompt?: string, file = 'r.json'): Row['past'] => [
  {
    date: '2026-10-26',
    yaml: '',
    files: { [file]: results, ...(prompt !== undefined && { 'prompts/desk.md': prompt }) },
  },
]

/** What git holds of a text that Git LFS keeps. */
const pointer = (text: string): string =>
  `version https://git-lfs.github.com/spec/v1\noid sha256:${createHash('sha256').update(text).digest('hex')}\nsize ${text.length}\n`

const prompted = 'model: {id: small-2-20260801, prompt: prompts/desk.md}\n'
const shadow = { 'r.json': of('shadow'), 'prompts/desk.md': 'Answer from the\norder system.\n' }
const changed = 'prompt "prompts/desk.md" changed after the results of shadow were committed on 2026-10-26'

table(stale, [
  {
    name: 'results of the pinned model, within the days of the stage',
    files: { 'r.json': of('shadow') },
    yaml: `${model}rollout: {shadow: {start: 2026-10-05, duration: 21d, results: r.json}}\n`,
  },
  {
    name: 'the model with its provider',
    files: { 'r.json': of('shadow', { model: 'example-ai/Small-2-20260801' }) },
    yaml: `${model}rollout: {shadow: {results: r.json}}\n`,
  },
  {
    name: 'another model',
    files: { 'r.json': of('shadow', { model: 'small-1' }) },
    yaml: `${model}rollout:\n  shadow: {results: r.json}${guilty}\n`,
    says: ['results of shadow are of model "small-1", but `model.id` is "small-2-20260801"'],
    severity: 'warning',
  },
  {
    name: 'another model in shadow, and this one in limited',
    for: 'progressive',
    files: { 'r.json': of('shadow', { model: 'small-1' }), 'l.json': of('limited') },
    yaml: `${model}rollout: {shadow: {results: r.json}, limited: {results: l.json}}\n`,
  },
  {
    name: 'another model in limited only',
    for: 'progressive',
    files: { 'r.json': of('shadow'), 'l.json': of('limited', { model: 'small-1' }) },
    yaml: `${model}rollout:\n  shadow: {results: r.json}\n  limited: {results: l.json}${guilty}\n`,
  },
  {
    name: 'no model pinned, no dates planned',
    files: { 'r.json': of('shadow') },
    yaml: 'rollout: {shadow: {duration: 21d, results: r.json}}\n',
  },
  {
    name: 'days before the stage',
    files: { 'r.json': of('shadow') },
    yaml: `rollout:\n  shadow: {start: 2026-10-06, duration: 21d, results: r.json}${guilty}\n`,
    says: ['results cover 2026-10-05 to 2026-10-25, but shadow starts on 2026-10-06'],
  },
  {
    name: 'days after the stage',
    files: { 'r.json': of('shadow') },
    yaml: `rollout:\n  shadow: {start: 2026-10-05, duration: 20d, results: r.json}${guilty}\n`,
    says: ['results cover 2026-10-05 to 2026-10-25, but shadow ends on 2026-10-24'],
  },
  {
    name: 'the last of several steps',
    for: 'full',
    files: { 'r.json': of('progressive') },
    yaml: 'rollout: {progressive: {start: 2026-09-28, steps: [20% for 7d, 50% for 21d], results: r.json}}\n',
  },
  {
    name: 'at full, results of a quarter ago',
    for: 'full',
    today: '2027-01-23',
    files: { 'r.json': of('progressive') },
    yaml: 'rollout: {progressive: {results: r.json}}\n',
  },
  {
    name: 'at full, results of more than a quarter ago',
    for: 'full',
    today: '2027-01-24',
    files: { 'r.json': of('progressive') },
    yaml: `rollout:\n  progressive: {results: r.json}${guilty}\n`,
    says: ['newest results end on 2026-10-25, 91 days ago, more than 90'],
  },
  ...(['2026-10-26', '2026-10-24'] as const).map(
    (date): Row => ({
      name: `at full without a start, but with versions at full since ${date}`,
      for: 'full',
      today: '2027-01-24',
      files: { 'r.json': of('progressive') },
      past: [
        { date: '2026-11-20', yaml: 'stage: full\n' },
        { date, yaml: 'stage: full\n' },
        { date: '2026-09-01', yaml: 'stage: progressive\n' },
      ],
      yaml: `success: {agreed: 2026-09-01}\nrollout:\n  progressive: {results: r.json}${date === '2026-10-24' ? guilty : ''}\n`,
      severity: 'error',
    }),
  ),
  {
    name: 'where results of full are broken, evidence/broken reports them alone',
    for: 'full',
    today: '2027-01-24',
    files: { 'r.json': of('progressive'), 'f.json': '{"stage": "full"}' },
    yaml: 'rollout:\n  progressive: {results: r.json}\n  full: {results: f.json}\n',
  },
  {
    name: 'closest: at full for a quarter, so that results of full are not due yet',
    for: 'full',
    today: '2027-03-02',
    files: { 'r.json': of('progressive') },
    yaml: 'rollout: {progressive: {results: r.json}, full: {start: 2026-12-02}}\n',
  },
  {
    name: 'at full for more than a quarter',
    for: 'full',
    today: '2027-03-03',
    files: { 'r.json': of('progressive') },
    yaml: `rollout:\n  progressive: {results: r.json}${guilty}\n  full: {start: 2026-12-02}\n`,
  },
  {
    name: 'a quarter after the start of full, results of more than a quarter ago',
    for: 'full',
    today: '2027-06-01',
    files: { 'r.json': of('progressive'), 'f.json': of('full', { from: '2027-02-01', to: '2027-02-28' }) },
    yaml: `rollout:\n  progressive: {results: r.json}\n  full: {start: 2027-02-01, results: f.json}${guilty}\n`,
    says: ['newest results end on 2027-02-28, 93 days ago, more than 90'],
    severity: 'error',
  },
  {
    name: 'a window of 120 days: results of full that were final 45 days ago',
    for: 'full',
    today: '2027-09-12',
    files: { 'r.json': of('progressive'), 'f.json': of('full', { from: '2026-12-02', to: '2027-03-31' }) },
    yaml: 'success: {metric: deflection_rate, window: 120d}\nrollout: {progressive: {results: r.json}, full: {start: 2026-12-02, results: f.json}}\n',
  },
  {
    name: 'a window of 120 days: results of full are not due before one can be final',
    for: 'full',
    today: '2027-05-16',
    files: { 'r.json': of('progressive') },
    yaml: 'success: {metric: deflection_rate, window: 120d}\nrollout: {progressive: {results: r.json}, full: {start: 2026-12-02}}\n',
  },
  {
    name: 'a window of 120 days, and results that were final long ago',
    for: 'full',
    today: '2027-09-13',
    files: { 'r.json': of('progressive'), 'f.json': of('full', { from: '2026-12-02', to: '2027-03-31' }) },
    yaml: `success: {metric: deflection_rate, window: 120d}\nrollout:\n  progressive: {results: r.json}\n  full: {start: 2026-12-02, results: f.json}${guilty}\n`,
    says: ['newest results end on 2027-03-31, 166 days ago, more than 165'],
    severity: 'error',
  },
  {
    name: 'results until yesterday, in which the primary metric ends half a year before',
    for: 'full',
    today: '2027-10-29',
    files: {
      'r.json': of('progressive'),
      'f.json': resultsFile('full', { deflection_rate: { ...proportion(262, 700), to: '2027-04-30' } }, undefined, {
        from: '2026-12-02',
        to: '2027-10-28',
      }),
    },
    yaml: `success: {metric: deflection_rate}\nrollout:\n  progressive: {results: r.json}\n  full: {start: 2026-12-02, results: f.json}${guilty}\n`,
    says: ['newest results end on 2027-04-30, 182 days ago, more than 90'],
  },
  {
    name: 'at full, fresh ones of full itself',
    for: 'full',
    today: '2027-03-24',
    files: {
      'r.json': of('progressive'),
      'f.json': of('full', { from: '2027-02-01', to: '2027-02-28' }),
    },
    yaml: 'rollout: {progressive: {results: r.json}, full: {start: 2027-02-01, duration: 7d, results: f.json}}\n',
  },
  {
    name: 'at full, results of shadow only: what is missing is for spec/stage-skipped',
    for: 'full',
    today: '2027-03-24',
    files: { 'r.json': of('shadow') },
    yaml: 'rollout: {shadow: {results: r.json}, progressive: [50%]}\n',
  },
  {
    name: 'before full, age is not judged',
    for: 'progressive',
    today: '2028-01-01',
    files: { 'r.json': of('shadow') },
    yaml: 'rollout: {shadow: {results: r.json}}\n',
  },
  {
    name: 'a prompt that changed after the results were committed',
    files: shadow,
    past: committed(of('shadow'), 'Answer from what you know.\n'),
    yaml: `${prompted}rollout:\n  shadow: {results: r.json}${guilty}\n`,
    says: [changed],
    helps: ['run shadow again with the current prompt; git diff 111111111 shows the changes'],
    severity: 'warning',
  },
  {
    name: 'a prompt whose lines were broken anew, and results that were written on one line',
    files: shadow,
    past: committed(of('shadow').replace(/\n */g, ' '), 'Answer from the order system.\r\n'),
    yaml: `${prompted}rollout: {shadow: {results: r.json}}\n`,
  },
  {
    name: 'results that are not committed as they are',
    files: shadow,
    past: committed(of('shadow', { to: '2026-10-18' }), 'Answer from what you know.\n'),
    yaml: `${prompted}rollout: {shadow: {results: r.json}}\n`,
  },
  {
    name: 'results that are not committed at all',
    files: shadow,
    yaml: `${prompted}rollout: {shadow: {results: r.json}}\n`,
  },
  {
    name: 'a prompt that was not there when the results were committed, as one that was renamed',
    files: shadow,
    past: committed(of('shadow')),
    yaml: `${prompted}rollout: {shadow: {results: r.json}}\n`,
  },
  {
    name: 'closest: a prompt of which git holds a pointer to the same text',
    files: shadow,
    past: committed(of('shadow'), pointer(shadow['prompts/desk.md'])),
    yaml: `${prompted}rollout: {shadow: {results: r.json}}\n`,
  },
  {
    name: 'a prompt of which git held a pointer to another text',
    files: shadow,
    past: committed(of('shadow'), pointer('Answer from what you know.\n')),
    yaml: `${prompted}rollout:\n  shadow: {results: r.json}${guilty}\n`,
    says: [changed],
  },
  {
    name: 'a pointer that does not say to what',
    files: shadow,
    past: committed(of('shadow'), 'version https://git-lfs.github.com/spec/v1\n'),
    yaml: `${prompted}rollout:\n  shadow: {results: r.json}${guilty}\n`,
    says: [
      'results of shadow are not proven to use prompt "prompts/desk.md", which cannot be compared with the committed version',
    ],
  },
  {
    name: 'a prompt whose place is a folder since',
    files: { 'r.json': of('shadow'), 'prompts/desk.md/system.md': '' },
    past: committed(of('shadow'), 'Answer from what you know.\n'),
    yaml: `${prompted}rollout:\n  shadow: {results: r.json}${guilty}\n`,
    says: ['results of shadow are not proven to use prompt "prompts/desk.md", which is a folder'],
    helps: ['set `model.prompt` to the text file of the prompt, or run shadow again with the current prompt'],
    severity: 'warning',
  },
  {
    name: 'a prompt that changed after shadow, with results of limited to come',
    for: 'limited',
    files: { ...shadow, 'l.json': of('limited') },
    past: committed(of('limited'), 'Answer from what you know.\n', 'l.json'),
    yaml: `${prompted}rollout: {shadow: {results: r.json}, limited: {results: l.json}}\n`,
  },
  {
    name: 'a prompt that changed, and a prompt that nobody names',
    files: shadow,
    past: committed(of('shadow'), 'Answer from what you know.\n'),
    yaml: `${model}rollout: {shadow: {results: r.json}}\n`,
  },
  {
    name: 'malformed, missing, of another stage',
    for: 'full',
    files: { 'r.json': '{}', 'l.json': of('shadow', { model: 'x' }) },
    yaml: `${model}rollout: {shadow: {results: r.json}, limited: {results: l.json}, progressive: {results: none.json}}\n`,
  },
])
