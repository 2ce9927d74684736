import { expect, test, vi } from 'vitest'
import type { Rule } from '../../../src/rules/lib/rule.ts'
import { bare, broken, champion, folder, pilotlint } from '../harness.ts'

vi.mock('../../../src/rules/index.ts', () => import('./fake-rules.ts'))

type Task = { readonly rule: string; readonly pointer: string; readonly example: string }

const plan = async (yaml: string, ...flags: string[]) => {
  const { code, stdout } = await pilotlint(folder({ 'pilot.yaml': yaml }), ['next', '--format', 'json', ...flags])
  const { status, files } = JSON.parse(stdout)
  const [file] = files
  const ids = (tasks: readonly Task[]): Rule['id'][] => tasks.map(({ rule }) => rule)
  return {
    code,
    status,
    declared: file.declared,
    next: file.next,
    owes: ids(file.owes),
    asks: ids(file.asks),
  }
}

test('names the next stage, also where it asks for nothing: none is left out', async () => {
  expect(await plan(champion('late'))).toEqual({
    code: 0,
    status: 'passed',
    declared: 'pilot',
    next: 'shadow',
    owes: [],
    asks: [],
  })
  expect(await plan(champion('late'), '--for', 'full')).toMatchObject({ next: 'full', asks: ['cost/late'] })
  const { stdout } = await pilotlint(folder({ 'pilot.yaml': champion('late') }), ['next'])
  expect(stdout).toContain('pilot.yaml is at pilot; shadow requires nothing more: set `stage: shadow`')
})

test('says when a stage is planned, and what the flag has to serve then', async () => {
  const lines = async (yaml: string) => {
    const { stdout } = await pilotlint(folder({ 'pilot.yaml': yaml }), ['next'])
    return stdout.replaceAll('\n', ' ')
  }
  const later = `${champion('late')}rollout: {shadow: 21d, limited: {traffic: 5%, start: 2026-11-09, duration: 14d}}\n`
  const atShadow = `${later}stage: shadow\n`
  expect(await lines(later)).toContain('set `stage: shadow` ')
  expect(await lines(atShadow)).toContain('set `stage: limited` as planned for 2026-11-09')
  const flag = 'rollback: {how: {feature_flag: order-ai}}\n'
  expect(await lines(atShadow + flag)).toContain(
    'set `stage: limited` once the flag serves 5%, as planned for 2026-11-09',
  )
  expect(await lines(atShadow.replace(' start: 2026-11-09,', '') + flag)).toContain(
    'set `stage: limited` once the flag serves 5%, as planned',
  )
})

test('tells apart what the declared stage owes', async () => {
  expect(await plan(champion('wrong-late'), '--for', 'full')).toMatchObject({
    next: 'full',
    owes: ['owner/wrong'],
    asks: ['cost/late'],
  })
})

test('has nothing left to ask where the file is ready for all', async () => {
  expect(await plan(bare)).toMatchObject({ next: null, owes: [], asks: [] })
  const { stdout } = await pilotlint(folder({ 'pilot.yaml': bare }), ['next'])
  expect(stdout).toContain('pilot.yaml is at pilot; ready for all later stages')
})

test('is a list to work through, with the YAML to paste', async () => {
  const cwd = folder({ 'pilot.yaml': champion('wrong-late') })
  const { code, stdout } = await pilotlint(cwd, ['next', '--for', 'full'])
  expect(code).toBe(0)
  expect(stdout).toBe(`pilot.yaml is at pilot; next is full, which requires 1 more thing

Open at pilot

[ ] the champion is wrong
    owner/wrong, pilot.yaml:3:11
    champion: j.meyer
    for example:
      champion: j.meyer

For full

[ ] the champion is late
    cost/late, pilot.yaml:3:11
    champion: j.meyer
    for example:
      champion: j.meyer

`)
})

test('is a page with the same list', async () => {
  const cwd = folder({ 'pilot.yaml': champion('wrong-late') })
  const { code, stdout } = await pilotlint(cwd, ['next', '--for', 'full', '-f', 'html'])
  expect(code).toBe(0)
  expect(stdout).toContain('<div class="task"><p><span aria-hidden="true">☐ </span>the champion is late</p>')
  expect(stdout).toContain('docs/rules/cost/late.md">cost/late</a>, pilot.yaml:3:11</p>')
  expect(stdout).toContain('<pre>champion: j.meyer</pre>')
  expect(stdout).toContain('judged as of')
})

test('a file that nobody can read is exit code 1, a crash or a missing file 2', async () => {
  expect(await pilotlint(folder({ 'pilot.yaml': broken }), ['next'])).toMatchObject({ code: 1 })
  expect(await pilotlint(folder({ 'pilot.yaml': champion('crash') }), ['next'])).toMatchObject({ code: 2 })
  expect(await pilotlint(folder(), ['next', 'none.yaml'])).toMatchObject({ code: 2, stdout: '' })
  expect(await pilotlint(folder(), ['next', '-'], { stdin: bare })).toMatchObject({ code: 0 })
})

test('is a checklist for an issue tracker', async () => {
  const cwd = folder({ 'pilot.yaml': champion('wrong-late') })
  const { code, stdout } = await pilotlint(cwd, ['next', '--for', 'full', '--format', 'markdown'])
  expect(code).toBe(0)
  await expect(stdout).toMatchFileSnapshot('../golden/next.md')
})
