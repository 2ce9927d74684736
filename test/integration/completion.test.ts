import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { formats } from '../../src/cli/io/formats.ts'
import { rules } from '../../src/rules/index.ts'

const folder = mkdtempSync(join(tmpdir(), 'completion-'))
const has = (shell: string): boolean => spawnSync(shell, ['-c', 'true']).status === 0

beforeAll(() => {
  writeFileSync(join(folder, 'pilot.yaml'), '')
  for (const shell of ['bash', 'zsh', 'fish']) {
    const { stdout } = spawnSync(process.execPath, [resolve('bin/pilotlint.js'), 'completion', shell], {
      encoding: 'utf8',
    })
    writeFileSync(join(folder, `script.${shell}`), stdout)
  }
})

afterAll(() => rmSync(folder, { recursive: true, force: true }))

const bash = (line: string): string[] => {
  const words = line.split(' ')
  const script = `source ./script.bash; COMP_WORDS=(${words.map((word) => `'${word}'`).join(' ')}); COMP_CWORD=${words.length - 1}; _pilotlint; printf '%s\\n' "\${COMPREPLY[@]}"`
  const { stdout, stderr } = spawnSync('bash', ['--norc', '-c', script], { cwd: folder, encoding: 'utf8' })
  expect(stderr).toBe('')
  return stdout.split('\n').filter((word) => word !== '')
}

const fish = (line: string): string[] => {
  const { stdout, stderr } = spawnSync('fish', ['--no-config', '-c', `source ./script.fish; complete -C '${line}'`], {
    cwd: folder,
    encoding: 'utf8',
  })
  expect(stderr).toBe('')
  return stdout
    .split('\n')
    .map((row) => row.split('\t')[0] ?? '')
    .filter((word) => word !== '')
}

const shells = [
  ['bash', bash],
  ['fish', fish],
] as const

describe.each(shells)('%s', (name, complete) => {
  test.skipIf(!has(name)).each([
    ['pilotlint ', ['diff', 'config', 'pilot.yaml']],
    ['pilotlint --fo', ['--for', '--format']],
    ['pilotlint --for ', ['production', 'declared', 'limited']],
    ['pilotlint --format ', formats.map((format) => format.name)],
    ['pilotlint --only rollback/', rules.map(({ id }) => id).filter((id) => id.startsWith('rollback/'))],
    ['pilotlint rollout --for ', ['limited']],
    ['pilotlint cost --f', ['--format']],
    ['pilotlint cost --format ', ['text', 'json', 'markdown', 'html']],
    ['pilotlint explain rollback/in', ['rollback/incomplete']],
    ['pilotlint config ', ['check', 'print']],
    ['pilotlint schema ', ['pilot', 'results', 'review', 'exceptions']],
    ['pilotlint init --ci ', ['github', 'gitlab']],
    ['pilotlint results --stage ', ['shadow', 'limited', 'progressive', 'full']],
    ['pilotlint --config p', ['pilot.yaml']],
    ['pilotlint p', ['pilot.yaml']],
  ] as const)('completes %j', (line, words) => {
    expect(complete(line)).toEqual(expect.arrayContaining([...words]))
  })

  test.skipIf(!has(name)).each([
    ['pilotlint explain --o', '--only'],
    ['pilotlint rollout --for ', 'pilot'],
    ['pilotlint rehearse --seed ', 'pilot.yaml'],
  ])('%j does not offer %s', (line, word) => {
    expect(complete(line)).not.toContain(word)
  })
})

test.runIf(process.env.CI === 'true').each(['zsh', 'fish'])('%s is there', (name) => {
  expect(has(name)).toBe(true)
})

test.skipIf(!has('zsh'))('zsh reads its script', () => {
  const load = 'autoload -U compinit; compinit -D -u; source ./script.zsh; print -r -- $_comps[pilotlint]'
  const { stdout, stderr } = spawnSync('zsh', ['-f', '-c', load], { cwd: folder, encoding: 'utf8' })
  expect({ stdout, stderr }).toEqual({ stdout: '_pilotlint\n', stderr: '' })
})

test('an unknown shell is a usage error', () => {
  const { status, stderr } = spawnSync(process.execPath, [resolve('bin/pilotlint.js'), 'completion', 'bsh'], {
    encoding: 'utf8',
  })
  expect(status).toBe(2)
  expect(stderr).toContain('did you mean bash?')
})
