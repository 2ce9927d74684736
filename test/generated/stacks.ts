import { pages } from './evidence/index.ts'

/** What of a tool nobody can read from a repository, by the name of the format. */
const stays: { readonly [format: string]: string } = {
  ConfigCat: 'nothing, if a setting has no targeting rules',
  Statsig: 'gates with several rules or conditions',
  'LaunchDarkly API': 'flags with prerequisites; who is in a segment',
  'Unleash export': 'features that depend on others; who is in a segment',
  Unleash: 'features that depend on others; who is in a segment',
  GrowthBook: 'rules with a condition; namespaces',
  'GO Feature Flag': 'targeting, schedules and progressive rollouts',
  'Argo Rollouts': 'who gets the system: a weight is a share of requests',
  Flagger: 'who gets the system: a weight is a share of requests',
  Datadog:
    'monitors on logs, traces and events, objectives of monitors and of time slices, anomalies, forecasts and composites; links to the runbook',
  Terraform:
    'what is computed, looked up, or passed in by another module, or created by one that is defined elsewhere; `count` and `for_each` that are not a number',
  CloudFormation: 'parameters, conditions, anomaly bands and other functions of metric math than `FILL` and `IF`',
  'dbt sources': 'freshness from warehouse metadata, without a `loaded_at_field`; what only warns',
  'Grafana provisioning': 'queries of other languages than PromQL, math with functions, ranges, and two thresholds',
  'Grafana operator': 'queries of other languages than PromQL, math with functions, ranges, and two thresholds',
  MCP: 'tools that a server generates at run time; a manifest or a configuration that only starts it',
  'Tools of a request': 'tools of a server that the request only names',
  OpenSLO: 'objectives with several levels',
  'CODEOWNERS of Bitbucket': 'whether `@name` is a user or a group; alternatives in braces',
  'OWNERS of Prow': 'that people who approve are the team; filters that are more than text',
  Backstage: 'which of several components the pilot is, if none has its name',
  'Datadog catalog': 'which of several services the pilot is, if none has its name',
  'Datadog catalog in Terraform':
    'services of other names; what is computed, looked up, or passed in by another module, or created by one that is defined elsewhere',
  'PagerDuty in Terraform':
    'who is on a rota that Terraform does not set up; whether the team of that name is notified',
  'Opsgenie in Terraform': 'who is on a rota; whether the team of that name is notified',
  Sloth: 'objectives with plugins; windows other than 1h, 6h, 1d and 3d if they are defined elsewhere',
  Pyrra: 'alerts on a metric that is absent',
  'Helm values': 'rules with template placeholders; which of several values files counts',
  Prometheus: 'rules with template placeholders',
  Alertmanager: 'routes by patterns; who is behind a receiver',
}

const anchorOf = (title: string): string => title.toLowerCase().replaceAll(' ', '-')

const row = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`

/** A row for each form of each kind of evidence, by the tool that keeps it. */
export const stacksPage = (): string => {
  const rows = pages.flatMap(({ title, shows, formats }) =>
    formats.map(({ name, path }): string[] => [
      `**${name}**`,
      `[${title}](evidence.md#${anchorOf(title)}), such as \`${path}\``,
      shows,
      stays[name] ?? '',
    ]),
  )
  const head = ['Tool or form', 'Read as', 'What it shows', 'What has to be signed for']
  return `# Stacks

What pilotlint reads of each tool, what that proves, and what no file of the tool shows. The rest is not an error: it is
unverified, and from \`limited\` on a line of the verdict that depends on it alone requires a signature
([exceptions](pilot-yaml.md#exceptions)). Each form has one complete small example in [evidence](evidence.md), linted by a test with the claim beside it.
[A whole repository](https://github.com/pilotlint/pilotlint/tree/main/examples/delivery-slots) on Terraform, Datadog, LaunchDarkly, GitLab and
promptfoo is among the examples.
For a tool that is not in the table, export its data in one of these forms, or sign for it.
[\`pilotlint results\`](command-line.md#results-from-rows) counts results of GrowthBook, Statsig, Eppo and Datadog, and takes the differences that they adjust; of means in all but GrowthBook, export the rows.

${row(head)}
${row(head.map(() => '---'))}
${rows
  .toSorted(([one = ''], [other = '']) => one.localeCompare(other, 'en'))
  .map(row)
  .join('\n')}
`
}

/** The names that no format has. */
export const strangers = (): string[] => {
  const names = new Set(pages.flatMap(({ formats }) => formats.map(({ name }) => name)))
  return Object.keys(stays).filter((name) => !names.has(name))
}
