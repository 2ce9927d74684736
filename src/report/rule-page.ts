import { stages } from '../model/stage.ts'
import { principleWords } from '../rules/lib/principles.ts'
import type { Rule } from '../rules/lib/rule.ts'

/** What a finding means that no rule makes. */
type FindingWithoutRule = { readonly summary: string; readonly why: string; readonly help: string }

const refused =
  'A part that cannot be read is neither present nor absent, so the rules about it are silent until it can be.'

const waiving =
  'An exception is a dated, signed waiver. One that says nothing true any more hides what it was written for.'

const table = {
  'yaml/syntax': {
    summary: 'The file is YAML that can be read in one way only',
    why: 'Nothing can be judged in a file that does not parse, so a syntax finding is reported alone. Duplicate keys, tags, directives, merge keys and a second document are refused too: another reader may understand them differently.',
    help: 'Repair the line that the finding names and run again; the other findings come after that.',
  },
  'schema/additionalProperties': {
    summary: 'Every key is one that pilot.yaml knows',
    why: `A misspelt key declares nothing, and nobody notices. ${refused}`,
    help: 'Correct the spelling. A key of your own begins with `x-`.',
  },
  'schema/const': {
    summary: 'The file is of the version that this pilotlint reads',
    why: 'A file of another version means something else by the same words.',
    help: 'Write `version: 1`, or use the pilotlint that reads your version.',
  },
  'schema/enum': {
    summary: 'A field with a closed list holds a value of that list',
    why: `The rules compare these values with each other. ${refused}`,
    help: 'Write one of the values that the finding lists.',
  },
  'schema/format': {
    summary: 'What is written in the right form means something that there is',
    why: `31 February has the form of a day, and a file that breaks off has a name. ${refused}`,
    help: 'Write a day of the calendar, or repair what the finding names.',
  },
  'schema/maximum': {
    summary: 'A number is not above what its field can mean',
    why: `A number out of range is nearly always a slip of the unit. ${refused}`,
    help: 'Write a number that is not above the limit in the finding.',
  },
  'schema/minimum': {
    summary: 'A number is not below what its field can mean',
    why: `A number out of range is nearly always a slip of the unit. ${refused}`,
    help: 'Write a number that is not below the limit in the finding.',
  },
  'schema/pattern': {
    summary: 'A phrase or a name is written in the form that its field takes',
    why: `Quantities carry their unit and thresholds are words, so that they can be computed with. ${refused}`,
    help: 'Write it in the form that the finding shows, as in `22%`, `4s`, `0.20 EUR` or `at least 35%`.',
  },
  'schema/required': {
    summary: 'The file says which version it is written in and what the pilot is called',
    why: 'Only `version` and `id` are required for a file to be read; what a stage asks for is said by rules.',
    help: 'Add the key that the finding names.',
  },
  'schema/type': {
    summary: 'Every value is a text, a number, a list or a map as its field asks',
    why: refused,
    help: 'Write the value in the form that the finding asks for.',
  },
  'exception/unused': {
    summary: 'Every exception waives something',
    why: `${waiving} An unused one would waive the next finding of its rule unseen. It is a warning, and information only where the rule guards a change that \`pilotlint diff\` grades: the exception may be for the change, which the file alone does not show.`,
    help: 'Take the exception out, unless `pilotlint diff` needs it for a change that is not merged yet; take it out then.',
  },
  'exception/unknown-rule': {
    summary: 'Every exception names a rule that exists',
    why: `${waiving} A misspelt one waives nothing while its author believes that it does.`,
    help: 'Correct the name; `pilotlint rules` lists them all.',
  },
  'exception/not-waivable': {
    summary: 'No exception names a rule that cannot be waived',
    why: 'A few rules are the gate itself: waiving them would be a way around it.',
    help: 'Repair what the rule reports and take the exception out.',
  },
  'exception/expiring': {
    summary: 'No exception ends within the next 14 days',
    why: 'On the day after its last day the finding is back and the gate closes. Nobody should learn that from a red build.',
    help: 'Repair the finding before the exception ends, or renew it with a reason.',
  },
  'evidence/unverified': {
    summary: 'Every reference has been checked (with `--strict`)',
    why: 'A reference to another system, or to something that this run could not read, is a claim. It never counts as proof, and with `--strict` it is an error. Only `on_call` is passed over, because no repository holds a rota.',
    help: 'Refer to something in the repository, or leave `--strict` off to accept what is only declared.',
  },
} as const satisfies { readonly [id: string]: FindingWithoutRule }

/** The ids of the findings that no rule makes. */
export const idsWithoutRule: readonly string[] = Object.keys(table)

/** What is known of a finding that no rule makes; undefined for a rule's id and for an unknown one. */
export const findingWithoutRule = (id: string): FindingWithoutRule | undefined =>
  Object.hasOwn(table, id) ? table[id as keyof typeof table] : undefined

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

const upheld = ({ principles }: Rule): string[] =>
  principles.length === 0
    ? []
    : [`**Principle${principles.length === 1 ? '' : 's'}:** ${principles.map(principleWords).join('; ')}`]

const join = (paragraphs: readonly string[]): string => `${paragraphs.join('\n\n')}\n`

/** A rule as a page of Markdown: for `explain`, the docs and the help in SARIF. */
export const rulePage = (rule: Rule): string =>
  join([
    `# ${rule.id}`,
    `${rule.summary}.`,
    `**Severity:** ${severityWords(rule)} · **From stage:** ${rule.from}`,
    ...upheld(rule),
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
