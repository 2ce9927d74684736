import { parse } from '../document/index.ts'
import { isStage, later, production } from '../spec/stage.ts'
import { isMap } from './data.ts'
import { judgeStages, lastReady, nextAsks, type Options } from './judge-stages.ts'
import { alone, inOrder, type Parsed, place } from './place.ts'
import type { Diagnostic, Report } from './report.ts'
import { unjudged, verdictOf } from './verdict.ts'

export type { Options } from './judge-stages.ts'

const report = (document: Parsed, options: Options): Report => {
  const judged = judgeStages(document, options)
  const { gate, pilot, rules } = judged
  const here = judged.at(gate)
  const diagnostics = here.open.map((one) => place(document, one)).sort(inOrder)
  const waived = here.waived.map(({ judged: one, waiver }) => ({ diagnostic: place(document, one), waiver }))
  const spoken = new Set(
    [...diagnostics, ...waived.map(({ diagnostic }) => diagnostic)].map(({ rule }) => rule),
  )
  return {
    file: options.file,
    text: document.text,
    diagnostics,
    waived,
    unverified: judged.claims,
    passed: here.ran.filter((id) => !spoken.has(id)),
    notApplicable: rules.map(({ id }) => id).filter((id) => !here.ran.includes(id)),
    verdict: verdictOf({
      pilot,
      target: options.for,
      gate,
      partial: judged.partial,
      diagnostics,
      waived,
      // The checklist is that of production, whatever stage is asked about: what nobody asks for is not there yet.
      missing: judged.at(later(production, gate)).missing,
      readyFor: lastReady(judged),
      next: nextAsks(judged),
    }),
  }
}

const unreadable = (options: Options, text: string, diagnostics: readonly Diagnostic[]): Report => ({
  file: options.file,
  text,
  diagnostics,
  waived: [],
  unverified: [],
  passed: [],
  notApplicable: [],
  verdict: unjudged(options.for, isStage(options.for) ? options.for : production, diagnostics),
})

const otherVersion = (document: Parsed, version: number): Diagnostic =>
  alone(
    'schema/const',
    ['version'],
    document.locate(['version']),
    `version is ${version}; this pilotlint reads version 1`,
    'write version: 1, or use the pilotlint that reads yours',
  )

const noMap = (document: Parsed): Diagnostic =>
  alone(
    'schema/type',
    [],
    document.locate([]),
    'the file is no map',
    'begin with version: 1 and id: <name>, a line each',
  )

/** Judges one `pilot.yaml`. Every input gives a report; only a rule that crashes throws (`RuleCrash`). */
export const lint = (input: Uint8Array | string, options: Options): Report => {
  const document = parse(input)
  if (!document.ok) {
    const problems = document.problems.map(({ message, help, range }) =>
      alone('yaml/syntax', [], range, message, help),
    )
    return unreadable(options, document.text, problems)
  }
  if (!isMap(document.data)) return unreadable(options, document.text, [noMap(document)])
  const version = Object.hasOwn(document.data, 'version') ? document.data.version : 1
  if (typeof version === 'number' && version !== 1)
    return unreadable(options, document.text, [otherVersion(document, version)])
  return report(document, options)
}
