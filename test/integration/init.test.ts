import { spawn, spawnSync } from 'node:child_process'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { expect, test } from 'vitest'
import { folder } from '../cli/harness.ts'
import { answers, edited, edits, repository } from '../init/session.ts'

const program = resolve('bin/pilotlint.js')

const { NO_COLOR, FORCE_COLOR, NODE_OPTIONS, GITHUB_ACTIONS, ...env } = process.env

const built = (cwd: string, argv: readonly string[]) => {
  const ended = spawnSync(process.execPath, [program, ...argv], { cwd, env, encoding: 'utf8', timeout: 60_000 })
  return { code: ended.status, stdout: ended.stdout, stderr: ended.stderr }
}

const byFlags = Object.entries(answers).flatMap(([path, value]) => ['--set', `${path}=${value}`])

test('a first run, three edits, and the built program says that the pilot is ready for its stage', () => {
  const cwd = folder(repository)
  expect(built(cwd, ['init', ...byFlags])).toMatchObject({ code: 0, stderr: '' })
  expect(built(cwd, ['--for', 'declared'])).toMatchObject({ code: 1 })
  const path = join(cwd, 'pilot.yaml')
  let count = 0
  for (const edit of edits) {
    writeFileSync(path, edited(readFileSync(path, 'utf8'), edit))
    count += 1
  }
  expect(count).toBe(3)
  const { code, stdout } = built(cwd, ['--for', 'declared', '--today', '2026-11-22'])
  expect({ code, stdout }).toMatchObject({ code: 0, stdout: expect.stringContaining('READY for pilot') })
  expect(built(cwd, ['next'])).toMatchObject({ code: 0 })
  expect(built(cwd, ['init'])).toMatchObject({ code: 2, stdout: '' })
})

const hasTerminal = spawnSync('script', ['--version'], { encoding: 'utf8' }).stdout?.includes('util-linux') === true

/** Types a line as soon as it is asked for. */
const inTerminal = (cwd: string, typed: readonly string[]): Promise<{ code: number | null; shown: string }> =>
  new Promise((done) => {
    const child = spawn('script', ['-qefc', `'${process.execPath}' '${program}' init`, '/dev/null'], {
      cwd,
      env: { ...env, TERM: 'dumb' },
    })
    let [shown, at] = ['', 0]
    child.stdout.on('data', (chunk) => {
      shown += chunk
      const asked = shown.split(': ').length - 1
      for (; at < Math.min(asked, typed.length); at += 1) child.stdin.write(typed[at])
    })
    child.on('close', (code) => done({ code, shown }))
  })

test.runIf(hasTerminal)('a person at a terminal is asked, and what is typed is what the flags say', async () => {
  const [cwd, other] = [folder(repository), folder(repository)]
  // What is pasted at once is not lost.
  const { code, shown } = await inTerminal(cwd, [`${Object.values(answers).join('\n')}\n`])
  expect({ code, shown }).toMatchObject({ code: 0, shown: expect.stringContaining('3 placeholders to replace') })
  built(other, ['init', ...byFlags])
  expect(readFileSync(join(cwd, 'pilot.yaml'), 'utf8')).toBe(readFileSync(join(other, 'pilot.yaml'), 'utf8'))
})

test.runIf(hasTerminal)('whoever interrupts it gets no file, and whoever says no more gets placeholders', async () => {
  const cwd = folder()
  expect(await inTerminal(cwd, ['order-status\n', '\u0003'])).toMatchObject({ code: 130 })
  expect(readdirSync(cwd)).toEqual([])
  expect(await inTerminal(cwd, ['order-status\n', '\u0004'])).toMatchObject({ code: 0 })
  expect(readFileSync(join(cwd, 'pilot.yaml'), 'utf8')).toContain('summary: <what the system does, in a sentence>\n')
})
