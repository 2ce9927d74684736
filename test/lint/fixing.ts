import { type Fixed, fix } from '../../src/lint/fix.ts'
import { type LintOptions, lint } from '../../src/lint/lint.ts'
import type { Diagnostic, Report } from '../../src/lint/report.ts'
import { memory } from '../../src/repo/memory.ts'
import { rules } from '../../src/rules/index.ts'
import { today } from '../rules/table.ts'

export type Run = Fixed & { readonly before: Report }

/** What `--fix` makes of a text. */
export const fixing = async (text: string, options: Partial<LintOptions> = {}): Promise<Run> => {
  const judge = (written: string) =>
    lint(written, {
      file: 'pilot.yaml',
      for: 'pilot',
      today,
      rules,
      exceptions: true,
      repository: { port: memory({ 'pilot.yaml': written }, []), file: 'pilot.yaml' },
      ...options,
    })
  const before = await judge(text)
  return { before, ...(await fix(before, judge)) }
}

export const said = ({ rule, path, message }: Diagnostic): string => `${rule} ${path.join('.')} ${message}`

/** Findings that say that the text itself cannot be read. */
export const faultsOf = ({ diagnostics }: Report): string[] =>
  diagnostics.filter(({ rule }) => /^(?:yaml|schema)\/|^spec\/(?:placeholder|unit-missing)$/.test(rule)).map(said)

/** The lines of a text that do not occur in another, each as often as it is there more. */
export const linesBeyond = (text: string, other: string): string[] => {
  const left = new Map<string, number>()
  for (const line of other.split('\n')) left.set(line, (left.get(line) ?? 0) + 1)
  return text.split('\n').filter((line) => {
    const count = left.get(line) ?? 0
    left.set(line, count - 1)
    return count <= 0
  })
}
