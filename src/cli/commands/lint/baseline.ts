import { dirname, join, resolve } from 'node:path'
import type { Diagnostic, Report } from '../../../lint/report.ts'
import { disk } from '../../../repo/disk.ts'
import { fingerprints } from '../../../report/fingerprint.ts'
import { jsonText } from '../../../report/sanitize.ts'
import type { Check } from '../../../rules/lib/rule.ts'
import { plural } from '../../../values/text.ts'
import { pointer } from '../../../yaml/path.ts'
import { UsageError } from '../../io/usage.ts'

/** Findings that are known, by file; a fingerprint holds rule, place and value, and no line number. */
export type Baseline = ReadonlyMap<string, ReadonlySet<string>>

/** The name of the file where none is given. */
export const baselineName = 'pilotlint.baseline.json'

const maxBytes = 10 * 1024 * 1024

export type BaselineEntry = { readonly rule: string; readonly pointer: string; readonly fingerprint: string }
type Stored = { readonly schemaVersion: 1; readonly files: { readonly [file: string]: readonly BaselineEntry[] } }

const isEntry = (value: unknown): value is BaselineEntry =>
  typeof value === 'object' &&
  value !== null &&
  ['rule', 'pointer', 'fingerprint'].every((key) => typeof (value as { [key: string]: unknown })[key] === 'string')

const isStored = (value: unknown): value is Stored => {
  if (typeof value !== 'object' || value === null) return false
  const { schemaVersion, files } = value as Partial<Stored>
  if (schemaVersion !== 1 || typeof files !== 'object' || files === null) return false
  return Object.values(files).every((entries) => Array.isArray(entries) && entries.every(isEntry))
}

/** Throws a `UsageError` for a file that is no baseline: a run by half of one would call new findings known. */
export const readBaseline = (name: string, cwd: string): Stored => {
  const path = resolve(cwd, name)
  const reading = disk(dirname(path)).read(path, maxBytes)
  const help = 'run pilotlint baseline update to write it'
  if (!reading.ok) throw new UsageError(`--baseline ${name}: it ${reading.words}`, help)
  try {
    const data: unknown = JSON.parse(new TextDecoder().decode(reading.bytes))
    if (isStored(data)) return data
  } catch {
    // Told below: what JSON.parse says names no place that helps.
  }
  throw new UsageError(`--baseline ${name}: it is not a pilotlint baseline`, help)
}

export const knownIn = ({ files }: Stored): Baseline =>
  new Map(
    Object.entries(files).map(([file, entries]) => [file, new Set(entries.map(({ fingerprint }) => fingerprint))]),
  )

/** What no exception covers, and is a debt all the same: something is not there yet. */
const debts = ['spec/checklist-incomplete', 'spec/stage-skipped', 'evidence/history-unread']

/** What no exception covers is not known either, unless it is a debt: a contradiction is never one. */
const mayBeKnown = (rules: readonly Check[]): ((diagnostic: Diagnostic) => boolean) => {
  const final = new Set(
    rules.filter(({ id, waivable }) => waivable === false && !debts.includes(id)).map(({ id }) => id),
  )
  return ({ rule }) => !final.has(rule) && !/^(?:yaml|exception)\//.test(rule)
}

const namesOf = (report: Report, file: string): ReadonlyMap<Diagnostic, string> => fingerprints()({ ...report, file })

const sentence = ({ verdict }: Report, known: number, fresh: readonly Diagnostic[]): string => {
  const errors = fresh.filter(({ severity }) => severity === 'error')
  const [first = '', ...rest] = verdict.sentence.split(' · ')
  const head = /^NOT READY for [^:]*/.exec(first)?.[0] ?? first
  const sections = [...new Set(errors.map(({ rule }) => rule.split('/', 1)[0]))].join(', ')
  const words = errors.length === 0 ? head : `${head}: ${plural(errors.length, 'error')} (${sections})`
  return [words, `${known} known, ${fresh.length} new`, ...rest].join(' · ')
}

/**
 * A report without the findings that the baseline knows; `file` is the name of the pilot in it. A pilot with known errors is
 * not ready, although nothing new is found.
 */
export const withoutKnown = (report: Report, file: string, baseline: Baseline, rules: readonly Check[]): Report => {
  const known = baseline.get(file)
  if (known === undefined || !report.verdict.judged) return report
  const names = namesOf(report, file)
  const may = mayBeKnown(rules)
  const isKnown = (one: Diagnostic): boolean => may(one) && known.has(names.get(one) ?? '')
  const old = report.diagnostics.filter(isKnown)
  if (old.length === 0) return report
  const diagnostics = report.diagnostics.filter((one) => !isKnown(one))
  const count = (severity: Diagnostic['severity']) => diagnostics.filter((one) => one.severity === severity).length
  return {
    ...report,
    diagnostics,
    known: old,
    verdict: {
      ...report.verdict,
      counts: { ...report.verdict.counts, error: count('error'), warning: count('warning'), info: count('info') },
      sentence: sentence(report, old.length, diagnostics),
    },
  }
}

/** The entries of a report, in the order of their places. */
export const entriesOf = (report: Report, file: string, rules: readonly Check[]): BaselineEntry[] => {
  const names = namesOf(report, file)
  return report.diagnostics
    .filter(mayBeKnown(rules))
    .map((one) => ({ rule: one.rule, pointer: pointer(one.path), fingerprint: names.get(one) ?? '' }))
}

/** The text of a baseline, sorted, so that two of them differ only where findings do. */
export const baselineText = (files: { readonly [file: string]: readonly BaselineEntry[] }): string =>
  jsonText({
    schemaVersion: 1,
    files: Object.fromEntries(
      Object.entries(files)
        .filter(([, entries]) => entries.length > 0)
        .toSorted(([one], [other]) => (one < other ? -1 : 1))
        .map(([file, entries]) => [
          file,
          entries.toSorted((one, other) => (one.fingerprint < other.fingerprint ? -1 : 1)),
        ]),
    ),
  })

/** Where a baseline lies: in the root of the repository by default. */
export const baselinePath = (name: string | undefined, root: string, cwd: string): string =>
  name === undefined ? join(root, baselineName) : resolve(cwd, name)
