import type { Grading } from '../grading.ts'

/** What the system is tried on. */
export const dataGradings: readonly Grading[] = [
  {
    at: 'data',
    weaker: ['gone'],
    loss: 'nothing says what the system is tried on',
    gain: 'what the system is tried on is said',
    rule: 'data/not-real',
  },
  {
    at: 'data.eval_set',
    weaker: ['gone'],
    loss: 'there is no eval set any more',
    gain: 'there is an eval set',
    rule: 'data/not-real',
  },
  {
    at: 'data.eval_set.cases',
    weaker: ['gone', 'less'],
    loss: 'fewer cases are tried',
    gain: 'more cases are tried',
    presence: { gone: 'nothing says how many cases are tried', new: 'how many cases are tried is said' },
    rule: 'data/eval-too-small',
  },
  {
    at: 'data.eval_set.real',
    weaker: ['gone', 'less'],
    loss: 'fewer of the cases are real',
    gain: 'more of the cases are real',
    presence: {
      gone: 'nothing says how many of the cases are real',
      new: 'how many of the cases are real is said',
    },
    rule: 'data/not-real',
  },
  {
    at: 'data.eval_set.results',
    weaker: ['gone'],
    loss: 'no result of a run is named',
    gain: 'the result of a run is named',
    rule: 'data/eval-too-small',
  },
  {
    at: 'data.edge_cases[]',
    weaker: ['gone'],
    loss: 'a kind of hard case is not tried any more',
    gain: 'one more kind of hard case is tried',
    rule: 'data/happy-path',
  },
  {
    at: 'data.edge_cases[].min_cases',
    weaker: ['gone', 'less'],
    loss: 'fewer hard cases are tried',
    gain: 'more hard cases are tried',
    presence: {
      gone: 'nothing says how many hard cases are tried',
      new: 'how many hard cases are tried is said',
    },
    rule: 'data/eval-mismatch',
  },
  {
    at: 'data.edge_cases[].expect',
    weaker: ['gone'],
    loss: 'nothing says what a hard case has to come to',
    gain: 'what a hard case has to come to is said',
    rule: 'data/happy-path',
  },
  {
    at: 'data.edge_cases[].not_applicable',
    weaker: ['new'],
    loss: 'a kind of hard case is set aside',
    gain: 'a kind of hard case is taken up',
    rule: 'data/happy-path',
  },
  {
    at: 'data.segments.groups[]',
    weaker: ['gone'],
    loss: 'one group fewer is read apart',
    gain: 'one more group is read apart',
    rule: 'data/segments-blind',
  },
  {
    at: 'data.segments.not_applicable',
    weaker: ['new'],
    loss: 'no group is read apart',
    gain: 'groups are read apart',
    rule: 'data/segments-blind',
  },
]
