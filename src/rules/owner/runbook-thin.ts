import type { Heading, Outline } from '../../evidence/runbook/outline.ts'
import { hasAnchor, headingAt, headingsBelow } from '../../evidence/runbook/runbook.ts'
import type { Pilot } from '../../model/pilot.ts'
import { enumerate, quote, wordsOf } from '../../values/text.ts'
import type { Path } from '../../yaml/path.ts'
import { flowScalar } from '../../yaml/print.ts'
import { type Finding, fields, type Rule } from '../lib/rule.ts'

type Runbook = NonNullable<NonNullable<Pilot['owner']>['runbook']>

const topics = ['impact', 'diagnosis', 'mitigation', 'rollback', 'escalation'] as const

type Topic = (typeof topics)[number]

const path = ['owner', 'runbook', 'path']

const titled = (topic: Topic): string => `${topic.charAt(0).toUpperCase()}${topic.slice(1)}`

/** The words of a heading without numbers, `:emoji:` and the anchor that Hugo or Docusaurus gives it, `{#impact}`. */
const textOf = ({ text }: Heading): string =>
  wordsOf(text.replaceAll(/:[\w+-]{1,40}:|\{:? ?#[^}]{0,200}\}$/g, ' '))
    .filter((word) => !/^\d+$/.test(word))
    .join('')

/** `1. Impact`, `IMPACT` and `Roll-back` are the English headings, too. */
const isAbout = (topic: Topic, heading: Heading): boolean => textOf(heading) === topic

/** The sections that other headings seem to be: `Rollback procedure`, `Escalate to`. */
const likeness = (missing: readonly Section[], headings: readonly Heading[]): string => {
  const found = missing.flatMap(({ topic }) => {
    const like = headings.find((heading) => textOf(heading).includes(topic.slice(0, 7)))
    return like === undefined ? [] : [`${topic}: ${flowScalar(like.anchor)}`]
  })
  return found.length === 0 ? '' : `, such as {${found.join(', ')}}`
}

type Section = {
  readonly topic: Topic
  readonly path: Path
  readonly heading: Heading | undefined
  readonly found: boolean
}

const sectionsOf = (outline: Outline, headings: readonly Heading[], { sections = {} }: Runbook): Section[] =>
  topics.map((topic) => {
    const anchor = sections[topic]
    if (anchor !== undefined)
      return {
        topic,
        path: ['owner', 'runbook', 'sections', topic],
        heading: headingAt(outline, anchor),
        found: hasAnchor(outline, anchor),
      }
    const own = headings.filter((heading) => isAbout(topic, heading))
    const heading = own.find(({ isEmpty }) => !isEmpty) ?? own[0]
    return { topic, path, heading, found: heading !== undefined }
  })

const pathFor = (sections: readonly Section[]): Path => (sections.length === 1 ? sections[0]?.path : undefined) ?? path

function* gaps(file: string, all: readonly Section[], headings: readonly Heading[]): Generator<Finding> {
  const missing = all.filter(({ found }) => !found)
  const names = missing.map(({ topic }) => titled(topic))
  if (missing.length > 0)
    yield {
      path: pathFor(missing),
      message: `runbook ${quote(file)} has no ${enumerate(names.map(quote), 'or')} section`,
      help: `add ${enumerate(names.map((name) => `## ${name}`))} to ${file}, or name the headings in owner.runbook.sections${likeness(missing, headings)}`,
    }
  const empty = all.filter(({ heading }) => heading?.isEmpty)
  if (empty.length > 0)
    yield {
      path: pathFor(empty),
      message: `runbook ${quote(file)} has nothing under ${enumerate(empty.map(({ heading }) => quote(heading?.text)))}`,
      help: 'add a few lines for readers who did not build the system',
      elsewhere: empty.flatMap(({ heading }) =>
        heading ? [{ file, range: heading.range, label: 'this section is empty' }] : [],
      ),
    }
  for (const { topic, heading, path } of all) {
    const first = all.find((section) => heading !== undefined && section.heading === heading)
    if (first !== undefined && first.topic !== topic)
      yield {
        path,
        message: `${quote(heading?.text)} is named for both ${first.topic} and ${topic}`,
        help: 'name a heading of its own for each of the five sections',
        related: [{ path: first.path, label: `named for ${first.topic}` }],
      }
  }
}

export const runbookThin: Rule = {
  id: 'owner/runbook-thin',
  severity: 'error',
  from: 'limited',
  summary: 'The owner has a runbook with impact, diagnosis, mitigation, rollback and escalation',
  why: 'Whoever is paged did not build the system; without a runbook, the first incident is spent looking for the person who did.',
  details: `\`owner.runbook\` is required. If it is a Markdown file of the repository, it needs the headings Impact, Diagnosis, Mitigation, Rollback and Escalation, at any level and in any case, below the anchor in the path if there is one. A runbook with other headings, in any language, names them: \`runbook: {path: docs/runbook.md, sections: {impact: auswirkung, …}}\`, each by the anchor of a heading of its own. A section without text, or with only TODO, is empty.

\`spec/path-missing\` reports a missing file. A URL, a folder and a page that is not Markdown are unverified.`,
  principles: ['ownership'],
  fields: fields`owner.runbook owner.runbook.{path,sections}`,
  references: ['prometheus-operator runbook template'],
  examples: {
    files: {
      'docs/betrug.md': `# Kartenbetrug
## Folgen für Kundinnen
Betrügerische Bestellungen werden versandt.
## Diagnosis
Read the scores of the last hour.
## Abhilfe
Alle Bestellungen prüfen lassen.
## Abschalten
card-fraud auf off setzen.
## Wen anrufen
PFRAUD.
`,
      'docs/thin.md': '# Card fraud\nRestart the service.\n',
    },
    ready: `owner:
  team: acme/fraud-platform
  runbook:
    path: docs/betrug.md
    sections: {impact: folgen-für-kundinnen, mitigation: abhilfe, rollback: abschalten, escalation: wen-anrufen}`,
    notReady: `owner:
  team: acme/fraud-platform
  runbook: docs/thin.md  # expect: owner/runbook-thin`,
  },

  *check({ pilot: { owner }, facts: { runbook } }) {
    if (owner === undefined) return
    if (owner.runbook?.path === undefined)
      yield {
        path: owner.runbook === undefined ? path.slice(0, -1) : path,
        message: '`owner.runbook` is missing',
        write: '<file with Impact / Diagnosis / Mitigation / Rollback / Escalation>',
        help: '',
        absent: true,
      }
    else if (runbook?.state === 'found') {
      const headings = headingsBelow(runbook.value, owner.runbook.path.split('#')[1])
      yield* gaps(runbook.file, sectionsOf(runbook.value, headings, owner.runbook), headings)
    }
  },
}
