#!/usr/bin/env node
// Compiling the program is half of a short run, so the build puts V8's bytecode beside it (compile-bytecode.cjs).
// That fits one version of Node only; under any other the parts are plain modules.
const { openSync, readFileSync, readSync } = require('node:fs')
const { join } = require('node:path')
const { setFlagsFromString } = require('node:v8')
const { Script } = require('node:vm')

// Node's own modules come before these flags: with other flags than Node was built with, V8 compiles them anew.

// A run is over before optimised machine code pays for its making, which V8 does on other threads:
// without it, linting a file takes about a third less processor time. main.ts turns it on again for a run over many files.
setFlagsFromString('--no-opt')
// V8 would interpret each regular expression once and compile it when it is used again, as nearly all are.
// --no-regexp-tier-up says the same, but V8 then takes what Node has interpreted before for machine code, and dies of it.
setFlagsFromString('--regexp-tier-up-ticks=0')
// Nothing that is read lives long: to tidy up a little space often costs less than to use ever more of it.
setFlagsFromString('--semi-space-growth-factor=1')

const dist = join(__dirname, '../dist')
const main = 'pilotlint.cjs'
const file = join(dist, `${process.version}-${process.platform}-${process.arch}.bytecode`)

/**
 * The sum of one word in every 512 bytes. V8 refuses bytecode of another version or for other flags, but runs into what
 * is damaged: a disk loses whole sectors. To sum up everything takes longer than it takes to read it.
 */
const checksum = ({ buffer, length }) => {
  const words = new Int32Array(buffer, 0, length >> 2)
  let sum = length
  for (let at = 0; at < words.length; at += 128) sum = (Math.imul(sum, 31) + words[at]) | 0
  return sum
}

/**
 * Gives the bytecode of a part and its text, which are kept together because a file takes longer to open than to read.
 * The file: the length of an index, the index in JSON, and where it says, the parts.
 */
const openBytecode = () => {
  try {
    const handle = openSync(file)
    const read = (start, length, into = Buffer.allocUnsafeSlow(length)) =>
      into.subarray(0, readSync(handle, into, 0, length, start))
    const length = read(0, 4).readUInt32LE()
    const { largest, parts } = JSON.parse(read(4, length).latin1Slice())
    // V8 has read one part when the next is asked for, and memory that was not used before takes longer than reading.
    const room = Buffer.allocUnsafeSlow(largest)
    return (name) => {
      if (!Object.hasOwn(parts, name)) return undefined
      const part = parts[name]
      const bytes = read(4 + length + part.start, part.bytecode + part.text, room)
      if (checksum(bytes) !== part.checksum) return undefined
      return { cachedData: bytes.subarray(0, part.bytecode), text: bytes.latin1Slice(part.bytecode) }
    }
  } catch {
    return undefined
  }
}

const head = '(function (exports, require, module) {'
const wrap = (text) => `${head}${text}\n})`

/** Runs the program; returns the script and text of each part, which are added as they are loaded. */
const run = (bytecodeOf) => {
  const modules = new Map()
  const scripts = new Map()
  const load = (name) => {
    if (!name.startsWith('./')) return require(name)
    const known = modules.get(name)
    if (known !== undefined) return known.exports
    const module = { exports: {} }
    modules.set(name, module)
    const filename = dist + name.slice(1)
    const { text = wrap(readFileSync(filename, 'latin1')), cachedData } = bytecodeOf(name) ?? {}
    const script = new Script(text, { filename, columnOffset: -head.length, cachedData })
    scripts.set(name, { script, text })
    script.runInThisContext()(module.exports, load, module)
    return module.exports
  }
  load(`./${main}`)
  return scripts
}

if (require.main === module) {
  const bytecodeOf = openBytecode()
  if (bytecodeOf === undefined) require(join(dist, main))
  else run(bytecodeOf)
} else {
  module.exports = { checksum, file, run }
}
