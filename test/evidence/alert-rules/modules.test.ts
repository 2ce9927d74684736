import { describe, expect, test } from 'vitest'
import { readerOf } from '../../../src/evidence/alert-rules/dialects.ts'
import { terraformAround } from '../../../src/evidence/terraform/beside.ts'
import { memory } from '../../../src/repo/memory.ts'
import { judged } from './judged.ts'

const claim = 'Wrong | above 3% | 1h'

const monitor = (more = '', query = 'avg(last_1h):avg:care.wrong.ratio{env:prod} > 0.03') => `
resource "datadog_monitor" "wrong" {
  name  = "Wrong"
  type  = "query alert"
  query = "${query}"
  tags  = ["team:care", "service:answers"]
  ${more}
}
`

const judge = (main: string, beside: object = {}, declared = claim) =>
  judged(declared, 'infra/main.tf', { 'infra/main.tf': main, ...beside })

describe('a downtime', () => {
  const schedule = (more: string, scope = '"*"') =>
    `resource "datadog_downtime_schedule" "quiet" {\n  scope = ${scope}\n  ${more}\n}\n`
  const byId = 'monitor_identifier {\n    monitor_id = datadog_monitor.wrong.id\n  }\n'
  const byTags = (tags: string) => `monitor_identifier {\n    monitor_tags = ${tags}\n  }\n`
  const once = (inner: string) => `one_time_schedule {\n    ${inner}\n  }\n`
  const weekly =
    'recurring_schedule {\n    recurrence {\n      duration = "1h"\n      rrule = "FREQ=WEEKLY"\n    }\n  }\n'
  const half = (start: string, duration: string) =>
    `recurring_schedule {\n    recurrence {\n      start = "2026-01-01${start}"\n      duration = "${duration}"\n      rrule = "FREQ=DAILY;INTERVAL=1"\n    }\n  }\n`
  const old = (inner: string) => `resource "datadog_downtime" "quiet" {\n  scope = ["*"]\n  ${inner}\n}\n`

  test.each<[string, string]>([
    ['of the monitor', schedule(byId)],
    ['of the monitor, from a day on', schedule(byId + once('start = "2026-01-01T00:00:00Z"'))],
    ['of every monitor', schedule(byTags('["*"]'))],
    ['of its tags', schedule(byTags('["team:care"]'))],
    ['of what it asks for', schedule(byId, '"env:prod"')],
    ['each day for all of it', schedule(byId + weekly.replace('WEEKLY', 'DAILY').replace('1h', '24h'))],
    ['each second day for two', schedule(byId + weekly.replace('WEEKLY', 'DAILY;INTERVAL=2').replace('1h', '2d'))],
    ['each day but for some minutes', schedule(byId + weekly.replace('WEEKLY', 'DAILY').replace('1h', '1439m'))],
    ['each day but for an hour', schedule(byId + weekly.replace('WEEKLY', 'DAILY').replace('1h', '23h'))],
    ['each Monday for a week', schedule(byId + weekly.replace('WEEKLY', 'WEEKLY;BYDAY=MO').replace('1h', '7d'))],
    [
      'on each weekday',
      schedule(byId + weekly.replace('WEEKLY', 'WEEKLY;BYDAY=MO,TU,WE,TH,FR,SA,SU').replace('1h', '24h')),
    ],
    ['for most of a year', schedule(byId + once('start = "2026-11-01T00:00:00Z"\n    end = "2027-10-31T00:00:00Z"'))],
    [
      'in two pieces',
      schedule(byId + half('T00:00:00', '12h')) + schedule(byId + half('T12:00:00', '12h')).replace('quiet', 'quieter'),
    ],
    ['until a day that is far off', schedule(byId + once('end = "2099-01-01T00:00:00Z"'))],
    ['for ten years', schedule(byId + once('start = "2026-01-01T00:00:00Z"\n    end = "2036-01-01T00:00:00Z"'))],
    ['in the older words', old('monitor_id = datadog_monitor.wrong.id')],
    ['of all, in the older words', old('start = 1483308000')],
  ])('without an end is a pause: %s', async (_, text) => {
    expect(await judge(monitor() + text)).toMatch(/^wrong: .*is paused/)
    expect(await judge(monitor(), { 'infra/quiet.tf': text })).toMatch(/^wrong: .*is paused/)
  })

  test.each<[string, string]>([
    ['with an end', schedule(byId + once('end = "2026-01-01T00:00:00Z"'))],
    ['each week', schedule(byId + weekly)],
    ['each day for most of it', schedule(byId + weekly.replace('WEEKLY', 'DAILY').replace('1h', '22h'))],
    ['each Monday for a day', schedule(byId + weekly.replace('WEEKLY', 'WEEKLY;BYDAY=MO').replace('1h', '1d'))],
    ['on working days', schedule(byId + weekly.replace('WEEKLY', 'WEEKLY;BYDAY=MO,TU,WE,TH,FR').replace('1h', '24h'))],
    ['each night, in two pieces', schedule(byId + half('T00:00:00', '6h') + half('T18:00:00', '6h'))],
    ['each day of the first month', schedule(byId + weekly.replace('WEEKLY', 'DAILY;BYMONTH=1').replace('1h', '24h'))],
    ['for a month', schedule(byId + once('start = "2026-01-01T00:00:00Z"\n    end = "2026-02-01T00:00:00Z"'))],
    ['of another monitor', schedule('monitor_identifier {\n    monitor_id = datadog_monitor.other.id\n  }\n')],
    ['of a monitor by its number', schedule('monitor_identifier {\n    monitor_id = 12345\n  }\n')],
    ['of other tags', schedule(byTags('["team:care", "service:other"]'))],
    ['of another environment', schedule(byTags('["*"]'), '"env:staging"')],
    ['that is never made', schedule(`${byId}count = 0`)],
    ['in the older words, with an end', old('end = 1483365600')],
    ['in the older words, each day', old('recurrence {\n    type = "days"\n    period = 1\n  }')],
  ])('changes nothing: %s', async (_, text) => {
    expect(await judge(monitor() + text)).toBe('proven')
  })

  test('is open where only Terraform knows how much of the monitor it silences', async () => {
    const words = 'open: may be muted permanently by datadog_downtime_schedule.quiet'
    expect(await judge(monitor() + schedule(byId, 'var.scope'))).toBe(words)
    expect(await judge(monitor() + schedule(`${byId}count = var.quiet ? 1 : 0`))).toBe(words)
    const ignoring = (changes: string) => `${byId}lifecycle {\n    ignore_changes = [${changes}]\n  }`
    expect(await judge(monitor() + schedule(ignoring('one_time_schedule')))).toBe(words)
    expect(await judge(monitor() + schedule(ignoring('message')))).toMatch(/is paused/)
  })
})

describe('an objective in another file of the folder', () => {
  const objective = `resource "datadog_service_level_objective" "right" {
  name = "right answers"
  type = "metric"
  query {
    numerator   = "sum:care.right{*}.as_count()"
    denominator = "sum:care.all{*}.as_count()"
  }
  thresholds {
    timeframe = "30d"
    target    = 97
  }
}
`
  const query = `burn_rate(\\"\${datadog_service_level_objective.right.id}\\").over(\\"30d\\").long_window(\\"1h\\").short_window(\\"5m\\") > 1`
  const watching = monitor('', query).replace('query alert', 'slo alert')

  test('is found', async () => {
    expect(await judge(watching, { 'infra/slo.tf': objective })).toBe('proven')
    expect(await judge(watching, { 'infra/slo.tf': objective.replace('97', '99') })).toMatch(/^wrong: .*above 0.01/)
  })

  test('is not looked for in another folder, or by another name', async () => {
    expect(await judge(watching, { 'slo.tf': objective })).toMatch(/^open/)
    expect(await judge(watching, { 'infra/slo.tf': objective.replace('"right"', '"other"') })).toMatch(/^open/)
  })

  test('is no alert, whichever file holds it', async () => {
    expect(await judge(watching, { 'infra/slo.tf': objective }, 'right answers | above 3% | 30d')).toMatch(
      /^open: is an SLO/,
    )
  })
})

describe('an alert in another file of the folder', () => {
  const other = monitor().replaceAll('wrong"', 'slow"').replace('"Wrong"', '"Slow"')
  const lower = (text: string) => text.replace('0.03', '0.09')

  test.each<readonly [string, string, object, RegExp]>([
    ['with the declared number', other, { 'infra/wrong.tf': monitor() }, /^proven$/],
    ['beside a file without any', 'locals {\n  a = 1\n}\n', { 'infra/wrong.tf': monitor() }, /^(?!proven)/],
    ['with another number', other, { 'infra/wrong.tf': lower(monitor()) }, /^wrong: .*fires above 0.09/],
    ['of another folder', other, { 'wrong.tf': monitor() }, /^wrong: .*no alert/],
    [
      'of a name that the file has',
      monitor(),
      { 'infra/b.tf': lower(monitor()).replace('"wrong"', '"b"') },
      /^proven$/,
    ],
    ['that is never made', other, { 'infra/wrong.tf': monitor('count = 0') }, /^wrong: .*can never fire/],
    ['with what overrides it', other, { 'infra/wrong.tf': monitor(), 'infra/override.tf': monitor() }, /^(?!proven)/],
  ])('%s', async (_, main, beside, expected) => {
    expect(await judge(main, beside)).toMatch(expected)
  })

  test('is told where it stands', async () => {
    const files = { 'infra/main.tf': other, 'infra/wrong.tf': `# Wrong answers\n\n${monitor()}` }
    const source = { file: 'infra/main.tf', bytes: new TextEncoder().encode(other) }
    const found = await readerOf(['Wrong'])(source, { port: memory(files), file: 'pilot.yaml' })
    const [alert] = found.state === 'read' ? found.value.alerts : []
    expect(alert).toMatchObject({ file: 'infra/wrong.tf', level: { range: { start: { line: 7 } } } })
  })
})

describe('a module', () => {
  const inner = `variable "bar" {}
variable "name" {
  default = "Wrong"
}
locals {
  limit = var.bar
}
${monitor('', `avg(last_1h):avg:care.wrong.ratio{*} > \${local.limit}`).replace('"Wrong"', 'var.name')}`
  const call = (more = 'bar = 0.03', source = './modules/wrong') =>
    `module "care" {\n  source = "${source}"\n  ${more}\n}\n`
  const files = { 'infra/modules/wrong/main.tf': inner }

  test.each<[string, string, object, string?]>([
    ['with a number', call(), files],
    ['with a variable', `variable "bar" {\n  default = 0.03\n}\n${call('bar = var.bar')}`, files],
    ['with another name', call('bar = 0.03\n  name = "Else"'), files, claim.replace('Wrong', 'Else')],
    ['by its address', call(), files, claim.replace('Wrong', 'module.care.datadog_monitor.wrong')],
    ['beside the folder', call('bar = 0.03', '../modules/wrong'), { 'modules/wrong/main.tf': inner }],
    ['once', call('bar = 0.03\n  count = 1'), files],
    [
      'of several files',
      call(),
      {
        'infra/modules/wrong/a.tf': inner.replace('variable "bar" {}', ''),
        'infra/modules/wrong/vars.tf': 'variable "bar" {}',
      },
    ],
  ])('proven: %s', async (_, main, beside, declared = claim) => {
    expect(await judge(main, beside, declared)).toBe('proven')
  })

  test.each<[string, string, object, string?]>([
    ['another number', call('bar = 0.3'), files],
    [
      'its default is not what counts',
      call('bar = 0.3'),
      { 'infra/modules/wrong/main.tf': inner.replace('{}', '{\n default = 0.03\n}') },
    ],
    ['never made', call('bar = 0.03\n  count = 0'), files],
    ['the name of its default', call('bar = 0.03\n  name = "Else"'), files],
    ['another address', call(), files, claim.replace('Wrong', 'datadog_monitor.wrong')],
  ])('wrong: %s', async (_, main, beside, declared = claim) => {
    expect(await judge(main, beside, declared)).toMatch(/^wrong: /)
  })

  describe('that another one calls', () => {
    const all = 'module.all.module.care.datadog_monitor.wrong'
    const outer = (more = '', inside = 'bar = var.most') => `variable "most" {}\n${call(inside, '../wrong')}${more}`
    const within = (main: string, declared = claim, given = 'most = 0.03', inside = outer()) =>
      judge(
        `module "all" {\n  source = "./modules/all"\n  ${given}\n}\n${main}`,
        { ...files, 'infra/modules/all/main.tf': inside },
        declared,
      )

    test('is read with what each is given', async () => {
      expect(await within('')).toBe('proven')
      expect(await within('', claim.replace('Wrong', all))).toBe('proven')
      expect(await within('', claim, 'most = 0.3')).toMatch(/^wrong: /)
      expect(await within('', claim, 'most = 0.03\n  count = 0')).toMatch(/^wrong: /)
      expect(await within('', claim, 'most = 0.03\n  for_each = toset(["a"])')).toContain(
        'open: has a `count` or `for_each`',
      )
      expect(await within('', claim, 'most = 0.03', outer('', 'bar = var.most\n  count = 0'))).toMatch(/^wrong: /)
    })

    test('is open where it is kept elsewhere, and where modules call each other', async () => {
      const far = outer().replace('../wrong', 'acme/wrong/datadog')
      expect(await within('', claim, 'most = 0.03', far)).toContain('open: may be created by module.all.module.care')
      const circle = `variable "most" {}\nmodule "again" {\n  source = "../other"\n}\n`
      const back = { 'infra/modules/other/main.tf': 'module "all" {\n  source = "../all"\n}\n' }
      expect(
        await judge(`module "all" {\n  source = "./modules/all"\n}\n`, {
          'infra/modules/all/main.tf': circle,
          ...back,
        }),
      ).toContain('open: may be created by module.all.module.again.module.all,')
    })
  })

  const elsewhere = 'open: may be created by module.care, which is outside the repository or not only in .tf files'
  test.each<[string, string, object, string?]>([
    ['no number', call(''), files, 'open: '],
    ['a number of Terraform', call('bar = data.x.y'), files, 'open: '],
    ['for each', call('bar = 0.03\n  for_each = toset(["a"])'), files, 'open: has a `count` or `for_each`'],
    ['a registry', call('bar = 0.03', 'acme/wrong/datadog'), files],
    ['git', call('bar = 0.03', 'git::https://example.com/a.git//wrong'), files],
    ['outside the repository', call('bar = 0.03', '../../modules/wrong'), files],
    ['no such folder', call(), {}],
    ['a file that breaks off', call(), { ...files, 'infra/modules/wrong/a.tf': 'variable "' }],
    ['Terraform in JSON', call(), { ...files, 'infra/modules/wrong/a.tf.json': '{}' }],
    ['a file of overrides', call(), { ...files, 'infra/modules/wrong/override.tf': inner }],
    ['itself', call('', './'), {}],
    ['another monitor beside it', `${monitor().replace('"Wrong"', '"Other"')}${call('', 'acme/wrong/datadog')}`, {}],
  ])('open: %s', async (_, main, beside, words = elsewhere) => {
    expect(await judge(main, beside)).toContain(words)
  })

  test('is open where a file of overrides changes how it is called', async () => {
    const override = 'module "care" {\n  bar = 0.3\n}\n'
    const words = 'open: is changed by an override file'
    expect(await judge(call(), { ...files, 'infra/override.tf': override })).toBe(words)
    expect(await judge(call(), { ...files, 'infra/override.tf': override.replace('care', 'other') })).toBe('proven')
  })

  test('does not hide what stands in the file itself', async () => {
    expect(await judge(monitor() + call('', 'acme/x/datadog'))).toBe('proven')
    expect(await judge(monitor() + call(), files)).toMatch(/^(?:proven|wrong)/)
  })
})

test('what changes in a module of a module is a change around the file that calls it', () => {
  const source = (name: string) => `module "m" {\n  source = "${name}"\n}\n`
  const port = memory({
    'infra/main.tf': source('../modules/outer'),
    'modules/outer/main.tf': source('../inner') + source('../outer'),
    'modules/inner/a.tf': '',
    'modules/inner/b.tfvars': '',
    'modules/else/main.tf': '',
  })
  expect(terraformAround(['infra/main.tf'], port)?.sort()).toEqual([
    'infra/main.tf',
    'modules/inner/a.tf',
    'modules/inner/b.tfvars',
    'modules/outer/main.tf',
  ])
})
