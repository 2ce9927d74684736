import { describe, expect, test } from 'vitest'
import { moneySentence } from '../../../src/finance/money-sentence.ts'
import { type Overview, overviewOf } from '../../../src/finance/plans/overview.ts'
import { lint } from '../../../src/lint/lint.ts'
import { readPilot } from '../../../src/lint/load.ts'
import type { Stage } from '../../../src/model/stage.ts'
import { rules } from '../../../src/rules/index.ts'
import { parse } from '../../../src/yaml/document.ts'
import { completeText, planned } from '../../finance/fixture.ts'
import { today } from '../table.ts'

type Data = { [key: string]: unknown }
type Change = readonly [name: string, path: readonly (string | number)[], to: string | undefined]

const read = (text: string) => {
  const document = parse(text)
  if (!document.ok) throw new Error('the fixture cannot be read')
  const { pilot, faults } = readPilot(document.data, () => undefined)
  return { pilot, faults, data: document.data as Data }
}

const mean = completeText
  .replace('baseline: {value: 22%, n: 118400', 'baseline: {value: 41 EUR, sd: 55 EUR, n: 118400')
  .replace('target: at least 35%\n', 'target: at least 45 EUR\n')
  .replace('expected: 38%', 'expected: 48 EUR')
  .replace('deflection_rate at least 35%', 'deflection_rate at least 45 EUR')
  .replace('per_success: 2.20 EUR', 'per_metric_unit: 0.35 EUR/EUR')

/** Every part that is left out, and every amount that is in another currency. */
const changesOf = (data: Data, section: string): Change[] => {
  const visit = (part: unknown, path: (string | number)[]): Change[] => {
    const name = path.join('.')
    const out: Change[] = path.length > 1 && Array.isArray(part) === false ? [[`no ${name}`, path, undefined]] : []
    if (typeof part === 'string') {
      if (/\bEUR\b/.test(part)) out.push([`${name} in USD`, path, part.replace('EUR', 'USD')])
      if (/ points$/.test(part)) out.push([`${name} in min`, path, part.replace('points', 'min')])
      return out
    }
    if (Array.isArray(part)) return [...out, ...part.flatMap((one, at) => visit(one, [...path, at]))]
    if (typeof part !== 'object' || part === null) return out
    return [...out, ...Object.entries(part).flatMap(([key, one]) => visit(one, [...path, key]))]
  }
  return visit(data[section], [section])
}

const changed = (data: Data, path: readonly (string | number)[], to: string | undefined): string => {
  const copy = structuredClone(data)
  const holder = path.slice(0, -1).reduce<Data>((part, step) => part[step] as Data, copy)
  const last = String(path.at(-1))
  if (Array.isArray(holder)) holder.splice(Number(last), 1)
  else if (to === undefined) delete holder[last]
  else holder[last] = to
  // JSON is YAML.
  return JSON.stringify(copy)
}

const errors = async (text: string, stage: Stage): Promise<string[]> => {
  const options = { file: 'pilot.yaml', for: stage, today, rules, exceptions: true }
  const { diagnostics } = await lint(text, options)
  // The file is judged without its repository, so nothing of it is shown.
  return diagnostics
    .filter(({ severity, rule }) => severity === 'error' && rule !== 'evidence/unproven')
    .map(({ rule }) => rule)
}

/** What is computed of each stage; shadow compares nothing, so whatever its share, nothing is lost with it. */
const computedOf = ({ stages }: Overview): string[] =>
  stages.flatMap((one) =>
    one.ok && one.stage !== 'shadow'
      ? [one.stage, ...one.answers.map(({ question }) => `${one.stage} ${question.metric} ${question.kind}`)]
      : [],
  )

describe.each([
  ['a proportion', completeText],
  ['a mean', mean],
])('what cannot be computed for %s is an error', async (_, whole) => {
  const { data, pilot } = read(whole)
  const before = computedOf(overviewOf(planned(pilot)))

  const errorsBefore = await errors(whole, 'full')

  test('the whole file is computed', async () => {
    expect(moneySentence(planned(pilot))).toMatch(/ a month/)
    expect(before).toHaveLength(8)
    expect(await errors(whole, 'limited')).toEqual([])
  })

  test.each(changesOf(data, 'cost'))('the money with %s', async (_name, path, to) => {
    const text = changed(data, path, to)
    const { pilot: other, faults } = read(text)
    if (faults.length > 0 || !/not computed|nothing says what it earns/.test(moneySentence(planned(other)))) return
    const found = await errors(text, 'limited')
    expect(found.filter((rule) => rule.startsWith('cost/'))).not.toEqual([])
  })

  test.each([...changesOf(data, 'success'), ...changesOf(data, 'rollout')])(
    'the rollout with %s',
    async (_name, path, to) => {
      const text = changed(data, path, to)
      const { pilot: other, faults } = read(text)
      const after = computedOf(overviewOf(planned(other)))
      const lost = before.filter((one) => !after.includes(one))
      // A metric or a stage that is not in the file at all is no gap in it.
      const gone = path.length === 2 || (path[1] === 'guardrail_metrics' && path.length === 3)
      if (faults.length > 0 || lost.length === 0 || (gone && to === undefined && path[0] === 'rollout')) return
      if (gone && path[1] === 'guardrail_metrics') return
      expect(await errors(text, 'full'), lost.join()).not.toEqual(errorsBefore)
    },
  )
})
