import { dotted, isWithin, type Path } from '../yaml/path.ts'

/** A value of the core file that no file of the repository shows. */
export type Field = {
  readonly path: Path
  /** What stands there until somebody knows it. */
  readonly placeholder: string
  /** How a person is asked; undefined for what is agreed with others first. */
  readonly question?: string
}

const systems = ['integration', 0] as const

export const fields = {
  id: { path: ['id'], placeholder: '<name of the pilot>', question: 'name of the pilot' },
  summary: {
    path: ['use_case', 'summary'],
    placeholder: '<what the system does, in a sentence>',
    question: 'what it does, in a sentence',
  },
  unit: {
    path: ['use_case', 'unit'],
    placeholder: '<what is counted>',
    question: 'what is counted (for example ticket)',
  },
  out: {
    path: ['use_case', 'out_of_scope'],
    placeholder: '<what the system leaves to others>',
    question: 'what it leaves to others (separated by commas)',
  },
  metric: {
    path: ['success', 'metric'],
    placeholder: '<business metric>',
    question: 'business metric that decides (for example resolution_rate)',
  },
  baseline: {
    path: ['success', 'baseline'],
    placeholder: '<its value today>',
    question: 'its value today (for example 41%)',
  },
  target: {
    path: ['success', 'target'],
    placeholder: '<smallest value worth shipping>',
    question: 'smallest value worth shipping (for example at least 50%)',
  },
  guardrail: {
    path: ['success', 'guardrail_metrics', 0, 'metric'],
    placeholder: '<metric that must not suffer>',
    question: 'metric that must not suffer (for example nps)',
  },
  drop: {
    path: ['success', 'guardrail_metrics', 0, 'max_drop'],
    placeholder: '<how far it may fall>',
    question: 'how far it may fall (for example 2%) or rise (rise 1s)',
  },
  rise: { path: ['success', 'guardrail_metrics', 0, 'max_rise'], placeholder: '<how far it may rise>' },
  owner: {
    path: ['owner'],
    placeholder: '<team that runs it in production>',
    question: 'team that runs it in production',
  },
  system: {
    path: [...systems, 'system'],
    placeholder: '<system that it reads or writes>',
    question: 'first system that it reads or writes',
  },
  systemOwner: {
    path: [...systems, 'owner'],
    placeholder: '<team of that system>',
    question: 'team of that system',
  },
  effort: {
    path: [...systems, 'effort'],
    placeholder: '<effort to connect it>',
    question: 'effort to connect it (for example 5d)',
  },
  started: { path: ['started'], placeholder: '<day the pilot started>' },
  agreed: { path: ['success', 'agreed'], placeholder: '<day the target was agreed>' },
  decide: { path: ['decide_by'], placeholder: '<day by which to ship or stop>' },
} as const satisfies { readonly [name: string]: Field }

export type FieldName = keyof typeof fields

/** What somebody said, by field. */
export type Answers = { readonly [name in FieldName]?: string }

/** Where a field stands, as people write it: `success.guardrail_metrics[0].max_drop`. */
export const fieldAt = (path: string): FieldName | undefined =>
  (Object.keys(fields) as FieldName[]).find((name) => dotted(fields[name].path) === path)

/** Whether a path leads to a field, or into it. */
export const isOf = (name: FieldName, path: Path): boolean => isWithin(path, fields[name].path)

export const paths = (): string[] => Object.values(fields).map(({ path }) => dotted(path))

/** What of a name can be the id of a pilot. */
export const idFrom = (name: string): string | undefined => {
  const id = name
    // A letter with a mark is that letter.
    .normalize('NFKD')
    .replaceAll(/\p{M}+/gu, '')
    .replaceAll(/[^A-Za-z0-9._-]+/g, '-')
    .replaceAll(/^[._-]+|[._-]+$/g, '')
    .slice(0, 60)
  return id === '' ? undefined : id
}
