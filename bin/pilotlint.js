#!/usr/bin/env node
require('../dist/pilotlint.cjs')
