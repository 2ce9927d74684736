import { hasAnchor, headingAt } from '../../evidence/runbook/runbook.ts'
import { present } from '../../model/lists.ts'
import { quote } from '../../values/text.ts'
import { alertsPath, nameOf } from '../lib/alerts.ts'
import { both, type Rule } from '../lib/rule.ts'

const isPage = (named: string): boolean => /^https?:\/\/|\.(?:md|markdown|html?|adoc|rst|txt)$/iu.test(named)

/** The anchor in the runbook that an alert names; undefined if it names another page. */
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
  return isPage(anchor) ? 'name the section about this alert, by its heading' : `add ## ${titleOf(anchor)} to ${file}`
}

export const runbookAlertGap: Rule = {
  id: 'owner/runbook-alert-gap',
  severity: 'error',
  from: 'progressive',
  summary: 'Every alert links to a section of the runbook',
  why: 'Whoever is paged follows the link in the alert; a broken link costs time in every incident.',
  details: `Compares \`monitoring.alerts[].runbook\` with the anchors of the runbook, as GitHub generates them from its headings: \`## Slow answers\` is \`slow-answers\`. In a GitLab repository (\`.gitlab-ci.yml\` and no \`.github\`) GitLab's anchors count too. So do the heading itself, another case and HTML anchors. An empty section is reported.

Nothing is reported for an alert without a section, with a URL or with another page, or if the runbook cannot be read.`,
  principles: ['ownership'],
  fields: ['owner.runbook', 'monitoring.alerts.runbook'],
  references: ['prometheus-operator runbooks, one page an alert'],
  examples: {
    files: {
      'docs/runbook.md': '# Card fraud\n## Missed fraud\nRead the chargebacks.\n## Slow scores\nLook at the retries.\n',
    },
    ...both`owner: {team: acme/fraud-platform, runbook: docs/runbook.md}
monitoring:
  alerts:
    - {kind: latency, metric: score_latency_p95, fire: above 1s, over: 40m, notify: owner, runbook: «slow-scores|slow-scoring»}  # expect: owner/runbook-alert-gap`,
  },

  *check({ pilot: { owner, monitoring }, facts: { runbook } }) {
    if (owner?.runbook?.path === undefined || runbook?.state !== 'found') return
    const { file, value: outline } = runbook
    for (const { item, at } of present(monitoring?.alerts)) {
      const anchor = item.runbook === undefined ? undefined : anchorIn(item.runbook.trim(), owner.runbook.path)
      if (anchor === undefined) continue
      const path = [...alertsPath, at, 'runbook']
      if (!hasAnchor(outline, anchor)) {
        const near = outline.near(anchor)
        yield {
          path,
          message: `${nameOf(item)} links to ${quote(anchor)}, but ${quote(file)} has no such section`,
          help: helpFor(anchor, near, file),
          related: [{ path: ['owner', 'runbook'], label: 'the runbook' }],
        }
        continue
      }
      const heading = headingAt(outline, anchor)
      if (heading?.isEmpty)
        yield {
          path,
          message: `${nameOf(item)} links to ${quote(anchor)}, which is an empty section`,
          help: `add to ${file} what to check first, and what to do`,
          elsewhere: [{ file, range: heading.range, label: 'this section is empty' }],
        }
    }
  },
}
