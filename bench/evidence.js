// What evidence costs: 50 copies of an example with all its files, 1,000 in all, as CPU and peak memory beside a program
// that only reads and parses the same files. Every round runs each command once, in turn.
import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { measured, median, quietEnvironment } from './measure.js'

const at = (path) => fileURLToPath(new URL(path, import.meta.url))
const rounds = Number(process.argv[2] ?? 7)
const copies = 50
const example = at('../examples/support-automation')

const root = mkdtempSync(join(tmpdir(), 'pilotlint-bench-'))
const [full, alone] = ['full', 'alone'].map((name) => join(root, name))
for (let copy = 0; copy < copies; copy++) {
  cpSync(example, join(full, `pilot-${copy}`), { recursive: true })
  mkdirSync(join(alone, `pilot-${copy}`), { recursive: true })
  cpSync(join(example, 'pilot.yaml'), join(alone, `pilot-${copy}/pilot.yaml`))
}
const files = readdirSync(full, { recursive: true }).filter((file) => statSync(join(full, file)).isFile())

const pilotlint = (folder) => [
  at('../bin/pilotlint.js'),
  '--root',
  folder,
  '--today',
  '2026-11-22',
  '--format',
  'json',
]
const commands = [
  ['node -e 0', ['-e', '0'], [0]],
  [`read and parse ${files.length} files`, [at('read-and-parse.js'), full], [0]],
  [`pilotlint, ${copies} pilots without evidence`, pilotlint(alone), [1]],
  [`pilotlint, ${copies} pilots with it`, pilotlint(full), [0, 1]],
]

const runs = commands.map(() => [])
try {
  for (let round = 0; round <= rounds; round++)
    for (const [index, [, args, codes]] of commands.entries()) {
      const run = measured(args, codes, quietEnvironment, root)
      // The first round fills the caches and does not count.
      if (round > 0) runs[index].push(run)
    }
} finally {
  rmSync(root, { recursive: true })
}

const [, plain] = runs
console.log(`Node ${process.version}, ${rounds} rounds, medians of user + system time and of peak memory`)
for (const [index, [name]] of commands.entries()) {
  const seconds = median(runs[index].map((run) => run.seconds))
  const ratio = median(runs[index].map((run, round) => run.seconds / plain[round].seconds))
  const memory = median(runs[index].map((run) => run.mebibytes))
  console.log(
    `${name.padEnd(40)} ${(seconds * 1000).toFixed(0).padStart(6)} ms  ${ratio.toFixed(2).padStart(6)} x  ${memory.toFixed(0).padStart(4)} MiB`,
  )
}
