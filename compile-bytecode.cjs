// Writes the bytecode that bin/load.js reads. Functions are compiled when they are first called, so the program runs
// once, with the arguments given here, and what V8 has compiled by then is kept.
const { writeFileSync } = require('node:fs')
const { crc32 } = require('node:zlib')
const { file, record, scripts } = require('./bin/load.js')

/** V8 reads from multiples of eight without a copy. */
const padded = (bytes) => Buffer.concat([bytes, Buffer.alloc(-bytes.length & 7, ' ')])

const write = () => {
  const parts = [...scripts].map(([name, script]) => [name, padded(script.createCachedData())])
  const index = {}
  let end = 0
  for (const [name, { length }] of parts) {
    index[name] = [end, end + length]
    end += length
  }
  const head = padded(Buffer.from(JSON.stringify(index)))
  const length = Buffer.alloc(4)
  length.writeUInt32LE(head.length)
  const rest = Buffer.concat([length, head, ...parts.map(([, bytes]) => bytes)])
  const checksum = Buffer.alloc(4)
  checksum.writeUInt32LE(crc32(rest))
  writeFileSync(file, Buffer.concat([checksum, rest]))
}

process.on('exit', write)
record()
