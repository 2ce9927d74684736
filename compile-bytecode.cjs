// Writes the bytecode that bin/pilotlint.js reads. Functions are compiled when they are first called, so the program runs
// once, with the arguments given here, and what V8 has compiled by then is kept.
const { writeFileSync } = require('node:fs')
const { setFlagsFromString } = require('node:v8')
const { checksum, file, run } = require('./bin/pilotlint.js')

const bytesOf = ({ script, text }) => {
  const bytecode = script.createCachedData()
  const bytes = Buffer.allocUnsafeSlow(bytecode.length + text.length)
  bytecode.copy(bytes)
  bytes.latin1Write(text, bytecode.length)
  return { bytes, bytecode: bytecode.length, text: text.length, checksum: checksum(bytes) }
}

const write = () => {
  setFlagsFromString('--sparkplug')
  const parts = [...scripts].map(([name, part]) => ({ name, ...bytesOf(part) }))
  const index = {}
  let start = 0
  for (const { name, bytes, ...part } of parts) {
    index[name] = { start, ...part }
    start += bytes.length
  }
  const largest = Math.max(...parts.map(({ bytes }) => bytes.length))
  const text = Buffer.from(JSON.stringify({ largest, parts: index }))
  const length = Buffer.alloc(4)
  length.writeUInt32LE(text.length)
  writeFileSync(file, Buffer.concat([length, text, ...parts.map(({ bytes }) => bytes)]))
}

// V8 also keeps which functions ran so often that they became machine code, and would make it again at their first call.
// They did so here, over many files; in a run over one most of them do not.
setFlagsFromString('--no-sparkplug')
const scripts = run(() => undefined)
process.on('exit', write)
