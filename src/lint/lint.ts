import { gather } from '../evidence/gather.ts'
import type { ListPriceReading } from '../finance/list-price.ts'
import { proofSentence } from '../finance/plans/overview.ts'
import { moneySentence } from '../finance/report.ts'
import type { Pilot } from '../model/pilot.ts'
import { isStage, later, production as productionStage, reaches, type Stage } from '../model/stage.ts'
import { moneyFaults } from '../rules/lib/money.ts'
import type { Need } from '../rules/lib/rule.ts'
import { parse } from '../yaml/index.ts'
import { isMap } from './data.ts'
import { enabledRules, judgeStages, lastReady, nextAsks, type Options } from './judge-stages.ts'
import { claimsOf, type Parsed, type Reading, readPilot, unverifiedClaims, wholeOf } from './load.ts'
import { alone, inOrder, place } from './place.ts'
import { pastReader } from './read-past.ts'
import type { Diagnostic, Report, Verdict } from './report.ts'
import { proofOf, unjudged, verdictOf } from './verdict.ts'
import { waiversOf } from './waivers.ts'

/** What a sponsor wants to know beside the verdict: the money, once a stage asks for it, and the proof. */
const sponsorLines = (
  { pilot, faults }: Reading,
  gate: Stage,
  listPrice: ListPriceReading | undefined,
): Pick<Verdict, 'money' | 'proof'> => {
  const asked = pilot.cost !== undefined || reaches(gate, 'shadow')
  const listed = listPrice?.ok ? listPrice.price : undefined
  return {
    money: asked ? moneySentence(pilot, { listed, unread: moneyFaults(faults).length > 0 }) : undefined,
    proof: proofSentence(pilot),
  }
}

export type { Options } from './judge-stages.ts'

/** The price list is large: it is loaded where a model is named in place of prices, and nowhere else. */
const listPriceFor = async (pilot: Pilot) =>
  pilot.cost?.price?.model === undefined
    ? undefined
    : (await import('../finance/list-price.ts')).listPriceOf(pilot)

/** What diff grades is loaded only where there is an exception that may be for it. */
const coverChangesFor = async (pilot: Pilot, document: Parsed): Promise<ReadonlySet<string>> => {
  if (waiversOf(pilot, document).length === 0) return new Set()
  const { gradings } = await import('../model/gradings/index.ts')
  return new Set(gradings.map(({ rule }) => rule))
}

const report = async (written: Parsed, options: Options): Promise<Report> => {
  const { document, faults, section } = await wholeOf(written, options.repository)
  const read = readPilot(document.data, document.nullHint)
  const reading = { ...read, faults: [...read.faults, ...faults] }
  const enabled = enabledRules(options)
  const asks = (need: Need) => enabled.some(({ needs }) => needs?.includes(need))
  const facts = await gather(reading.pilot, claimsOf(document), options.repository, {
    readPilot: asks('history') ? pastReader() : undefined,
    asksPrompt: asks('prompt'),
    costSection: section,
  })
  const listPrice = await listPriceFor(reading.pilot)
  const coverChanges = await coverChangesFor(reading.pilot, document)
  const judged = judgeStages(document, reading, { facts, listPrice, coverChanges }, options)
  const { gate, pilot, rules } = judged
  const here = judged.at(gate)
  // The checklist is that of production, whatever stage is asked about: what nobody asks for is not there yet.
  const production = judged.at(later(productionStage, gate))
  const diagnostics = here.open.map((one) => place(document, one)).sort(inOrder)
  const waived = here.waived.map(({ judged: one, waiver }) => ({ diagnostic: place(document, one), waiver }))
  const isBlocked = diagnostics.some(({ severity }) => severity === 'error')
  const isAsked = (isSaid: boolean) => !options.brief || (isSaid && !judged.partial)
  const spoken = new Set(
    [...diagnostics, ...waived.map(({ diagnostic }) => diagnostic)].map(({ rule }) => rule),
  )
  return {
    file: options.file,
    text: document.text,
    diagnostics,
    waived,
    unverified: unverifiedClaims(facts).map(({ path, reference, words }) => ({
      path,
      reference,
      why: words,
      range: document.locate(path),
    })),
    passed: here.ran.filter((id) => !spoken.has(id)),
    notApplicable: rules.map(({ id }) => id).filter((id) => !here.ran.includes(id)),
    verdict: verdictOf({
      pilot,
      target: options.for,
      gate,
      partial: judged.partial,
      diagnostics,
      waived,
      missing: production.missing,
      proof: proofOf(facts, rules, production, gate, reading.faults),
      readyFor: isAsked(isBlocked) ? lastReady(judged) : undefined,
      next: isAsked(!isBlocked) ? nextAsks(judged) : undefined,
      sponsor: sponsorLines(reading, gate, listPrice),
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
  verdict: unjudged(options.for, isStage(options.for) ? options.for : productionStage, diagnostics),
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

/** Judges one `pilot.yaml`. Every input gives a report; only a rule that crashes rejects (`RuleCrash`). */
export const lint = async (input: Uint8Array | string, options: Options): Promise<Report> => {
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
