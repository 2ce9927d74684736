// Builds the repository that an example stands for, one commit a stage on the day on which the stage began, and lints it
// there: a bar that moved, and evidence that is older than what it reports, show in the history only.
import { execFileSync, spawnSync } from 'node:child_process'
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parse } from 'yaml'

const here = fileURLToPath(new URL('.', import.meta.url))
/** The day before the one on which the examples are judged. */
const lastDay = '2026-11-21'
const stages = ['pilot', 'shadow', 'limited', 'progressive', 'full']

const commit = (root, day, message) => {
  const git = (...args) =>
    execFileSync('git', ['-c', 'user.name=Example', '-c', 'user.email=example@example.com', ...args], {
      cwd: root,
      env: {
        ...process.env,
        GIT_CONFIG_GLOBAL: '/dev/null',
        GIT_AUTHOR_DATE: `${day}T09:00:00Z`,
        GIT_COMMITTER_DATE: `${day}T09:00:00Z`,
      },
    })
  git('add', '-A')
  git('commit', '-q', '--allow-empty', '-m', message)
}

/** A temporary repository with the history of an example; whoever asks for it removes it. */
export const repositoryOf = (name) => {
  const root = mkdtempSync(join(tmpdir(), `${name}-`))
  const text = readFileSync(join(here, name, 'pilot.yaml'), 'utf8')
  const { stage = 'pilot', success, started, rollout } = parse(text)
  execFileSync('git', ['init', '-q', '-b', 'main', root])
  const agreed = success?.agreed ?? started ?? '2026-06-01'
  const reached = stages.slice(0, stages.indexOf(stage) + 1)
  for (const one of reached) {
    writeFileSync(join(root, 'pilot.yaml'), text.replace(/^stage: .*$/m, (line) => line.replace(stage, one)))
    commit(root, (one === 'pilot' ? undefined : rollout?.[one]?.start) ?? agreed, `Begin ${one}`)
  }
  cpSync(join(here, name), root, { recursive: true })
  commit(root, lastDay, 'Keep the evidence')
  return root
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [name = 'support-automation', ...flags] = process.argv.slice(2)
  const root = repositoryOf(name)
  const program = join(here, '../bin/pilotlint.js')
  const { status } = spawnSync(process.execPath, [program, '--root', root, '--today', '2026-11-22', ...flags], {
    cwd: root,
    stdio: 'inherit',
  })
  rmSync(root, { recursive: true, force: true })
  process.exitCode = status ?? 2
}
