import { ruleTable, ruleUrl, severityWords } from '../../report/rule-page.ts'
import { jsonText } from '../../report/sanitize.ts'
import { principleWords } from '../../rules/lib/principles.ts'
import type { Rule } from '../../rules/lib/rule.ts'
import type { ExitCode, Io } from '../io/io.ts'

export type RulesFlags = { readonly format: 'table' | 'json' | 'markdown' }

const asTable = (list: readonly Rule[]): string => {
  const rows = list.map((rule) => [rule.id, severityWords(rule), rule.from, rule.summary])
  const widths = [0, 1, 2].map((column) => Math.max(0, ...rows.map((row) => row[column]?.length ?? 0)))
  return rows.map((row) => `${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ')}\n`).join('')
}

const asJson = (list: readonly Rule[]): string =>
  jsonText(
    list.map((rule) => ({
      id: rule.id,
      severity: rule.severity,
      from: rule.from,
      summary: rule.summary,
      why: rule.why,
      principles: rule.principles.map(principleWords),
      fields: rule.fields,
      references: rule.references,
      waivable: rule.waivable !== false,
      docs: ruleUrl(rule.id),
    })),
  )

const printers = { table: asTable, json: asJson, markdown: ruleTable }

export const runRules = async ({ format }: RulesFlags, io: Io): Promise<ExitCode> => {
  const { documentedRules } = await import('../../rules/documented.ts')
  io.stdout(printers[format](documentedRules))
  return 0
}
