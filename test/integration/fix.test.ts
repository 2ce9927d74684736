import { spawn, spawnSync } from 'node:child_process'
import {
  chmodSync,
  chownSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'

const program = resolve('bin/pilotlint.js')

const slips = 'version: 1\nid: x\nstage: Limted   # kept\nsuccess: {target: >= 35%, window: 7 Days}\n'
const right = slips.replace('Limted', 'limited').replace('>= 35%', '">= 35%"').replace('7 Days', '7d')

const prepared = (): string => {
  const cwd = realpathSync(mkdtempSync(join(tmpdir(), 'pilotlint-')))
  onTestFinished(() => {
    chmodSync(cwd, 0o755)
    rmSync(cwd, { recursive: true, force: true })
  })
  writeFileSync(join(cwd, 'pilot.yaml'), slips)
  return cwd
}

const text = (cwd: string): string => readFileSync(join(cwd, 'pilot.yaml'), 'utf8')

const argv = [program, '--fix', '--for', 'pilot']
const env = { PATH: process.env.PATH }

test('eight runs at once are one run', async () => {
  const cwd = prepared()
  const run = () =>
    new Promise<number | null>((done) => {
      spawn(process.execPath, argv, { cwd, env, stdio: 'ignore' }).on('close', done)
    })
  const codes = await Promise.all(Array.from({ length: 8 }, run))
  expect(codes).toEqual(Array.from({ length: 8 }, () => 1))
  expect(text(cwd)).toBe(right)
  expect(readdirSync(cwd)).toEqual(['pilot.yaml'])
})

/** Who may not simply do everything. */
const nobody = 65534
const isRoot = process.getuid?.() === 0

const asNobody = (cwd: string) =>
  spawnSync(process.execPath, argv, {
    cwd,
    env,
    encoding: 'utf8',
    ...(isRoot && { uid: nobody, gid: nobody }),
  })

describe.skipIf(process.platform === 'win32')(
  'what may not be written is left as it was, and the run is exit 2',
  () => {
    const given = (cwd: string) => {
      if (!isRoot) return
      chownSync(cwd, nobody, nobody)
      chownSync(join(cwd, 'pilot.yaml'), nobody, nobody)
    }

    const refuses = (cwd: string) => {
      const { status, stdout, stderr } = asNobody(cwd)
      expect(stderr + stdout).toContain('pilot.yaml was not fixed: permission denied')
      expect(stderr + stdout).not.toMatch(/\n\s+at .*:\d+/)
      expect(status).toBe(2)
      expect(text(cwd)).toBe(slips)
      expect(readdirSync(cwd)).toEqual(['pilot.yaml'])
    }

    test('a file that is read-only', () => {
      const cwd = prepared()
      given(cwd)
      chmodSync(join(cwd, 'pilot.yaml'), 0o444)
      refuses(cwd)
    })

    test('a folder that is read-only', () => {
      const cwd = prepared()
      given(cwd)
      chmodSync(cwd, 0o555)
      refuses(cwd)
    })

    test('a file on a disk that is full', () => {
      const cwd = prepared()
      // No file may grow by a byte, and whoever tries is told so.
      const line = `trap '' XFSZ; ulimit -f 0; exec "$@"`
      const ended = spawnSync('bash', ['-c', line, 'bash', process.execPath, ...argv], {
        cwd,
        env: { ...env, NODE_DISABLE_COMPILE_CACHE: '1' },
        encoding: 'utf8',
      })
      expect(ended.stderr + ended.stdout).toContain('pilot.yaml was not fixed: the file size limit is exceeded')
      expect(ended.status).toBe(2)
      expect(text(cwd)).toBe(slips)
      expect(readdirSync(cwd)).toEqual(['pilot.yaml'])
    })
  },
)
