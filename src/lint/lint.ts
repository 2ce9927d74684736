import type { Facts } from '../evidence/facts.ts'
import { pauseSentence } from '../evidence/feature-flag/paused.ts'
import { gather } from '../evidence/gather.ts'
import { moneySentence } from '../finance/money-sentence.ts'
import { proofSentence } from '../finance/plans/sentence.ts'
import type { Pilot } from '../model/pilot.ts'
import type { Plan } from '../model/plan.ts'
import { isStage, later, production as productionStage, reaches, type Stage } from '../model/stage.ts'
import { flaws } from '../model/waiver.ts'
import { measuredLift } from '../rules/lib/measured.ts'
import { moneyFaults } from '../rules/lib/money.ts'
import type { Need } from '../rules/lib/rule.ts'
import type { TextEdit } from '../yaml/fault.ts'
import type { EditGrounds } from './edits.ts'
import type { ParsedPilot } from './include.ts'
import type { JudgedFinding } from './judge.ts'
import { enabledRules, gateOf, type JudgeOptions, judgeStages, lastReady, nextAsks } from './judge-stages.ts'
import { claimsOf, type Loaded, load, type PilotReading, unverifiedClaims } from './load.ts'
import { pastReader } from './past-reader.ts'
import { inOrder, place } from './place.ts'
import type { Report, Target, Verdict } from './report.ts'
import { resolve } from './resolve.ts'
import { unjudged, verdictOf } from './verdict.ts'
import { historyLine, itemLines, resultsLine } from './verdict-lines.ts'
import { waiversOf } from './waivers.ts'

const sponsorLines = (
  { pilot, faults }: PilotReading,
  gate: Stage,
  { plan, facts }: { readonly plan: Plan; readonly facts: Facts },
): Pick<Verdict, 'money' | 'proof'> => {
  const asked = pilot.cost !== undefined || reaches(gate, 'shadow')
  return {
    money: asked
      ? moneySentence(plan, moneyFaults(faults).length > 0, measuredLift({ pilot: plan.pilot, facts, gate }))
      : undefined,
    proof: proofSentence(plan),
  }
}

export type LintOptions = JudgeOptions & { readonly for: Target }

/** Loaded only if there is an exception that may be for a change. */
const coverChangesFor = async (pilot: Pilot, document: ParsedPilot): Promise<ReadonlySet<string>> => {
  if (waiversOf(pilot, document).length === 0) return new Set()
  const { default: directions } = await import('../model/generated/directions.json', {
    with: { type: 'json' },
  })
  return new Set(directions.map(({ rule }) => rule))
}

const unreadable = (
  { file }: JudgeOptions,
  target: Target,
  { text, refusals, input }: Extract<Loaded, { ok: false }> & { readonly input: Uint8Array | string },
  right: ReadonlySet<TextEdit>,
): Report => {
  const diagnostics = refusals.map(({ edit, ...refusal }) => ({
    ...refusal,
    severity: 'error' as const,
    related: [],
    ...(edit && right.has(edit) && { edit: [edit] }),
  }))
  return {
    file,
    input,
    basis: undefined,
    text,
    diagnostics,
    waived: [],
    exceptions: [],
    unverified: [],
    passed: [],
    notApplicable: [],
    verdict: unjudged(target, isStage(target) ? target : productionStage, diagnostics),
  }
}

type Edits = ReadonlyMap<JudgedFinding, readonly TextEdit[]>

/** A report, but for the edits of its findings: few files have any. */
type Draft = { readonly open: readonly JudgedFinding[]; readonly report: (edits: Edits) => Report }

type Drafting = { readonly grounds?: EditGrounds; readonly draft: (target: Target) => Draft }

const drafting = async (input: Uint8Array | string, options: JudgeOptions): Promise<Drafting> => {
  const loaded = await load(input, options.repository)
  if (!loaded.ok) {
    const { text, refusals } = loaded
    const isEdited = refusals.some(({ edit }) => edit !== undefined)
    const right = isEdited ? (await import('./edits.ts')).syntaxEdits(text, refusals) : new Set<TextEdit>()
    const report = (target: Target) => unreadable(options, target, { ...loaded, input }, right)
    return { draft: (target) => ({ open: [], report: () => report(target) }) }
  }
  const { document, pilot, faults } = loaded
  const enabled = enabledRules(options)
  const withoutHistory = options.history === false
  const asks = (need: Need) => enabled.some(({ needs }) => needs?.includes(need))
  const facts = await gather(pilot, claimsOf(document), options.repository, {
    now: options.now ?? options.today,
    past: asks('history') && !withoutHistory ? pastReader() : undefined,
    asksPrompt: asks('prompt'),
    asksCommits: asks('commits'),
    costSection: document.section,
    exceptions: document.exceptions,
  })
  const plan = await resolve(pilot, facts)
  const coverChanges = await coverChangesFor(pilot, document)
  const judged = judgeStages(loaded, { facts, plan, coverChanges }, options)
  const unverified = unverifiedClaims(facts).map(({ path, reference, words }) => ({
    path,
    reference,
    why: words,
    range: document.locate(path),
  }))
  const draft = (target: Target): Draft => {
    const asked = gateOf(target, judged.declared)
    // Whoever holds the system back is not blocked for it.
    const gate = facts.paused === undefined || !reaches(asked, 'shadow') ? asked : 'shadow'
    const here = judged.at(gate)
    // The checklist is always that of production: an item that an early stage does not require is still missing.
    const production = judged.at(later(productionStage, asked))
    const lines = {
      facts,
      plan,
      pilot: plan.pilot,
      judged: production,
      gate: later(productionStage, asked),
      faults,
      withoutHistory,
      partial: judged.partial,
    }
    const diagnosticsWith = (edits: Edits) =>
      here.open.map((one) => place(document, one, plan.shown, edits.get(one))).sort(inOrder)
    const waived = here.waived.map(({ judged: one, waiver }) => ({
      diagnostic: place(document, one, plan.shown),
      waiver,
    }))
    const report = (edits: Edits): Report => {
      const diagnostics = diagnosticsWith(edits)
      const isBlocked = diagnostics.some(({ severity }) => severity === 'error')
      const isAsked = (isSaid: boolean) => !options.brief || (isSaid && !judged.partial)
      const reported = new Set([...diagnostics, ...waived.map(({ diagnostic }) => diagnostic)].map(({ rule }) => rule))
      return {
        file: options.file,
        input,
        basis: { plan, facts },
        text: document.text,
        diagnostics,
        waived,
        exceptions: here.waivers.map((waiver) => ({
          waiver,
          valid: flaws(waiver, options.today).length === 0,
          used: here.waived.some((one) => one.waiver === waiver),
        })),
        unverified,
        passed: here.ran.filter((id) => !reported.has(id)),
        notApplicable: enabled.map(({ id }) => id).filter((id) => !here.ran.includes(id)),
        verdict: verdictOf({
          pilot,
          target,
          gate,
          partial: judged.partial || withoutHistory,
          policy: options.policy,
          paused: facts.paused && pauseSentence(facts.paused),
          diagnostics,
          waived,
          lines: {
            items: itemLines(lines),
            results: resultsLine({ ...lines, judged: here, gate }),
            history: historyLine({ ...lines, judged: here, gate }),
          },
          readyFor: isAsked(isBlocked) ? lastReady(judged) : undefined,
          next: isAsked(!isBlocked) ? nextAsks(judged, gate) : undefined,
          sponsor: sponsorLines(loaded, gate, { plan, facts }),
        }),
      }
    }
    return { open: here.open, report }
  }
  return { grounds: { document, judged, facts, options }, draft }
}

/**
 * Reads one pilot.yaml and its evidence once; the result judges it for a target, without edits. Every input gives a
 * report; only a rule that crashes throws (`RuleCrash`).
 */
export const examine = async (
  input: Uint8Array | string,
  options: JudgeOptions,
): Promise<(target: Target) => Report> => {
  const { draft } = await drafting(input, options)
  return (target) => draft(target).report(new Map())
}

export const lint = async (input: Uint8Array | string, { for: target, ...options }: LintOptions): Promise<Report> => {
  const { grounds, draft } = await drafting(input, options)
  const { open, report } = draft(target)
  const isEdited = open.some(({ finding }) => finding.change ?? finding.fault?.change)
  if (grounds === undefined || !isEdited) return report(new Map())
  const { editsOf } = await import('./edits.ts')
  return report(editsOf(open, grounds))
}
