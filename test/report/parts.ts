import type { Diagnostic } from '../../src/lint/report.ts'
import type { Rule } from '../../src/rules/lib/rule.ts'
import { lines, type Range } from '../../src/yaml/lines.ts'

/** The range of `needle` in `text`, where it occurs first. */
export const at = (text: string, needle: string): Range => {
  const start = text.indexOf(needle)
  if (start === -1) throw new Error(`"${needle}" is not in the text`)
  return lines(text).range(start, start + needle.length)
}

type Parts = Pick<Diagnostic, 'path' | 'message' | 'help'> &
  Partial<Pick<Diagnostic, 'severity' | 'related' | 'working' | 'elsewhere' | 'edit'>> & {
    readonly stage?: Diagnostic['stage'] | undefined
  }

/** A finding on the first occurrence of `needle`. */
export const finding = (text: string, rule: string, needle: string, { stage, ...parts }: Parts): Diagnostic => ({
  rule,
  severity: 'error',
  related: [],
  range: at(text, needle),
  ...(rule.includes('yaml') || rule.includes('schema') ? {} : { stage: stage ?? 'limited' }),
  ...parts,
})

const silent: Rule['check'] = () => []

/** Three rules, with everything that a rule can say about itself. */
export const rules: readonly Rule[] = [
  {
    id: 'rollback/incomplete',
    severity: 'error',
    from: 'limited',
    summary: 'The rollback says how, how fast, who and when',
    why: 'Without a number agreed beforehand, every rollback starts with a meeting.',
    details: 'A trigger without a period counts as none.\n\nA flag of another system is taken as declared.',
    principles: ['rollback'],
    fields: ['rollback'],
    references: ['NIST AI 600-1 MG-2.4-004'],
    examples: {
      ready: 'rollback:\n  how: {feature_flag: order-status-ai}\n  time: at most 10m\n',
      notReady: 'stage: limited  # expect: rollback/incomplete\nrollback:\n  time: at most 10m\n',
    },
    check: silent,
  },
  {
    id: 'owner/is-person',
    severity: { pilot: 'warning', shadow: 'error' },
    from: 'pilot',
    summary: 'The owner is a team | not a person',
    why: 'A person has holidays.',
    principles: [],
    fields: ['owner.team'],
    references: [],
    examples: { ready: 'owner: acme/support', notReady: 'owner: j@acme.com # expect: owner/is-person' },
    check: silent,
  },
  {
    id: 'spec/checklist-incomplete',
    severity: 'error',
    from: 'limited',
    summary: 'None of the seven items is missing',
    why: 'The verdict is the minimum, never a mean.',
    principles: ['beyond-demo', 'all-seven'],
    fields: [],
    references: ['ML Test Score'],
    examples: { ready: 'stage: pilot', notReady: 'stage: limited # expect: spec/checklist-incomplete' },
    waivable: false,
    closing: true,
    check: silent,
  },
]
