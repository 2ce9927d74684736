import type { Diagnostic } from '../../lint/report.ts'
import { pointer } from '../../yaml/path.ts'
import { type ComputedRun, jsonHead } from '../computed.ts'
import { jsonText } from '../sanitize.ts'
import type { ExampleOf, NextPlan } from './blocks.ts'
import type { JsonNext } from './schema.ts'

const task =
  (exampleOf: ExampleOf) =>
  ({ rule, message, help, path, range }: Diagnostic) => ({
    rule,
    message,
    help,
    pointer: pointer(path),
    line: range.start.line,
    column: range.start.column,
    example: exampleOf(rule) ?? null,
  })

/** See `schemas/next.schema.json`. */
export const nextJson = (run: ComputedRun, plans: readonly NextPlan[], exampleOf: ExampleOf): string => {
  const files = plans.map(({ file, now: { verdict }, stage, owes, asks }) => ({
    file,
    judged: verdict.judged,
    declared: verdict.judged ? verdict.gate : null,
    next: stage ?? null,
    owes: owes.map(task(exampleOf)),
    asks: asks.map(task(exampleOf)),
  }))
  const document: JsonNext = { ...jsonHead(run, {}), files }
  return jsonText(document)
}
