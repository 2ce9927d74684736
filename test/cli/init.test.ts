import { existsSync, lstatSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { parse } from 'yaml'
import { schemaUrl } from '../../src/model/generate.ts'
import { answers, edited, edits, repository } from '../init/session.ts'
import { folder, pilotlint } from './harness.ts'

/** Every file below a folder, with what it holds. */
const snapshot = (root: string): { [path: string]: string } =>
  Object.fromEntries(
    readdirSync(root, { recursive: true, encoding: 'utf8' })
      .filter((name) => !name.startsWith('.git/') && lstatSync(join(root, name)).isFile())
      .sort()
      .map((name) => [name, readFileSync(join(root, name), 'utf8')]),
  )

const errorsOf = async (cwd: string): Promise<string[]> => {
  const { stdout } = await pilotlint(cwd, ['--for', 'declared', '--format', 'json', '--no-history'])
  const report = JSON.parse(stdout)
  expect(report.problems).toEqual([])
  return report.files[0].diagnostics
    .filter(({ severity }: { severity: string }) => severity === 'error')
    .map(({ rule }: { rule: string }) => rule)
}

const all = ['--with', 'runbook,drills,results', '--pre-commit']

const rule = (name: string) => `groups:\n  - name: a\n    rules:\n      - alert: ${name}\n        expr: up < 1\n`
const openapi = 'openapi: 3.0.3\ninfo: {title: Orders, version: "1"}\npaths:\n  /orders:\n    get: {responses: {}}\n'
const prices = '{"openai/small-2": {"input_cost_per_token": 0.000001, "output_cost_per_token": 0.000005}}'

const repositories: { readonly [name: string]: { files: { readonly [path: string]: string }; argv: string[] } } = {
  nothing: { files: {}, argv: ['--set', 'id=order-status'] },
  github: {
    files: {
      ...repository,
      '.github/workflows/test.yml': 'name: test\n',
      '.gitignore': 'build/\n',
      'build/flags.json': '{"flags": {"other": {"state": "ENABLED", "variants": {"on": true}}}}',
      'contracts/orders.openapi.yaml': openapi,
      'costs/prices.json': prices,
      'tools/order.mcp.json': '{"tools": [{"name": "read_order"}, {"name": "post_reply"}]}',
      'docs/runbooks/README.md': '# All runbooks\n',
      'docs/runbooks/order.md': '# Order\n',
    },
    argv: ['--set', 'id=order-status', '--ci', 'github', ...all],
  },
  gitlab: {
    files: {
      '.gitlab-ci.yml': 'test:\n  script: make test\n',
      CODEOWNERS: '[Support]\n* @acme/support @jane\n/contracts/ @acme/platform/orders\n',
      'contracts/orders/openapi.yaml': openapi,
      'models/billing/_sources.yml':
        'sources:\n- name: billing\n  loaded_at_field: at\n  freshness: {error_after: {count: 6, period: hour}}\n  tables: [{name: invoices}]\n',
      'contracts/asyncapi.yaml':
        'asyncapi: 2.6.0\ninfo: {title: x, version: "1"}\nchannels:\n  parcel: {publish: {}}\n',
    },
    argv: ['--set', 'id=order-status', '--ci', 'gitlab', ...all],
  },
  monorepo: {
    files: {
      '.github/CODEOWNERS': '* @acme/everyone\n/services/chat/ @acme/chat\n',
      '.pre-commit-config.yaml': 'repos: []\n',
      'services/chat/evals/cases.csv': 'input,tags\nwhere,late\n',
      'services/chat/monitoring/rules.yml': rule('ChatSlow'),
      'services/chat/README.md': '# Chat\n',
      'services/search/monitoring/rules.yml': rule('SearchSlow'),
      'services/search/evals/cases.csv': 'input,tags\nwhat,late\n',
      'flags/chat.json': '{"flags": {"chat": {"state": "ENABLED", "variants": {"on": true, "off": false}}}}',
      'flags/search.json': '{"flags": {"search": {"state": "ENABLED", "variants": {"on": true, "off": false}}}}',
    },
    argv: ['services/chat', ...all],
  },
  'shared-files': {
    files: {
      'services/chat/README.md': '# Chat\n',
      'ops/rules.yml': `${rule('ChatSlow')}${rule('SearchSlow').replace('groups:\n  - name: a', '  - name: b')}`,
      'ops/search.yml': rule('SearchSlow'),
      'ops/flags.json':
        '{"flags": {"search": {"state": "ENABLED", "variants": {"on": true}}, "chat-ai": {"state": "ENABLED", "variants": {"on": true}}}}',
      'ops/other-flags.json': '{"flags": {"search": {"state": "ENABLED", "variants": {"on": true}}}}',
    },
    argv: ['services/chat', ...all],
  },
  'on-call': {
    files: {
      CODEOWNERS: '* @acme/care\n',
      'infra.tf':
        'resource "pagerduty_schedule" "care" {\n  name = "Care"\n  layer {\n    users = [data.pagerduty_user.lee.id]\n  }\n}\nresource "pagerduty_service" "chat" {\n  name = "Chat"\n  escalation_policy = pagerduty_escalation_policy.care.id\n}\n',
    },
    argv: ['--set', 'id=chat'],
  },
  bitbucket: {
    files: {
      '.bitbucket/CODEOWNERS': '* @teams/support:random(2) @jane\n',
      '.bitbucket/teams.yaml': 'support: ["@ann"]\n',
    },
    argv: ['--set', 'id=order-status'],
  },
  prow: {
    files: { OWNERS: 'approvers:\n  - support\n', OWNERS_ALIASES: 'aliases: {support: [ann, ben]}\n' },
    argv: ['--set', 'id=order-status'],
  },
  datadog: {
    files: { 'service.datadog.yaml': 'schema-version: v2.2\ndd-service: order-status\nteam: support\n' },
    argv: ['--set', 'id=order-status'],
  },
  answers: {
    files: {
      'evals/promptfooconfig.yaml':
        'providers:\n  - id: openai:small-2\n    config: {response_format: file://../schemas/form.json}\ntests:\n  - vars: {q: where}\n',
      'schemas/form.json': '{"type": "json_schema", "json_schema": {"name": "a", "schema": {"required": ["text"]}}}',
      'schemas/http-response.schema.json':
        '{"$schema": "https://json-schema.org/draft/2020-12/schema", "required": ["status"]}',
      'evals/results/2026-10-20.json': '{"cases": 2, "errors": 1, "ran": "2026-10-20"}',
      'evals/results/2026-10-28.json': '{"cases": 2, "errors": 0, "ran": "2026-10-28"}',
      'other/evals/results/2026-10-30.json': '{"cases": 2, "errors": 0, "ran": "2026-10-30"}',
      'docs/drills.md':
        '---\ndrills:\n  - {what: rollback, on: 2026-10-20, took: 4m, outcome: passed, by: acme/support}\n---\n# Drills\n',
      'docs/drilling.md': '# Drilling, 2026-10-20\n',
      'monitoring/alertmanager.yml': 'route: {receiver: support}\nreceivers: [{name: support}]\n',
      'monitoring/rules.yml': rule('Slow'),
    },
    argv: ['--set', 'id=order-status', ...all],
  },
  request: {
    files: {
      'prompts/request.json':
        '{"model": "m", "output_config": {"format": {"type": "json_schema", "schema": {"required": ["text"]}}}}',
      'prompts/any.json': '{"model": "m", "response_format": {"type": "json_object"}}',
      'schemas/reply.schema.json': '{"$schema": "https://json-schema.org/draft/2020-12/schema", "required": ["text"]}',
    },
    argv: ['--set', 'id=order-status'],
  },
  reply: {
    files: {
      'schemas/reply.schema.json': '{"$schema": "https://json-schema.org/draft/2020-12/schema", "required": ["text"]}',
      'schemas/any-answer.json': '{"$schema": "https://json-schema.org/draft/2020-12/schema"}',
    },
    argv: ['--set', 'id=order-status'],
  },
  'two-teams': {
    files: {
      CODEOWNERS: '/docs/ @acme/support\n/monitoring/ @acme/sre\n/src/ @jane\n',
      'monitoring/a.yml': rule('A'),
      'monitoring/b.yml': rule('B'),
    },
    argv: ['--set', 'id=order-status'],
  },
}

test.each(Object.entries(repositories))('what is written for a repository: %s', async (name, { files, argv }) => {
  const cwd = folder({ ...files, '.git/HEAD': 'ref: refs/heads/main\n' })
  const before = snapshot(cwd)
  const planned = await pilotlint(cwd, ['init', ...argv, '--dry-run'])
  expect(snapshot(cwd)).toEqual(before)
  const { code, stdout, stderr } = await pilotlint(cwd, ['init', ...argv])
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  const after = snapshot(cwd)
  expect(after).toMatchObject(before)
  const written = Object.entries(after).filter(([path]) => !Object.hasOwn(before, path))
  for (const [path, text] of written) expect(planned.stdout).toContain(`Would write ${path}:\n\n${text}`)
  await expect(`${stdout}\n${written.map(([path, text]) => `=== ${path}\n${text}`).join('\n')}`).toMatchFileSnapshot(
    `golden/init/${name}.txt`,
  )
  expect(new Set(await errorsOf(cwd))).toEqual(new Set(['spec/placeholder']))
})

test('three edits after the first run, the pilot is ready for its stage', async () => {
  const cwd = folder({ ...repository, '.git/HEAD': 'ref: refs/heads/main\n' })
  const { code, stdout } = await pilotlint(cwd, ['init'], { typed: Object.values(answers) })
  expect(code).toBe(0)
  expect(stdout).toContain('3 placeholders to replace: started, decide_by, success.agreed\n')
  expect(edits).toHaveLength(3)
  const path = join(cwd, 'pilot.yaml')
  for (const edit of edits) {
    expect(await errorsOf(cwd)).not.toEqual([])
    writeFileSync(path, edited(readFileSync(path, 'utf8'), edit))
  }
  expect(await pilotlint(cwd, ['--for', 'declared'])).toMatchObject({ code: 0 })
  // The same without a terminal.
  const other = folder({ ...repository, '.git/HEAD': 'ref: refs/heads/main\n' })
  await pilotlint(other, ['init', ...Object.entries(answers).flatMap(([at, value]) => ['--set', `${at}=${value}`])])
  const byFlags = readFileSync(join(other, 'pilot.yaml'), 'utf8')
  expect(edits.reduce(edited, byFlags)).toBe(readFileSync(path, 'utf8'))
  // A record that nobody has filled in yet keeps no pilot from its first stage.
  const beside = folder({ ...repository, '.git/HEAD': 'ref: refs/heads/main\n' })
  const flags = Object.entries(answers).flatMap(([at, value]) => ['--set', `${at}=${value}`])
  const { stdout: wrote } = await pilotlint(beside, ['init', ...flags, '--with', 'runbook,drills,results'])
  expect(wrote).toContain('When docs/drills.md is filled in, name it in pilot.yaml: drills: docs/drills.md\n')
  expect(wrote).toContain('name it in pilot.yaml: rollout.shadow.results: rollout/shadow.json\n')
  const its = join(beside, 'pilot.yaml')
  writeFileSync(its, edits.reduce(edited, readFileSync(its, 'utf8')))
  expect(await pilotlint(beside, ['--for', 'declared'])).toMatchObject({ code: 0 })
})

test('asks at a terminal alone, and again where an answer cannot be read', async () => {
  const cwd = folder(repository)
  const typed = [
    '',
    'x',
    'chat',
    '',
    'accuracy',
    'deflection_rate',
    '22,5%',
    '22.5%',
    'more',
    'much more',
    'better',
    'latency_p95',
    'rise: 1s',
  ]
  const { stdout } = await pilotlint(cwd, ['init', '--dry-run', '--set', 'id=chat'], { typed: typed.slice(1) })
  expect(stdout).toContain('write 22.5%')
  expect(stdout).toContain('baseline: 22.5%\n')
  expect(stdout).toContain('metric: deflection_rate\n')
  expect(stdout).toContain('target: <smallest value worth shipping>\n')
  expect(stdout).toContain('- metric: latency_p95\n      max_rise: 1s\n')
  expect(stdout).not.toContain('team that runs it')
  const quiet = await pilotlint(cwd, ['init', '--dry-run', '--yes'], { typed: ['never'] })
  expect(quiet.stdout).not.toContain('never')
  expect(quiet.stdout).not.toContain('name of the pilot:')
  const ended = await pilotlint(cwd, ['init', '--dry-run'], { typed: ['chat'] })
  expect(ended).toMatchObject({ code: 0 })
  expect(ended.stdout).toContain('id: chat\n')
})

test.each([
  ['Kundenservice-Überblick', 'Kundenservice-Uberblick'],
  ['Café (copy)', 'Cafe-copy'],
  ['order_status.v2', 'order_status.v2'],
  ['日本語', '<name of the pilot>'],
])('a folder named %s proposes the id %s', async (name, id) => {
  const cwd = folder({ [`${name}/README.md`]: '' })
  const { stdout } = await pilotlint(cwd, ['init', name, '--dry-run'])
  expect(stdout).toContain(`id: ${id}\n`)
})

test('a team is asked for where several own the repository', async () => {
  const cwd = folder(repositories['two-teams']?.files)
  const { stdout } = await pilotlint(cwd, ['init', '--dry-run'], { typed: [...Array(9).fill(''), 'acme/support'] })
  expect(stdout).toContain('owner: acme/support\n')
  expect(stdout).toContain('one of acme/support, acme/sre')
})

test('what is there is left alone', async () => {
  const cwd = folder({ 'pilot.yml': 'version: 1\n' })
  for (const more of [[], ['--with', 'drills', '--ci', 'github'], ['--set', 'id=a', '--pre-commit']]) {
    const { code, stderr } = await pilotlint(cwd, ['init', ...more])
    expect(code).toBe(2)
    expect(stderr).toContain('pilot.yml already exists and was not changed')
  }
  expect(snapshot(cwd)).toEqual({ 'pilot.yml': 'version: 1\n' })
  // A link that leads nowhere is there as well.
  const linked = folder()
  symlinkSync('nowhere.yaml', join(linked, 'pilot.yaml'))
  expect(await pilotlint(linked, ['init'])).toMatchObject({ code: 2 })
  expect(existsSync(join(linked, 'nowhere.yaml'))).toBe(false)
})

test('adds the job and the hook to a repository whose pilot is there', async () => {
  const cwd = folder({ 'pilot.yml': 'version: 1\n' })
  const plan = await pilotlint(cwd, ['init', '--ci', 'github', '--dry-run'])
  expect([plan.code, plan.stdout]).toEqual([0, expect.stringContaining('Would write .github/workflows/pilotlint.yml')])
  expect(Object.keys(snapshot(cwd))).toEqual(['pilot.yml'])
  const { code, stdout } = await pilotlint(cwd, ['init', '--ci', 'github'])
  expect(code).toBe(0)
  expect(stdout).toBe('Wrote .github/workflows/pilotlint.yml\nKept pilot.yml, which already exists.\n')
  const again = await pilotlint(cwd, ['init', '--ci', 'github', '--pre-commit'])
  expect(again.stdout).toMatch(
    /^Wrote \.pre-commit-config\.yaml\nKept pilot\.yml, .*\nKept .*pilotlint\.yml, .*; add to it:/,
  )
  expect(snapshot(cwd)['pilot.yml']).toBe('version: 1\n')
  expect(Object.keys(snapshot(cwd)).sort()).toEqual([
    '.github/workflows/pilotlint.yml',
    '.pre-commit-config.yaml',
    'pilot.yml',
  ])
})

test('writes all files or none', async () => {
  // A file stands where the folder of the runbook belongs.
  const cwd = folder({ docs: 'no folder\n' })
  const { code, stderr } = await pilotlint(cwd, ['init', ...all, '--ci', 'github'])
  expect(code).toBe(2)
  expect(stderr).toMatch(/^pilotlint: docs\/runbooks\/.*\.md cannot be written: .*; nothing was written\n/)
  expect(snapshot(cwd)).toEqual({ docs: 'no folder\n' })
  expect(readdirSync(cwd)).toEqual(['docs'])
})

test('follows no link out of the repository, neither to read nor to write', async () => {
  const outside = folder({ 'flags.json': '{"flags": {"x": {"state": "ENABLED"}}}', CODEOWNERS: '* @acme/x\n' })
  const cwd = folder({ '.git/HEAD': '' })
  symlinkSync(outside, join(cwd, '.github'))
  symlinkSync(join(outside, 'flags.json'), join(cwd, 'flags.json'))
  const { code, stdout, stderr } = await pilotlint(cwd, ['init', '--ci', 'github'])
  expect(code).toBe(2)
  expect(stderr).toContain('a symlink points outside the repository; nothing was written')
  expect(stdout).toBe('')
  expect(readdirSync(outside).sort()).toEqual(['CODEOWNERS', 'flags.json'])
  const { stdout: plan } = await pilotlint(cwd, ['init', '--dry-run'])
  expect(plan).not.toMatch(/acme|flags/)
})

test('a wrong command line is exit code 2', async () => {
  const cwd = folder({ 'a/b.txt': '' })
  for (const argv of [
    ['--set', 'success.baseline=22,5%'],
    ['--set', 'id'],
    ['--set', 'success.basline=22%'],
    ['--with', 'runbok'],
    ['--ci', 'jenkins'],
    ['nowhere'],
    ['a/b.txt'],
    ['--root', 'a'],
  ])
    expect({ argv, ...(await pilotlint(cwd, ['init', ...argv])) }).toMatchObject({ code: 2, stdout: '' })
  expect(readdirSync(cwd)).toEqual(['a'])
})

test('of ten thousand candidates a part is looked into, and that is told', async () => {
  const cwd = folder()
  mkdirSync(join(cwd, 'k8s'))
  const padding = '# a line of a comment\n'.repeat(20)
  for (let at = 0; at < 10_000; at += 1) writeFileSync(join(cwd, `k8s/${at}.yaml`), `${padding}${rule(`A${at}`)}`)
  const { code, stdout } = await pilotlint(cwd, ['init'])
  expect(code).toBe(0)
  expect(stdout).toContain('monitoring.rules: not chosen: k8s/0.yaml, k8s/1.yaml, k8s/10.yaml and 17 more')
  expect(stdout).toContain('The repository has too many files to search')
})

const hostile = fc.oneof(
  fc.string({ unit: 'grapheme', minLength: 1, maxLength: 12 }),
  fc.constantFrom(
    'a\nb',
    'a\\b',
    '~a',
    ' a',
    'a: b',
    '- x',
    '# x',
    '\u001b[31m',
    '::error::x',
    '\u202e',
    '"',
    "'",
    '{x}',
    '&a',
    '*a',
    '<x>',
    '%',
    '@a',
  ),
)

const fileName = hostile
  .map((text) => text.replaceAll(/[/\0]/g, '_').slice(0, 20))
  .filter((text) => !/^\.{1,2}$/.test(text))

test('whatever it is given, what it writes parses, and only placeholders are left to find', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.record({
        rules: fileName,
        flags: fileName,
        flag: hostile,
        team: fc.constantFrom('* @acme/a', '* @acme/a @acme/b', '* @jane', '[x] @acme/a', '\u001b @a/b', ''),
        summary: hostile,
        metric: hostile,
        contract: fileName,
        runbook: fileName,
      }),
      async (given) => {
        const files = {
          CODEOWNERS: `${given.team}\n`,
          [`monitoring/${given.rules}.yml`]: rule('Slow'),
          [`flags/${given.flags}.json`]: JSON.stringify({
            flags: { [given.flag]: { state: 'ENABLED', variants: { on: true } } },
          }),
          [`contracts/${given.contract}.yaml`]: openapi,
          [`docs/runbooks/${given.runbook}.md`]: '# A\n',
          '.git/HEAD': '',
        }
        const cwd = folder(files)
        const before = snapshot(cwd)
        const argv = ['init', ...all, '--ci', 'github', '--set', `use_case.summary=${given.summary}`]
        const { code, stdout, stderr } = await pilotlint(cwd, argv)
        const text = `${stdout}${stderr}`
        // biome-ignore lint/suspicious/noControlCharactersInRegex: these must not come out
        expect(text.replaceAll('\n', '')).not.toMatch(/[\u0000-\u001f\u202e]|^::/)
        if (code === 2) {
          // An answer that is refused: nothing is written.
          expect(stderr).toContain('--set')
          expect(snapshot(cwd)).toEqual(before)
          return
        }
        const after = snapshot(cwd)
        expect(after).toMatchObject(before)
        const pilot = parse(after['pilot.yaml'] ?? '')
        for (const path of [pilot.monitoring?.rules, pilot.rollback?.how?.file, pilot.owner?.runbook])
          if (path !== undefined) expect(existsSync(join(cwd, path))).toBe(true)
        const rules = await errorsOf(cwd)
        expect(rules.filter((id) => id !== 'spec/placeholder')).toEqual([])
      },
    ),
    { numRuns: 60 },
  )
})

test('the first line names the published schema', async () => {
  const { stdout } = await pilotlint(folder(), ['init', '--dry-run'])
  expect(stdout).toContain(`# yaml-language-server: $schema=${schemaUrl('pilot')}\n`)
})

test('the files for CI are those that the pages show', async () => {
  const text = (name: string) => readFileSync(join(import.meta.dirname, '../..', name), 'utf8')
  const fence = (path: string, files: { [path: string]: string }) => `\`\`\`yaml\n${files[path]}\`\`\``
  const cwd = folder()
  await pilotlint(cwd, ['init', '--ci', 'github', '--pre-commit'])
  const files = snapshot(cwd)
  expect(text('README.md')).toContain(fence('.github/workflows/pilotlint.yml', files))
  expect(text('docs/ci.md')).toContain(fence('.pre-commit-config.yaml', files))
  const other = folder()
  await pilotlint(other, ['init', '--ci', 'gitlab'])
  expect(text('docs/ci.md')).toContain(fence('.gitlab-ci.yml', snapshot(other)))
})
