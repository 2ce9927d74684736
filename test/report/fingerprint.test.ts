import { expect, test } from 'vitest'
import type { Report } from '../../src/lint/report.ts'
import { fingerprints } from '../../src/report/fingerprint.ts'
import { finding } from './parts.ts'
import { report } from './runs.ts'

const text = 'stage: limited\nsuccess: {target: at least 35%}\n'

const findings = (content: string) => [
  finding(content, 'success/target-direction', 'at least 35%', {
    path: ['success', 'target'],
    message: 'a',
    help: '',
  }),
  finding(content, 'success/target-direction', 'at least 35%', {
    path: ['success', 'target'],
    message: 'b',
    help: '',
  }),
  finding(content, 'rollback/incomplete', 'stage', { path: ['rollback'], message: 'c', help: '' }),
  finding(content, 'rollback/incomplete', 'limited', { path: ['rollback'], message: 'c', help: '' }),
]

const of = (content: string, diagnostics = findings(content), file = 'pilot.yaml'): Report =>
  report({ file, text: content, diagnostics, verdict: { sentence: '' } })

const names = (...reports: Report[]): string[] => {
  const namesOf = fingerprints()
  return reports.flatMap((one) => {
    const all = namesOf(one)
    const waived = one.waived.map(({ diagnostic }) => diagnostic)
    return [...one.diagnostics, ...waived].map((diagnostic) => all.get(diagnostic) ?? '')
  })
}

test('every finding of a run has a name of its own, in every file', () => {
  const all = names(of(text), of(text, findings(text), 'other.yaml'), of(text))
  expect(new Set(all).size).toBe(12)
  for (const name of all) expect(name).toMatch(/^[0-9a-f]{32}$/)
})

test('the names stay when lines move, and with other line breaks', () => {
  const moved = `# a comment\r\n\r\n${text.replaceAll('\n', '\r\n')}`
  expect(names(of(moved))).toEqual(names(of(text)))
})

test('the names do not depend on the order in which the findings are reported', () => {
  expect(names(of(text, findings(text).toReversed()))).toEqual(names(of(text)).toReversed())
})

test('another value, path or rule is another name; other words for the same value are not', () => {
  const [first] = names(of(text))
  const change = (parts: object, content = text) => {
    const [one, ...rest] = findings(content)
    return one === undefined ? [] : names(of(content, [{ ...one, ...parts }, ...rest]))
  }
  const other = text.replace('limited', 'pilot')
  expect(change({ rule: 'success/perfection' })[0]).not.toBe(first)
  expect(change({ path: ['success', 'limit'] })[0]).not.toBe(first)
  expect(change({ message: 'Z' }).slice(0, 2)).toContain(first)
  expect(
    names(
      of(text.replace('35%', '36%'), [
        finding(text.replace('35%', '36%'), 'success/target-direction', 'at least 36%', {
          path: ['success', 'target'],
          message: 'a',
          help: '',
        }),
      ]),
    )[0],
  ).not.toBe(first)
  expect(
    names(
      of(other, [
        finding(other, 'success/target-direction', 'at least 35%', {
          path: ['success', 'target'],
          message: 'a',
          help: '',
        }),
      ]),
    )[0],
  ).toBe(first)
})

test('waiving one of two findings that are alike leaves both names', () => {
  const [one, two, ...rest] = findings(text)
  if (one === undefined || two === undefined) throw new Error('no findings')
  const waiver = { rule: one.rule, why: '', by: '', until: '', path: [] }
  const waived = report({
    text,
    diagnostics: [two, ...rest],
    waived: [{ diagnostic: one, waiver }],
    verdict: { sentence: '' },
  })
  expect([...names(waived)].sort()).toEqual([...names(of(text))].sort())
  const [open] = names(waived)
  expect(open).toBe(names(of(text))[1])
})

test('without a text the message names the finding', () => {
  const [one] = findings(text)
  if (one === undefined) throw new Error('no findings')
  const empty = (message: string) => names(of('', [{ ...one, message }]))[0]
  expect(empty('a')).not.toBe(empty('b'))
})
