import type { MultiformatMessageString, ReportingDescriptor } from 'sarif'
import { stages } from '../model/stage.ts'
import type { Rule, Severity } from '../rules/rule.ts'
import { findingWithoutRule } from './findings-without-rule.ts'
import { pageWithoutRule, rulePage, ruleUrl } from './rule-page.ts'

/** SARIF's word for a severity. */
export const levels = { error: 'error', warning: 'warning', info: 'note' } as const

const problemSeverity = { error: 'error', warning: 'warning', info: 'recommendation' } as const

/** GitHub refuses a description that is longer. */
const longest = 1024

const cut = (text: string): string => (text.length > longest ? `${text.slice(0, longest - 1)}…` : text)

const pascal = (id: string): string =>
  id
    .split(/[/-]/)
    .map((word) => `${word.slice(0, 1).toUpperCase()}${word.slice(1)}`)
    .join('')

type Described = {
  readonly id: string
  readonly severity: Severity
  readonly summary: string
  readonly why: string
  readonly help: MultiformatMessageString
}

const descriptor = ({ id, severity, summary, why, help }: Described): ReportingDescriptor => ({
  id,
  name: pascal(id),
  shortDescription: { text: cut(`${summary}.`) },
  fullDescription: { text: cut(why) },
  help,
  helpUri: ruleUrl(id),
  defaultConfiguration: { level: levels[severity] },
  properties: {
    tags: ['ai', 'production-readiness', id.split('/', 1)[0] ?? id],
    precision: 'high',
    'problem.severity': problemSeverity[severity],
  },
})

const gravest = ({ severity }: Rule): Severity =>
  typeof severity === 'string'
    ? severity
    : (stages.map((stage) => severity[stage]).findLast(Boolean) ?? 'error')

const ofRule = (rule: Rule): ReportingDescriptor =>
  descriptor({
    id: rule.id,
    severity: gravest(rule),
    summary: rule.summary,
    why: rule.why,
    help: { text: `${rule.summary}. ${rule.why}`, markdown: rulePage(rule) },
  })

const withoutRule = (id: string): ReportingDescriptor => {
  const known = findingWithoutRule(id)
  const summary = known?.summary ?? `What pilotlint reports as ${id}`
  const why = known?.why ?? `${summary}.`
  return descriptor({
    id,
    severity: 'error',
    summary,
    why,
    help: {
      text: known === undefined ? why : `${why} ${known.help}`,
      ...(known && { markdown: pageWithoutRule(id, known) }),
    },
  })
}

/** Every rule there is, then what else was reported, each once. */
export const descriptors = (rules: readonly Rule[], reported: readonly string[]): ReportingDescriptor[] => {
  const ids = new Set(rules.map(({ id }) => id))
  const others = [...new Set(reported)].filter((id) => !ids.has(id)).sort()
  return [...rules.map(ofRule), ...others.map(withoutRule)]
}
