import { gatherMoney, type Repository } from '../../evidence/gather.ts'
import { printDeclared } from '../../finance/amounts.ts'
import { moneySentence } from '../../finance/money-sentence.ts'
import { listAge, priceHolds, priceList } from '../../finance/price-list.ts'
import { rangesIn } from '../../finance/ranges.ts'
import { costReport } from '../../finance/report.ts'
import type { ParsedPilot } from '../../lint/include.ts'
import { load } from '../../lint/load.ts'
import { resolve } from '../../lint/resolve.ts'
import type { ShapeFault } from '../../model/layout.ts'
import type { ListPrice } from '../../model/plan.ts'
import { later, production } from '../../model/stage.ts'
import { type CostFile, costBlocks } from '../../report/cost/file.ts'
import { costJsonText } from '../../report/cost/json.ts'
import type { RunProblem } from '../../report/format.ts'
import { measuredLift } from '../../rules/lib/measured.ts'
import { moneyFaults } from '../../rules/lib/money.ts'
import { sharesShown } from '../../rules/lib/shown-shares.ts'
import { type IsoDate, volume } from '../../values/index.ts'
import { enumerate, quote } from '../../values/text.ts'
import { dotted } from '../../yaml/path.ts'
import { bug } from '../io/bug.ts'
import { type ExitCode, type Io, version } from '../io/io.ts'
import { exitCodeOf, statusOf } from '../io/outcome.ts'
import { UsageError } from '../io/usage.ts'
import { type ComputedFlags, openComputed, writeComputed } from './computed.ts'
import { readChanged, readChanges, type WhatIfChange } from './what-if.ts'

export type Costed = {
  readonly cost: CostFile
  readonly failed: boolean
}

type Asked = {
  readonly file: string
  readonly changes: readonly WhatIfChange[]
  readonly today: IsoDate
  readonly repository: Repository
}

const priceWords = (listed: ListPrice, today: IsoDate): string[] => {
  const usd = (value: number) => printDeclared({ value, unit: 'USD', per: 'Mtok' })
  const cached = listed.cachedInput === undefined ? '' : `, ${usd(listed.cachedInput)} cached`
  const age = listAge(today)
  return [
    `list price of ${listed.provider} ${listed.model} on ${listed.on}, which may differ from your contract: ${usd(listed.input)} in${cached}, ${usd(listed.output)} out (price list of ${priceList.date})`,
    ...(age > priceHolds ? [`the price list is ${age} days old: check the price and declare it`] : []),
  ]
}

const unreadWords = (faults: readonly ShapeFault[]): string[] => {
  const parts = faults.filter(({ path }) => path[0] === 'rollback' || path[0] === 'rollout' || path[0] === 'use_case')
  return parts.length === 0
    ? []
    : [`not included, because it cannot be read: ${enumerate(parts.map(({ path }) => dotted(path)))}`]
}

const declaredWords = (undeclared: readonly string[], uncapped: readonly string[]): string[] => [
  ...(undeclared.length > 0 ? [`missing and counted as 0, so the real cost is higher: ${enumerate(undeclared)}`] : []),
  ...(uncapped.length > 0 ? [`approvals without a cap are counted as one per unit: ${enumerate(uncapped)}`] : []),
]

const notComputed = (file: string, changes: readonly string[], why: string, failed = true): Costed => ({
  failed,
  cost: {
    file,
    changes,
    sentence: `cost: not computed, because ${why}`,
    warnings: [],
    report: undefined,
    why,
  },
})

/** A line of the file or of the included one. */
const placeOf = ({ locate, included }: ParsedPilot, { path, kind }: ShapeFault): string => {
  const elsewhere = included?.(path, kind === 'key' ? 'key' : 'value')
  if (elsewhere === undefined) return `line ${locate(path).start.line}`
  return `line ${elsewhere.range.start.line} of ${elsewhere.file}`
}

/** Throws a `UsageError` for a change that cannot be made. */
export const costOf = async (bytes: Uint8Array, { file, changes, today, repository }: Asked): Promise<Costed> => {
  const loaded = await load(bytes, repository)
  if (!loaded.ok) {
    const [refusal] = loaded.refusals
    const set = changes.map(({ text }) => text)
    const where = refusal ? `line ${refusal.range.start.line}: ${refusal.message}` : 'it is empty'
    return notComputed(file, set, `the file cannot be read: ${where}`)
  }
  const { document, pilot, faults } = readChanged(loaded, changes)
  const { section } = document
  const set = changes.map(({ path, text }) => `${dotted(path)}=${text.slice(text.indexOf('=') + 1).trim()}`)
  const [fault] = moneyFaults(faults)
  if (fault) return notComputed(file, set, `${fault.message} (${placeOf(document, fault)}; ${fault.help})`)
  if (section?.state === 'absent' || section?.state === 'unverified') {
    const words = section.state === 'absent' ? section.words : section.why
    return notComputed(file, set, `the cost section is in ${quote(section.file)}, which ${words}`, false)
  }
  const { prices, results } = await gatherMoney(pilot, repository)
  const plan = await resolve(pilot, { costSection: section, prices })
  const readings = plan.metered.flatMap(({ listPrice }) => listPrice ?? [])
  const unlisted = readings.find((one) => !one.ok)
  if (unlisted?.ok === false) return notComputed(file, set, `${unlisted.why}; ${unlisted.help}`)
  const listed = readings.flatMap((one) => (one.ok ? [one.price] : []))
  const grounds = { pilot: plan.pilot, facts: { results }, gate: later(production, pilot.stage ?? 'pilot') }
  const measured = measuredLift(grounds)
  const report = costReport(plan, sharesShown(grounds), measured)
  const sentence = moneySentence(plan, false, measured)
  const rest = { file, changes: set, sentence }
  if (!report.ok) return { failed: false, cost: { ...rest, warnings: [], report: undefined, why: report.why } }
  const { undeclared, approvals } = report.inputs
  const uncapped = approvals.filter(({ cap }) => cap === undefined).map(({ name }) => name)
  const draws =
    report.measured || rangesIn(plan.pilot).length > 0
      ? (await import('../../finance/draws.ts')).drawsOf(
          plan,
          report.measured?.inputs ?? report.inputs,
          report.measured && measured,
        )
      : undefined
  const warnings = [
    ...listed.flatMap((one) => priceWords(one, today)),
    ...declaredWords(undeclared, uncapped),
    ...unreadWords(faults),
  ]
  return { failed: false, cost: { ...rest, warnings, report, listed, draws } }
}

export type CostFlags = ComputedFlags & { readonly volume?: string; readonly set?: readonly string[] }

const changesOf = ({ volume: asked, set = [] }: Pick<CostFlags, 'volume' | 'set'>): readonly WhatIfChange[] => {
  if (asked !== undefined) {
    const parsed = volume.parse(asked)
    if (!parsed.ok) throw new UsageError(`--volume ${asked}: ${parsed.problem.message}`, parsed.problem.help)
  }
  const volumes = asked === undefined ? [] : [`cost.volume.full=${asked}`]
  const changes = readChanges([...volumes, ...set], 'cost')
  const others = changes.slice(volumes.length).filter(({ path }) => dotted(path) === 'cost.volume.full')
  if (asked !== undefined && others.length > 0)
    throw new UsageError(`--volume ${asked} and --set ${others[0]?.text} contradict each other`, 'choose one')
  return changes
}

/** `pilotlint cost` only computes, so only a file that fails ends in 1. */
export const runCost = async (paths: readonly string[], flags: CostFlags, io: Io): Promise<ExitCode> => {
  const changes = changesOf(flags)
  const told = [
    ...(flags.volume === undefined ? [] : [`--volume ${flags.volume}`]),
    ...(flags.set ?? []).map((text) => `--set ${text}`),
  ]
  const { inputs, today, run, machineOf, ...opened } = await openComputed(paths, flags, told, io)
  const problems: RunProblem[] = [...opened.problems]
  const files: CostFile[] = []
  let failed = false
  for (const { bytes, names, repository } of inputs) {
    try {
      const costed = await costOf(bytes, { file: names.person, changes, today, repository })
      files.push(costed.cost)
      failed ||= costed.failed
    } catch (error) {
      if (error instanceof UsageError) throw error
      problems.push(bug(error, io, names.person))
    }
  }
  const all = await writeComputed(
    (found) => ({
      title: 'pilotlint cost',
      pilots: files.map(costBlocks),
      run,
      json: async () => {
        const named = files.map((one) => ({ ...one, file: machineOf(one.file) }))
        return costJsonText({ version, status: statusOf(found, failed), run, problems: found }, named)
      },
    }),
    problems,
    flags,
    io,
  )
  return exitCodeOf(statusOf(all, failed))
}
