import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const author = ['-c', 'user.name=bench', '-c', 'user.email=bench@example.org', '-c', 'commit.gpgSign=false']

/** A new repository with a pilot.yaml that was committed so often, with every third change in what success is. */
export const repositoryWith = (pilot, commits) => {
  const folder = mkdtempSync(join(tmpdir(), 'pilotlint-bench-'))
  const git = (...args) => execFileSync('git', [...author, ...args], { cwd: folder, stdio: 'ignore' })
  git('init')
  const text = readFileSync(pilot, 'utf8')
  for (let at = 1; at <= commits; at++) {
    const key = at % 3 === 0 ? 'success' : 'owner'
    writeFileSync(join(folder, 'pilot.yaml'), text.replace(new RegExp(`^${key}:.*`, 'm'), `$& # ${at}`))
    git('add', '--all')
    git('commit', '--message', `version ${at}`)
  }
  return folder
}
