// Start-up as a CPU ratio to an empty Node process, beside peers on a file of their own kind and size.
// Every round runs each command once, in turn, so that a drifting machine drifts for all of them.
import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'

const at = (path) => fileURLToPath(new URL(path, import.meta.url))
const rounds = Number(process.argv[2] ?? 15)
const peer = (path) => at(`node_modules/${path}`)

const commands = [
  ['node -e 0', ['-e', '0'], [0]],
  [
    'pilotlint, the complete file',
    // What the file names is not there, which a run says and counts as errors.
    [at('../bin/pilotlint.js'), '--root', at('subjects'), '--for', 'declared', at('subjects/pilot.yaml')],
    [1],
  ],
  ['pilotlint --version', [at('../bin/pilotlint.js'), '--version'], [0]],
  ['publint', [peer('publint/src/cli.js'), at('subjects/package'), '--pack', 'false'], [0]],
  [
    'eslint with eslint-plugin-yml',
    [peer('eslint/bin/eslint.js'), '--config', at('subjects/eslint.config.js'), at('subjects/pilot.yaml')],
    [0],
  ],
  [
    'redocly',
    [
      peer('@redocly/cli/bin/cli.js'),
      'lint',
      '--config',
      at('subjects/redocly.yaml'),
      at('subjects/openapi.yaml'),
    ],
    [0],
  ],
  [
    'spectral',
    [
      peer('@stoplight/spectral-cli/dist/index.js'),
      'lint',
      '--ruleset',
      at('subjects/spectral.yaml'),
      at('subjects/openapi.yaml'),
    ],
    [0],
  ],
]

const { NODE_EXTRA_CA_CERTS: _certificates, NODE_OPTIONS: _options, ...env } = process.env
const quiet = { ...env, REDOCLY_TELEMETRY: 'off', REDOCLY_SUPPRESS_UPDATE_NOTICE: 'true', TZ: 'UTC' }

/** User and system seconds of one run, children included: the second line of the shell's `times`. */
const cpu = (args, codes) => {
  const script = '"$@" >/dev/null 2>&1; code=$?; times; exit $code'
  const { status, stdout } = spawnSync('bash', ['-c', script, '_', process.execPath, ...args], {
    env: quiet,
    cwd: at('subjects'),
    encoding: 'utf8',
  })
  if (!codes.includes(status)) throw new Error(`${args[0]} ended with ${status}`)
  const seconds = [...(stdout.split('\n')[1] ?? '').matchAll(/(\d+)m([\d.]+)s/g)]
  return seconds.reduce((sum, [, minutes, rest]) => sum + Number(minutes) * 60 + Number(rest), 0)
}

const median = (values) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)]

const times = commands.map(() => [])
for (let round = 0; round <= rounds; round++)
  for (const [at, [, args, codes]] of commands.entries()) {
    const seconds = cpu(args, codes)
    // The first round fills the caches and does not count.
    if (round > 0) times[at].push(seconds)
  }

const floor = median(times[0])
console.log(`Node ${process.version}, ${rounds} rounds, medians of user + system time`)
for (const [at, [name]] of commands.entries()) {
  const ratio = median(times[at].map((seconds, round) => seconds / times[0][round]))
  const own = median(times[at])
  console.log(
    `${name.padEnd(32)} ${(own * 1000).toFixed(0).padStart(6)} ms  ${ratio.toFixed(2).padStart(6)} x  (+${((own - floor) * 1000).toFixed(0)} ms)`,
  )
}
