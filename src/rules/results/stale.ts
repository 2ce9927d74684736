import { metricKey } from '../../model/lists.ts'
import type { Pilot } from '../../model/pilot.ts'
import { reaches } from '../../model/stage.ts'
import { windowOf } from '../../model/window.ts'
import { versionName } from '../../repo/port.ts'
import { daysBetween } from '../../values/index.ts'
import { quote } from '../../values/text.ts'
import { promptHelp } from '../lib/evidence.ts'
import { isModel } from '../lib/models.ts'
import { type JudgedResults, judged, stepsOf } from '../lib/results.ts'
import { both, type Context, type Finding, fields, type Rule } from '../lib/rule.ts'

function* otherModel(found: readonly JudgedResults[], { model }: Pilot): Generator<Finding> {
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

function* otherPrompt(found: readonly JudgedResults[], { facts: { promptThen: then } }: Context): Generator<Finding> {
  const one = found.at(-1)
  if (one === undefined || then === undefined || then.isSame || then.stage !== one.stage) return
  const { file, unread } = then
  yield {
    path: ['rollout', one.stage, 'results'],
    message:
      unread === undefined
        ? `prompt ${quote(file)} changed after the results of ${one.stage} were committed on ${then.date}`
        : `results of ${one.stage} are not proven to use prompt ${quote(file)}, which ${unread}`,
    help: promptHelp(then, `run ${one.stage} again with the current prompt`),
    related: [{ path: ['model', 'prompt'], label: 'the prompt' }],
    working: [`${versionName(then)}: the last change of the results`],
  }
}

function* outside({ stage, planned, file, value }: JudgedResults): Generator<Finding> {
  const { start } = planned
  const end = stage === 'full' ? undefined : stepsOf(planned).at(-1)?.to
  const early = start !== undefined && value.from < start
  const late = end !== undefined && value.to > end
  if (!early && !late) return
  yield {
    path: ['rollout', stage, 'results'],
    message: `results cover ${value.from} to ${value.to}, but ${stage} ${early ? `starts on ${start}` : `ends on ${end}`}`,
    help: early
      ? 'count only what arrived in the stage, or correct its start'
      : 'count only what arrived in the stage, or correct its duration',
    elsewhere: [
      {
        file,
        range: value.locate([...(value.phases.at(early ? 0 : -1)?.base ?? []), early ? 'from' : 'to']),
        label: `their ${early ? 'first' : 'last'} day`,
      },
    ],
  }
}

/** Until which day the results count the primary metric, which may end before the others. */
const lastDay = ({ value }: JudgedResults, primary: string | undefined) => {
  const phase = value.phases.at(-1)
  const own = primary === undefined ? undefined : phase?.treatment.metrics.get(metricKey(primary))
  const isOwn = own !== undefined && own.to !== phase?.to
  return { to: own?.to ?? value.to, at: isOwn ? own.at : [...(phase?.base ?? []), 'to'] }
}

function* old(found: readonly JudgedResults[], { pilot, gate, today, setting, facts }: Context): Generator<Finding> {
  if (!reaches(gate, 'full')) return
  const { metric } = pilot.success ?? {}
  const { adoption } = facts
  const adopted = adoption?.ok && adoption.at === 'full' ? adoption : undefined
  const newest = found.map((one) => ({ ...one, ...lastDay(one, metric) })).sort((a, b) => (a.to < b.to ? 1 : -1))[0]
  // Without results of progressive, their age is not the problem.
  const complete = adopted !== undefined || found.some(({ stage }) => reaches(stage, 'progressive'))
  if (!complete) return
  const quarter = setting('oldest_results')
  // No day is final before the window of its observations is over: half the time is left to measure, whatever it is.
  const oldest = Math.max(quarter, quarter / 2 + (metric === undefined ? 0 : windowOf(pilot, metric)))
  const versions = facts.history?.state === 'found' ? facts.history.value.run.versions : []
  // A file without a start began when it first said so.
  const began =
    adopted?.on ?? pilot.rollout?.full?.start ?? versions.find(({ pilot: then }) => then.stage === 'full')?.date
  // Results of full itself are not due before it has lasted so long.
  if (began !== undefined && daysBetween(began, today) <= oldest) return
  if (newest === undefined) {
    yield {
      path: ['rollout', 'full', 'results'],
      message: `\`rollout.full.results\` is missing, ${daysBetween(adopted?.on ?? today, today)} days after the system was adopted on ${adopted?.on}`,
      write: '<file of the results>',
      help: 'with a concurrent control, as the exit of progressive asks',
      cause: 'time',
      severity: 'error',
    }
    return
  }
  const age = daysBetween(newest.to, today)
  // How old results of full are that cannot be read is told once they can.
  if (age <= oldest || (newest.stage !== 'full' && facts.results.full?.state === 'malformed')) return
  yield {
    path: ['rollout', newest.stage, 'results'],
    message: `newest results end on ${newest.to}, ${age} days ago, more than ${oldest}`,
    help: 'measure again and set rollout.full.results, for example to rollout/full.json',
    cause: 'time',
    elsewhere: [
      {
        file: newest.file,
        range: newest.value.locate(newest.at),
        label: 'their last day',
      },
    ],
    ...(began !== undefined && { severity: 'error' }),
  }
}

export const stale: Rule = {
  id: 'results/stale',
  severity: 'warning',
  from: 'limited',
  summary: 'The results match the model, the prompt and the dates of their stage, and are recent at full',
  why: 'Results of another model, prompt or month describe another system than the one in production.',
  details: `The \`model\` of the latest results has to be \`model.id\`; an earlier stage may have run on another model. Results have to be within their stage: from its \`start\` to the end of its \`duration\` or of its steps; \`from\` and \`to\` are days of arrival. At \`full\`, the newest results, including \`rollout.full.results\`, must be at most 90 days old once \`full\` has lasted that long: an error if it has a \`start\`, or the history shows since when \`stage\` is \`full\`. Their age is that of the last day on which they count the primary metric; if its \`window\` is longer than 45 days, both may be 45 days more than it. Of a system that was \`adopted\` at \`full\`, its own results are required 90 days after the first version of the file.

The file in \`model.prompt\` must not have changed, except for line breaks, since the latest results were committed; one that is in another place since is compared with the prompt that \`pilot.yaml\` named then. Results that moved or were copied are as old as their content. A prompt that cannot be read or compared is not proven to be the same: a folder, more than 10 MiB, a symlink that had another target, or a file that has since moved to another system. Nothing is compared if the results have uncommitted changes, if no prompt was committed or named in the repository then, or without history, as in a shallow clone.`,
  needs: ['prompt', 'history'],
  principles: ['unlocked-by-evidence', 'earns-its-keep'],
  fields: fields`model.{id,prompt} rollout.{shadow,limited,progressive,full}.{start,results}`,
  references: ['ML Test Score (Breck et al. 2017), Model 4'],
  settings: {
    oldest_results: {
      value: 90,
      weaker: 'more',
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
    const found = judged(context)
    yield* otherModel(found, context.pilot)
    yield* otherPrompt(found, context)
    for (const one of found) yield* outside(one)
    yield* old(found, context)
  },
}
