import { commitsOf as read } from '../examples/run.js'
import { once } from '../src/values/once.ts'

/** The commits of an example, the first one first; many tests ask for the same ones. */
export const commitsOf = once(read)
