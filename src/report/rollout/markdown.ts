import type { StageOverview, Told } from '../../finance/plans/overview.ts'
import { markdownCode } from '../sanitize.ts'
import {
  cellsOf,
  goalOf,
  headOf,
  lacksOf,
  markOf,
  noStage,
  type PilotRollout,
  type Planned,
  type RolloutRun,
  withoutControl,
} from './rollout.ts'

const marks = { shown: 'yes', wanting: '**no**', told: 'no, and not judged here' } as const

const row = (told: Told, bar: number): string => {
  const { days, treatment, control, power, asks, detects, needs } = cellsOf(told, bar)
  const texts = [markdownCode(told.question.metric), markdownCode(goalOf(told))]
  const shows = asks === '' ? power : `${power}, ${asks}`
  return `| ${[...texts, days, treatment, control, shows, marks[markOf(told)], markdownCode(detects), needs].join(' | ')} |`
}

const table = ({ plan, told }: Planned): string[] => [
  '| metric | to show | days that count | treatment | control | power | shown | detects | takes alone |',
  '| --- | --- | ---: | ---: | ---: | ---: | --- | ---: | ---: |',
  ...told.map((one) => row(one, plan.test.bar.power)),
]

const stage = (overview: StageOverview): string => {
  const { exits, reviewer } = overview
  const said = overview.ok ? headOf(overview) : lacksOf(overview)
  const compares = overview.ok && overview.told.length > 0 && overview.plan.shape.control > 0
  const parts = [
    `**${overview.stage}**: ${overview.ok ? said : markdownCode(said)}`,
    ...(compares ? [table(overview).join('\n')] : overview.ok ? [withoutControl] : []),
    ...(exits.length > 0 ? [`exits: ${exits.map((exit) => markdownCode(exit)).join(', ')}`] : []),
    ...(overview.ok && overview.advice !== undefined ? [`enough: ${markdownCode(overview.advice)}`] : []),
    ...(reviewer === undefined
      ? []
      : [`review: ${markdownCode(reviewer)} accepts it in the place of statistics`]),
  ]
  return parts.join('\n\n')
}

const pilot = ({ file, unread, overview }: PilotRollout): string =>
  [
    `### ${markdownCode(file)}`,
    ...unread.map(
      ({ line, message, help }) => `> line ${line}: ${markdownCode(message)}: ${markdownCode(help)}`,
    ),
    ...(overview?.proof === undefined ? [] : [markdownCode(overview.proof)]),
    ...(overview?.stages.length === 0 ? [noStage] : []),
    ...(overview?.stages ?? []).map(stage),
  ].join('\n\n')

/** What each stage can show, for the comment on a pull request. GitHub Flavored Markdown. */
export const rolloutMarkdown = ({ pilots, set, problems }: RolloutRun): string => {
  const parts = [
    ...(set.length === 0 ? [] : [`with ${set.map((one) => markdownCode(one)).join(', ')}`]),
    ...pilots.map(pilot),
    ...problems.map(
      ({ message, help }) =>
        `> ${markdownCode(message)}${help === undefined ? '' : `: ${markdownCode(help)}`}`,
    ),
  ]
  return `${parts.join('\n\n')}\n`
}
