import { hasAnchor, headingAt } from '../../evidence/runbook/runbook.ts'
import { present } from '../../model/lists.ts'
import { quote } from '../../values/text.ts'
import { alertsPath, nameOf } from '../lib/alerts.ts'
import { both, type Rule } from '../lib/rule.ts'

/** What names a page rather than a heading. */
const isPage = (named: string): boolean => /^https?:\/\/|\.(?:md|markdown|html?|adoc|rst|txt)$/iu.test(named)

/** The anchor that an alert names, alone or behind the path of the runbook; undefined where it names another page. */
const anchorIn = (named: string, runbook: string): string | undefined => {
  const at = named.indexOf('#')
  if (at === -1) return isPage(named) && named !== runbook.split('#')[0] ? undefined : named
  const page = named.slice(0, at)
  return page === '' || page === runbook.split('#')[0] ? named.slice(at + 1) : undefined
}

const titleOf = (anchor: string): string =>
  `${anchor.charAt(0).toUpperCase()}${anchor.slice(1, 60)}`.replaceAll('-', ' ')

const helpFor = (anchor: string, near: string | undefined, file: string): string => {
  if (near !== undefined) return `did you mean ${near}?`
  return isPage(anchor)
    ? `name the section of it that is about this alert, by its heading`
    : `add ## ${titleOf(anchor)} to ${file}`
}

export const runbookAlertGap: Rule = {
  id: 'owner/runbook-alert-gap',
  severity: 'error',
  from: 'progressive',
  summary: 'Every alert leads to a section of the runbook',
  why: 'Whoever is paged follows the link in the alert; if it leads to nothing, they start from the beginning, at night.',
  details: `\`monitoring.alerts[].runbook\` is compared with the anchors of the runbook, as GitHub makes them of its headings: \`## Slow answers\` is \`slow-answers\`. In a repository of GitLab (\`.gitlab-ci.yml\` and no \`.github\`) those that GitLab makes count as well. The heading itself, another case and an anchor that HTML sets count as well. A section in which nothing stands is no help either.

An alert that names no section is for \`spec/field-missing\`. Silent where the runbook is absent or cannot be read, and about an alert that names another page, or an address.`,
  principles: ['ownership'],
  fields: ['owner.runbook', 'monitoring.alerts.runbook'],
  references: ['prometheus-operator runbooks, one page an alert'],
  examples: {
    files: {
      'docs/runbook.md':
        '# Card fraud\n## Missed fraud\nRead the chargebacks.\n## Slow scores\nLook at the retries.\n',
    },
    ...both`owner: {team: acme/fraud-platform, runbook: docs/runbook.md}
monitoring:
  alerts:
    - {kind: latency, metric: score_latency_p95, fire: above 1s, over: 40m, notify: owner, runbook: «slow-scores|slow-scoring»}  # expect: owner/runbook-alert-gap`,
  },
  proves: ['monitoring', 'ownership'],

  *check({ pilot: { owner, monitoring }, facts: { runbook } }) {
    if (owner?.runbook === undefined || runbook?.state !== 'found') return
    const { file, value: outline } = runbook
    for (const { item, at } of present(monitoring?.alerts)) {
      const anchor = item.runbook === undefined ? undefined : anchorIn(item.runbook.trim(), owner.runbook)
      if (anchor === undefined) continue
      const path = [...alertsPath, at, 'runbook']
      if (!hasAnchor(outline, anchor)) {
        const near = outline.near(anchor)
        yield {
          path,
          message: `the ${nameOf(item)} leads to ${quote(anchor)}, and ${quote(file)} has no such section`,
          help: helpFor(anchor, near, file),
          related: [{ path: ['owner', 'runbook'], label: 'the runbook' }],
        }
        continue
      }
      const heading = headingAt(outline, anchor)
      if (heading?.isEmpty)
        yield {
          path,
          message: `the ${nameOf(item)} leads to ${quote(anchor)}, and nothing stands in that section`,
          help: `write in ${file} what to look at first, and what to do`,
          elsewhere: [{ file, range: heading.range, label: 'nothing stands under this heading' }],
        }
    }
  },
}
