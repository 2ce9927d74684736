import { type EvalResults, type Failed, failedRuns } from '../../evidence/eval-results/outcome.ts'
import { guardrailLimit, isOpen, type Limit, limitOf } from '../../model/eval-limit.ts'
import { metricKey } from '../../model/lists.ts'
import type { Pilot } from '../../model/pilot.ts'
import type { Stage } from '../../model/stage.ts'
import { z95 } from '../../stats/distributions.ts'
import { fraction } from '../../values/index.ts'
import { enumerate, plural, quote } from '../../values/text.ts'
import type { Path } from '../../yaml/path.ts'
import { missing, unread } from '../lib/absent.ts'
import { percent, pinnedOn, promptHelp } from '../lib/evidence.ts'
import { isRunOf } from '../lib/models.ts'
import { both, type Finding, type Rule } from '../lib/rule.ts'
import { unfit } from '../lib/teams.ts'

const set = ['data', 'eval_set']
const path = [...set, 'results']

type Say = (message: string, help: string, at?: Path, label?: string) => Finding

const tools = 'promptfoo, DeepEval, Inspect, OpenAI evals or MLflow, or a summary {cases, errors, ran, model, by}'

const again = 'run the eval set again and set results to that run'

/** Whether chance decides what the run says of the limit, or somebody who chose it among others. */
const ofLuck = (run: EvalResults, own: Failed, limit: Limit | undefined, say: Say): Finding => {
  const { noise, others, luck = '' } = run
  const rate = (own.failed + (others?.failed ?? 0)) / (own.runs + (others?.runs ?? 0))
  const { level, text } = limit ?? { level: Number.POSITIVE_INFINITY, text: '' }
  const isChosen = own.failed <= level * own.runs && rate > level
  const isNear = noise && Math.abs(level - rate) <= (z95.two * noise.sd) / Math.sqrt(noise.runs)
  const failed = percent(rate)
  const why = isChosen
    ? `; together ${failed} failed, but the limit is ${text}`
    : isNear
      ? `; the difference between ${failed} and the limit ${text} may be chance`
      : ''
  const help = why === '' ? 'look at these first' : 'use a run that repeats each case often, with one setup'
  return {
    ...say(`${luck}${why}`, help),
    severity: isChosen ? 'warning' : 'info',
  }
}

/** How to say which model answered, where its name does not. */
const recording: { readonly [tool in EvalResults['tool']]?: string } = {
  promptfoo: 'give this provider the id of the model as its `label`',
  MLflow: 'log the id of the model as the parameter `model`',
}

/** Which model answered; unknown if the tool names none. */
function* ofModel(
  { tool, models }: EvalResults,
  id: string,
  provider: string | undefined,
  say: Say,
): Generator<Finding> {
  const isId = tool === 'summary' || tool === 'Inspect'
  const judged = models.map(({ name, label }) => {
    const own = isRunOf(name, id, provider, isId)
    // What the team calls it tells the model where its name does not.
    return own === undefined && label !== undefined
      ? { name: label, isSame: isRunOf(label, id, provider) }
      : { name, isSame: own }
  })
  const place: [Path, string] = [['model', 'id'], 'the pinned model']
  const other = judged.find(({ isSame }) => isSame === false)
  const unclear = judged.find(({ isSame }) => isSame === undefined)
  if (other !== undefined)
    yield say(
      `is of model ${quote(other.name)}, but \`model.id\` is ${quote(id)}`,
      'run the eval set again with the pinned model',
      ...place,
    )
  else if (unclear !== undefined || (tool === 'MLflow' && models.length === 0))
    yield {
      ...say(
        `${unclear === undefined ? '' : `is of ${quote(unclear.name)}, which `}does not name the model`,
        recording[tool] ?? 'use a run that names the id of the model',
        ...place,
      ),
      severity: 'warning',
    }
}

function* ofRun(pilot: Pilot, run: EvalResults, today: string, say: Say): Generator<Finding> {
  const { model, data } = pilot
  const { by, on, tool } = run
  const seen = failedRuns(run)
  const limit = limitOf(pilot)
  const id = model?.id
  const pinned = pinnedOn(id, today)
  const last = data?.eval_set?.collected?.to
  if (seen === undefined)
    yield say(
      'does not show how many cases failed',
      'use a run that counts them, or a summary {cases, errors, ran, model, by}',
    )
  else if (seen.runs === 0) yield say('has no cases', again)
  else if (limit && seen.failed > limit.level * seen.runs)
    yield say(
      `failed ${seen.failed} of ${plural(seen.runs, 'run')}, ${percent(seen.failed / seen.runs)}, but the limit is ${limit.text}${run.unasked > 0 ? `; ${run.unasked} had no assertion` : ''}`,
      `${run.unasked > 0 ? 'add an assertion to each case' : 'fix the failed cases'}, then ${again}; ${isOpen(pilot) ? 'or set `data.eval_set.metric` to the metric that the set measures' : 'cases that could not run count as failed'}`,
      limit.path,
      'the limit',
    )
  if (run.luck !== undefined && seen !== undefined) yield ofLuck(run, seen, limit, say)
  if (id !== undefined) yield* ofModel(run, id, model?.provider, say)
  if (on !== undefined && pinned !== undefined && on < pinned)
    yield say(`is of ${on}, before the date of the model ${quote(id)}`, again, ['model', 'id'], 'the pinned model')
  else if (on !== undefined && last !== undefined && on < last)
    yield say(`is of ${on}, but its cases were collected until ${last}`, again, [...set, 'collected'], 'the cases')
  const lacks =
    tool !== 'summary'
      ? []
      : Object.entries({ by, model: run.models[0], ran: on }).filter(([, value]) => value === undefined)
  if (lacks.length > 0)
    yield say(
      `is a summary without ${enumerate(lacks.map(([key]) => `\`${key}\``))}`,
      'add what is missing of {cases, errors, ran, model, by}; `by` is the team that ran it, not the champion',
    )
  const who = by === undefined ? undefined : unfit(by, pilot)
  if (who !== undefined) yield say(`is by ${who.who}`, 'let another team run it', who.path, who.label)
}

/** What slips past the people who catch errors may not exceed the limit that customers are promised. */
const tooLoose = (pilot: Pilot, gate: Stage): Finding | undefined => {
  const own = pilot.data?.eval_set?.limit
  const [raw, limit] = [limitOf(pilot), guardrailLimit(pilot)]
  if (own === undefined || raw === undefined || limit === undefined || gate === 'pilot') return undefined
  const reviewed = pilot.cost?.oversight?.reviewed?.[gate]
  const slips = raw.level * (1 - (reviewed ? fraction(reviewed) : 0))
  if (slips <= limit.level + 1e-12) return undefined
  return {
    path: [...set, 'limit'],
    message: `\`data.eval_set.limit\` ${raw.text} lets ${percent(slips)} pass unreviewed, but ${quote(limit.metric)} has limit ${limit.text}`,
    help: `lower it, or review more at ${gate}`,
    related: [{ path: limit.path, label: 'the limit' }],
    working: [`passing = ${percent(raw.level)} x (100% - ${percent(reviewed ? fraction(reviewed) : 0)} reviewed)`],
  }
}

const noMetric = (pilot: Pilot): Finding | undefined => {
  const { metric } = pilot.data?.eval_set ?? {}
  const limit = guardrailLimit(pilot)
  if (metric === undefined || limit === undefined || metricKey(limit.metric) === metricKey(metric)) return undefined
  return {
    path: [...set, 'metric'],
    message: `\`data.eval_set.metric\` is ${quote(metric)}, expected a guardrail metric with an upper limit as a share`,
    help: 'name one, or remove the key',
    related: [{ path: limit.path, label: 'the strictest limit' }],
  }
}

export const evalFailed: Rule = {
  id: 'data/eval-failed',
  severity: 'error',
  from: 'limited',
  summary: 'The last run on the eval set met its limit, with the pinned model, after the cases were collected',
  why: 'An eval set that was not run shows nothing, and a run of another model or of last year shows another system.',
  details: `\`data.eval_set.results\` is the last run, by promptfoo, DeepEval, Inspect or MLflow, or a summary \`{cases, errors, ran, model, by}\` whose \`by\` is neither the \`champion\`, however the name is spelt, nor one of \`vendors\` nor a placeholder. Failed runs, by all runs, must not exceed \`data.eval_set.limit\`, or without one the limit of the guardrail metric in \`metric\`, or the strictest of them. A case that errored or was skipped is a failed run, and so is one that passed without an assertion, with none that an answer can fail (weight 0, \`contains\` an empty text, \`regex: .*\`), or with a score of 0; a run without cases does not count, nor does one that cannot be read or does not show how many failed. Cases that passed in some of their runs and failed in others are listed, with the standard deviation of the share that fails from one run to the next, and whether the difference from the limit may be chance.

The file in \`model.prompt\` must not have changed, except for line breaks, since the run was committed; one that is in another place since is compared with the prompt that \`pilot.yaml\` named then. A run that moved or was copied is as old as its content. A prompt that cannot be read or compared is not proven to be the same: a folder, more than 10 MiB, a symlink that had another target, or a file that has since moved to another system. Nothing is compared if the run has uncommitted changes, if no prompt was committed or named in the repository then, or without history.

Runs of promptfoo and Inspect in the same folder, of the same cases, models, prompts and, with Inspect, commit, are runs of the same: a run with more failures is reported, and a limit that only the named run meets is a warning. Runs are not compared if a program of the team is the provider, because it may have changed in between; a program that only grades the answers does not matter.

Everything that answered in the run is \`model.id\`: an alias without the date or version is accepted, as are the spellings of Bedrock and Vertex. A name from which the model cannot be determined is a warning, such as a program, a server, a deployment of Azure or a provider that is not known, unless its \`label\` in promptfoo names the model. The run is not before the date in \`model.id\`, nor before the last case was collected; a run without the day or the model that its tool always writes is unverified.

\`limit\` is for the errors of the model alone, if people catch some of them. The errors that they do not review, \`limit\` x (100% - \`oversight.reviewed\` of the stage), must be within the limit of the guardrail metric.`,
  needs: ['prompt', 'history'],
  principles: ['real-data'],
  fields: [
    'data.eval_set.results',
    'data.eval_set.limit',
    'data.eval_set.metric',
    'model.id',
    'success.guardrail_metrics.limit',
    'cost.oversight.reviewed',
    'champion',
  ],
  references: [
    'ML Test Score (Breck et al. 2017), Model 1',
    'Miller (2024), Adding Error Bars to Evals, arXiv:2411.00640',
    'promptfoo, EvaluateSummaryV3',
  ],
  examples: {
    files: {
      'evals/run.json':
        '{"ran": "2026-10-20", "model": "small-2-20260801", "cases": 160, "errors": 9, "by": "acme/evals"}\n',
    },
    ...both`success: {guardrail_metrics: [{metric: wrong_field_rate, limit: at most 1%}]}
data:
  eval_set:
    path: evals/forms.jsonl
    results: evals/run.json  «|# expect: data/eval-failed»
    «limit: at most 8%|»
cost: {oversight: {reviewed: 100%}}`,
  },

  *check({ pilot, facts: { evalResults, promptAtRun }, faults, gate, today }) {
    const evalSet = pilot.data?.eval_set
    if (evalSet === undefined) return
    if (evalSet.results === undefined && unread(faults, path) === undefined)
      yield missing(path, '<path of the last run>', `of ${tools}`)
    if (evalResults?.state === 'unverified')
      yield {
        path,
        message: `last run ${quote(evalResults.file)} ${evalResults.why}`,
        help: `add the run of ${tools} to the repository`,
      }
    if (evalResults?.state === 'found') {
      const { file, value } = evalResults
      yield* ofRun(pilot, value, today, (message, help, at, label = '') => ({
        path,
        message: `last run in ${quote(file)} ${message}`,
        help,
        ...(at && { related: [{ path: at, label }] }),
      }))
    }
    if (evalResults?.state === 'found' && promptAtRun?.isSame === false) {
      const [run, prompt] = [quote(evalResults.file), quote(promptAtRun.file)]
      const { unread: why, date } = promptAtRun
      yield {
        path,
        message:
          why === undefined
            ? `last run in ${run} was committed on ${date}, before prompt ${prompt} changed`
            : `last run in ${run} is not proven to use prompt ${prompt}, which ${why}`,
        help: promptHelp(promptAtRun, 'run the eval set again with the current prompt'),
        related: [{ path: ['model', 'prompt'], label: 'the prompt' }],
      }
    }
    const loose = tooLoose(pilot, gate)
    if (loose) yield loose
    const unknown = unread(faults, ['success']) === undefined ? noMetric(pilot) : undefined
    if (unknown) yield unknown
  },
}
