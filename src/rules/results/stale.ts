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

/** The results that were found, of the stages behind the gate and of full itself, which has no end. */
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
  // A stage that ran on the model before counts for as much as the stage after it, where that ran on this one.
  const since = found.findLastIndex(({ value }) => !isModel(value.model, id))
  const one = found[since]
  if (one === undefined || since < found.length - 1) return
  yield {
    path: ['rollout', one.stage, 'results'],
    message: `the results of ${one.stage} are of ${quote(one.value.model)}, and the pinned model is ${quote(id)}`,
    help: `run ${one.stage} again with the model that customers meet`,
    related: [{ path: ['model', 'id'], label: 'the pinned model' }],
    elsewhere: [{ file: one.file, range: one.value.locate(['model']), label: 'the model that was running' }],
  }
}

/** As with the model, only the latest results have to be of the prompt. */
function* otherPrompt(found: readonly Found[], { facts: { promptThen: then } }: Context): Generator<Finding> {
  const one = found.at(-1)
  if (one === undefined || then === undefined || then.isSame || then.stage !== one.stage) return
  yield {
    path: ['rollout', one.stage, 'results'],
    message: `the prompt ${quote(then.file)} has changed since the results of ${one.stage} were committed on ${then.date}`,
    help: `run ${one.stage} again with the prompt that customers meet; git diff ${shortly(then.commit)} shows what changed`,
    related: [{ path: ['model', 'prompt'], label: 'the prompt' }],
    working: [`${then.date} ${shortly(then.commit)} ${one.file}: the last change of the results`],
  }
}

/** The last day of a stage, as planned; outcomes may be final a window later. */
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
    message: `the results run from ${value.from} to ${value.to}, and ${stage} ${early ? `starts on ${start}` : `was to end by ${end}${later}`}`,
    help: early
      ? 'count only what happened in the stage, or mend its start'
      : 'mend the duration of the stage: a stage that goes on until the numbers please is no test',
    elsewhere: [
      { file, range: value.locate([early ? 'from' : 'to']), label: `their ${early ? 'first' : 'last'} day` },
    ],
  }
}

function* old(found: readonly Found[], { gate, today, setting }: Context): Generator<Finding> {
  const newest = [...found].sort((a, b) => (a.value.to < b.value.to ? 1 : -1))[0]
  // Where the stage before full has none, age is not what is wrong with them.
  const complete = found.some(({ stage }) => reaches(stage, 'progressive'))
  if (!reaches(gate, 'full') || newest === undefined || !complete) return
  const age = daysBetween(newest.value.to, today)
  const oldest = setting('oldest_results')
  if (age <= oldest) return
  yield {
    path: ['rollout', newest.stage, 'results'],
    message: `the newest results are of ${newest.value.to}, ${age} days ago`,
    help: `measure again and write rollout.full.results: rollout/full.json; at full, results are at most ${oldest} days old`,
    elsewhere: [{ file: newest.file, range: newest.value.locate(['to']), label: 'their last day' }],
  }
}

export const stale: Rule = {
  id: 'results/stale',
  severity: 'warning',
  from: 'limited',
  summary:
    'The results are of the pinned model, of the prompt and of the days of their stage; at full they are fresh',
  why: 'Results of another model, or of another month, describe a system that no customer will meet.',
  details: `The \`model\` of the latest results has to be \`model.id\`; an earlier stage may have run on the model before. Results run within their stage: from its \`start\`, and for its \`duration\` or the sum of its steps, plus the \`window\` of the primary metric. Stages without a start are not dated.

At \`full\`, the newest results, those of \`rollout.full.results\` among them, are at most 90 days old.

The prompt that \`model.prompt\` names has to be the one that was there when the latest results were last committed; how its lines are broken is left alone. Results that are not committed as they are count as results of the prompt that is there. Without a history, as in a shallow clone, nobody can tell, and nothing is said.`,
  needs: ['prompt'],
  principles: ['unlocked-by-evidence', 'earns-its-keep'],
  fields: fields`model.{id,prompt} rollout.{shadow,limited,progressive,full}.{start,results}`,
  references: ['ML Test Score (Breck et al. 2017), Model 4'],
  settings: {
    oldest_results: {
      value: 90,
      meaning: 'Days after which results at full say nothing of today',
      source: 'a quarter, the rhythm in which the file is reviewed at full rollout',
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
