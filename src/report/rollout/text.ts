import { Chalk, type ChalkInstance } from 'chalk'
import type { StageOverview } from '../../finance/plans/overview.ts'
import type { View } from '../format.ts'
import { labelled, measure } from '../pretty.ts'
import { shown } from '../sanitize.ts'
import { headOf, lacksOf, noStage, type PilotRollout, type RolloutRun, withoutControl } from './rollout.ts'
import { gap, table } from './table.ts'

const stage = (chalk: ChalkInstance, overview: StageOverview, width: number): string[] => {
  const { exits, reviewer } = overview
  const label = (name: string, text: string | undefined) =>
    text === undefined ? [] : labelled(`  ${name.padEnd(6)}`, shown(text), width)
  const asked = label('exits', exits.length > 0 ? exits.join(', ') : undefined)
  const stands = label('review', reviewer && `${reviewer} accepts it in the place of statistics`)
  const title = (rest: string) => labelled(overview.stage, shown(rest), width, chalk.bold)
  if (!overview.ok) return [...title(lacksOf(overview)), ...asked, ...stands, '']
  const compares = overview.told.length > 0 && overview.plan.shape.control > 0
  return [
    ...title(headOf(overview)),
    ...(compares
      ? table(chalk, overview, width - gap).map((line) => `${' '.repeat(gap)}${line}`.trimEnd())
      : label('shows', withoutControl)),
    ...asked,
    ...label('enough', overview.advice),
    ...stands,
    '',
  ]
}

const pilot = (chalk: ChalkInstance, { file, unread, overview }: PilotRollout, width: number): string[] => [
  chalk.bold(shown(file)),
  ...unread.flatMap(({ line, column, message, help }) => [
    ...labelled(chalk.red('error'), shown(`${file}:${line}:${column} ${message}`), width),
    ...labelled(' help', shown(help), width),
  ]),
  ...(overview === undefined
    ? []
    : labelled('', shown(overview.proof ?? ''), width)
        .map((line) => line.trim())
        .filter((line) => line !== '')),
  '',
  ...(overview?.stages.length === 0 ? [noStage, ''] : []),
  ...(overview?.stages ?? []).flatMap((one) => stage(chalk, one, width)),
]

const legend =
  '✓ shown  ✗ asked and not shown  ○ told only; limit: no comparison, so no power, and so many units in treatment are needed; units: final ones in treatment / control; detects: the smallest effect shown with power 0.8; takes: days in which this metric alone would be shown with the shares as they are, in whole weeks'

/** What each stage can show, for a person at a terminal: as wide as it is, and no wider. */
export const rolloutText = (
  { pilots, set }: RolloutRun,
  { color, width }: Pick<View, 'color' | 'width'>,
): string => {
  const chalk = new Chalk({ level: color })
  const room = measure(width)
  const isTable = pilots.some(({ overview }) =>
    overview?.stages.some((one) => one.ok && one.plan.shape.control > 0),
  )
  const lines = [
    ...(set.length === 0 ? [] : [...labelled('with', shown(set.join(', ')), room), '']),
    ...pilots.flatMap((one) => pilot(chalk, one, room)),
    ...(isTable ? labelled('', legend, room).map((line) => chalk.dim(line.trim())) : []),
  ]
  return lines.map((line) => `${line}\n`).join('')
}
