import { folderOf } from '../repo/names.ts'
import { block } from '../yaml/block.ts'
import { isMap } from '../yaml/data.ts'
import type { Path } from '../yaml/path.ts'
import { isAbout } from './candidates.ts'
import { type Answers, type FieldName, fields } from './fields.ts'
import type { FoundFacts, FoundFile } from './found.ts'
import { isPlain } from './plain.ts'

/** One thing that was found, and the field that names it, or would. */
export type Told = { readonly path: string; readonly text: string }

export type PilotFile = {
  readonly yaml: string
  readonly told: readonly Told[]
  /** The teams of which one is the owner, where several may be. */
  readonly teams: readonly string[]
  /** Where placeholders stand. */
  readonly placeholders: readonly Path[]
}

/** With more of them, it is unclear which belong to the pilot. */
const maxSystems = 5

const isGeneric = (name: string): boolean =>
  /^(?:open-?api|swagger|async-?api|api|apis|spec|specs|schema|schemas|(?:data-?)?contracts?|index|main|docs|odcs|_*sources?|models|staging|v\d+)?$/i.test(
    name,
  )

/** What a contract is about, by its path: `contracts/orders.odcs.yaml` and `orders/openapi.yaml` are of `orders`. */
const systemOf = (file: string): string | undefined => {
  const steps = file.split('/')
  const names = [
    steps.at(-1)?.replace(/\.(?:odcs|open-?api|swagger|async-?api|(?:data-?)?contract)?(?:\.?(?:ya?ml|json))$/i, ''),
    steps.at(-2),
  ]
  return names.find((name) => name !== undefined && !isGeneric(name))
}

type Choice = { readonly one: FoundFile | undefined; readonly told: string }

const counted = (noun: string, { names }: FoundFile): string =>
  noun === '' ? '' : `, ${names.length === 1 ? `1 ${noun}` : `${names.length} ${noun}s`}`

/** One file alone, or the only one that speaks of the pilot; of several others it is unclear which is meant. */
const choose = (files: readonly FoundFile[], id: string, noun: string): Choice => {
  const about = files.filter(({ file }) => isAbout(file, id))
  const one = files.length === 1 ? files[0] : about.length === 1 ? about[0] : undefined
  if (one !== undefined) return { one, told: `${one.file}${counted(noun, one)}` }
  const shown = files.slice(0, 3).map(({ file }) => file)
  const more = files.length > shown.length ? ` and ${files.length - shown.length} more` : ''
  return { one, told: files.length === 0 ? '' : `not chosen: ${shown.join(', ')}${more}` }
}

type Owner = { readonly value: string; readonly told: string; readonly teams: readonly string[] }

const ownerOf = ({ owners, others }: FoundFacts, answer: string | undefined): Owner => {
  const teams = owners.length > 0 ? owners : others
  const [first, ...more] = teams
  if (answer !== undefined) return { value: answer, told: '', teams: [] }
  if (first === undefined) return { value: fields.owner.placeholder, told: '', teams: [] }
  if (more.length === 0)
    return { value: first.name, told: `${first.name}, from ${first.file}:${first.line}`, teams: [] }
  const names = teams.slice(0, 3).map(({ name }) => name)
  const list = `${names.join(', ')}${teams.length > names.length ? ', …' : ''}`
  return { value: `<one of ${list}>`, told: `not chosen: ${list}, from ${first.file}`, teams: names }
}

/** The path as pilot.yaml in this folder writes it; both relative to the root of the repository. */
export const pathFrom = (folder: string, file: string): string => {
  const [from, to] = [folder.split('/').filter((step) => step !== ''), file.split('/')]
  const shared = from.findIndex((step, at) => step !== to[at])
  const same = shared === -1 ? from.length : shared
  return [...from.slice(same).map(() => '..'), ...to.slice(same)].join('/')
}

/**
 * Whether pilot.yaml can name it: a path with `#` or a colon in front would be read as something else, one with a
 * backslash is refused, and nobody can see what controls a terminal.
 */
const isNameable = ({ file }: FoundFile): boolean =>
  !/^[~\s]|[#\\]|^[a-z][a-z0-9+.-]*:/i.test(file) && !/\/[~\s]/.test(file) && isPlain(file)

const placeholdersIn = (value: unknown, path: Path = []): Path[] => {
  if (typeof value === 'string') return /^<.*>$/s.test(value) ? [path] : []
  const entries: [string | number, unknown][] = Array.isArray(value)
    ? value.map((item, at) => [at, item])
    : isMap(value)
      ? Object.entries(value)
      : []
  return entries.flatMap(([step, item]) => placeholdersIn(item, [...path, step]))
}

const withoutGaps = (map: { readonly [key: string]: unknown }): { readonly [key: string]: unknown } =>
  Object.fromEntries(Object.entries(map).filter(([, value]) => value !== undefined))

/** The last of the runs that lie beside the cases, where each tells its day; otherwise all of them. */
const lastRuns = ({ evalRuns }: FoundFacts, cases: FoundFile | undefined): readonly FoundFile[] => {
  const beside = evalRuns.filter(({ file }) => cases !== undefined && file.startsWith(`${folderOf(cases.file)}/`))
  const days = beside.map(({ names }) => names[0] ?? '')
  const last = days.toSorted().at(-1)
  return days.includes('') ? beside : beside.filter(({ names }) => names[0] === last)
}

/** What is written for the files that were found, and what is said of them. */
const sections = (found: FoundFacts, id: string, folder: string) => {
  const told: Told[] = []
  const path = ({ file }: FoundFile): string => pathFrom(folder, file)
  const pick = (at: string, files: readonly FoundFile[], noun = ''): FoundFile | undefined => {
    const { one, told: text } = choose(files.filter(isNameable), id, noun)
    if (text !== '') told.push({ path: at, text })
    return one
  }
  const rota = choose(
    found.rotas.filter(({ file }) => isPlain(file)),
    id,
    '',
  )
  if (rota.told !== '') told.push({ path: 'owner.on_call', text: rota.told })
  const runbook = pick('owner.runbook', found.runbooks)
  const cases = pick('data.eval_set', found.evalSets)
  const run = pick('data.eval_set.results', lastRuns(found, cases))
  const drills = pick('drills', found.files.drills)
  const flags = pick('rollback.how.file', found.files.flags, 'flag')
  const rules = pick('monitoring.rules', found.files.alerts, 'alert')
  const routes = pick('monitoring.routes', found.files.routes)
  const tools = pick('guardrails.tools', found.files.tools, 'tool')
  const { requests, outputs } = found.files
  const output = pick('guardrails.output.schema', requests.length > 0 ? requests : outputs)
  const prices = pick('cost.price.table', found.files.prices, 'model')
  const keys = flags?.names.filter(isPlain) ?? []
  const [flag, ...others] = keys.length === 1 ? keys : keys.filter((name) => isAbout(name, id))
  const [model, ...models] = prices?.names.filter(isPlain) ?? []
  const contracts = found.files.contracts.filter(isNameable)
  const named = contracts.length <= maxSystems ? contracts : []
  if (contracts.length > 0)
    told.push({
      path: 'integration',
      text: choose(named.length === 0 ? contracts : [], id, '').told || named.map(({ file }) => file).join(', '),
    })
  return {
    told,
    on_call: rota.one?.file,
    runbook: runbook && path(runbook),
    contracts: named.map((one) => ({
      contract: path(one),
      system: systemOf(one.file),
      owner: found.contractOwners.get(one.file),
    })),
    data: cases && { eval_set: run ? { path: path(cases), results: path(run) } : path(cases) },
    drills: drills && path(drills),
    rollback: flags && {
      how: withoutGaps({ feature_flag: others.length === 0 ? flag : undefined, file: path(flags) }),
    },
    monitoring: rules && withoutGaps({ rules: path(rules), routes: routes && path(routes) }),
    guardrails:
      (tools || output) && withoutGaps({ tools: tools && path(tools), output: output && { schema: path(output) } }),
    cost: prices && { price: { table: path(prices) } },
    model: model !== undefined && models.length === 0 ? { provider: '<provider>', id: model } : undefined,
  }
}

/**
 * The core file for stage pilot, and the sections for what was found. Nothing in it is a fact that nobody said and no file
 * shows: these stand as `<…>`. `newRunbook` is one that is written beside it.
 */
export const pilotFile = (found: FoundFacts, answers: Answers, folder: string, newRunbook?: string): PilotFile => {
  const said = (name: FieldName): string => answers[name] ?? fields[name].placeholder
  const { told, on_call, runbook: ownRunbook, contracts, ...others } = sections(found, answers.id ?? '', folder)
  const team = ownerOf(found, answers.owner)
  const runbook = ownRunbook ?? newRunbook
  const first = contracts[0]
  const integration = [
    {
      system: answers.system ?? first?.system ?? fields.system.placeholder,
      owner: answers.systemOwner ?? first?.owner ?? fields.systemOwner.placeholder,
      effort: said('effort'),
      ...(first && { contract: first.contract }),
    },
    ...contracts.slice(1).map(({ contract, system, owner }) => ({
      system: system ?? fields.system.placeholder,
      owner: owner ?? fields.systemOwner.placeholder,
      effort: fields.effort.placeholder,
      contract,
    })),
  ]
  const data = withoutGaps({
    version: 1,
    id: said('id'),
    stage: 'pilot',
    started: said('started'),
    decide_by: said('decide'),
    use_case: {
      summary: said('summary'),
      unit: said('unit'),
      out_of_scope: said('out')
        .split(',')
        .map((item) => item.trim())
        .filter((item) => item !== ''),
    },
    success: {
      agreed: said('agreed'),
      metric: said('metric'),
      baseline: said('baseline'),
      target: said('target'),
      guardrail_metrics: [
        {
          metric: said('guardrail'),
          ...(answers.rise === undefined || answers.drop !== undefined ? { max_drop: said('drop') } : {}),
          ...(answers.rise !== undefined && { max_rise: answers.rise }),
        },
      ],
    },
    owner:
      runbook === undefined && on_call === undefined ? team.value : withoutGaps({ team: team.value, on_call, runbook }),
    integration,
    data: others.data,
    model: others.model,
    rollback: others.rollback,
    drills: others.drills,
    monitoring: others.monitoring,
    cost: others.cost,
    guardrails: others.guardrails,
    rollout: {
      shadow: '21d',
      limited: '5% for 14d',
      progressive: ['20% for 7d', '50% for 28d'],
      full: '95%',
    },
  })
  const notes: { readonly [key: string]: string } = {
    rollout: '# a plan to start from: pilotlint rollout computes what each stage can show\n',
  }
  const yaml = Object.entries(data).map(([key, value]) => `${notes[key] ?? ''}${block({ [key]: value })}\n`)
  const owned = team.told === '' ? [] : [{ path: 'owner', text: team.told }]
  return {
    yaml: `# yaml-language-server: $schema=${schema}\n${yaml.join('')}`,
    told: [...owned, ...told],
    teams: team.teams,
    placeholders: placeholdersIn(data),
  }
}

/** The published schema, for completion in editors. */
const schema = 'https://raw.githubusercontent.com/pilotlint/pilotlint/main/schemas/pilot.schema.json'
