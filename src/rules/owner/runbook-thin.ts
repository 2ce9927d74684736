import type { Outline } from '../../evidence/runbook/runbook.ts'
import { sectionOf } from '../../evidence/runbook/runbook.ts'
import { enumerate, plural, quote } from '../../values/text.ts'
import type { Rule } from '../lib/rule.ts'

type Section = { readonly name: string; readonly words: RegExp }

const section = (name: string, stems: string): Section => ({
  name,
  words: new RegExp(`(?:^|[^\\p{L}])(?:${stems.trim().split(/\s+/).join('|').replaceAll('_', ' ')})`, 'u'),
})

// Compiled only when a runbook is read. Headings of published runbooks, without accents; `_` is a space.
const sections = (): readonly Section[] => [
  section(
    'impact',
    `impact symptom effect affect meaning severity consequence blast_radius what_(?:it|this)_means what_(?:the_)?(?:users|customers)_see
    auswirkung folgen consecuencia bedeutung signification sintoma`,
  ),
  section(
    'diagnosis',
    `diagnos investigat triage troubleshoot debug analy root_cause cause possible_cause check(?:s|ing|list)?(?!\\p{L})
    verif symptom detect inspect identif confirm_ assess find_out how_to_tell what_to_look where_to_look first_look
    ursache fehlersuche prufe prufung comprob sintoma`,
  ),
  section(
    'mitigation',
    `mitiga fix resol remed repair recover workaround work_around what_to_do first_aid immediate_action action step
    containment contain_ restor respond response$ response_plan procedure solution how_to_handle handling
    stop_the_bleeding behebung behebe abhilfe massnahme maßnahme losung correcti(?:on|f) corrig attenuation que_faire
    que_hacer`,
  ),
  section(
    'rollback',
    `roll(?:ing|ed|s)?[-_]?(?:it_)?back revert undo turn(?:ing)?_(?:[^_]+_){0,3}off switch(?:ing)?_(?:[^_]+_){0,3}(?:off|back) go(?:ing)?_back return(?:ing)?_to_the_(?:old|previous|former)_ disabl
    kill[-_]?switch off[-_]?switch back(?:ing)?[-_]?(?:it_)?out shut(?:ting)?[-_]?(?:[^_]+_){0,3}(?:down|off) deactivat
    feature_flag stop_the_(?:ai|model|bot|system) zuruckroll ruckgangig abschalt ausschalt retour_arriere desactiv
    annul apag`,
  ),
  section(
    'escalation',
    `escal eskal contact kontakt call_the whom? on[-_]?call page_the paging owner notify notif get_help
    hand[-_]?(?:off|over) responsib`,
  ),
]

const folded = (text: string): string =>
  text.normalize('NFD').replaceAll(/\p{M}/gu, '').toLowerCase().replaceAll(/\s+/g, ' ')

type Gaps = {
  readonly missing: readonly string[]
  /** Headings without text, unless another heading covers the same topic. */
  readonly empty: readonly Outline['headings'][number][]
}

const gapsOf = ({ headings, labels }: Pick<Outline, 'headings' | 'labels'>): Gaps => {
  const shown = headings.map((heading) => ({ heading, text: folded(heading.text) }))
  const bold = labels.map(({ value }) => folded(value))
  const missing: string[] = []
  const empty = new Set<Outline['headings'][number]>()
  for (const { name, words } of sections()) {
    const about = shown.filter(({ text }) => words.test(text)).map(({ heading }) => heading)
    if (bold.some((text) => words.test(text)) || about.some(({ isEmpty }) => !isEmpty)) continue
    if (about.length === 0) missing.push(name)
    for (const heading of about) empty.add(heading)
  }
  return { missing, empty: [...empty] }
}

const titled = (name: string): string => `"${name.charAt(0).toUpperCase()}${name.slice(1)}"`

const lacks = (missing: Gaps['missing'], empty: number): string =>
  enumerate([
    ...(missing.length > 0 ? [`has no ${enumerate(missing.map(titled), 'or')} section`] : []),
    ...(empty > 0 ? [`has ${plural(empty, 'empty section')}`] : []),
  ])

const helpFor = (file: string, missing: Gaps['missing'], empty: Gaps['empty']): string => {
  const headings = missing.map((name) => `## ${titled(name).slice(1, -1)}`)
  const at = enumerate(empty.map(({ range }) => String(range.start.line)))
  const lines = empty.length > 1 ? 'lines' : 'line'
  return `${enumerate([
    ...(missing.length > 0 ? [`add ${enumerate(headings)} to ${file}`] : []),
    ...(empty.length > 0 ? [`add what to do under ${lines} ${at} of ${file}`] : []),
  ])}; a few lines each, for readers who did not build the system`
}

export const runbookThin: Rule = {
  id: 'owner/runbook-thin',
  severity: 'error',
  from: 'limited',
  summary: 'The owner has a runbook with impact, diagnosis, mitigation, rollback and escalation',
  why: 'Whoever is paged did not build the system; without a runbook, the first incident is spent looking for the person who did.',
  details: `\`owner.runbook\` is required. If it is a Markdown file of the repository, its headings are read, at any level: all of them, or those below the anchor in the path, as in \`docs/runbooks.md#order-status\`. \`spec/path-missing\` reports a missing file. A URL, a folder and a page that is not Markdown are unverified.

Common synonyms count: Symptoms and Meaning for impact, Triage and Causes for diagnosis, Fix, Resolution and What to do for mitigation, Turn it off and Kill switch for rollback, Who to call and On call for escalation, and the same in German, French and Spanish. A line that begins in bold counts as a heading. A section without text, or with only TODO, is empty.`,
  principles: ['ownership'],
  fields: ['owner.runbook'],
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
    ready: `owner: {team: acme/fraud-platform, runbook: docs/runbooks/card-fraud.md}`,
    notReady: `owner:
  team: acme/fraud-platform
  runbook: docs/runbooks/thin.md  # expect: owner/runbook-thin`,
  },
  proves: ['ownership'],

  *check({ pilot: { owner }, facts: { runbook } }) {
    if (owner === undefined) return
    const path = ['owner', 'runbook']
    if (owner.runbook === undefined)
      yield {
        path,
        message: '`owner.runbook` is missing',
        write: 'docs/runbooks/order-status.md',
        help: 'a page with the sections Impact, Diagnosis, Mitigation, Rollback and Escalation',
        absent: true,
      }
    else if (runbook?.state === 'malformed') {
      const { file, range, problem } = runbook
      yield {
        path,
        message: `runbook ${quote(owner.runbook)} ${problem}`,
        help: 'save it as a Markdown file in UTF-8',
        elsewhere: [{ file, range, label: 'the runbook' }],
      }
    } else if (runbook?.state === 'found') {
      const { file, value } = runbook
      const { missing, empty } = gapsOf(sectionOf(value, owner.runbook.split('#')[1]))
      const elsewhere = empty.map(({ range }) => ({ file, range, label: 'this section is empty' }))
      if (missing.length > 0 || empty.length > 0)
        yield {
          path,
          message: `runbook ${quote(owner.runbook)} ${lacks(missing, empty.length)}`,
          help: helpFor(file, missing, empty),
          ...(empty.length > 0 && { elsewhere }),
        }
    }
  },
}
