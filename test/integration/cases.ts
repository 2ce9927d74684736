import { readFileSync } from 'node:fs'

const fixture = (name: string): string =>
  readFileSync(new URL(`../fixtures/${name}.yaml`, import.meta.url), 'utf8')

const head = 'version: 1\nid: x\n'

/** Files of every shape, and the lines that the schema alone refuses. */
export const cases: readonly (readonly [name: string, text: string, lines: readonly number[]])[] = [
  ['the core file', fixture('core'), []],
  ['the complete file', fixture('complete'), []],
  ['keys of the team', `${head}x-team: {a: 1}\nowner: {team: a/b, x-note: 3}\n`, []],
  ['a mistyped key', `${head}ownr: a/b\n`, [3]],
  ['a mistyped key inside', `${head}rollback:\n  tme: 10m\n`, [4]],
  ['a stage that is none', `${head}stage: prod\n`, [3]],
  ['a bare number', `${head}success:\n  target: 35\n`, [4]],
  ['a phrase that is none', `${head}success:\n  window: 7mo\n`, [4]],
  ['a list in the place of shorthand', `${head}owner: [a]\n`, [3]],
  ['a fault in the long form', `${head}owner:\n  accepted: soon\n`, [4]],
  [
    'shorthand everywhere',
    `${head}owner: a/b\nmodel: m-1\nfallback: [human_handoff]\nrollout: {limited: 5% for 14d}\n`,
    [],
  ],
  ['a text for a list', `${head}use_case:\n  out_of_scope: refunds\n`, [4]],
  ['a text for true or false', `${head}use_case:\n  customer_facing: "yes"\n`, [4]],
]
