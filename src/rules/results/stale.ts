import type { StageResults } from '../../evidence/results/results.ts'
import { readable } from '../../model/lists.ts'
import type { Pilot } from '../../model/pilot.ts'
import { reaches } from '../../model/stage.ts'
import { shortly } from '../../repo/port.ts'
import { addDays, days, daysBetween, type IsoDate } from '../../values/index.ts'
import { quote } from '../../values/text.ts'
import { isModel } from '../lib/evidence.ts'
import { type Past, type Planned, past } from '../lib/results.ts'
import { both, type Context, type Finding, fields, type Rule } from '../lib/rule.ts'

type Found = Pick<Past, 'stage' | 'planned'> & { readonly file: string; readonly value: StageResults }

const foundOf = (context: Context): Found[] => {
  const { pilot, facts, gate } = context
  const full = gate === 'full' ? pilot.rollout?.full : undefined
  const last = full ? [{ stage: 'full' as const, planned: full, fact: facts.results.full }] : []
  return [...past(context), ...last].flatMap(({ stage, planned, fact }) =>
    fact?.state === 'found' && fact.value.stage === stage
      ? [{ stage, planned, file: fact.file, value: fact.value }]
      : [],
  )
}

function* otherModel(found: readonly Found[], { model }: Pilot): Generator<Finding> {
  const id = model?.id
  if (id === undefined) return
  // An earlier stage may have run on another model if a later one ran on this one.
  const since = found.findLastIndex(({ value }) => !isModel(value.model, id))
  const one = found[since]
  if (one === undefined || since < found.length - 1) return
  yield {
    path: ['rollout', one.stage, 'results'],
    message: `results of ${one.stage} are of model ${quote(one.value.model)}, but \`model.id\` is ${quote(id)}`,
    help: `run ${one.stage} again with the pinned model`,
    related: [{ path: ['model', 'id'], label: 'the pinned model' }],
    elsewhere: [{ file: one.file, range: one.value.locate(['model']), label: 'the model of the results' }],
  }
}

function* otherPrompt(found: readonly Found[], { facts: { promptThen: then } }: Context): Generator<Finding> {
  const one = found.at(-1)
  if (one === undefined || then === undefined || then.isSame || then.stage !== one.stage) return
  yield {
    path: ['rollout', one.stage, 'results'],
    message: `prompt ${quote(then.file)} changed after the results of ${one.stage} were committed on ${then.date}`,
    help: `run ${one.stage} again with the current prompt; git diff ${shortly(then.commit)} shows the changes`,
    related: [{ path: ['model', 'prompt'], label: 'the prompt' }],
    working: [`${then.date} ${shortly(then.commit)} ${one.file}: the last change of the results`],
  }
}

const lastDay = ({ start, duration, steps }: Planned): IsoDate | undefined => {
  const times = readable(steps).map(({ time }) => (time ? days(time) : Number.NaN))
  const sum = times.reduce((one, other) => one + other, 0)
  const length = times.length > 0 && !Number.isNaN(sum) ? sum : duration && days(duration)
  if (start === undefined || length === undefined) return undefined
  return addDays(start, Math.ceil(length) - 1)
}

function* outside({ stage, planned, file, value }: Found, pilot: Pilot): Generator<Finding> {
  const { start } = planned
  const { metric = 'the primary metric', window: time } = pilot.success ?? {}
  const window = time ? Math.ceil(days(time)) : 0
  const later = window === 0 ? '' : `, plus the ${window}d window of ${metric}`
  const end = stage === 'full' ? undefined : lastDay(planned)
  const early = start !== undefined && value.from < start
  const late = end !== undefined && value.to > addDays(end, window)
  if (!early && !late) return
  yield {
    path: ['rollout', stage, 'results'],
    message: `results cover ${value.from} to ${value.to}, but ${stage} ${early ? `starts on ${start}` : `ends on ${end}${later}`}`,
    help: early
      ? 'count only what happened in the stage, or correct its start'
      : 'count only what happened in the stage, or correct its duration',
    elsewhere: [{ file, range: value.locate([early ? 'from' : 'to']), label: `their ${early ? 'first' : 'last'} day` }],
  }
}

function* old(found: readonly Found[], { gate, today, setting }: Context): Generator<Finding> {
  const newest = [...found].sort((a, b) => (a.value.to < b.value.to ? 1 : -1))[0]
  // Without results of progressive, their age is not the problem.
  const complete = found.some(({ stage }) => reaches(stage, 'progressive'))
  if (!reaches(gate, 'full') || newest === undefined || !complete) return
  const age = daysBetween(newest.value.to, today)
  const oldest = setting('oldest_results')
  if (age <= oldest) return
  yield {
    path: ['rollout', newest.stage, 'results'],
    message: `newest results end on ${newest.value.to}, ${age} days ago, more than ${oldest}`,
    help: 'measure again and set rollout.full.results, for example to rollout/full.json',
    elsewhere: [{ file: newest.file, range: newest.value.locate(['to']), label: 'their last day' }],
  }
}

export const stale: Rule = {
  id: 'results/stale',
  severity: 'warning',
  from: 'limited',
  summary: 'The results match the model, the prompt and the dates of their stage, and are recent at full',
  why: 'Results of another model, prompt or month describe another system than the one in production.',
  details: `The \`model\` of the latest results has to be \`model.id\`; an earlier stage may have run on another model. Results have to be within their stage: from its \`start\`, for its \`duration\` or the sum of its steps, plus the \`window\` of the primary metric. At \`full\`, the newest results, including \`rollout.full.results\`, must be at most 90 days old.

The file in \`model.prompt\` must not have changed, except for line breaks, since the latest results were committed. Nothing is compared if the results have uncommitted changes, or without history, as in a shallow clone.`,
  needs: ['prompt'],
  principles: ['unlocked-by-evidence', 'earns-its-keep'],
  fields: fields`model.{id,prompt} rollout.{shadow,limited,progressive,full}.{start,results}`,
  references: ['ML Test Score (Breck et al. 2017), Model 4'],
  settings: {
    oldest_results: {
      value: 90,
      meaning: 'Largest age of the newest results at full, in days',
      source: 'a quarter, the interval of reviews at full',
    },
  },
  examples: {
    files: {
      'rollout/shadow.json':
        '{"stage": "shadow", "from": "2026-10-05", "to": "2026-10-25", "model": "small-2-20260801", "looks": 1,\n "arms": {"treatment": {"match_rate": {"good": 690, "total": 700}}}}\n',
    },
    ...both`model: {id: «small-2-20260801|small-3-20261001»}
rollout:
  shadow: {start: 2026-10-05, duration: 21d, results: rollout/shadow.json}«|  # expect: results/stale»`,
  },

  *check(context) {
    const found = foundOf(context)
    yield* otherModel(found, context.pilot)
    yield* otherPrompt(found, context)
    for (const one of found) yield* outside(one, context.pilot)
    yield* old(found, context)
  },
}
