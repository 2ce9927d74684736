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
const script = '"$@" >/dev/null 2>&1; code=$?; times; exit $code'

/** User and system seconds of one run of Node, children included. */
export const cpu = (args, codes, environment, cwd) => {
  const { status, stdout } = spawnSync('bash', ['-c', script, '_', process.execPath, ...args], {
    env: environment,
    cwd,
    encoding: 'utf8',
  })
  if (!codes.includes(status)) throw new Error(`${args[0]} ended with ${status}`)
  const seconds = [...(stdout.split('\n')[1] ?? '').matchAll(/(\d+)m([\d.]+)s/g)]
  return seconds.reduce((sum, [, minutes, rest]) => sum + Number(minutes) * 60 + Number(rest), 0)
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
