// Start-up as a CPU ratio to an empty Node process, beside peers on a file of their own kind and size.
// Every round runs each command in turn, so that a drifting machine drifts for all of them.
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { repositoryWith } from './history.js'
import { cpu, median, quietEnvironment } from './measure.js'

const at = (path) => fileURLToPath(new URL(path, import.meta.url))
const rounds = Number(process.argv[2] ?? 15)
const runs = 3
const peer = (path) => at(`node_modules/${path}`)

const versions = 20
const repository = repositoryWith(at('subjects/pilot.yaml'), versions)

// What the file names is not there, which a run says and counts as errors.
const lint = (root) => [
  at('../bin/pilotlint.js'),
  '--root',
  root,
  '--for',
  'declared',
  join(root, 'pilot.yaml'),
]

const commands = [
  ['node -e 0', ['-e', '0'], [0]],
  ['pilotlint, the complete file', lint(at('subjects')), [1]],
  [`the same, committed ${versions} times`, lint(repository), [1]],
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

const times = commands.map(() => [])
try {
  for (let round = 0; round <= rounds; round++)
    for (const [index, [, args, codes]] of commands.entries()) {
      const seconds = cpu(args, codes, quietEnvironment, at('subjects'), runs)
      // The first round fills the caches and does not count.
      if (round > 0) times[index].push(seconds)
    }
} finally {
  rmSync(repository, { recursive: true })
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
