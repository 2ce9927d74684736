// Whole runs as processor time, beside an empty process of the same Node and beside peers on a file of their own kind
// and size. Every round runs each command in turn, so that a drifting machine drifts for all of them.
// node bench/startup.js [rounds]
import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { at, clean, complete, cpu, eslint, median, node, pilotlint, table } from './measure.js'

const rounds = Number(process.argv[2] ?? 11)
const runs = 3
const folder = mkdtempSync(join(tmpdir(), 'pilotlint-bench-'))
cpSync(at('subjects'), folder, { recursive: true })
cpSync(complete, join(folder, 'pilot.yaml'))
cpSync(at('../examples/support-automation'), join(folder, 'example'), { recursive: true })

const peer = (path) => at(`node_modules/${path}`)
const own = [
  ['an empty process', ['-e', '0']],
  ['pilotlint --version', [pilotlint, '--version']],
  ['pilotlint, a complete file', [pilotlint, '--root', '.', ...clean, 'pilot.yaml']],
  [
    'pilotlint, a complete file with 17 files of evidence',
    [pilotlint, '--root', 'example', '--today', '2026-11-22', '--for', 'declared', '--skip', 'evidence/history-unread'],
  ],
]
const peers = [
  ['publint', [peer('publint/src/cli.js'), 'package', '--pack', 'false']],
  ['eslint with eslint-plugin-yml', [eslint, '--config', at('subjects/eslint.config.js'), 'pilot.yaml']],
  ['redocly', [peer('@redocly/cli/bin/cli.js'), 'lint', '--config', 'redocly.yaml', 'openapi.yaml']],
  ['spectral', [peer('@stoplight/spectral-cli/dist/index.js'), 'lint', '--ruleset', 'spectral.yaml', 'openapi.yaml']],
]

const nodes = [node(24), node(22), node(26), process.execPath]
const subjects = nodes.flatMap((executable, index) =>
  (index === 0 ? [...own, ...peers] : own).map(([name, args]) => ({ executable, name, args, times: [] })),
)
try {
  for (let round = 0; round <= rounds; round++)
    for (const { executable, args, times } of subjects) {
      const milliseconds = cpu(executable, args, folder, runs)
      // The first round fills the caches and does not count.
      if (round > 0) times.push(milliseconds)
    }
} finally {
  rmSync(folder, { recursive: true })
}

console.log(`Medians of ${rounds} rounds, user and system time\n`)
for (const executable of nodes) {
  const rows = subjects.filter((subject) => subject.executable === executable)
  const version = executable === process.execPath ? process.version : executable.match(/node(\d+)/)[1]
  table([
    [`Node ${version}`, 'CPU in ms', 'times the empty process'],
    ...rows.map(({ name, times }) => [
      name,
      median(times).toFixed(0),
      median(times.map((time, round) => time / rows[0].times[round])).toFixed(2),
    ]),
  ])
}
