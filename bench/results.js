// Two million rows of an experiment: seconds and peak memory of `pilotlint results`, by format.
// node bench/results.js [rows]
import { closeSync, mkdirSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parquetWriteBuffer } from 'hyparquet-writer'
import { complete, node, pilotlint, table, usage } from './measure.js'

const count = Number(process.argv[2] ?? 2_000_000)
const folder = mkdtempSync(join(tmpdir(), 'pilotlint-bench-'))
mkdirSync(join(folder, '.git'))
writeFileSync(join(folder, 'pilot.yaml'), readFileSync(complete, 'utf8'))

const columns = ['unit', 'arm', 'day', 'deflection_rate', 'csat', 'wrong_answer_rate', 'language']

/** Three rows for every two customers, half of whom are in each arm. */
const rowAt = (at) => {
  const unit = Math.imul(at, 0x9e3779b1) >>> 0
  const customer = unit % Math.ceil(count / 1.5)
  const day = `2026-11-${String(9 + (unit % 14)).padStart(2, '0')}`
  const csat = unit % 8 === 0 ? 1 + (unit % 5) : null
  return [
    `customer-${customer}`,
    customer % 2 ? 'treatment' : 'control',
    day,
    unit % 3 ? 0 : 1,
    csat,
    unit % 90 ? 0 : 1,
    ['de', 'fr', 'nl'][customer % 3],
  ]
}

const lines = {
  'rows.csv': (row) => `${row.map((cell) => cell ?? '').join(',')}\n`,
  'rows.jsonl': (row) => `${JSON.stringify(Object.fromEntries(columns.map((name, at) => [name, row[at]])))}\n`,
}

const writeLines = (name) => {
  const file = openSync(join(folder, name), 'w')
  writeSync(file, name.endsWith('csv') ? `${columns.join(',')}\n` : '')
  for (let at = 0; at < count; ) {
    let text = ''
    for (const end = Math.min(count, at + 10_000); at < end; at++) text += lines[name](rowAt(at))
    writeSync(file, text)
  }
  closeSync(file)
}

const writeParquet = (name) => {
  const data = columns.map(() => new Array(count))
  for (let at = 0; at < count; at++) for (const [column, cell] of rowAt(at).entries()) data[column][at] = cell
  const types = ['STRING', 'STRING', 'STRING', 'INT32', 'INT32', 'INT32', 'STRING']
  const columnData = columns.map((column, at) => ({ name: column, data: data[at], type: types[at], nullable: true }))
  writeFileSync(join(folder, name), new Uint8Array(parquetWriteBuffer({ columnData, rowGroupSize: 122_880 })))
}

const rows = [['rows', 'file', 'seconds', 'MiB']]
try {
  for (const name of [...Object.keys(lines), 'rows.parquet']) {
    if (name in lines) writeLines(name)
    else writeParquet(name)
    const argv = [
      pilotlint,
      'results',
      name,
      '--stage',
      'limited',
      '--by',
      'acme/analytics',
      '--today',
      '2027-01-20',
      '--out',
      `${name}.json`,
    ]
    const { milliseconds, mebibytes } = usage(node(24), argv, folder)
    rows.push([count, name, (milliseconds / 1000).toFixed(1), mebibytes.toFixed(0)])
  }
} finally {
  rmSync(folder, { recursive: true })
}
table(rows)
