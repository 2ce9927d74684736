import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { findingWithoutRule, idsWithoutRule } from '../../src/report/findings-without-rule.ts'
import { pageWithoutRule, rulePage, ruleTable, severityWords } from '../../src/report/rule-page.ts'
import { rules } from '../../src/rules/index.ts'
import { pilotlint } from '../cli/harness.ts'
import { pages as evidencePages } from './evidence/index.ts'
import { evidencePage } from './evidence-page.ts'
import { fieldReference } from './field-reference.ts'

const root = join(import.meta.dirname, '../..')
const pages = join(root, 'docs/rules')

test.each(rules.map((rule) => [rule.id, rule] as const))('the page of %s', async (id, rule) => {
  await expect(rulePage(rule)).toMatchFileSnapshot(join(pages, `${id}.md`))
})

test.each(idsWithoutRule)('the page of %s', async (id) => {
  const known = findingWithoutRule(id)
  if (known === undefined) throw new Error(`${id} is not known`)
  await expect(pageWithoutRule(id, known)).toMatchFileSnapshot(join(pages, `${id}.md`))
})

test('the index of the rules', async () => {
  const sections = [...new Set(rules.map(({ id }) => id.split('/')[0] ?? ''))]
  const list = sections.map((section) => {
    const own = rules.filter(({ id }) => id.startsWith(`${section}/`))
    const lines = own.map((rule) => `- [${rule.id}](${rule.id}.md), ${severityWords(rule)}: ${rule.summary}`)
    return `## ${section}\n\n${lines.join('\n')}\n`
  })
  const others = `## Findings that no rule makes\n\n${idsWithoutRule.map((id) => `- [${id}](${id}.md)`).join('\n')}\n`
  await expect(`# Rules\n\n${[...list, others].join('\n')}`).toMatchFileSnapshot(join(pages, 'README.md'))
})

test('no page is left of a rule that is gone', () => {
  const known = new Set([
    'README.md',
    ...[...rules.map(({ id }) => id), ...idsWithoutRule].map((id) => `${id}.md`),
  ])
  const found = readdirSync(pages, { recursive: true, encoding: 'utf8' }).filter((name) =>
    name.endsWith('.md'),
  )
  expect(found.filter((name) => !known.has(name))).toEqual([])
})

test('the reference of the fields', async () => {
  await expect(fieldReference()).toMatchFileSnapshot(join(root, 'docs/pilot-yaml.md'))
})

test('the page on evidence', async () => {
  await expect(await evidencePage(evidencePages)).toMatchFileSnapshot(join(root, 'docs/evidence.md'))
})

const between = (text: string, start: string, end: string, body: string): string => {
  const from = text.indexOf(start)
  const to = text.indexOf(end, from)
  if (from === -1 || to === -1) throw new Error(`README.md has no ${start}`)
  return `${text.slice(0, from)}${start}\n${body}${text.slice(to)}`
}

const fenced = (text: string): string => `\`\`\`\n${text.trimEnd()}\n\`\`\`\n`

/** Every block that shows a run holds what that run prints. */
const withRuns = async (readme: string): Promise<string> => {
  let text = readme
  for (const [, command = ''] of readme.matchAll(/<!-- run: pilotlint (.*) -->/g)) {
    const { stdout } = await pilotlint(root, command.split(' '), { columns: 100 })
    const start = `<!-- run: pilotlint ${command} -->`
    text = between(text, start, '<!-- /run -->', fenced(`$ pilotlint ${command}\n${stdout}`))
  }
  return text
}

test('the README holds the help, the rules and what pilotlint really prints', async () => {
  const path = join(root, 'README.md')
  const { stdout: help } = await pilotlint(root, ['--help'])
  const withHelp = between(
    readFileSync(path, 'utf8'),
    '<!-- help:start -->',
    '<!-- help:end -->',
    fenced(help),
  )
  const withRules = between(withHelp, '<!-- rules:start -->', '<!-- rules:end -->', ruleTable(rules))
  await expect(await withRuns(withRules)).toMatchFileSnapshot(path)
})

test('every pilot.yaml in the README is ready for its stage', async () => {
  const readme = readFileSync(join(root, 'README.md'), 'utf8')
  const blocks = [...readme.matchAll(/<!-- lint: (.*) -->\n```yaml\n([\s\S]*?)```/g)]
  expect(blocks.length).toBeGreaterThan(0)
  for (const [, flags = '', stdin = ''] of blocks) {
    const { code, stdout } = await pilotlint(root, [...flags.split(' '), '-'], { stdin })
    expect({ code, stdout }).toMatchObject({ code: 0 })
  }
})
