import { lint } from '../lint/lint.ts'
import { exposedStages } from '../model/stage.ts'
import { rules } from '../rules/index.ts'
import { exampleRepository, wholeFile } from '../rules/lib/example.ts'
import type { Rule } from '../rules/lib/rule.ts'
import { requiredFields } from '../rules/spec/field-missing.ts'

/** A field, by the keys that lead to it. */
type Keys = readonly string[]

/** Rules that report whatever part of the file they meet: no field is theirs. */
const everywhere = ['spec/placeholder', 'spec/unit-missing', 'spec/path-missing', 'spec/checklist-incomplete']

/** Where a rule reports its own bad example, and what it points to beside it. */
const placesOf = async (rule: Rule): Promise<Keys[]> => {
  const { notReady, files = {}, past } = rule.examples
  const { diagnostics } = await lint(wholeFile(notReady, rule.from), {
    file: 'pilot.yaml',
    for: rule.from,
    today: '2026-11-22',
    rules: [rule],
    exceptions: false,
    strict: false,
    repository: exampleRepository(files, past),
  })
  return diagnostics
    .filter(({ rule: id }) => id === rule.id)
    .flatMap(({ path, related }) => [path, ...related.map((one) => one.path)])
    .map((path) => path.filter((step) => typeof step === 'string'))
}

const isBelow = (inner: Keys, outer: Keys): boolean => outer.every((key, at) => inner[at] === key)

/** The section of a rule, as a key: in the name of a rule it is written with a hyphen. */
const sectionOf = ({ id }: Rule): string => (id.split('/', 1)[0] ?? '').replaceAll('-', '_')

const sections = new Set(rules.map(sectionOf))

/**
 * Whether the documentation of a rule names the field: by its last keys, joined by dots, or by the last one alone where
 * that can mean no other field: in its own section, and not where it is the name of a stage.
 */
const mentions = (rule: Rule, keys: Keys, fields: Keys): boolean => {
  const last = keys.at(-1) ?? ''
  const isOnly = fields.filter((field) => field.split('.').at(-1) === last).length < 2
  const isOwn = sectionOf(rule) === keys[0] || (!sections.has(keys[0] ?? '') && isOnly)
  const isStage = exposedStages.some((stage) => stage === last) || last === 'shadow'
  const fewest = isOwn && (!isStage || keys[0] === 'rollout') ? 1 : 2
  const names = keys.map((_, at) => keys.slice(at).join('.')).slice(0, keys.length - fewest + 1)
  return [...`${rule.summary}\n${rule.details ?? ''}`.matchAll(/`([^`]*)`/g)].some(([, code = '']) =>
    (code.replaceAll('[]', '').match(/[A-Za-z_][\w]*(?:\.[A-Za-z_]\w*)*/g) ?? []).some((word) =>
      names.includes(word),
    ),
  )
}

const isRequired = (keys: Keys): boolean =>
  requiredFields.some(({ path }) => path.filter((step) => step !== '*').join('.') === keys.join('.'))

/** The fields that each rule reports in its own bad example. */
export const reportedFields = async (): Promise<ReadonlyMap<Rule, readonly Keys[]>> => {
  const reported = new Map<Rule, readonly Keys[]>()
  for (const rule of rules) reported.set(rule, everywhere.includes(rule.id) ? [] : await placesOf(rule))
  return reported
}

/**
 * The rules about a field, of all `fields` that a file can have: those that report it, name it or ask for it, or all of
 * a section.
 */
export const rulesAbout = (
  keys: Keys,
  fields: readonly string[],
  reported: ReadonlyMap<Rule, readonly Keys[]>,
): readonly Rule[] => {
  const [section = ''] = keys
  if (keys.length === 1 && sections.has(section)) return rules.filter((rule) => sectionOf(rule) === section)
  return rules.filter((rule) => {
    if (everywhere.includes(rule.id)) return false
    if (rule.id === 'spec/field-missing') return isRequired(keys)
    return mentions(rule, keys, fields) || reported.get(rule)?.some((field) => isBelow(field, keys))
  })
}
