import { expect, test } from 'vitest'
import { type LintOptions, lint } from '../../src/lint/lint.ts'
import type { Diagnostic } from '../../src/lint/report.ts'
import type { Stage } from '../../src/model/stage.ts'
import { memory } from '../../src/repo/memory.ts'
import type { FileChange, Port } from '../../src/repo/port.ts'
import type { Rule } from '../../src/rules/lib/rule.ts'

/** A fragment as a whole file: the keys that every file has are added at its end, so that its lines keep their numbers. */
export const complete = (yaml: string, stage: Stage): string => {
  const rest = Object.entries({ version: '1', id: 'example', stage })
  const missing = rest.filter(([key]) => !new RegExp(`^${key}:`, 'm').test(yaml))
  return `${yaml.trimEnd()}\n${missing.map(([key, value]) => `${key}: ${value}\n`).join('')}`
}

/** The repository around a fragment that is its pilot.yaml: the files beside it, and the versions committed before. */
export const repository = (
  files: { readonly [path: string]: string | Uint8Array },
  past?: Rule['examples']['past'],
): { readonly port: Port; readonly file: string } => {
  const versions = past?.map(({ date, yaml }, at) => ({
    commit: String(past.length - at).repeat(40),
    at,
    date,
    path: 'pilot.yaml',
    bytes: new TextEncoder().encode(complete(yaml, 'pilot')),
  }))
  const changes = (past ?? []).flatMap(({ date, files = {} }, at) =>
    Object.entries(files).map(
      ([path, text]): FileChange => ({
        path,
        commit: String((past ?? []).length - at).repeat(40),
        at,
        date,
        blob: text ?? undefined,
        read: () => (text === undefined ? undefined : new TextEncoder().encode(text)),
      }),
    ),
  )
  return { port: memory({ 'pilot.yaml': '', ...files }, versions, changes), file: 'pilot.yaml' }
}

/** The day on which every table is judged. */
export const today = '2026-11-22'

export type Row = {
  /** What is special about this file. */
  readonly name: string
  /** A fragment of pilot.yaml; the guilty lines end in `# expect: <rule id>`. */
  readonly yaml: string
  readonly for?: LintOptions['for']
  readonly today?: string
  /** The files of the repository, by path; absent means that the file is judged without one. */
  readonly files?: { readonly [path: string]: string | Uint8Array }
  /** The versions of pilot.yaml that were committed before, the newest first. */
  readonly past?: Rule['examples']['past']
  readonly others?: Rule['examples']['others']
  /** The exact messages, in order. */
  readonly says?: readonly string[]
  /** The exact helps, in order. */
  readonly helps?: readonly string[]
  readonly severity?: Diagnostic['severity']
}

/** The option that holds what stands beside the fragment, where anything does. */
export const beside = ({
  files,
  past,
  others,
}: Pick<Row, 'files' | 'past' | 'others'>): Pick<LintOptions, 'repository' | 'others'> => ({
  ...(others && { others }),
  ...((files !== undefined || past !== undefined) && { repository: repository(files ?? {}, past) }),
})

/** What the rule has to say about the fragment. */
export const diagnose = async (rule: Rule, yaml: string, options: Partial<LintOptions> = {}): Promise<Diagnostic[]> => {
  const text = complete(yaml, rule.from)
  const report = await lint(text, {
    file: 'pilot.yaml',
    for: rule.from,
    today,
    rules: [rule],
    exceptions: true,
    ...options,
  })
  return report.diagnostics.filter((diagnostic) => diagnostic.rule === rule.id)
}

/** The lines of the text that are marked as guilty of the rule, counted from 1. */
export const marked = (rule: Rule, yaml: string): number[] =>
  yaml.split('\n').flatMap((line, at) =>
    line
      .split(/# expect: /)
      .slice(1)
      .flatMap((ids) => (ids.trim().split(/,\s*/).includes(rule.id) ? [at + 1] : [])),
  )

/** One test a row: the rule speaks on the marked lines, once each, and nowhere else. */
export const table = (rule: Rule, rows: readonly Row[]): void => {
  test.each(rows.map((row) => [row.name, row] as const))(`${rule.id}: %s`, async (_, row) => {
    const found = await diagnose(rule, row.yaml, {
      ...(row.for && { for: row.for }),
      ...(row.today && { today: row.today }),
      ...beside(row),
    })
    expect(found.map(({ range }) => range.start.line)).toEqual(marked(rule, row.yaml))
    if (row.says) expect(found.map(({ message }) => message)).toEqual(row.says)
    if (row.helps) expect(found.map(({ help }) => help)).toEqual(row.helps)
    if (row.severity) for (const { severity } of found) expect(severity).toBe(row.severity)
  })
}
