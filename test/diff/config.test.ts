import { expect, test } from 'vitest'
import { loadConfig } from '../../src/config/load.ts'
import { diffConfig } from '../../src/diff/config.ts'
import { isWeaker } from '../../src/diff/diff.ts'
import { memory } from '../../src/repo/memory.ts'
import { rules } from '../../src/rules/index.ts'

const load = (text: string | undefined) => {
  if (text === undefined) return undefined
  const found = loadConfig(memory({ 'pilotlint.config.yaml': text }), 'pilotlint.config.yaml', rules, false)
  if (!found.ok) throw new Error(JSON.stringify(found.complaints))
  return found.config
}

const changes = (before: string | undefined, after: string | undefined): string[] => {
  const diff = diffConfig('pilotlint.config.yaml', load(before), load(after), rules)
  expect(isWeaker(diff)).toBe(diff.changes.some(({ grade }) => grade === 'weaker'))
  return diff.changes.map(({ grade, name, was = '-', is = '-' }) => `${grade} ${name}: ${was} -> ${is}`)
}

const rule = (text: string) => `rules: {${text}}\n`
const only = (text: string) => `overrides: [{files: ["services/**"], rules: {${text}}}]\n`
const own = (assert: string, rest = '') =>
  `own:\n  - {id: acme/x, path: owner.team, assert: {${assert}}, message: not so, help: do so, tests: {ready: 'id: a', not_ready: 'id: a'}${rest}}\n`

test.each<readonly [string, string | undefined, string | undefined, readonly string[]]>([
  ['nothing new', rule('cost/fragile: error'), `# ours\n${rule('cost/fragile: error')}`, []],
  ['no configuration at all', undefined, undefined, []],
  ['a rule that blocks', undefined, rule('cost/fragile: error'), ['stronger rules[cost/fragile].severity: - -> error']],
  [
    'a severity lowered',
    rule('cost/fragile: error'),
    rule('cost/fragile: warning'),
    ['weaker rules[cost/fragile].severity: error -> warning'],
  ],
  [
    'a severity left out',
    rule('cost/fragile: error'),
    'ignore: []\n',
    ['weaker rules[cost/fragile].severity: error -> -'],
  ],
  [
    'the configuration deleted',
    rule('cost/fragile: error'),
    undefined,
    ['weaker rules[cost/fragile].severity: error -> -'],
  ],
  [
    'the default written down',
    undefined,
    rule('owner/missing: error'),
    ['neutral rules[owner/missing].severity: - -> error'],
  ],
  [
    'a setting that allows less',
    undefined,
    rule('rollout/jump: {settings: {largest_step: 3}}'),
    ['stronger rules[rollout/jump].settings.largest_step: - -> 3'],
  ],
  [
    'a setting that allows more',
    rule('rollout/jump: {settings: {largest_step: 3}}'),
    rule('rollout/jump: {settings: {largest_step: 4}}'),
    ['weaker rules[rollout/jump].settings.largest_step: 3 -> 4'],
  ],
  [
    'a setting left out',
    rule('rollout/jump: {settings: {largest_step: 3}}'),
    undefined,
    ['weaker rules[rollout/jump].settings.largest_step: 3 -> -'],
  ],
  [
    'an override',
    undefined,
    only('cost/fragile: error'),
    ['stronger overrides[services/**].rules[cost/fragile].severity: - -> error'],
  ],
  [
    'an override that left',
    only('cost/fragile: error'),
    undefined,
    ['weaker overrides[services/**].rules[cost/fragile].severity: error -> -'],
  ],
  [
    'an override that became the rule of all',
    only('cost/fragile: error'),
    rule('cost/fragile: error'),
    [
      'stronger rules[cost/fragile].severity: - -> error',
      'neutral overrides[services/**].rules[cost/fragile].severity: error -> -',
    ],
  ],
  [
    'a preset',
    undefined,
    'extends: [prove-bound]\n',
    expect.arrayContaining(['stronger own[prove-bound/expert-review]: - -> error']),
  ],
  [
    'a preset left out',
    'extends: [prove-bound]\n',
    'extends: [recommended]\n',
    expect.arrayContaining([
      'weaker own[prove-bound/expert-review]: error -> -',
      'weaker rules[results/stale].severity: error -> -',
    ]),
  ],
  ['a pilot left out', undefined, 'ignore: [old/**]\n', ['weaker ignore[old/**]: - -> old/**']],
  ['a pilot judged again', 'ignore: [old/**]\n', undefined, ['stronger ignore[old/**]: old/** -> -']],
  ['the edition of today', undefined, 'edition: 2026-12\n', ['neutral edition: - -> 2026-12']],
  ['an own rule', undefined, own('present: true'), ['stronger own[acme/x]: - -> error']],
  [
    'an own rule that only warns',
    own('present: true'),
    own('present: true', ', severity: warning'),
    ['weaker own[acme/x]: error -> warning'],
  ],
  [
    'an own rule from a later stage',
    own('present: true', ', from: shadow'),
    own('present: true', ', from: full'),
    ['weaker own[acme/x]: error -> error'],
  ],
  [
    'other words of an own rule',
    own('present: true'),
    own('present: true', ', why: x'),
    ['neutral own[acme/x]: error -> error'],
  ],
  ['a lower bound', own('at_least: 90%'), own('at_least: 80%'), ['weaker own[acme/x]: error -> error']],
  ['a higher bound', own('at_least: 90%'), own('at_least: 95%'), ['stronger own[acme/x]: error -> error']],
  ['a later bound', own('at_most: 10m'), own('at_most: 1h'), ['weaker own[acme/x]: error -> error']],
  ['a bound in another unit', own('at_most: 10m'), own('at_most: 10%'), ['weaker own[acme/x]: error -> error']],
  ['fewer values', own('one_of: [a, b]'), own('one_of: [a]'), ['stronger own[acme/x]: error -> error']],
  ['more values', own('one_of: [a]'), own('one_of: [a, b]'), ['weaker own[acme/x]: error -> error']],
  ['another question', own('like: "docs/**"'), own('present: true'), ['weaker own[acme/x]: error -> error']],
])('%s', (_, before, after, expected) => {
  expect(changes(before, after)).toEqual(expected)
})
