import { readFileSync, readdirSync } from 'node:fs'
import { expect, test } from 'vitest'
import { lint } from '../../src/lint/lint.ts'
import { parse } from '../../src/document/index.ts'
import { stages } from '../../src/spec/stage.ts'
import type { Rule } from '../../src/rules/rule.ts'
import { diagnose, marked, complete } from './table.ts'
const rules: Rule[] = []
for (const s of ['cost', 'guardrails', 'people'])
  for (const f of readdirSync(`src/rules/${s}`)) {
    const m = await import(`../../src/rules/${s}/${f}`)
    for (const v of Object.values(m)) if (v && typeof v === 'object' && 'check' in v) rules.push(v as Rule)
  }
const opts = (g: string) => ({ file: 'x', for: g as never, today: '2026-11-22', rules, exceptions: true, strict: false })
test('count', () => expect(rules.length).toBe(14))
test.each(rules.map((r) => [r.id, r] as const))('%s examples', (_, r) => {
  expect(diagnose(r, r.examples.ready)).toEqual([])
  expect(diagnose(r, r.examples.notReady).map((d) => d.range.start.line)).toEqual(marked(r, r.examples.notReady))
  for (const e of [r.examples.ready, r.examples.notReady])
    expect(lint(complete(e, r.from), { ...opts(r.from), rules: [] }).diagnostics.map((d) => d.message)).toEqual([])
})
test('fixtures', () => {
  for (const f of ['core', 'complete', 'bad']) for (const g of stages) {
    const r = lint(readFileSync(`test/fixtures/${f}.yaml`, 'utf8'), opts(g))
    for (const d of r.diagnostics) console.log(f, g, d.range.start.line, d.rule, d.severity, d.message)
  }
})
test('fuzz', () => {
  const doc = parse(readFileSync('test/fixtures/complete.yaml', 'utf8'))
  if (!doc.ok) throw new Error()
  const junk = [undefined, null, 1, 'x', [], {}, [null], ['x'], [1], { a: 1 }, 'none', '0%', true, '__proto__', [[]], [{}], '::', '*']
  let n = 0
  const walk = (v: any, set: (x: any) => void, root: any) => {
    for (const j of junk) {
      set(j)
      for (const g of ['full']) { lint(JSON.stringify(root), opts(g)); n++ }
    }
    set(v)
    if (v && typeof v === 'object') for (const k of Object.keys(v)) walk(v[k], (x) => { if (x === undefined && !Array.isArray(v)) delete v[k]; else v[k] = x }, root)
  }
  const data: any = JSON.parse(JSON.stringify(doc.data))
  for (const k of ['cost', 'guardrails', 'people', 'fallback', 'integration', 'use_case', 'success', 'rollout']) walk(data[k], (x) => { if (x === undefined) delete data[k]; else data[k] = x }, data)
  console.log(n)
}, 300000)
test('honest rows are readable', () => {
  for (const s of ['cost', 'guardrails', 'people']) for (const f of readdirSync(`test/rules/${s}`)) {
    const t = readFileSync(`test/rules/${s}/${f}`, 'utf8')
    for (const m of t.matchAll(/yaml: ['`]([^`$]*?)['`],?\s*\}?,?\n/g)) {
      const y = m[1]!.replaceAll('\\n', '\n')
      const d = lint(complete(y, 'limited'), { ...opts('full'), rules: [] }).diagnostics
      if (d.length) console.log(f, y, d.map((x) => x.message))
    }
  }
  const d = lint(complete('success: {target: at least 4.3 points}\ncost: {value: {per_metric_unit: 0.30 EUR/EUR}, usage: {retries: {value: 0%, why: one}}, oversight: {reviewed: 0%}, maintenance: {effort: 0 h/month}, fixed: {platform: 0 EUR/month}}', 'full'), { ...opts('full'), rules: [] })
  console.log(d.diagnostics.map((x) => x.message))
})
