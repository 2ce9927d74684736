import { RuleCrash } from '../../lint/judge.ts'
import type { RunProblem } from '../../report/format.ts'
import { shown } from '../../report/sanitize.ts'
import type { Io } from './io.ts'

const issues = 'https://github.com/pilotlint/pilotlint/issues'

const stackOf = (error: unknown): string => {
  const cause = error instanceof Error && error.cause !== undefined ? `\ncaused by ${stackOf(error.cause)}` : ''
  return `${error instanceof Error ? (error.stack ?? error.message) : String(error)}${cause}`
}

/** A crash as a problem. The stack contains file content, so it is shown only on request. */
export const bug = (error: unknown, { env, stderr }: Io, file?: string): RunProblem => {
  if (env.PILOTLINT_DEBUG === '1') stderr(`${stackOf(error).split('\n').map(shown).join('\n')}\n`)
  const who = error instanceof RuleCrash ? `rule ${error.rule}` : 'it'
  return {
    message: `a bug in pilotlint: ${who} crashed${file === undefined ? '' : ` on ${file}`}`,
    help: `please report it at ${issues}; PILOTLINT_DEBUG=1 shows where it crashed`,
    ...(file !== undefined && { file }),
  }
}
