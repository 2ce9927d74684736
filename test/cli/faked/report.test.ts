import { readdirSync, readFileSync, readlinkSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test, vi } from 'vitest'
import { bare, champion, folder, pilotlint } from '../harness.ts'

vi.mock('../../../src/rules/index.ts', () => import('./fake-rules.ts'))

describe('the report', () => {
  const cwdWith = (yaml = champion('wrong')) => folder({ 'pilot.yaml': yaml })

  test('is pretty on a terminal and compact in a pipe', async () => {
    const cwd = cwdWith()
    const pipe = await pilotlint(cwd, [])
    expect(pipe.stdout).toBe((await pilotlint(cwd, ['-f', 'compact'])).stdout)
    const terminal = await pilotlint(cwd, [], { isTTY: true })
    expect(terminal.stdout).toBe((await pilotlint(cwd, ['-f', 'pretty'], { isTTY: true })).stdout)
    expect(terminal.stdout).not.toBe(pipe.stdout)
  })

  test('carries annotations in a GitHub job unless a format is asked for', async () => {
    const cwd = cwdWith()
    const env = { GITHUB_ACTIONS: 'true' }
    const job = await pilotlint(cwd, [], { env })
    expect(job.stdout).toMatch(/^pilot\.yaml:3:11: error .*\n(?:.*\n)*::error file=pilot\.yaml,/)
    expect((await pilotlint(cwd, ['-f', 'compact'], { env })).stdout).not.toContain('::error')
  })

  test('holds errors only, or everything', async () => {
    const cwd = cwdWith(champion('odd-wrong'))
    expect((await pilotlint(cwd, [])).stdout).toContain('the champion is odd')
    expect((await pilotlint(cwd, ['--quiet'])).stdout).not.toContain('the champion is odd')
    expect((await pilotlint(cwd, ['--verbose'])).stdout).toContain('spec/crash')
  })

  test('goes to files, whole, beside the usual one on standard output', async () => {
    const cwd = cwdWith()
    const { code, stdout } = await pilotlint(cwd, ['-f', 'json=out.json', '-f', 'sarif=out.sarif'])
    expect(code).toBe(1)
    expect(stdout).toContain('the champion is wrong')
    expect(JSON.parse(readFileSync(join(cwd, 'out.json'), 'utf8')).status).toBe('failed')
    expect(JSON.parse(readFileSync(join(cwd, 'out.sarif'), 'utf8')).version).toBe('2.1.0')
    expect(readdirSync(cwd).sort()).toEqual(['out.json', 'out.sarif', 'pilot.yaml'])
  })

  test.each([
    ['none/out.json', 'its folder does not exist'],
    ['sub', 'it is a folder'],
    ['pilot.yaml/out.json', 'what should be its folder is a file'],
    ['/dev/full', 'the disk is full'],
    ['away/out.json', 'a symlink points outside'],
    ['out.json', 'a symlink points outside'],
    ['null.json', 'a symlink points outside'],
    ['config.json', 'into the .git folder'],
    ['nowhere.json', 'it is a broken symlink'],
    ['order.json', 'reports are never YAML'],
  ])('that cannot be written to %s is exit code 2', async (file, why) => {
    const cwd = folder({ 'pilot.yaml': bare, 'sub/x': '', '.git/config': '', 'order.yaml': bare })
    const away = folder({ precious: 'keep me' })
    const links: readonly [string, string][] = [
      [away, 'away'],
      [join(away, 'precious'), 'out.json'],
      ['/dev/null', 'null.json'],
      ['.git/config', 'config.json'],
      ['hop.json', 'nowhere.json'],
      ['none/x', 'hop.json'],
      ['order.yaml', 'order.json'],
    ]
    for (const [to, from] of links) symlinkSync(to, join(cwd, from))
    const { code, stdout } = await pilotlint(cwd, ['pilot.yaml', '-f', `json=${file}`])
    expect(code).toBe(2)
    expect(stdout).toContain(why)
    expect(readFileSync(join(away, 'precious'), 'utf8')).toBe('keep me')
    expect(readFileSync(join(cwd, '.git/config'), 'utf8')).toBe('')
  })

  test('never goes over a file that is judged', async () => {
    for (const argv of [
      ['-f', 'json=pilot.yaml'],
      ['--bogus', '-f', 'json=pilot.yaml'],
      ['text', '-f', 'json=./text'],
      ['text', '--bogus', '-f', 'json=text'],
    ]) {
      const cwd = folder({ 'pilot.yaml': bare, text: bare })
      expect((await pilotlint(cwd, argv)).code).toBe(2)
      expect(readFileSync(join(cwd, 'pilot.yaml'), 'utf8')).toBe(bare)
      expect(readFileSync(join(cwd, 'text'), 'utf8')).toBe(bare)
    }
  })

  test.each(['there', 'not there yet'])('goes where a link leads, to what is %s', async (state) => {
    const cwd = folder({ 'pilot.yaml': bare, 'store/x': '', ...(state === 'there' && { 'store/t': 'old' }) })
    symlinkSync('store/t', join(cwd, 'out.json'))
    expect((await pilotlint(cwd, ['-f', 'json=out.json'])).code).toBe(0)
    expect(readlinkSync(join(cwd, 'out.json'))).toBe('store/t')
    expect(JSON.parse(readFileSync(join(cwd, 'store/t'), 'utf8')).status).toBe('passed')
    expect(readdirSync(join(cwd, 'store')).sort()).toEqual(['t', 'x'])
  })

  test('goes to a device, and never over a judged file that a link leads to', async () => {
    const cwd = folder({ 'pilot.yaml': bare, text: bare })
    expect((await pilotlint(cwd, ['-f', 'json=/dev/null'])).code).toBe(0)
    symlinkSync('text', join(cwd, 'out.json'))
    expect((await pilotlint(cwd, ['text', '-f', 'json=out.json'])).stderr).toContain('would overwrite')
    expect(readFileSync(join(cwd, 'text'), 'utf8')).toBe(bare)
  })

  test('that is lost is exit code 2', async () => {
    const ended = await pilotlint(cwdWith(bare), [], {
      stdout: () => {
        throw new Error('ENOSPC')
      },
    })
    expect(ended.code).toBe(2)
    expect(ended.stderr).toContain('could not be written')
  })

  test('names files from where a person stands, and from the repository for a machine', async () => {
    const cwd = folder({ 'repo/.git/HEAD': '', 'repo/deep/pilot.yaml': champion('wrong') })
    const inside = join(cwd, 'repo', 'deep')
    expect((await pilotlint(inside, [])).stdout).toMatch(/^pilot\.yaml:3/)
    const { stdout } = await pilotlint(inside, ['-f', 'json'])
    expect(JSON.parse(stdout).files[0].file).toBe('deep/pilot.yaml')
  })

  test('names files for a machine from the checkout, whatever the root, and not by links', async () => {
    const cwd = folder({ '.git/HEAD': '', 'svc/pilot.yaml': champion('wrong'), 'svc/none/x': '' })
    symlinkSync('svc', join(cwd, 'link'))
    symlinkSync('svc/none', join(cwd, 'svc/sub'))
    symlinkSync('/nowhere', join(cwd, 'svc/none/pilot.yaml'))
    const alias = join(folder(), 'alias')
    symlinkSync(cwd, alias)
    const rows = [
      [cwd, '--root', 'svc'],
      [cwd, 'link'],
      [cwd, 'link/pilot.yaml', 'svc/none'],
      [join(cwd, 'svc'), '--root', '.'],
      [join(cwd, 'svc'), '--root', join(alias, 'svc')],
    ] as const
    for (const [at, ...argv] of rows) {
      const { files, problems } = JSON.parse((await pilotlint(at, [...argv, '-f', 'json'])).stdout)
      expect([files[0].file, problems[0].file]).toEqual(['svc/pilot.yaml', 'svc/none/pilot.yaml'])
      const job = await pilotlint(at, [...argv], { env: { GITHUB_ACTIONS: 'true' } })
      expect(job.stdout).toContain('::error file=svc/pilot.yaml,')
    }
    expect((await pilotlint(cwd, ['link'])).stdout).toMatch(/^link\/pilot\.yaml:3/)
  })
})

const escapeCode = '\u001b['

describe('colour', () => {
  const rows: readonly [string, readonly string[], boolean, Record<string, string>, boolean][] = [
    ['a terminal', [], true, {}, true],
    ['no terminal', [], false, {}, false],
    ['NO_COLOR', [], true, { NO_COLOR: '1' }, false],
    ['an empty NO_COLOR', [], true, { NO_COLOR: '' }, true],
    ['FORCE_COLOR over NO_COLOR', [], false, { FORCE_COLOR: '1', NO_COLOR: '1' }, true],
    ['FORCE_COLOR=0', [], true, { FORCE_COLOR: '0' }, false],
    ['the flag over FORCE_COLOR', ['--color', 'never'], true, { FORCE_COLOR: '3' }, false],
    ['the flag over NO_COLOR', ['--color', 'always'], false, { NO_COLOR: '1' }, true],
    ['a dumb terminal', [], true, { TERM: 'dumb' }, false],
  ]
  test.each(rows)('%s', async (_, flags, isTTY, env, coloured) => {
    const cwd = folder({ 'pilot.yaml': champion('wrong') })
    const pretty = await pilotlint(cwd, [...flags, '-f', 'pretty'], { isTTY, env })
    expect(pretty.stdout.includes(escapeCode)).toBe(coloured)
    expect((await pilotlint(cwd, [...flags, '-f', 'json'], { isTTY, env })).stdout).not.toContain(escapeCode)
  })

  test('a file is never coloured', async () => {
    const cwd = folder({ 'pilot.yaml': champion('wrong') })
    await pilotlint(cwd, ['--color', 'always', '-f', 'pretty=out.txt'])
    expect(readFileSync(join(cwd, 'out.txt'), 'utf8')).not.toContain(escapeCode)
  })
})
