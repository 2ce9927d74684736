import { test } from 'vitest'
import { evidence } from './lies/evidence.ts'
import { tried } from './lies/lie.ts'

test.for(evidence)('lie $line: $name', tried)
