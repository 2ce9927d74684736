import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { lint } from '../../src/lint/lint.ts'
import type { Diagnostic } from '../../src/lint/report.ts'
import type { Stage } from '../../src/model/stage.ts'
import { rules } from '../../src/rules/index.ts'
import { paste } from './paste.ts'
import { repository, today } from './table.ts'

const core = readFileSync(new URL('../fixtures/core.yaml', import.meta.url), 'utf8')

const judge = (yaml: string, stage: Stage) =>
  lint(yaml, {
    file: 'pilot.yaml',
    for: stage,
    today,
    rules,
    exceptions: true,
    repository: repository({}),
  })

test.each(['shadow', 'limited', 'progressive', 'full'] as const)(
  'whoever pastes all that is proposed for %s is not ready: the facts are missing',
  async (stage) => {
    let yaml = core
    const done = new Set<string>()
    for (let next: Diagnostic | undefined; done.size < 100; ) {
      const { diagnostics } = await judge(yaml, stage)
      next = diagnostics.find(({ write, message }) => write?.lines.length === 1 && !done.has(message))
      if (next === undefined) break
      done.add(next.message)
      try {
        yaml = paste(yaml, next)
      } catch {
        // A list item in a short form: nobody can paste it by its path.
      }
    }
    const { diagnostics, verdict } = await judge(yaml, stage)
    expect(done.size).toBeGreaterThan(10)
    expect(diagnostics.filter(({ rule }) => rule === 'spec/placeholder').length).toBeGreaterThan(10)
    expect(verdict.sentence).not.toMatch(/^READY/)
  },
)
