#!/usr/bin/env node
// A Node of any age has to understand this file, so that it can say what it needs.
const [major, minor] = process.versions.node.split('.').map(Number)
const program = `${__dirname}/../dist/pilotlint.cjs`

const refuse = (why) => {
  process.stderr.write(`pilotlint: ${why}\n`)
  process.exitCode = 2
}

if (major < 20 || (major === 20 && minor < 19)) {
  refuse(`Node 20.19 or newer is needed, this is Node ${process.versions.node}`)
} else if (!require('node:fs').existsSync(program)) {
  refuse('not built: npm ci && npm run build, or use a release tag')
} else {
  // Node 20 has no cache of compiled code.
  const { enableCompileCache } = require('node:module')
  if (enableCompileCache !== undefined) enableCompileCache()
  require(program).start()
}
