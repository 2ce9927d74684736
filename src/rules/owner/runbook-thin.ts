import { sectionOf } from '../../evidence/runbook/runbook.ts'
import { enumerate, plural, quote } from '../../values/words.ts'
import type { Rule } from '../rule.ts'
import { type Gaps, gapsOf } from './runbook-sections.ts'

const lacks = (missing: Gaps['missing'], empty: number): string =>
  enumerate([
    ...(missing.length > 0 ? [`has no heading about ${enumerate(missing, 'or')}`] : []),
    ...(empty > 0 ? [`has ${plural(empty, 'section')} with nothing in ${empty === 1 ? 'it' : 'them'}`] : []),
  ])

const helpFor = (file: string, missing: Gaps['missing'], empty: Gaps['empty']): string => {
  const headings = missing.map((name) => `## ${name.charAt(0).toUpperCase()}${name.slice(1)}`)
  const at = enumerate(empty.map(({ range }) => String(range.start.line)))
  return `${enumerate([
    ...(missing.length > 0 ? [`add ${enumerate(headings)} to ${file}`] : []),
    ...(empty.length > 0
      ? [`write what to do under line${empty.length > 1 ? 's' : ''} ${at} of ${file}`]
      : []),
  ])}; a few lines each, for somebody who did not build the system`
}

export const runbookThin: Rule = {
  id: 'owner/runbook-thin',
  severity: 'error',
  from: 'limited',
  summary: 'The owner has a runbook with impact, diagnosis, mitigation, rollback and escalation',
  why: 'Whoever is paged at night did not build the system; without a page to follow, the first incident is spent looking for the person who did.',
  details: `The file has to name a runbook. That it exists is for \`spec/path-missing\`; where it is a Markdown file of the repository, its headings are read: at any level, once for the whole page, or under the heading that the path leads to, as in \`docs/runbooks.md#order-status\`.

The words of published runbooks count: Symptoms and Meaning for impact, Triage and Causes for diagnosis, Fix, Resolution and What to do for mitigation, Turn it off and Kill switch for rollback, Who to call and On call for escalation, and the same in German, French and Spanish. A line that begins in bold counts as a heading. A section in which nothing stands, or only TODO, is told as empty.

A URL, a folder and a page that is no Markdown are accepted and stay unverified.`,
  seed: ['S17'],
  references: ['prometheus-operator runbook template'],
  examples: {
    files: {
      'docs/runbooks/card-fraud.md': `# Card fraud
## Impact
Fraud ships.
## Diagnosis
Read the scores of the last hour.
## Mitigation
Send all orders to review.
## Rollback
Set card-fraud to off.
## Escalation
Page PFRAUD.
`,
      'docs/runbooks/thin.md': '# Card fraud\nRestart the service.\n',
    },
    ready: `owner: {team: acme/fraud-platform, runbook: docs/runbooks/card-fraud.md}
`,
    notReady: `owner:
  team: acme/fraud-platform
  runbook: docs/runbooks/thin.md  # expect: owner/runbook-thin
`,
  },
  proves: ['ownership'],

  *check({ pilot: { owner }, facts: { runbook } }) {
    if (owner === undefined) return
    const path = ['owner', 'runbook']
    if (owner.runbook === undefined)
      yield {
        path,
        message: 'the owner has no runbook',
        write: 'docs/runbooks/order-status.md',
        help: 'a page with the headings impact, diagnosis, mitigation, rollback and escalation',
        absent: true,
      }
    else if (runbook?.state === 'malformed')
      yield {
        path,
        message: `the runbook ${quote(owner.runbook)} ${runbook.problem}`,
        help: 'save it as a Markdown file in UTF-8',
        elsewhere: [{ file: runbook.file, range: runbook.range, label: 'the runbook' }],
      }
    else if (runbook?.state === 'found') {
      const anchor = owner.runbook.split('#')[1]
      const { missing, empty } = gapsOf(sectionOf(runbook.value, anchor))
      if (missing.length === 0 && empty.length === 0) return
      yield {
        path,
        message: `the runbook ${quote(owner.runbook)} ${lacks(missing, empty.length)}`,
        help: helpFor(runbook.file, missing, empty),
        ...(empty.length > 0 && {
          elsewhere: empty.map(({ range }) => ({
            file: runbook.file,
            range,
            label: 'nothing stands under this heading',
          })),
        }),
      }
    }
  },
}
