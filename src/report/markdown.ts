import type { Diagnostic, Report } from '../lint/report.ts'
import { plural } from '../values/text.ts'
import { type Format, leftOut, runFaults, statements, type View, verdictLines, verdictSign, visible } from './format.ts'
import { provenanceLines } from './provenance.ts'
import { ruleUrl } from './rule-page.ts'
import { forCiLine, forMarkdown, markdownCode, markdownWords } from './sanitize.ts'

/**
 * Findings are left out beyond this many characters: a comment on GitHub holds 65,536, and a job summary more. Source:
 * docs.github.com, "Workflow commands", job summaries.
 */
const room = 60_000

const printed = (lines: readonly string[]): string => lines.map((line) => `${forCiLine(line)}\n`).join('')

const row = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`

const table = (heads: readonly string[], rows: readonly (readonly string[])[]): string[] =>
  rows.length === 0 ? [] : [row(heads), row(heads.map(() => '---')), ...rows.map(row), '']

const nineLines = ({ verdict }: Report): string[] =>
  table(
    ['', 'line', 'state', 'what was read'],
    verdictLines(verdict).map(({ sign, name, state, says }) => [sign, name, state, markdownWords(says)]),
  )

const finding = ({ file }: Report, one: Diagnostic): string => {
  const { severity, rule, range, message, help, working = [], elsewhere = [] } = one
  const place = markdownCode(`${file}:${range.start.line}:${range.start.column}`)
  const lines = [
    `- **${severity}** [${forMarkdown(rule)}](${ruleUrl(rule)}) ${place}  `,
    `  ${markdownWords(message)}  `,
    ...working.map((line) => `  ${markdownWords(line)}  `),
    ...elsewhere.map((at) => `  see ${markdownCode(`${at.file}:${at.range.start.line}`)} ${markdownWords(at.label)}  `),
    `  help: ${markdownCode(help)}`,
  ]
  return printed(lines)
}

const signatures = ({ waived }: Report): string[] =>
  table(
    ['exception', 'at', 'by', 'until', 'why'],
    waived.map(({ waiver: { rule = '', at, by = '', until = '', why = '' } }) =>
      [rule, at ?? '', by, until, why].map((cell) => forMarkdown(String(cell))),
    ),
  )

const head = (report: Report, view: View): string =>
  printed([
    `## ${verdictSign(report.verdict)} ${forMarkdown(report.file)}`,
    '',
    `**${markdownWords(report.verdict.sentence)}**`,
    '',
    ...(view.quiet ? [] : nineLines(report)),
    ...statements(report.verdict).flatMap((statement) => [markdownWords(statement), '']),
    ...(view.quiet ? [] : signatures(report)),
  ]).trimEnd()

/** For a job summary or a comment on a pull request: the verdict first, then the findings as far as there is room. */
export const markdown: Format = {
  name: 'markdown',
  machine: true,
  open: ({ version, run }, view) => {
    let used = 0
    const paragraph = (text: string): string => {
      const gap = used === 0 || text === '' ? '' : '\n'
      used += text.length
      return gap + text
    }
    const findings = (report: Report): string[] => {
      const all = visible(report, view).map((one) => finding(report, one))
      let left = room - used
      const kept = all.findIndex((text) => {
        left -= text.length
        return left < 0
      })
      if (kept === -1) return [all.join('')]
      return [
        all.slice(0, kept).join(''),
        `${plural(all.length - kept, 'finding')} left out; run pilotlint to see all\n`,
      ]
    }
    return {
      begin: () => '',
      file: (report) => {
        const first = paragraph(`${head(report, view)}\n`)
        return [first, ...findings(report).map(paragraph)].join('')
      },
      end: (closing) => {
        const faults = runFaults(closing).map(({ message, file }) =>
          file === undefined ? message : `${file}: ${message}`,
        )
        const lines = [...leftOut(closing), ...faults]
        const told = paragraph(printed(lines.map((line) => `> ${markdownWords(line)}`)))
        return run === undefined
          ? told
          : told + paragraph(printed([provenanceLines(version, run).map(markdownWords).join(' · ')]))
      },
    }
  },
}
