import { stages } from '../model/stage.ts'
import type { Rule } from '../rules/rule.ts'
import type { FindingWithoutRule } from './findings-without-rule.ts'

/** Where the page of a finding's rule is published. */
export const ruleUrl = (id: string): string =>
  `https://github.com/pilotlint/pilotlint/blob/main/docs/rules/${id.split('/').map(encodeURIComponent).join('/')}.md`

/** The severity in words: `error`, or `warning, error from shadow`. */
export const severityWords = ({ severity }: Pick<Rule, 'severity'>): string => {
  if (typeof severity === 'string') return severity
  const steps = stages.flatMap((stage) => {
    const grade = severity[stage]
    return grade === undefined ? [] : [{ stage, grade }]
  })
  return steps.map(({ stage, grade }, at) => (at === 0 ? grade : `${grade} from ${stage}`)).join(', ')
}

/** The example without its marks, which are for the tests. */
const unmarked = (yaml: string): string =>
  yaml
    .split('\n')
    .map((line) => {
      const at = line.indexOf('# expect:')
      return at === -1 ? line : line.slice(0, at).trimEnd()
    })
    .join('\n')
    .trim()

const fenced = (yaml: string): string => `\`\`\`yaml\n${unmarked(yaml)}\n\`\`\``

/** A file of the repository, indented so that fences inside it stay what they are. */
const beside = (files: Rule['examples']['files']): string =>
  Object.entries(files ?? {})
    .map(([path, text]) => `\`${path}\`:\n\n${text.trimEnd().replaceAll(/^/gm, '    ')}`)
    .join('\n\n')

const before = (past: Rule['examples']['past'] = []): string =>
  past.map(({ date, yaml }) => `On ${date}:\n\n${fenced(yaml)}`).join('\n\n')

const comment = (id: string): string =>
  `# pilotlint-ignore ${id} by=acme/support until=YYYY-MM-DD -- the reason`

const waiver = ({ id, waivable }: Rule): string =>
  waivable === false
    ? 'This rule cannot be waived: it is the gate itself.'
    : `With a reason, a name and an end, at most 90 days ahead. In the file:

\`\`\`yaml
exceptions:
  - {rule: ${id}, why: the reason, by: acme/support, until: YYYY-MM-DD}
\`\`\`

or on the line, or the one above it:

\`\`\`yaml
${comment(id)}
\`\`\``

const section = (title: string, body: string | undefined): string[] =>
  body === undefined || body === '' ? [] : [`## ${title}`, body]

const settings = ({ settings: numbers = {} }: Rule): string =>
  Object.entries(numbers)
    .map(([name, { value, meaning, source }]) => `- \`${name}\`: ${value}. ${meaning}. Source: ${source}.`)
    .join('\n')

const join = (paragraphs: readonly string[]): string => `${paragraphs.join('\n\n')}\n`

/** A rule as a page of Markdown: for `explain`, the docs and the help in SARIF. */
export const rulePage = (rule: Rule): string =>
  join([
    `# ${rule.id}`,
    `${rule.summary}.`,
    `**Severity:** ${severityWords(rule)} · **From stage:** ${rule.from}${rule.seed.length > 0 ? ` · **Upholds:** ${rule.seed.join(', ')}` : ''}`,
    ...section('Why', rule.why),
    ...section('Details', rule.details?.trim()),
    ...section('Settings', settings(rule)),
    ...section('Not ready', fenced(rule.examples.notReady)),
    ...section('Ready', fenced(rule.examples.ready)),
    ...section('Beside them', beside(rule.examples.files)),
    ...section('Committed before', before(rule.examples.past)),
    ...section('Waiving it', waiver(rule)),
    ...section('References', rule.references.map((reference) => `- ${reference}`).join('\n')),
  ])

/** The page of a finding that no rule makes. */
export const pageWithoutRule = (id: string, { summary, why, help }: FindingWithoutRule): string =>
  join([
    `# ${id}`,
    `${summary}.`,
    ...section('Why', why),
    ...section('What to do', help),
    ...section('Waiving it', 'This is no rule, so no exception covers it.'),
  ])

const cell = (text: string): string => text.replaceAll('|', '\\|').replaceAll('\n', ' ')

/** The rules as a Markdown table, each linked to its page. */
export const ruleTable = (rules: readonly Rule[]): string => {
  const rows = rules.map(
    (rule) =>
      `| [${rule.id}](docs/rules/${rule.id}.md) | ${severityWords(rule)} | ${rule.from} | ${cell(rule.summary)} |`,
  )
  return `${['| Rule | Severity | From | A file that satisfies it |', '| --- | --- | --- | --- |', ...rows].join('\n')}\n`
}
