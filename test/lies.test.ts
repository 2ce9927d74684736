import { test } from 'vitest'
import { bar } from './lies/bar.ts'
import { tried } from './lies/lie.ts'
import { results } from './lies/results.ts'

test.for([...bar, ...results])('lie $line: $name', tried)
