import { slug } from 'github-slugger'
import { expect, test } from 'vitest'
import { runbookThin } from '../../../src/rules/owner/runbook-thin.ts'
import { diagnose, repository, table } from '../table.ts'

const page = (...headings: string[]) => headings.map((heading) => `${heading}\n\nRead this.\n`).join('\n')
const whole = ['## Impact', '## Diagnosis', '## Mitigation', '## Rollback', '## Escalation']
const honest = 'owner: {team: acme/fraud, runbook: docs/runbook.md}'
const named = (sections: string) =>
  `owner: {team: acme/fraud, runbook: {path: docs/runbook.md, sections: {${sections}}}}  # expect: owner/runbook-thin`
const guilty = `${honest}  # expect: owner/runbook-thin`
const files = (text: string | Uint8Array) => ({ 'docs/runbook.md': text })

table(runbookThin, [
  {
    name: 'no runbook',
    yaml: 'owner: acme/fraud-platform # expect: owner/runbook-thin',
    says: ['`owner.runbook` is missing'],
    helps: [
      'owner: {team: acme/fraud-platform, runbook: <file with Impact / Diagnosis / Mitigation / Rollback / Escalation>}',
    ],
    severity: 'error',
  },
  {
    name: 'a page without headings',
    yaml: guilty,
    files: files('Restart the service.\n'),
    says: ['runbook "docs/runbook.md" has no "Impact", "Diagnosis", "Mitigation", "Rollback" or "Escalation" section'],
  },
  {
    name: 'two headings are missing',
    yaml: guilty,
    files: files(page('# Fraud', ...whole.slice(0, 3))),
    says: ['runbook "docs/runbook.md" has no "Rollback" or "Escalation" section'],
    helps: ['add ## Rollback and ## Escalation to docs/runbook.md, or name the headings in owner.runbook.sections'],
    severity: 'error',
  },
  {
    name: 'a heading in a code block is none',
    yaml: guilty,
    files: files(`${page(...whole.slice(0, 4))}\n\`\`\`sh\n# escalation\n\`\`\`\n`),
    says: ['runbook "docs/runbook.md" has no "Escalation" section'],
  },
  {
    name: 'headings with nothing in them',
    yaml: guilty,
    files: files(`${page(...whole.slice(0, 3))}\n## Rollback\n\n## Escalation\nTODO\n`),
    says: ['runbook "docs/runbook.md" has nothing under "Rollback" and "Escalation"'],
    helps: ['add a few lines for readers who did not build the system'],
  },
  {
    name: 'the section that the path leads to, not the others of the page',
    yaml: `${honest.replace('.md', '.md#search')}  # expect: owner/runbook-thin`,
    files: files(`# Fraud\n${page(...whole)}\n# Search\n${page('## Impact')}`),
    says: ['runbook "docs/runbook.md" has no "Diagnosis", "Mitigation", "Rollback" or "Escalation" section'],
  },
  {
    name: 'words about the domain that begin alike',
    yaml: guilty,
    files: files(page('# Support checkout', '## Slow responses', '## Containers', '## Helpful links')),
    says: ['runbook "docs/runbook.md" has no "Impact", "Diagnosis", "Mitigation", "Rollback" or "Escalation" section'],
  },

  {
    name: 'headings that begin like the sections are proposed',
    yaml: guilty,
    files: files(
      page('# Fraud', '## Customer impact', ...whole.slice(1, 3), '## Rollback procedure', '## Escalate to'),
    ),
    says: ['runbook "docs/runbook.md" has no "Impact", "Rollback" or "Escalation" section'],
    helps: [
      'add ## Impact, ## Rollback and ## Escalation to docs/runbook.md, or name the headings in owner.runbook.sections, such as {impact: customer-impact, rollback: rollback-procedure, escalation: escalate-to}',
    ],
  },
  {
    name: 'closest honest file: emoji by their names, and anchors of Hugo and Docusaurus',
    yaml: honest,
    files: files(page('## Impact {#impact}', ...whole.slice(1, 3), '## :rewind: Rollback', whole[4] ?? '')),
  },

  { name: 'five headings', yaml: honest, files: files(page('# Fraud', ...whole)) },
  {
    name: 'a section of a page',
    yaml: honest.replace('.md', '.md#fraud'),
    files: files(`# Fraud\n${page(...whole)}\n# Search\n`),
  },
  {
    name: 'closest honest file: numbered, in another case, at other levels',
    yaml: honest,
    files: files(
      page('# 1. Impact', '### 🔍 DIAGNOSIS', 'Mitigation\n----------', '<h2>Roll-back</h2>', '#### Escalation:'),
    ),
  },
  {
    name: 'words that are no heading of the five',
    yaml: guilty,
    files: files(page('# Symptoms', '# Triage', '# Fix', '# How to roll back', '# Escalation and contacts')),
  },
  {
    name: 'a heading that the page does not have',
    yaml: named('impact: gevolgen'),
    files: files(page(...whole)),
    says: ['runbook "docs/runbook.md" has no "Impact" section'],
  },
  {
    name: 'one heading for two of the five',
    yaml: named('impact: impact, mitigation: impact'),
    files: files(page(...whole)),
    says: ['"Impact" is named for both impact and mitigation'],
  },
  { name: 'a runbook that is absent, which spec/path-missing tells', yaml: honest, files: {} },
  { name: 'judged without a repository', yaml: honest },
  { name: 'a folder', yaml: 'owner: {runbook: docs}', files: files('') },
  { name: 'a page that is no Markdown', yaml: 'owner: {runbook: r.adoc}', files: { 'r.adoc': '= Fraud' } },
  { name: 'a page that is too large', yaml: honest, files: files('a\n'.repeat(600_000)) },
  { name: 'closest: a runbook in a wiki', yaml: 'owner: {runbook: "https://wiki.example/fraud"}', files: {} },
  { name: 'a placeholder is for spec/placeholder', yaml: 'owner: {team: acme/fraud, runbook: TODO}' },
  { name: 'no owner is for owner/missing', yaml: 'champion: j.meyer' },
  { name: 'before limited', for: 'shadow', yaml: 'owner: acme/fraud-platform' },
])

const says = async (text: string, yaml = honest): Promise<string[]> =>
  (await diagnose(runbookThin, yaml, { repository: repository(files(text)) })).map(({ message }) => message)

test.each([
  ['German', ['Folgen', 'Ursache finden', 'Abhilfe', 'Abschalten', 'Wen anrufen?']],
  ['Dutch', ['Gevolgen', 'Oorzaak zoeken', 'Oplossen', 'Terugdraaien', 'Wie bellen']],
  ['Polish', ['Skutki', 'Diagnoza', 'Łagodzenie', 'Wycofanie', 'Kogo wezwać']],
  ['Japanese', ['影響', '診断', '緩和策', '切り戻し', '連絡先']],
  ['French', ['Conséquences', 'Diagnostic', 'Résolution', 'Retour arrière', 'Qui appeler']],
])('a runbook in any language names its headings: %s', async (_, headings) => {
  const keys = ['impact', 'diagnosis', 'mitigation', 'rollback', 'escalation']
  const sections = keys.map((key, at) => `${key}: ${slug(headings[at] ?? '')}`).join(', ')
  const yaml = `owner: {team: acme/fraud, runbook: {path: docs/runbook.md, sections: {${sections}}}}`
  expect(await says(page(...headings.map((heading) => `## ${heading}`)), yaml)).toEqual([])
})

test('each heading that is taken away, or emptied, is missed', async () => {
  for (const heading of whole) {
    const name = heading.slice(3)
    const others = whole.filter((one) => one !== heading)
    expect(await says(page(...others))).toEqual([`runbook "docs/runbook.md" has no "${name}" section`])
    expect(await says(`${page(...others)}\n${heading}\n`)).toEqual([
      `runbook "docs/runbook.md" has nothing under "${name}"`,
    ])
  }
})

test('shows the heading with nothing in it', async () => {
  const text = `${page(...whole.slice(0, 4))}\n## Escalation\n`
  const [found] = await diagnose(runbookThin, honest, { repository: repository(files(text)) })
  expect(found?.elsewhere).toMatchObject([{ file: 'docs/runbook.md', range: { start: { line: 17 } } }])
})
