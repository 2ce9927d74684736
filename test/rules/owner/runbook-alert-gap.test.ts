import { expect, test } from 'vitest'
import { runbookAlertGap } from '../../../src/rules/owner/runbook-alert-gap.ts'
import { diagnose, repository, table } from '../table.ts'

const files = {
  'docs/runbook.md': `# Order status

## Wrong answers
Read the last fifty.

## Slow answers

## Cost (spike)
Count the calls.

<a name="csat"></a>
Read the comments.
`,
}

const alert = (runbook: string, mark = '') => `owner: {team: acme/support, runbook: docs/runbook.md}
monitoring:
  alerts:
    - {kind: quality, metric: csat, fire: below 4.0 points, over: 7d, runbook: ${runbook}}${mark}
`
const guilty = (runbook: string) => alert(runbook, '  # expect: owner/runbook-alert-gap')

table(runbookAlertGap, [
  {
    name: 'a section that is not there',
    yaml: guilty('refund-storm'),
    files,
    says: ['alert on "csat" links to "refund-storm", but "docs/runbook.md" has no such section'],
    helps: ['add ## Refund storm to docs/runbook.md'],
    severity: 'error',
  },
  { name: 'a slip', yaml: guilty('wrong-answer'), files, helps: ['did you mean wrong-answers?'] },
  { name: 'the path of the runbook before it', yaml: guilty('docs/runbook.md#refunds'), files },
  {
    name: 'the whole runbook',
    yaml: guilty('docs/runbook.md'),
    files,
    helps: ['name the section about this alert, by its heading'],
  },
  {
    name: 'a section with nothing in it',
    yaml: guilty('slow-answers'),
    files,
    says: ['alert on "csat" links to "slow-answers", which is an empty section'],
  },
  {
    name: 'a page without headings',
    yaml: guilty('csat'),
    files: { 'docs/runbook.md': 'Restart the service.\n' },
  },

  { name: 'a section', yaml: alert('wrong-answers'), files },
  { name: 'the path of the runbook before a section', yaml: alert('docs/runbook.md#cost-spike'), files },
  { name: 'closest honest file: the heading itself', yaml: alert('Cost (spike)'), files },
  { name: 'an anchor of HTML', yaml: alert('"#csat"'), files },
  { name: 'another page', yaml: alert('docs/csat.md#csat'), files },
  { name: 'closest: another page without an anchor', yaml: alert('docs/csat.md'), files },
  { name: 'closest: a wiki, one page an alert', yaml: alert('"https://wiki.example/csat-drop"'), files },
  { name: 'a wiki', yaml: alert('"https://wiki.example/runbook#csat"'), files },
  {
    name: 'no section named, which is for spec/field-missing',
    yaml: 'owner: {team: a, runbook: docs/runbook.md}\nmonitoring: {alerts: [{kind: cost, metric: cost}]}',
    files,
  },
  { name: 'before progressive', for: 'limited', yaml: alert('refund-storm'), files },
  { name: 'a runbook that is absent', yaml: alert('refund-storm'), files: {} },
  { name: 'no Markdown', yaml: alert('x').replace('.md', '.rst'), files: { 'docs/runbook.rst': 'Fraud\n' } },
  { name: 'no runbook', yaml: 'monitoring: {alerts: [{kind: cost, metric: cost, runbook: x}]}', files },
  { name: 'judged without a repository', yaml: alert('refund-storm') },
])

test('one finding an alert, each with the empty heading beside it', async () => {
  const yaml = alert('slow-answers')
    .replace(/( {4}- .*\n)/, '$1$1')
    .replace('slow-answers', 'nothing')
  const found = await diagnose(runbookAlertGap, yaml, { repository: repository(files) })
  expect(found.map(({ range, elsewhere }) => [range.start.line, elsewhere?.[0]?.range.start.line])).toEqual([
    [4, undefined],
    [5, 6],
  ])
})
