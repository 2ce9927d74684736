#!/usr/bin/env node
// A run is over before optimised machine code pays for its making, which V8 does on other threads:
// without it, linting a file takes about a third less processor time. main.ts turns it on again for a run over many files.
require('node:v8').setFlagsFromString('--no-opt')
require('../dist/pilotlint.cjs')
