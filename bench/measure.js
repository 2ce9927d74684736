import { spawnSync } from 'node:child_process'

const { NODE_EXTRA_CA_CERTS: _certificates, NODE_OPTIONS: _options, ...env } = process.env

/** Without what makes Node itself slower to start. */
export const quietEnvironment = {
  ...env,
  REDOCLY_TELEMETRY: 'off',
  REDOCLY_SUPPRESS_UPDATE_NOTICE: 'true',
  TZ: 'UTC',
}

// The second line of the shell's `times` is that of its children; the kernel knows how large each of them became.
// It cuts to whole milliseconds, which are several percent of an empty process, so a short run is measured a few times in one shell.
const script =
  'for ((left = $1; left > 0; left--)); do "${@:2}" >/dev/null 2>&1; code=$?; done; times; exit $code'

/** User and system seconds of one run of Node, children included: the mean of so many `runs`. */
export const cpu = (args, codes, environment, cwd, runs = 1) => {
  const { status, stdout } = spawnSync('bash', ['-c', script, '_', String(runs), process.execPath, ...args], {
    env: environment,
    cwd,
    encoding: 'utf8',
  })
  if (!codes.includes(status)) throw new Error(`${args[0]} ended with ${status}`)
  const seconds = [...(stdout.split('\n')[1] ?? '').matchAll(/(\d+)m([\d.]+)s/g)]
  return seconds.reduce((sum, [, minutes, rest]) => sum + Number(minutes) * 60 + Number(rest), 0) / runs
}

const report = "process.on('exit',()=>require('fs').writeSync(2,'\\n'+process.resourceUsage().maxRSS))"

/** Seconds as `cpu` has them, and the peak of resident memory. */
export const measured = (args, codes, environment, cwd) => {
  const seconds = cpu(args, codes, environment, cwd)
  const preload = `data:text/javascript,import{createRequire}from'node:module';const require=createRequire('/');${encodeURIComponent(report)}`
  const { stderr } = spawnSync(process.execPath, ['--import', preload, ...args], {
    env: environment,
    cwd,
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  })
  return { seconds, mebibytes: Number(stderr.split('\n').at(-1)) / 1024 }
}

export const median = (values) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)]
