import { expect, test } from 'vitest'
import { documentedRules as rules } from '../../src/rules/documented.ts'
import { paste } from './paste.ts'
import { beside, diagnose } from './table.ts'

test.each(rules.map((rule) => [rule.id, rule] as const))(
  '%s: what the help says to write settles it',
  async (_, rule) => {
    const yaml = rule.examples.notReady.replaceAll(/ *# expect: .*/g, '')
    for (const found of await diagnose(rule, yaml, beside(rule.examples))) {
      if (found.write === undefined || found.write.lines.length > 1) continue
      const after = await diagnose(rule, paste(yaml, found), beside(rule.examples))
      const same = after.filter(({ message, path }) => message === found.message && String(path) === String(found.path))
      expect(same, found.help).toEqual([])
    }
  },
)
