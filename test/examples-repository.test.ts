import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { lint } from '../src/lint/lint.ts'
import { disk } from '../src/repo/disk.ts'
import type { Port } from '../src/repo/port.ts'
import { rules } from '../src/rules/index.ts'

const folder = join(import.meta.dirname, '../examples')
const compare = ['evidence/broken', 'monitoring/rule-mismatch', 'rollback/flag-missing', 'rollout/flag-mismatch']

/** With the numbers declared that the alert rules show, so that they can contradict. */
const declared = (name: string): string =>
  readFileSync(join(folder, name, 'pilot.yaml'), 'utf8')
    .replace('rule: ParcelWrongWindow', 'fire: above 4%, over: 2d, rule: ParcelWrongWindow')
    .replace('rule: ParcelCsatLow', 'fire: below 3.85 points, over: 7d, rule: ParcelCsatLow, runbook: csat-drop')
    .replace(
      'over: {progressive: 40m, full: 20m}, rule',
      'fire: above 4s, over: {limited: 4h, progressive: 40m, full: 20m}, rule',
    )
    .replace('rule: ParcelCost', 'fire: above 0.02 EUR, over: 1d, rule: ParcelCost')

const judge = (name: string, port: Port) =>
  lint(declared(name), {
    file: 'pilot.yaml',
    for: 'production',
    today: '2026-11-22',
    rules: rules.filter(({ id }) => compare.includes(id)),
    exceptions: true,
    repository: { port, file: 'pilot.yaml' },
  })

const example = 'support-automation'
const alerts = 'monitoring/parcel-status.rules.yml'
const flags = 'flags/care.flagd.json'

/** The example with one text of one file changed. */
const changed = (file: string, from: string, to: string): Port => {
  const port = disk(join(folder, example))
  const text = readFileSync(join(folder, example, file), 'utf8')
  if (text.split(from).length !== 2) throw new Error(`${from} does not stand once in ${file}`)
  const bytes = new TextEncoder().encode(text.replace(from, to))
  return { ...port, read: (path, limit) => (path === file ? { ok: true, bytes } : port.read(path, limit)) }
}

describe('every piece of the evidence counts', () => {
  test('whole, it proves monitoring and rollback', async () => {
    const { verdict } = await judge(example, disk(join(folder, example)))
    const proven = verdict.items.filter(({ state }) => state === 'proven').map(({ item }) => item)
    expect(proven).toContain('monitoring')
    expect(verdict.items.find(({ item }) => item === 'rollback')?.state).toBe('stated')
  })

  test.each<readonly [string, string, string, string, string | undefined, string | undefined]>([
    [alerts, '> 0.04', '> 0.05', 'monitoring', 'monitoring.alerts.0.fire', '> 0.04'],
    [alerts, '> 4\n', '> 5\n', 'monitoring', 'monitoring.alerts.2.fire', '> 4\n'],
    [alerts, '< 3.85', '> 3.85', 'monitoring', 'monitoring.alerts.1.fire', '< 3.85'],
    [alerts, '> 0.02', '> 0.03', 'monitoring', 'monitoring.alerts.3.fire', '> 0.02'],
    [alerts, '[4h]', '[3h]', 'monitoring', 'monitoring.alerts.2.over', '[4h]'],
    [alerts, '[7d]', '[6d]', 'monitoring', 'monitoring.alerts.1.over', '[7d]'],
    [alerts, '0.95', '0.99', 'monitoring', 'monitoring.alerts.2.metric', '0.95'],
    [alerts, '#csat-drop', '#csat-fall', 'monitoring', 'monitoring.alerts.1.runbook', '#csat-drop'],
    [alerts, 'alert: ParcelCost', 'alert: ParcelCosts', 'monitoring', 'monitoring.alerts.3.rule', undefined],
    [alerts, 'seconds_bucket[4h]))) > 4', 'seconds_bucket[4h])', 'monitoring', 'monitoring.rules', 'bucket[4h]'],
    [flags, '["on", 5]', '["on", 6]', 'rollback', 'rollout.limited.traffic', '["on", 5]'],
    [flags, '["control", 5]', '["control", 7]', 'rollback', 'rollout.limited.traffic', '["on", 5]'],
    [flags, '"customer"', '"session"', 'rollback', 'rollout.assign_by', '"customer"'],
    [flags, 'Variant": "off"', 'Variant": "on"', 'rollback', 'rollback.how.feature_flag', 'Variant": "off"'],
    [flags, '"parcel-status-ai"', '"parcel-status"', 'rollback', 'rollback.how.feature_flag', undefined],
    [flags, '"ENABLED"', '"DISABLED"', 'rollback', undefined, undefined],
    [flags, '"flags"', '"toggles"', 'rollback', undefined, undefined],
  ])('%s: %j as %j', async (file, from, to, item, path, place) => {
    const { diagnostics, verdict } = await judge(example, changed(file, from, to))
    const lost = verdict.items.find((one) => one.item === item)
    expect(lost?.state).toBe('declared')
    expect(diagnostics.map((one) => one.path.join('.'))).toEqual(path === undefined ? [] : [path])
    const [found] = diagnostics
    if (place === undefined) return
    const before = readFileSync(join(folder, example, file), 'utf8').split(place)[0] ?? ''
    expect(found?.elsewhere?.map((one) => `${one.file}:${one.range.start.line}`)).toEqual([
      `${file}:${before.split('\n').length}`,
    ])
  })
})
