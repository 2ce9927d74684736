import { describe, expect, test } from 'vitest'
import { runbookThin } from '../../../src/rules/owner/runbook-thin.ts'
import { diagnose, repository, table } from '../table.ts'

const page = (...headings: string[]) => headings.map((heading) => `${heading}\n\nRead this.\n`).join('\n')
const whole = ['## Impact', '## Diagnosis', '## Mitigation', '## Rollback', '## Escalation']
const honest = 'owner: {team: acme/fraud, runbook: docs/runbook.md}'
const guilty = `${honest}  # expect: owner/runbook-thin`
const files = (text: string | Uint8Array) => ({ 'docs/runbook.md': text })

table(runbookThin, [
  {
    name: 'no runbook',
    yaml: 'owner: acme/fraud-platform # expect: owner/runbook-thin',
    says: ['`owner.runbook` is missing'],
    helps: [
      'owner: {team: acme/fraud-platform, runbook: docs/runbooks/order-status.md}  # a page with the sections Impact, Diagnosis, Mitigation, Rollback and Escalation',
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
    helps: [
      'add ## Rollback and ## Escalation to docs/runbook.md; a few lines each, for readers who did not build the system',
    ],
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
    says: ['runbook "docs/runbook.md" has 2 empty sections'],
    helps: [
      'add what to do under lines 13 and 15 of docs/runbook.md; a few lines each, for readers who did not build the system',
    ],
  },
  {
    name: 'the section that the path leads to, not the others of the page',
    yaml: `${honest.replace('.md', '.md#search')}  # expect: owner/runbook-thin`,
    files: files(`# Fraud\n${page(...whole)}\n# Search\n${page('## Impact')}`),
    says: ['runbook "docs/runbook.md#search" has no "Diagnosis", "Mitigation", "Rollback" or "Escalation" section'],
  },
  {
    name: 'words about the domain that begin alike',
    yaml: guilty,
    files: files(page('# Support checkout', '## Slow responses', '## Containers', '## Helpful links')),
    says: ['runbook "docs/runbook.md" has no "Impact", "Diagnosis", "Mitigation", "Rollback" or "Escalation" section'],
  },
  {
    name: 'a page that is no text',
    yaml: guilty,
    files: files(new Uint8Array([0x23, 0x20, 0xff, 0x0a])),
    says: ['runbook "docs/runbook.md" cannot be read: the file is not UTF-8: line 1 contains the byte 0xFF'],
  },

  { name: 'five headings', yaml: honest, files: files(page('# Fraud', ...whole)) },
  {
    name: 'a section of a page',
    yaml: honest.replace('.md', '.md#fraud'),
    files: files(`# Fraud\n${page(...whole)}\n# Search\n`),
  },
  {
    name: 'closest honest file: other words, other levels, one alert at a time',
    yaml: honest,
    files: files(`FraudSlow
=========

### What customers see & triage
Orders wait.

FraudWrong
----------

**Fix:** send all orders to review.

1. **Roll it back:** set the flag to off.

<h2>Who to call</h2>
PFRAUD
`),
  },
  ...[
    'Turn the assistant off',
    'Switching back to the old ranking',
    'Shut the bot down',
    'Going back',
    'Return to the old ranking',
  ].map((heading) => ({
    name: `closest: ${heading}, for rollback`,
    yaml: honest,
    files: files(page('## Impact', '## Diagnosis', '## Mitigation', `## ${heading}`, '## Escalation')),
  })),
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

const says = async (text: string): Promise<string[]> =>
  (await diagnose(runbookThin, honest, { repository: repository(files(text)) })).map(({ message }) => message)

describe('the headings of published runbooks are enough', () => {
  test.each([
    ['Meaning, Impact', ['## Meaning', '## Impact', '## Diagnosis', '## Mitigation', '## Rollback', '## Escalation']],
    ['Symptoms, Triage, Fix', ['# Symptoms', '# Triage', '# Fix', '# How to roll back', '# Escalate']],
    ['Overview', ['# Severity', '# Possible causes', '# Resolution', '# Kill switch', '# On-call and contacts']],
    [
      'questions',
      ['# What do users see? Effects', '# How to tell', '# What to do', '# Turn it off', '# Whom to call?'],
    ],
    ['one heading for all', ['# Impact, checks, steps, revert, escalation']],
    ['German', ['# Auswirkung', '# Ursachen', '# Behebung', '# Zurückrollen', '# Eskalation']],
    ['French', ['# Conséquences', '# Diagnostic', '# Résolution', '# Retour arrière', '# Escalade et contacts']],
    ['Spanish', ['# Impacto', '# Diagnóstico', '# Mitigación', '# Revertir', '# Escalado']],
    ['shouting, with emoji', ['# 🔥 IMPACT', '# 🔍 INVESTIGATION', '# 🚑 REMEDIATION', '# ⏪ ROLL-BACK', '# ☎️ PAGING']],
  ])('%s', async (_, headings) => {
    expect(await says(page(...headings))).toEqual([])
  })
})

test('each heading that is taken away, or emptied, is missed', async () => {
  for (const heading of whole) {
    const name = heading.slice(3)
    const others = whole.filter((one) => one !== heading)
    expect(await says(page(...others))).toEqual([`runbook "docs/runbook.md" has no "${name}" section`])
    expect(await says(`${page(...others)}\n${heading}\n`)).toEqual(['runbook "docs/runbook.md" has 1 empty section'])
  }
})

test('shows the heading with nothing in it', async () => {
  const text = `${page(...whole.slice(0, 4))}\n## Escalation\n`
  const [found] = await diagnose(runbookThin, honest, { repository: repository(files(text)) })
  expect(found?.elsewhere).toMatchObject([{ file: 'docs/runbook.md', range: { start: { line: 17 } } }])
})
