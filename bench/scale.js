// Many files in one run: processor time a file beside eslint with eslint-plugin-yml on the same files, and peak memory,
// at a tenth of the files and at all of them.
// node bench/scale.js [files]
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { at, clean, complete, eslint, node, pilotlint, table, usage } from './measure.js'

const most = Number(process.argv[2] ?? 10_000)
const text = readFileSync(complete, 'utf8')
const config = `import yml from '${at('node_modules/eslint-plugin-yml/lib/index.js')}'\nexport default yml.configs['flat/recommended']\n`

const folderOf = (count) => {
  const folder = mkdtempSync(join(tmpdir(), 'pilotlint-bench-'))
  for (let file = 0; file < count; file++) {
    mkdirSync(join(folder, `pilot-${file}`))
    writeFileSync(join(folder, `pilot-${file}/pilot.yaml`), text.replace(/^id: .*/m, `id: pilot-${file}`))
  }
  writeFileSync(join(folder, 'eslint.config.js'), config)
  return folder
}

const rows = [['files', 'pilotlint, ms a file', 'eslint, ms a file', 'ratio', 'pilotlint, MiB', 'eslint, MiB']]
for (const count of [most / 10, most]) {
  const folder = folderOf(count)
  try {
    const ours = usage(node(24), [pilotlint, '--root', '.', ...clean], folder)
    const theirs = usage(node(24), [eslint, '.'], folder)
    rows.push([
      count,
      (ours.milliseconds / count).toFixed(1),
      (theirs.milliseconds / count).toFixed(1),
      (ours.milliseconds / theirs.milliseconds).toFixed(2),
      ours.mebibytes.toFixed(0),
      theirs.mebibytes.toFixed(0),
    ])
  } finally {
    rmSync(folder, { recursive: true })
  }
}
table(rows)
