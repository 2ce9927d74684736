import type { Pilot } from '../model/pilot.ts'
import { exposedStages } from '../model/stage.ts'
import type { Unknown } from '../repo/port.ts'
import { once } from '../values/once.ts'
import { nowhere } from '../yaml/lines.ts'
import { pointer } from '../yaml/path.ts'
import type { Derived, Facts, Outdated } from './facts.ts'
import { pauseOf } from './feature-flag/paused.ts'
import { adoptionOf, settledFiles } from './history/committed.ts'
import { type DatedFiles, resultsNamed, settled } from './history/history.ts'
import { type Committed, type Past, pastOf } from './history/past.ts'
import { promptBeside, promptThen } from './history/prompt.ts'
import { repeatedSince } from './history/set-back.ts'
import { type Given, kindsOf } from './kinds.ts'
import { cachedRead, isUrl, resolveReference } from './reading/follow.ts'
import type { Broken, Claim, EvidenceContext, EvidenceKind, Fact, Reference, Repository, Said } from './reading/kind.ts'
import { pointsIn } from './reading/pointer.ts'
import { brokenOf, nearIn, referenceOf, unlooked } from './references.ts'

export type { PastReader } from './history/history.ts'
export type { Repository } from './reading/kind.ts'

type Facted = Omit<Facts, Derived | 'history'> & {
  readonly history: Fact<Committed> | undefined
}

const noFacts = (): Facted =>
  Object.fromEntries(
    Object.entries<EvidenceKind<unknown>>(kindsOf()).map(([name, { each }]) => [name, each ? {} : undefined]),
  ) as Facted

/** Kinds of which one file may be two. */
const together = [
  ['runbook', 'drillRecord'],
  ['costSection', 'prices'],
  ['alertRules', 'flag'],
  ['alertRules', 'alertRoutes'],
  // An OpenAPI document says all of these, and so does a request to a model with tools and an answer format.
  ['contracts', 'toolSurface', 'outputSchema'],
]

/** Kinds whose file no field names: it may be named for something else. */
const lookedFor = new Set(['ownership', 'onCall', 'history'])

/** Why a file cannot be what it is named for; a file may be one kind of evidence only. */
const problemOf = (
  fact: Fact<unknown>,
  kind: string,
  kindOf: Map<string, string>,
): Pick<Broken, 'problem' | 'range'> | undefined => {
  if (lookedFor.has(kind)) return undefined
  if (fact.state === 'malformed') return { problem: fact.problem, range: fact.range }
  if (fact.state !== 'found') return undefined
  const other = kindOf.get(fact.file)
  kindOf.set(fact.file, kind)
  if (other === undefined || other === kind || together.some((pair) => pair.includes(other) && pair.includes(kind)))
    return undefined
  return { problem: 'is named as two kinds of evidence; use one file for each', range: nowhere }
}

/** Every file that the pilot names and somebody here can read, each with the reader of its kind. */
const followAll = async (ground: EvidenceContext, given: Given) => {
  const facts: { [name: string]: unknown } = {}
  const said = new Map<string, Said>()
  const unread = new Map<string, string>()
  const broken: Broken[] = []
  const kindOf = new Map<string, string>()
  const kinds = kindsOf(given)
  const reading = <T>(kind: EvidenceKind<T>) => {
    const known = once((file: string) => kind.read(file, ground))
    // A section of a file is read as the file is.
    return (reference: string) => known(reference.split('#', 1)[0] ?? '')
  }
  const pageOf = reading(kinds.runbook)
  for (const [name, kind] of Object.entries<EvidenceKind<unknown>>(kinds)) {
    const read = kind === kinds.runbook ? pageOf : reading(kind)
    const found: [string, Fact<unknown> | undefined][] = []
    for (const named of kind.follow(ground.pilot)) {
      const fact = await read(named.reference)
      found.push([String(named.path[1]), fact])
      if (fact === undefined) continue
      const problem = problemOf(fact, name, kindOf)
      if (problem !== undefined) broken.push({ ...named, file: fact.file, ...problem })
      for (const one of kind.unread(fact, named, ground.pilot)) said.set(pointer(one.path), one)
      if (fact.state === 'unverified' && !lookedFor.has(name)) unread.set(fact.file, fact.why)
    }
    facts[name] = kind.each ? Object.fromEntries(found) : found[0]?.[1]
  }
  return { facts: facts as Facted, said, unread, broken, pageOf }
}

/** The results from before the pilot started, or repeated what led to them: they count neither for nor against it. */
const outdatedOf = (
  pilot: Pilot,
  { results, history }: Pick<Facted, 'results'> & Partial<Pick<Facted, 'history'>>,
): Outdated[] =>
  exposedStages.flatMap((stage): Outdated[] => {
    const fact = results[stage]
    if (fact?.state !== 'found') return []
    const { started, adopted } = pilot
    const old = { stage, file: fact.file, to: fact.value.to }
    if (started !== undefined && adopted === undefined && old.to < started) return [old]
    const setBack = history?.state === 'found' ? repeatedSince(pilot, history.value, results, old) : undefined
    return setBack === undefined ? [] : [{ ...old, setBack }]
  })

const current = (results: Facted['results'], outdated: readonly Outdated[]): Facted['results'] =>
  Object.fromEntries(Object.entries(results).filter(([stage]) => !outdated.some((one) => one.stage === stage)))

/** The price table and the results alone, for what only computes. */
export const gatherMoney = async (
  pilot: Pilot,
  repository: Repository | undefined,
): Promise<Pick<Facts, 'prices' | 'results'>> => {
  if (repository === undefined) return { prices: undefined, results: {} }
  const ground: EvidenceContext = { pilot, repository, read: cachedRead(repository.port) }
  const { prices, results } = kindsOf()
  const [table] = prices.follow(pilot)
  const stages = await Promise.all(
    results.follow(pilot).map(async ({ path, reference }) => [path[1], await results.read(reference, ground)] as const),
  )
  const read = { results: Object.fromEntries(stages) }
  return {
    prices: table && (await prices.read(table.reference, ground)),
    results: current(read.results, outdatedOf(pilot, read)),
  }
}

/** What the files named by the pilot show in place of what it may declare. */
export const gatherShown = async (
  pilot: Pilot,
  repository: Repository,
): Promise<Pick<Facts, 'alertRules' | 'alertRoutes' | 'evalSet'>> => {
  const ground: EvidenceContext = { pilot, repository, read: cachedRead(repository.port) }
  const first = async <T>({ follow, read }: EvidenceKind<T>): Promise<Fact<T> | undefined> => {
    const [named] = follow(pilot)
    return named && read(named.reference, ground)
  }
  const { alertRules, alertRoutes, evalSet } = kindsOf()
  return {
    alertRules: await first(alertRules),
    alertRoutes: await first(alertRoutes),
    evalSet: await first(evalSet),
  }
}

/** Loaded only where somebody signs, or signed once. */
const heldBefore = async (
  committed: Committed,
  now: Facts['exceptions'],
  { port }: Repository,
): Promise<Facts['held']> => {
  const isNone =
    now === undefined &&
    committed.versions.every(({ pilot }) => pilot.exceptions === undefined && pilot.ignored === undefined)
  return isNone ? [] : (await import('./exceptions/held.ts')).heldOf(committed, now, port)
}

/** Loaded only where there is a record. */
const failedBefore = async (committed: Committed, now: Facts['drillRecord'], { port }: Repository) =>
  now?.state === 'found' ? (await import('./drill-record/failed.ts')).failedIn(committed, port) : []

/** The files that say when something happened or was signed, whose commits are asked for. */
const datedFiles = ({ exceptions }: Given): DatedFiles => {
  const { drillRecord, evalResults, bill, results, reviews, flag } = kindsOf()
  const kinds: readonly EvidenceKind<unknown>[] = [drillRecord, evalResults, bill, results, reviews, flag]
  return (pilot, { file }) => [
    ...kinds
      .flatMap(({ follow }) => follow(pilot as Pilot))
      .flatMap(({ reference }) => (isUrl(reference) ? [] : (resolveReference(file, reference)?.file ?? []))),
    ...(exceptions?.state === 'found' ? [exceptions.file] : []),
  ]
}

/** The past with the bars that files show and that moved. */
const withMoves = async (
  ground: EvidenceContext,
  past: Past,
  facts: Facted,
  { past: reader }: Given,
): Promise<Past> => {
  if (reader === undefined) return past
  const { shownMoves } = await import('./history/shown.ts')
  return { ...past, shown: await shownMoves(ground, past, reader.withShown, facts) }
}

/** What the checkout alone has of the evidence, where the history is asked for. */
const untrackedIn = async (
  { port }: Repository,
  references: readonly Reference[],
  { ownership, exceptions }: Facted,
): Promise<Facts['untracked'] | Unknown> => {
  const named = [
    ...references.flatMap(({ path, state, file }) => (state === 'found' && file !== undefined ? [{ path, file }] : [])),
    ...(ownership?.state === 'found' ? [{ path: ['owner'], file: ownership.file }] : []),
    ...(exceptions?.state === 'found' ? [{ path: ['exceptions'], file: exceptions.file }] : []),
  ]
  const first = new Map(named.toReversed().map((one) => [one.file, one]))
  const told = await port.untracked([...first.keys()])
  return told.state === 'found' ? told.paths.flatMap((file) => first.get(file) ?? []) : told
}

/** A run that is a folder counts with the file that counts its cases. */
const runIn = ({ evalResults: run }: Facted): Facted['evalResults'] =>
  run?.state === 'found' ? { ...run, file: run.value.countedIn ?? run.file } : run

/** Follows every reference of the pilot once. What was not read is never a pass: without a repository all is unverified. */
export const gather = async (
  pilot: Pilot,
  claims: readonly Claim[],
  repository: Repository | undefined,
  {
    asksPrompt = false,
    asksCommits = false,
    ...given
  }: Given & { readonly asksPrompt?: boolean; readonly asksCommits?: boolean } = {},
): Promise<Facts> => {
  if (repository === undefined)
    return {
      ...noFacts(),
      file: 'pilot.yaml',
      outdated: [],
      committed: new Map(),
      adoption: undefined,
      paused: undefined,
      held: undefined,
      failed: [],
      history: undefined,
      atHand: undefined,
      untracked: [],
      promptThen: undefined,
      promptAtRun: undefined,
      broken: [],
      references: claims.map(unlooked),
    }
  const ground: EvidenceContext = { pilot, repository, read: cachedRead(repository.port) }
  const { facts, said, unread, broken, pageOf } = await followAll(ground, {
    ...given,
    ...((asksCommits || asksPrompt) && { dated: datedFiles(given) }),
  })
  const near = nearIn(repository.port)
  const pointsAt = pointsIn(ground.read)
  const stateOf = async (claim: Claim): Promise<Said> => {
    const own = said.get(pointer(claim.path))
    if (own !== undefined) return own
    const looked = await referenceOf(claim, repository, near, { pageOf, pointsAt })
    const why = looked.state === 'found' ? unread.get(looked.file ?? '') : undefined
    return why === undefined ? looked : { ...looked, state: 'unverified', words: why }
  }
  const states: Said[] = []
  for (const claim of claims) states.push(await stateOf(claim))
  const named = new Set(claims.map(({ path }) => pointer(path)))
  const others = [...said].flatMap(([place, one]) => (named.has(place) ? [] : [one]))
  const outdated = outdatedOf(pilot, facts)
  const results = current(facts.results, outdated)
  const counted = resultsNamed(repository.file, pilot).flatMap(({ stage, file }) =>
    (results[stage]?.state ?? 'absent') === 'absent' ? [] : [file],
  )
  const references = [...states, ...others].filter((one): one is Reference => one.state !== 'unsaid')
  const untracked = facts.history?.state === 'found' ? await untrackedIn(repository, references, facts) : []
  const told: Fact<Past> | undefined =
    'state' in untracked
      ? { state: 'unverified', file: repository.file, why: `the list of tracked files ${untracked.why}` }
      : settled(facts.history, new Set(counted))
  const history = told?.state === 'found' ? { ...told, value: await withMoves(ground, told.value, facts, given) } : told
  const cut = facts.history?.state === 'found' && history?.state !== 'found' ? facts.history.value : undefined
  const adoptedBill = pilot.adopted?.bill
  const bill = adoptedBill === undefined ? undefined : await kindsOf().bill.read(adoptedBill, ground)
  const reported = [...Object.values(facts.results), ...Object.values(facts.reviews)]
  const run = runIn(facts)
  const dated = [facts.drillRecord, run, facts.bill, ...reported]
  const files = dated.flatMap((fact) => (fact?.state === 'found' ? [fact.file] : []))
  return {
    ...facts,
    file: repository.file,
    committed: asksCommits ? await settledFiles(ground, [...new Set(files)], facts.history) : new Map(),
    paused: await pauseOf(ground, facts.flag, history, asksCommits),
    adoption: adoptionOf(pilot, history, bill),
    held: history?.state === 'found' ? await heldBefore(history.value, facts.exceptions, repository) : [],
    failed: history?.state === 'found' ? await failedBefore(history.value, facts.drillRecord, repository) : [],
    results,
    outdated,
    history,
    atHand: cut && (await withMoves(ground, pastOf(cut, new Set(counted)), facts, given)),
    untracked: 'state' in untracked ? [] : untracked,
    promptThen: asksPrompt ? await promptThen(ground, results, facts.history) : undefined,
    promptAtRun: asksPrompt ? await promptBeside(ground, run, facts.history) : undefined,
    broken: [...broken, ...states.flatMap((one) => brokenOf(one, repository))],
    references,
  }
}
