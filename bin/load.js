// How the program is loaded. Compiling it is half of a short run, so the build puts V8's bytecode beside it
// (compile-bytecode.cjs). That fits one version of Node only; under any other the parts are plain modules.
const { readFileSync } = require('node:fs')
const { join } = require('node:path')
const { setFlagsFromString } = require('node:v8')
const { Script } = require('node:vm')
const { crc32 } = require('node:zlib')

// Node's own modules come before these flags: with other flags than Node was built with, V8 compiles them anew.

// A run is over before optimised machine code pays for its making, which V8 does on other threads:
// without it, linting a file takes about a third less processor time. main.ts turns it on again for a run over many files.
setFlagsFromString('--no-opt')
// V8 would interpret each regular expression once and compile it when it is used again, as nearly all are.
setFlagsFromString('--no-regexp-tier-up')

const dist = join(__dirname, '../dist')
const file = join(dist, `${process.version}-${process.platform}-${process.arch}.bytecode`)

/** In the file: a checksum of the rest, the length of an index in JSON, the index, and what it points to by part. */
const readBytecode = () => {
  try {
    const bytes = readFileSync(file)
    // V8 refuses bytecode of another version or for other flags, but runs into what is damaged.
    if (crc32(bytes.subarray(4)) !== bytes.readUInt32LE(0)) return undefined
    const start = 8 + bytes.readUInt32LE(4)
    return { index: JSON.parse(bytes.latin1Slice(8, start)), bytes: bytes.subarray(start) }
  } catch {
    return undefined
  }
}

const bytecode = readBytecode()
const modules = new Map()
const scripts = new Map()

/** What `require` would return in a part, with the bytecode of other parts put to use. */
const load = (name) => {
  if (!name.startsWith('./')) return require(name)
  const known = modules.get(name)
  if (known !== undefined) return known.exports
  const module = { exports: {} }
  modules.set(name, module)
  const filename = join(dist, name)
  const head = '(function (exports, require, module) {'
  const [start, end] = bytecode?.index[name] ?? []
  const script = new Script(`${head}${readFileSync(filename, 'latin1')}\n})`, {
    filename,
    columnOffset: -head.length,
    ...(start !== undefined && { cachedData: bytecode.bytes.subarray(start, end) }),
  })
  scripts.set(name, script)
  script.runInThisContext()(module.exports, load, module)
  return module.exports
}

const main = 'pilotlint.cjs'

module.exports = {
  file,
  scripts,
  /** Runs the program and keeps its scripts. */
  record: () => load(`./${main}`),
  /** Runs the program. */
  start: () => (bytecode === undefined ? require(join(dist, main)) : load(`./${main}`)),
}
