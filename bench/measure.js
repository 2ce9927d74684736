import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'

export const at = (path) => fileURLToPath(new URL(path, import.meta.url))

/** The executable of a major version of Node. */
export const node = (major) => at(`node_modules/node${major}/bin/node`)

export const eslint = at('node_modules/eslint/bin/eslint.js')
export const pilotlint = at('../bin/pilotlint.js')

/** The complete file, for the day on which it was written. */
export const complete = at('../examples/order-status/pilot.yaml')

// Its evidence is left out, so that what reports that is as well.
const unread = ['spec/path-missing', 'owner/codeowners', 'evidence/history-unread', 'monitoring/unrouted']
export const clean = ['--for', 'declared', '--today', '2026-11-22', '--skip', unread.join(',')]

// Without what makes Node itself slower to start.
const { NODE_EXTRA_CA_CERTS: _certificates, NODE_OPTIONS: _options, ...inherited } = process.env
const env = {
  ...inherited,
  REDOCLY_TELEMETRY: 'off',
  REDOCLY_SUPPRESS_UPDATE_NOTICE: 'true',
  TZ: 'UTC',
}

const run = (command, args, cwd, codes) => {
  const { status, stdout, stderr } = spawnSync(command, args, {
    env,
    cwd,
    encoding: 'utf8',
    maxBuffer: 2 ** 30,
  })
  if (!codes.includes(status)) throw new Error(`${args.join(' ')} ended with ${status}\n${stderr}`)
  return { stdout, stderr }
}

// The second line of the shell's `times` is that of its children. It cuts to whole milliseconds, which are several percent
// of an empty process, so a short run is measured a few times in one shell.
const script = 'left=$1; shift; for ((; left > 0; left--)); do "$@" >/dev/null 2>&1 || exit; done; times; exit 0'

/** User and system milliseconds of one run, its children included: the mean of so many `times`. */
export const cpu = (executable, args, cwd, times) => {
  const { stdout } = run('bash', ['-c', script, '_', String(times), executable, ...args], cwd, [0])
  const spent = [...(stdout.split('\n')[1] ?? '').matchAll(/(\d+)m([\d.]+)s/g)]
  return (1000 * spent.reduce((sum, [, minutes, rest]) => sum + Number(minutes) * 60 + Number(rest), 0)) / times
}

const report =
  "process.on('exit',()=>{const{userCPUTime:u,systemCPUTime:s,maxRSS}=process.resourceUsage();require('fs').writeSync(2,'\\n'+JSON.stringify([(u+s)/1e3,maxRSS/1024]))})"

/** Milliseconds of user and system time, and the peak of resident memory in MiB. */
export const usage = (executable, args, cwd) => {
  const preload = `data:text/javascript,import{createRequire}from'node:module';const require=createRequire('/');${encodeURIComponent(report)}`
  const { stderr } = run(executable, ['--import', preload, ...args], cwd, [0])
  const [milliseconds, mebibytes] = JSON.parse(stderr.split('\n').at(-1))
  return { milliseconds, mebibytes }
}

export const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]

/** Prints rows as a Markdown table; the first one is its head. */
export const table = ([head, ...rows]) => {
  const line = (cells) => `| ${cells.join(' | ')} |`
  console.log([line(head), line(head.map(() => '---')), ...rows.map(line), ''].join('\n'))
}
