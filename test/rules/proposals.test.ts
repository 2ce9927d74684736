import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { lint } from '../../src/lint/lint.ts'
import type { Stage } from '../../src/model/stage.ts'
import { documentedRules as rules } from '../../src/rules/documented.ts'
import { paste } from './paste.ts'
import { beside, diagnose, repository, today } from './table.ts'

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
    let { diagnostics, verdict } = await judge(yaml, stage)
    const proposed = () => diagnostics.filter(({ write, message }) => write?.lines.length === 1 && !done.has(message))
    for (let next = proposed(); next.length > 0; next = proposed()) {
      for (const one of next) {
        done.add(one.message)
        try {
          yaml = paste(yaml, one)
        } catch {
          // A list item in a short form: nobody can paste it by its path.
        }
      }
      ;({ diagnostics, verdict } = await judge(yaml, stage))
    }
    expect(done.size).toBeGreaterThan(10)
    expect(diagnostics.filter(({ rule }) => rule === 'spec/placeholder').length).toBeGreaterThan(10)
    expect(verdict.sentence).not.toMatch(/^READY/)
  },
)

/** Rules that compute what they propose: the smallest change that passes, a day, or the other side of what is written. */
const computing = new Set([
  'data/eval-too-small',
  'integration/freshness-conflict',
  'integration/rate-limit-below-peak',
  'rollout/no-control',
  'spec/exception-invalid',
])

test.each(rules.filter(({ id }) => !computing.has(id)).map((rule) => [rule.id, rule] as const))(
  '%s proposes no number that nothing in the repository holds',
  async (_, rule) => {
    const yaml = rule.examples.notReady.replaceAll(/ *# expect: .*/g, '')
    const known = [yaml, today, ...Object.values(rule.examples.files ?? {})].join('\n')
    for (const { write, message } of await diagnose(rule, yaml, beside(rule.examples))) {
      const numbers = write?.lines.join(' ').match(/\d[\d.]*/g) ?? []
      expect(numbers.filter((number) => !known.includes(number) && !message.includes(number))).toEqual([])
    }
  },
)
