import { stages } from '../model/stage.ts'
import { principleWords } from '../rules/lib/principles.ts'
import type { Rule } from '../rules/lib/rule.ts'

/** The documentation of a finding without a rule. */
type FindingWithoutRule = { readonly summary: string; readonly why: string; readonly help: string }

const refused =
  'A part that cannot be read is neither present nor absent, so rules about it do not run until it is fixed.'

const waiving = 'An exception is dated and signed. An outdated one hides problems.'

const table = {
  'yaml/syntax': {
    summary: 'The file is valid, unambiguous YAML',
    why: 'A file that does not parse cannot be judged, so a syntax finding is reported alone. Duplicate keys, tags, directives, merge keys and a second document are refused too, because other parsers may read them differently.',
    help: 'Fix the line that the finding names and run again to see the other findings.',
  },
  'schema/additionalProperties': {
    summary: 'Every key is defined by pilot.yaml',
    why: `A misspelt key is easily overlooked and declares nothing. ${refused}`,
    help: 'Correct the spelling. Keys of your own begin with `x-`.',
  },
  'schema/const': {
    summary: 'The file has the version that this pilotlint reads',
    why: 'In another version the same keys may have other meanings.',
    help: 'Write `version: 1`, or use the pilotlint that reads your version.',
  },
  'schema/enum': {
    summary: 'A field with a closed list has a value from that list',
    why: `The rules compare these values with each other. ${refused}`,
    help: 'Write one of the values that the finding lists.',
  },
  'schema/format': {
    summary: 'A value with the right form is also valid',
    why: `31 February has the form of a date but does not exist; a truncated file has a name but cannot be read. ${refused}`,
    help: 'Write a date that exists, or fix the file that the finding names.',
  },
  'schema/maximum': {
    summary: 'A number is not above the maximum of its field',
    why: `A number out of range is nearly always a slip of the unit. ${refused}`,
    help: 'Write a number up to the limit in the finding.',
  },
  'schema/minimum': {
    summary: 'A number is not below the minimum of its field',
    why: `A number out of range is nearly always a slip of the unit. ${refused}`,
    help: 'Write a number from the limit in the finding upwards.',
  },
  'schema/pattern': {
    summary: 'A value or a name has the form that its field requires',
    why: `Quantities have a unit and thresholds have a fixed form, so that pilotlint can compute with them. ${refused}`,
    help: 'Write it in the form that the finding shows, for example `22%`, `4s`, `0.20 EUR` or `at least 35%`.',
  },
  'schema/required': {
    summary: 'The file has `version` and `id`',
    why: 'Only `version` and `id` are required to read a file; rules say what each stage requires.',
    help: 'Add the key that the finding names.',
  },
  'schema/type': {
    summary: 'Every value has the type of its field: string, number, sequence or mapping',
    why: refused,
    help: 'Write the value with the type that the finding names.',
  },
  'exception/unused': {
    summary: 'Every exception covers a finding',
    why: `${waiving} An unused one would silently cover the next finding of its rule. It is a warning, or info if \`pilotlint diff\` grades changes for this rule: the exception may then be for a change.`,
    help: 'Remove the exception. If `pilotlint diff` needs it for a change, remove it after the merge.',
  },
  'exception/unknown-rule': {
    summary: 'Every exception names a rule that exists',
    why: `${waiving} A misspelt one covers nothing.`,
    help: 'Correct the name; `pilotlint rules` lists them all.',
  },
  'exception/not-waivable': {
    summary: 'No exception names a rule that cannot be waived',
    why: 'A few rules are the gate itself; an exception would bypass it.',
    help: 'Fix what the rule reports and remove the exception.',
  },
  'exception/expiring': {
    summary: 'No exception ends within the next 14 days',
    why: 'After its last day the finding returns and the build fails. The warning gives time to act.',
    help: 'Fix the finding before the exception ends, or renew it with a reason.',
  },
} as const satisfies { readonly [id: string]: FindingWithoutRule }

export const idsWithoutRule: readonly string[] = Object.keys(table)

/** Undefined for the id of a rule and for an unknown id. */
export const findingWithoutRule = (id: string): FindingWithoutRule | undefined =>
  Object.hasOwn(table, id) ? table[id as keyof typeof table] : undefined

export const ruleUrl = (id: string): string =>
  `https://github.com/pilotlint/pilotlint/blob/main/docs/rules/${id.split('/').map(encodeURIComponent).join('/')}.md`

export const severityWords = ({ severity }: Pick<Rule, 'severity'>): string => {
  if (typeof severity === 'string') return severity
  const steps = stages.flatMap((stage) => {
    const grade = severity[stage]
    return grade === undefined ? [] : [{ stage, grade }]
  })
  return steps.map(({ stage, grade }, at) => (at === 0 ? grade : `${grade} from ${stage}`)).join(', ')
}

/** Removes the marks that only the tests read. */
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

/** Indented, because the file may contain code fences. */
const sourceFiles = (files: Rule['examples']['files']): string =>
  Object.entries(files ?? {})
    .map(([path, text]) => `\`${path}\`:\n\n${text.trimEnd().replaceAll(/^/gm, '    ')}`)
    .join('\n\n')

const before = (past: Rule['examples']['past'] = []): string =>
  past.map(({ date, yaml }) => `On ${date}:\n\n${fenced(yaml)}`).join('\n\n')

const comment = (id: string): string => `# pilotlint-ignore ${id} by=acme/finance until=YYYY-MM-DD -- the reason`

const waiver = ({ id, waivable }: Rule): string =>
  waivable === false
    ? 'This rule cannot have an exception: it is the gate itself.'
    : `An exception needs a reason, a signature and an end date at most 90 days after its commit. In the file, or from \`progressive\` on in a file that CODEOWNERS assigns to whoever signs:

\`\`\`yaml
exceptions:
  - {rule: ${id}, at: <path>, why: the reason, by: acme/finance, until: YYYY-MM-DD}
\`\`\`

or before \`progressive\` in a comment on the line of the finding or the line above it:

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

/** The page of a rule, for `explain`, the docs and SARIF. */
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
    ...section('Files', sourceFiles(rule.examples.files)),
    ...section('Earlier versions', before(rule.examples.past)),
    ...section('Exceptions', waiver(rule)),
    ...section('References', rule.references.map((reference) => `- ${reference}`).join('\n')),
  ])

export const pageWithoutRule = (id: string, { summary, why, help }: FindingWithoutRule): string =>
  join([
    `# ${id}`,
    `${summary}.`,
    ...section('Why', why),
    ...section('What to do', help),
    ...section('Exceptions', 'This finding does not come from a rule, so no exception can cover it.'),
  ])

const cell = (text: string): string => text.replaceAll('|', '\\|').replaceAll('\n', ' ')

export const ruleTable = (rules: readonly Rule[]): string => {
  const rows = rules.map(
    (rule) =>
      `| [${rule.id}](docs/rules/${rule.id}.md) | ${severityWords(rule)} | ${rule.from} | ${cell(rule.summary)} |`,
  )
  return `${['| Rule | Severity | From | What it requires |', '| --- | --- | --- | --- |', ...rows].join('\n')}\n`
}
