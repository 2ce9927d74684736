import { resolve } from 'node:path'
import { maxBytes } from '../../../evidence/reading/follow.ts'
import { type CountedRows, counter, places } from '../../../evidence/rows/count.ts'
import { readRows } from '../../../evidence/rows/rows.ts'
import { countTotals } from '../../../evidence/rows/totals.ts'
import { load } from '../../../lint/load.ts'
import { metricKey } from '../../../model/lists.ts'
import type { Pilot } from '../../../model/pilot.ts'
import { isPlaceholder } from '../../../model/placeholder.ts'
import { type ExposedStage, exposedStages } from '../../../model/stage.ts'
import { realOf } from '../../../repo/checkout.ts'
import type { RunProblem } from '../../../report/format.ts'
import { jsonText } from '../../../report/sanitize.ts'
import { plannedLooks } from '../../../rules/lib/results.ts'
import { enumerate, quote } from '../../../values/text.ts'
import { dotted } from '../../../yaml/path.ts'
import { clockOf } from '../../io/clock.ts'
import { tell } from '../../io/deliver.ts'
import { openAll, readInputs } from '../../io/inputs.ts'
import type { ExitCode, Io } from '../../io/io.ts'
import { isThere, type Roots, rootsOf } from '../../io/root.ts'
import { UsageError } from '../../io/usage.ts'
import { openReport } from '../../io/write-file.ts'
import { type DifferencesFlags, ownDifferences, reportedBeside } from './differences.ts'
import { resultsFile } from './results-file.ts'
import { notesOf, refusals } from './results-notes.ts'
import { armsNamed, type Columns, columnsOf, exportRoles, type RowPlan, required, rowPlan } from './row-plan.ts'
import { exportHelp, exportIn, openRows, type RowsFile, sourceOf } from './source.ts'

export type ResultsFlags = DifferencesFlags & {
  readonly stage?: ExposedStage
  readonly by?: string
  readonly pilot?: string
  readonly model?: string
  readonly looks?: number
  readonly columns?: readonly string[]
  readonly out?: string
  readonly force?: boolean
  readonly root?: string
  readonly today?: string
}

const stageOf = ({ stage }: ResultsFlags): ExposedStage => {
  if (stage !== undefined) return stage
  throw new UsageError(
    'results: --stage is missing',
    `name the stage that the rows belong to: ${exposedStages.join(', ')}`,
  )
}

const byOf = ({ by }: ResultsFlags): string => {
  if (by === undefined)
    throw new UsageError('results: --by is missing', 'add who states the results: --by acme/analytics')
  if (isPlaceholder(by))
    throw new UsageError(`--by ${by}: expected a team or a person`, 'add who states the results: --by acme/analytics')
  return by.trim()
}

const modelOf = (pilot: Pilot, { model }: ResultsFlags): string => {
  if (model !== undefined && isPlaceholder(model))
    throw new UsageError(`--model ${model}: expected the id of a model`, 'name the model that served the rows')
  const id = model?.trim() ?? pilot.model?.id
  if (id !== undefined) return id
  throw new UsageError('`model.id` of the pilot is missing', 'add the model that served the rows: --model <id>')
}

const looksOf = (pilot: Pilot, stage: ExposedStage, { looks }: ResultsFlags): number => {
  const planned = plannedLooks(pilot.rollout?.[stage] ?? {})
  if (looks !== undefined) return looks
  if (planned !== 'continuous') return planned
  throw new UsageError(`\`rollout.${stage}.looks\` is continuous`, 'set the number of looks: --looks <n>')
}

/** The one pilot that the rows belong to. */
const pilotOf = async ({ pilot }: ResultsFlags, roots: Roots, io: Io) => {
  const paths = pilot === undefined ? [] : [pilot]
  const read = await readInputs(io, { paths, stdinFilename: undefined, roots })
  if (read.inputs.length > 1) {
    const names = read.inputs.slice(0, 5).map(({ names: { person } }) => person)
    throw new UsageError(
      `there are ${read.inputs.length} pilots here`,
      `name one of them, for example --pilot ${names[0]}`,
    )
  }
  return openAll(read)
}

/** What of the file the plan is read from; a part that cannot be read is no plan. */
const sections: readonly unknown[] = ['success', 'rollout', 'data', 'model']

type Count = { readonly plan: RowPlan; readonly columns: Columns }

const isArm = (role: string): boolean => role === 'treatment' || role === 'control'

/** Counts the rows; words where the file as a whole is refused. */
const count = async ({ name, file }: RowsFile, { plan, columns }: Count) => {
  const seed = crypto.getRandomValues(new Uint32Array(2))
  const counting = counter(plan.counting, columns.names, [seed[0] ?? 0, seed[1] ?? 0])
  let keys: ReadonlySet<string> | undefined
  const seen = columns.names.map(() => false)
  const refusal = await readRows(name, file, {
    places: columns.places,
    columns: (found) => {
      keys = found
      // Who names a column has it.
      const named = Object.entries(columns.renamed).flatMap(([role, one]) => (isArm(role) ? [] : [one]))
      const asked = new Set([...required(plan).map((place) => columns.names[place] ?? ''), ...named])
      const lost = [...asked].filter((one) => !found.has(metricKey(one)))
      return lost.length === 0 ? undefined : `has no column ${enumerate(lost.map(quote))}`
    },
    row: (cells, number) => {
      for (let place = 0; place < cells.length; place++) seen[place] ||= cells[place] !== undefined
      counting.row(cells, number)
      return undefined
    },
  })
  return { refusal, instead: undefined, counted: counting.total(), keys, first: places.metrics, seen }
}

const nothingCounted: CountedRows = {
  ...{ phases: [], rows: 0, first: undefined, last: undefined, outside: 0, frozen: 0, late: [], open: [] },
  ...{ changed: 0, faults: 0, told: [], crowded: undefined },
}

/** Counts the totals of an export; words where they say too little, with what to export instead where no file of its kind says more. */
const countFrom = async (rows: RowsFile, { plan, columns }: Count) => {
  const exported = await exportIn(rows)
  const [treatment = '', control = '', ...metrics] = columns.names
  const found =
    typeof exported === 'string' || 'lacks' in exported
      ? exported
      : countTotals(exported, plan.counting, [treatment, control, ...metrics])
  const refusal = typeof found === 'string' ? found : 'lacks' in found ? found.lacks : undefined
  const counted = typeof found === 'string' || 'lacks' in found ? nothingCounted : found
  const seen = metrics.map((_, at) => counted.phases.some(({ arms: [own] }) => (own.metrics[at]?.total ?? 0) > 0))
  return {
    refusal,
    instead: typeof found === 'object' && 'lacks' in found ? found.instead : undefined,
    counted,
    keys: undefined,
    first: 2,
    seen: [true, true, ...seen],
  }
}

const checkOut = ({ out, force }: ResultsFlags, rows: string, cwd: string): void => {
  if (out === undefined) return
  const path = resolve(cwd, out)
  if (realOf(path) === rows) throw new UsageError(`--out ${out} would overwrite the rows`, 'name another file')
  if (isThere(path) && !force) throw new UsageError(`--out ${out} already exists`, 'name another file, or add --force')
}

const write = (text: string, { out }: ResultsFlags, io: Io): RunProblem | undefined => {
  if (out === undefined) {
    io.stdout(text)
    return undefined
  }
  const report = openReport(out, io.cwd)
  report.write(text)
  return report.close()
}

const rowsHelp =
  'use the columns unit, arm, day and one for each metric; --columns maps other names, and those of the arms: treatment=test,control=base'

/** `pilotlint results`: 1 where the pilot or the rows are at fault, and then nothing is written. */
export const runResults = async (name: string, flags: ResultsFlags, io: Io): Promise<ExitCode> => {
  const [stage, by] = [stageOf(flags), byOf(flags)]
  const roots = rootsOf(io.cwd, flags.root)
  const { now } = await clockOf(flags.today, roots.run, io)
  const end = (code: ExitCode, ...problems: readonly RunProblem[]): ExitCode => {
    tell(problems, io)
    return code
  }
  const { inputs, problems } = await pilotOf(flags, roots, io)
  const [input] = inputs
  if (input === undefined) return end(2, ...problems)
  const loaded = await load(input.bytes, input.repository)
  const pilotName = input.names.person
  if (!loaded.ok) {
    const [refusal] = loaded.refusals
    const why = refusal ? `line ${refusal.range.start.line}: ${refusal.message}` : 'it is empty'
    return end(1, { message: `${pilotName} cannot be read: ${why}`, help: refusal?.help ?? 'name a pilot.yaml' })
  }
  const { pilot, faults } = loaded
  const fault = faults.find(({ path }) => sections.includes(path[0]))
  if (fault !== undefined)
    return end(1, { message: `${pilotName}: ${dotted(fault.path)}: ${fault.message}`, help: fault.help })
  const planned = rowPlan(pilot, stage, now)
  if ('message' in planned) return end(1, { message: `${pilotName}: ${planned.message}`, help: planned.help })
  const looks = looksOf(pilot, stage, flags)
  const head = { model: modelOf(pilot, flags), looks, by }
  const rows = openRows(name, io)
  if ('message' in rows) return end(2, rows)
  try {
    const { isExport } = await import('../../../evidence/rows/exports.ts')
    const hasTotals = isExport(name, rows.file.read(0, 10_000))
    const { texts, renamed, armNames } = armsNamed(flags.columns)
    const plan = { ...planned, counting: { ...planned.counting, armNames } }
    const own = columnsOf(plan, hasTotals ? { texts: flags.columns, roles: exportRoles(plan) } : { texts })
    const columns = hasTotals ? own : { ...own, renamed: { ...own.renamed, ...renamed } }
    checkOut(flags, rows.path, io.cwd)
    const { refusal, instead, counted, ...found } = await (hasTotals ? countFrom : count)(rows, { plan, columns })
    if (refusal !== undefined)
      return end(instead === undefined ? 1 : 2, {
        message: `${name} ${refusal}`,
        help: instead ?? (hasTotals ? exportHelp('--columns') : rowsHelp),
      })
    const refused = refusals(counted, plan, { name, now })
    if (refused.length > 0) return end(1, ...refused)
    const place = { pilot: input.path, root: realOf(roots.of(input.path)) }
    const source = sourceOf(rows, { ...place, ...columns })
    const known = typeof source === 'string' ? undefined : source
    const beside = { plan, counted }
    const reported = await reportedBeside(flags, beside, { place, io })
    if ('message' in reported) return end(reported.isUnread ? 2 : 1, reported)
    const isOwn = hasTotals && flags.differences === undefined
    const differences = isOwn ? await ownDifferences({ rows, columns, source: known }, beside) : reported.differences
    const text = jsonText(resultsFile(plan, { counted, differences }, { ...head, source: known }))
    const notes = notesOf(counted, plan, { columns, ...found })
    const last = [
      ...(typeof source === 'string' ? [`${name} ${source}; the results have no \`source\` and count as stated`] : []),
      ...(known !== undefined && rows.file.size > maxBytes
        ? ['the rows are larger than 10 MiB, too large to count again; the results count as stated']
        : []),
      ...(flags.looks === undefined
        ? [`looks: ${looks}, as planned; set --looks if decision makers saw the metrics more often`]
        : []),
    ]
    const problem = write(text, flags, io)
    if (problem !== undefined) return end(2, problem)
    return end(0, ...[...notes, ...reported.notes, ...last].map((message) => ({ message })))
  } finally {
    rows.file.close()
  }
}
