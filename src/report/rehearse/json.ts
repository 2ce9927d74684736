import type { Rehearsal } from '../../rehearse/rehearse.ts'
import type { Search } from '../../rehearse/search.ts'
import { pointer } from '../../yaml/path.ts'
import { type ComputedPilot, jsonHeadWithReason, type PlanRun } from '../computed.ts'
import { jsonText } from '../sanitize.ts'
import { headlineOf, type RehearseResult } from './blocks.ts'
import type { JsonRehearse } from './schema.ts'

type File = JsonRehearse['files'][number]

const played = ({
  runs,
  seed,
  variation,
  unit,
  currency,
  truths,
  harms,
  said,
  ...rest
}: Rehearsal): File['rehearsal'] => ({
  headline: headlineOf({ runs, seed, variation, unit, currency, truths, harms, said, ...rest }),
  runs,
  seed,
  trafficCv: variation,
  unit,
  currency: currency ?? null,
  truths: truths.map(({ name, metric, level, shipped, ended, money }) => ({
    truth: name,
    metric: metric ?? null,
    level: level ?? null,
    ships: shipped,
    stages: ended.map(({ stage, stopped, failed }) => ({ stage, rolledBack: stopped, fails: failed })),
    money: money ?? null,
  })),
  broken: harms.map(({ at, metric, stage, most, mean, unseen }) => ({
    pointer: pointer(['rollback', 'when', at]),
    metric,
    stage,
    most: most ?? null,
    mean: mean ?? null,
    unseen,
  })),
  assumed: [...said],
})

const searched = (search: Search): NonNullable<File['search']> =>
  search.ok
    ? {
        why: null,
        edits: search.proposals.flatMap(({ proposal }) =>
          proposal.edits.map(({ path, text }) => ({ pointer: pointer(path), value: text })),
        ),
        exposureDays: search.exposure,
        before: search.before,
        ships: search.truths.map(({ name, metric, shipped }) => ({
          truth: name,
          metric: metric ?? null,
          ships: shipped,
        })),
      }
    : { why: search.why, edits: [], exposureDays: null, before: null, ships: [] }

const file = ({ file: name, unread, result: rehearsal }: ComputedPilot<RehearseResult>): File => ({
  file: name,
  unread: unread.map(({ message, help, line, column }) => ({ message, help, line, column })),
  why: rehearsal?.ok === false ? rehearsal.why : null,
  rehearsal: rehearsal?.ok ? played(rehearsal) : null,
  search: rehearsal?.ok && rehearsal.search ? searched(rehearsal.search) : null,
})

/** See `schemas/rehearse.schema.json`. */
export const rehearseJson = (run: PlanRun<RehearseResult>): string => {
  const document: JsonRehearse = { ...jsonHeadWithReason(run), set: [...run.set], files: run.pilots.map(file) }
  return jsonText(document)
}
