import { describe, expect, test } from 'vitest'
import { type LintOptions, lint } from '../../src/lint/lint.ts'
import { memory } from '../../src/repo/memory.ts'
import { rules } from '../../src/rules/index.ts'

const pilot = `version: 1
id: order-status
stage: limited
use_case: {unit: conversation}
success: {baseline: 22%, target: at least 35%}
cost: {include: finance/cost.yaml, spend_limit: 60 EUR/day}
`

const section = `volume: {demo: 600/month, full: 60000/month}
per_unit: {replies: 0.02 EUR}
fixed: {infrastructure: 900 EUR/month}
maintenance: {effort: 24 h/month, wage: 65 EUR/h}
oversight: {reviewed: 8%, effort: 1.5 min, wage: 24 EUR/h}
errors: {rate: 1%, cost: 3.50 EUR}
value: {per_success: 2.20 EUR, why: 5.5 agent minutes at 24 EUR/h}
`

type Files = { readonly [path: string]: string }

const judge = (files: Files, yaml = pilot, options: Partial<LintOptions> = {}) =>
  lint(yaml, {
    file: 'pilot.yaml',
    for: 'limited',
    today: '2026-11-22',
    rules,
    exceptions: true,
    repository: { port: memory({ 'pilot.yaml': yaml, ...files }), file: 'pilot.yaml' },
    ...options,
  })

const about = async (files: Files, yaml?: string, options?: Partial<LintOptions>) => {
  const report = await judge(files, yaml, options)
  // The price of the section is in no table: evidence/unproven says so of each of them.
  const own = report.diagnostics.filter(
    ({ path, message }) => path[0] === 'cost' && !message.includes('`cost.price.table` names no file'),
  )
  return {
    report,
    said: own.map(
      ({ rule, message, range, elsewhere: [one] = [] }) =>
        `${range.start.line} ${rule}${one ? ` ${one.file}:${one.range.start.line}` : ''}: ${message}`,
    ),
    diagnostics: own,
    cost: report.verdict.items.find(({ item }) => item === 'cost'),
  }
}

const at = (text: string): Files => ({ 'finance/cost.yaml': text })
const inline = pilot.replace(/cost: .*\n/, `cost:\n  spend_limit: 60 EUR/day\n${section.replaceAll(/^(?=.)/gm, '  ')}`)

describe('a section that can be read', () => {
  test('is computed with as if it stood in the file', async () => {
    const { report, said } = await about(at(section))
    const same = await about({}, inline)
    expect(said.map((line) => line.replace(/^\d+ /, '').replace(' finance/cost.yaml:1', ''))).toEqual(
      same.said.map((line) => line.replace(/^\d+ /, '')),
    )
    expect(report.verdict.money).toContain('at full volume, 60,000/month, a conversation costs')
    expect(report.verdict.money).toBe(same.report.verdict.money)
  })

  test('may be JSON, may stand below `cost`, and may hold keys of the team', async () => {
    const wrapped = `x-by: finance\ncost:\n${section.replaceAll(/^(?=.)/gm, '  ')}`
    expect((await about(at(wrapped))).said).toEqual([])
    const json = {
      volume: { full: '60000/month', demo: '90000/month' },
      fixed: { infrastructure: '900 EUR/month' },
    }
    const { said } = await about(
      { 'finance/cost.json': JSON.stringify({ cost: json }, undefined, 2) },
      pilot.replace('cost.yaml', 'cost.json'),
    )
    expect(said).toContain(
      '6 cost/demo-volume-only finance/cost.json:4: `cost.volume.full` is 60000/month, but `demo` is already 90000/month',
    )
  })

  test('has its findings on the include, with the place in the file and its other places', async () => {
    const text = section.replace('0.02 EUR', '0.90 EUR')
    const { diagnostics } = await about(at(text))
    const [found] = diagnostics.filter(({ rule }) => rule === 'cost/negative-margin')
    expect(found).toMatchObject({ path: ['cost', 'include'], range: { start: { line: 6, column: 17 } } })
    const places = found?.elsewhere?.map(({ file, range, label }) => [file, range.start.line, label])
    expect(places?.[0]?.slice(0, 2)).toEqual(['finance/cost.yaml', 7])
    expect(found?.related.every(({ path }) => path[0] !== 'cost')).toBe(true)
  })

  test('is refused in the words of the schema, with the file and the line', async () => {
    const text = section.replace('rate: 1%', 'rate: few').replace('per_unit', 'per_units')
    expect((await about(at(text))).said).toEqual([
      '6 schema/additionalProperties finance/cost.yaml:2: unknown key "per_units" in `cost`',
      '6 schema/pattern finance/cost.yaml:6: `cost.errors.rate` is invalid: expected a share, found "few"',
    ])
    expect((await about(at(section.replace('60000/month', '60000')))).said).toEqual([
      expect.stringMatching(/^6 spec\/unit-missing finance\/cost\.yaml:1: /),
    ])
  })

  test('is told what a part of it lacks, in its own file', async () => {
    const { diagnostics } = await about(at(section.replace(', wage: 65 EUR/h', '')))
    expect(diagnostics.map(({ help }) => help)).toEqual([
      'maintenance: {effort: 24 h/month, wage: <amount per hour>}  # in cost of finance/cost.yaml: effort: 0 h/month if a fee covers it',
    ])
  })

  test('names evidence of its own, relative to the folder of pilot.yaml', async () => {
    const price =
      'usage: {calls: 1 per conversation, input: 900 tokens, output: 90 tokens, retries: 1%}\nprice: {input: 1.00 EUR/Mtok, output: 5.00 EUR/Mtok, as_of: 2026-11-02, table: finance/prices.json}\n'
    const yaml = `${pilot}model: {id: small-2}\n`
    expect((await about(at(section + price), yaml)).said).toEqual([
      '6 spec/path-missing finance/cost.yaml:9: "finance/prices.json" does not exist',
    ])
    const table = '{"small-2": {"input_cost_per_token": 0.000002, "output_cost_per_token": 0.000005}}'
    expect((await about({ ...at(section + price), 'finance/prices.json': table }, yaml)).said).toEqual([
      '6 cost/price-mismatch finance/cost.yaml:9: `cost.price.input` is 1.00 EUR/Mtok, but "finance/prices.json" lists 2.00 EUR/Mtok',
    ])
  })

  test('is covered by an exception on the line of the include', async () => {
    const yaml = pilot.replace(
      'cost:',
      '# pilotlint-ignore cost/negative-margin by=acme/finance until=2026-12-20 -- a pilot year\ncost:',
    )
    const { report } = await about(at(section.replace('0.02 EUR', '0.90 EUR')), yaml)
    expect(report.waived.map(({ diagnostic }) => diagnostic.rule)).toEqual(['cost/negative-margin'])
  })
})

describe('a section that cannot be read', () => {
  test.each([
    ['that is no YAML', 'volume: [1\n', /^"finance\/cost\.yaml" cannot be read: /],
    ['that includes another', 'include: more.yaml\nvolume: {full: 9/month}\n', /has an `include` of its own/],
    ['that says a key twice over', 'spend_limit: 9 EUR/day\nvolume: {full: 9/month}\n', /sets `spend_limit`/],
    ['that is a list', '- volume\n', /is not a cost section/],
    ['that is empty', '', /is empty/],
    ['that is about something else', 'password: hunter2\n', /is not a cost section$/],
  ])('%s is an error at every stage, in words that show none of it', async (_, text, words) => {
    const { diagnostics, report, cost } = await about(at(text), pilot, { for: 'pilot' })
    expect(diagnostics).toMatchObject([
      { rule: 'schema/format', path: ['cost', 'include'], message: expect.stringMatching(words) },
    ])
    expect(diagnostics[0]?.elsewhere).toMatchObject([{ file: 'finance/cost.yaml' }])
    expect(JSON.stringify(report.diagnostics)).not.toContain('hunter2')
    expect(report.verdict.money).toBe('cost: not computed, because part of it cannot be read')
    expect(cost?.state).not.toBe('proven')
  })

  test.each([
    ['that is not there', 'finance/cost.yaml', {}, 'does not exist'],
    ['outside the repository', '../finance/cost.yaml', {}, 'points outside the repository'],
    ['in another system', 'https://acme.example/cost.yaml', {}, 'is kept in another system'],
    ['in another form', 'cost.xlsx', { 'cost.xlsx': 'PK' }, 'is neither YAML nor JSON'],
    ['that is too large', 'finance/cost.yaml', at(`#${'x'.repeat(1024 * 1024)}`), 'is larger than 1 MiB'],
  ])('%s is unproven, and nothing of it passes silently', async (_, reference, files, why) => {
    const yaml = pilot.replace('finance/cost.yaml', reference)
    const { said, report, cost } = await about(files, yaml)
    expect(said).toEqual([expect.stringMatching(/ evidence\/unproven: cost is not proven: /)])
    expect(report.unverified.map((one) => [one.reference, one.why])).toEqual([[reference, why]])
    expect(report.verdict.money).toBe('cost: not computed, because the cost section is in another file')
    expect(cost).toMatchObject({ state: 'declared', evidence: [] })
    expect(cost?.lacks.length).toBeGreaterThan(0)
  })
})
