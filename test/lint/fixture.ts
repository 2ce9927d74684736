import { type LintOptions, lint } from '../../src/lint/lint.ts'
import type { Finding, Rule } from '../../src/rules/lib/rule.ts'

const words = {
  summary: 's',
  why: 'w',
  principles: [],
  fields: [],
  references: [],
  examples: { ready: '', notReady: '' },
}

/** A rule for a test, which yields what it is given. */
export const rule = (id: string, check: Rule['check'], more: Partial<Rule> = {}): Rule => ({
  id,
  severity: 'error',
  from: 'pilot',
  ...words,
  ...more,
  check,
})

export const finding = (path: Finding['path'], more: Partial<Finding> = {}): Finding => ({
  path,
  message: `about ${path.join('.')}`,
  help: 'help',
  ...more,
})

const today = '2026-11-22'

export const report = (text: string, rules: readonly Rule[], options: Partial<LintOptions> = {}) =>
  lint(text, {
    file: 'pilot.yaml',
    for: 'production',
    today,
    rules,
    exceptions: true,
    ...options,
  })

/** `line:column rule` of every open finding. */
export const places = ({ diagnostics }: Awaited<ReturnType<typeof report>>): string[] =>
  diagnostics.map(({ range, rule: id }) => `${range.start.line}:${range.start.column} ${id}`)
