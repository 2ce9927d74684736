import { cpSync, existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { findingWithoutRule, idsWithoutRule, pageWithoutRule, rulePage, ruleTable } from '../../src/report/rule-page.ts'
import { documentedRules as rules } from '../../src/rules/documented.ts'
import { principles } from '../../src/rules/lib/principles.ts'
import { folder, pilotlint } from '../cli/harness.ts'
import { answers, edited, edits, repository } from '../init/session.ts'
import { pages as evidencePages } from './evidence/index.ts'
import { evidencePage } from './evidence-page.ts'
import { fieldReference } from './field-reference.ts'
import { stacksPage, strangers } from './stacks.ts'

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
  const table = ruleTable(rules).replaceAll('](docs/rules/', '](')
  const others = `## Findings without a rule\n\n${idsWithoutRule.map((id) => `- [${id}](${id}.md)`).join('\n')}\n`
  await expect(
    `# Rules\n\nThe [principles](../principles.md) behind the rules.\n\n${table}\n${others}`,
  ).toMatchFileSnapshot(join(pages, 'README.md'))
})

test('the principles, each with the rules that uphold it', async () => {
  const rows = Object.entries(principles).map(([name, [says, stands]]) => {
    const upheldBy = rules.filter((rule) => rule.principles.some((one) => one === name))
    return `| ${says} | ${stands} | ${upheldBy.map(({ id }) => `[${id}](rules/${id}.md)`).join(', ')} |`
  })
  const page = `# Principles

What pilots that reach production have in common. Every rule follows from at least one principle.

| Principle | Source | Rules |
| --- | --- | --- |
${rows.join('\n')}
`
  await expect(page).toMatchFileSnapshot(join(root, 'docs/principles.md'))
})

test('no page is left of a rule that is gone', () => {
  const known = new Set(['README.md', ...[...rules.map(({ id }) => id), ...idsWithoutRule].map((id) => `${id}.md`)])
  const found = readdirSync(pages, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.md'))
  expect(found.filter((name) => !known.has(name))).toEqual([])
})

test('the reference of the fields', async () => {
  await expect(fieldReference()).toMatchFileSnapshot(join(root, 'docs/pilot-yaml.md'))
})

test('the page on stacks', async () => {
  expect(strangers()).toEqual([])
  await expect(stacksPage()).toMatchFileSnapshot(join(root, 'docs/stacks.md'))
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

/** The first minutes of a new user: a first run, its edits, and the verdict. */
const firstRun = async (): Promise<string> => {
  const name = 'order-status'
  const files = Object.entries(repository).map(([path, text]) => [`${name}/${path}`, text])
  const cwd = join(folder(Object.fromEntries(files)), name)
  // The name of the folder is taken as the id.
  const typed = Object.values({ ...answers, id: '' })
  const init = await pilotlint(cwd, ['init'], { columns: 100, typed })
  const path = join(cwd, 'pilot.yaml')
  writeFileSync(path, edits.reduce(edited, readFileSync(path, 'utf8')))
  const lint = await pilotlint(cwd, ['--for', 'declared', '--quiet'], {
    columns: 100,
    isTTY: true,
    env: { NO_COLOR: '1' },
  })
  const commands = edits.map((edit) => `$ sed -i '${edit}' pilot.yaml\n`)
  return `$ pilotlint init\n${init.stdout}${commands.join('')}$ pilotlint --for declared --quiet\n${lint.stdout}`
}

/** The block that shows the first run holds what it prints. */
const withFirstRun = async (text: string): Promise<string> =>
  text.includes('<!-- first-run:start -->')
    ? between(text, '<!-- first-run:start -->', '<!-- first-run:end -->', fenced(await firstRun()))
    : text

const written = readdirSync(join(root, 'docs'))
  .filter((name) => ['command-line.md', 'ci.md', 'configuration.md', 'hostile-input.md', 'speed.md'].includes(name))
  .map((name) => `docs/${name}`)

test.each(['README.md', ...written])('%s holds what pilotlint really prints', async (name) => {
  const path = join(root, name)
  const text = readFileSync(path, 'utf8')
  const { stdout: help } = await pilotlint(root, ['--help'])
  const withHelp = text.includes('<!-- help:start -->')
    ? between(text, '<!-- help:start -->', '<!-- help:end -->', fenced(help))
    : text
  await expect(await withRuns(await withFirstRun(withHelp))).toMatchFileSnapshot(path)
})

test('the README takes at most 12 kB', () => {
  expect(readFileSync(join(root, 'README.md')).length).toBeLessThanOrEqual(12 * 1024)
})

/** Every command line that a page names, in a block of shell or in running text, without what is only for CI. */
const commandsIn = (text: string): string[] => {
  const blocks = [...text.matchAll(/```sh\n([\s\S]*?)```/g)].flatMap(([, body = '']) => body.split('\n'))
  const inline = [...text.matchAll(/`(pilotlint(?: [^`\n]*)?)`/g)].map(([, command = '']) => command)
  return [...blocks, ...inline]
    .map((line) => line.replace(/\s[#>].*$/, '').trim())
    .filter(
      (line) =>
        /^pilotlint(?: |$)/.test(line) && !/[<>$…]|\bmain\b|^pilotlint (?:diff|explain)$|baseline|\.json\b/.test(line),
    )
}

const documents = ['README.md', 'CONTRIBUTING.md', ...written, 'docs/evidence.md', 'docs/pilot-yaml.md']

/** What each command ends in, and what it says on standard error: several pages name the same ones. */
const ran = new Map<string, Promise<{ code: number; stderr: string }>>()

/** In a folder of its own, with one pilot: in the clone each command would judge every example. */
const runIn = (at: string, command: string) => {
  const found = ran.get(command) ?? pilotlint(at, command.split(' ').slice(1))
  ran.set(command, found)
  return found
}

test.each(documents)('every command in %s runs', async (name) => {
  const at = folder()
  cpSync(join(root, 'examples/support-automation'), at, { recursive: true })
  for (const line of commandsIn(readFileSync(join(root, name), 'utf8'))) {
    // No page edits the example.
    const command = line.replaceAll(/ examples\/[\w-]+/g, ' .').replace('--fix', '--diff')
    const { code, stderr } = await runIn(line.startsWith('pilotlint init') ? folder() : at, command)
    expect({ command, code, stderr }).toMatchObject({ code: expect.toBeOneOf([0, 1]) })
  }
})

test('every relative link in a page leads somewhere', () => {
  for (const name of [...documents, 'SECURITY.md', 'docs/principles.md', 'docs/rules/README.md']) {
    const text = readFileSync(join(root, name), 'utf8').replaceAll(/```[\s\S]*?```/g, '')
    const links = [...text.matchAll(/\]\((?!https?:|#)([^)#\s]+)[^)]*\)/g)].map(([, to = '']) => to)
    const broken = links.filter((to) => !existsSync(join(root, name, '..', to)))
    expect({ name, broken }).toEqual({ name, broken: [] })
  }
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
