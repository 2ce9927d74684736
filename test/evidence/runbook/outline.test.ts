import fc from 'fast-check'
import { fromMarkdown } from 'mdast-util-from-markdown'
import { describe, expect, test } from 'vitest'
import { forgeOf } from '../../../src/evidence/runbook/forge.ts'
import { outlineOf } from '../../../src/evidence/runbook/outline.ts'
import { memory } from '../../../src/repo/memory.ts'

const anchors = (text: string) => outlineOf(text).headings.map(({ anchor }) => anchor)
const headings = (text: string) =>
  outlineOf(text).headings.map(({ level, text: shown, range }) => `${range.start.line} ${level} ${shown}`)

// As GitHub shows them: the heading, and the anchor in the link beside it.
test.each([
  ['Wrong answers', 'wrong-answers'],
  ['CSAT drop (below 4.0)', 'csat-drop-below-40'],
  ['OrderStatus_Slow', 'orderstatus_slow'],
  ['Who to call?', 'who-to-call'],
  ['2026-Q4: roadmap', '2026-q4-roadmap'],
  ['Impact & diagnosis', 'impact--diagnosis'],
  ['Kosten – Übersicht für Größe', 'kosten--übersicht-für-größe'],
  ['回滚 步骤', '回滚-步骤'],
  ['🚀 Launch', '-launch'],
  ['`kubectl get <pod>` fails', 'kubectl-get-pod-fails'],
  ['See [the runbook](docs/a_b.md "A (b)") now', 'see-the-runbook-now'],
  ['See [the runbook][rb]\n\n[rb]: docs/a.md', 'see-the-runbook'],
  ['See [the runbook][of nobody]', 'see-the-runbookof-nobody'],
  ['![build](x.svg) Status', '-status'],
  ['_Slow_ and __late__ order_id', 'slow-and-late-order_id'],
  ['**Slow** *answers*', 'slow-answers'],
  ['Costs <a name="cost"></a>', 'costs-'],
  ['A &amp; B &#252;', 'a--b-ü'],
  ['A\\_b \\*c\\*', 'a_b-c'],
  ['Closed ##', 'closed'],
  ['C#', 'c'],
  ['<https://acme.com/x>', 'httpsacmecomx'],
])('%s', (heading, anchor) => {
  expect(anchors(`## ${heading}\n`)).toEqual([anchor])
})

test('what comes again is numbered', () => {
  expect(anchors('# Impact\n\n## Impact\n\n## impact!\n')).toEqual(['impact', 'impact-1', 'impact-2'])
})

test('finds headings of every form, with their lines', () => {
  const text = `---
title: x
---
# One #

Two
lines
=====

Three
---

> ## In a quote

- ### In a list

<h2 align="center">In
HTML</h2>
`
  expect(headings(text)).toEqual([
    '4 1 One',
    '6 1 Two\nlines',
    '10 2 Three',
    '13 2 In a quote',
    '15 3 In a list',
    '17 2 In\nHTML',
  ])
})

test('what only looks like a heading is none', () => {
  const text = `#hashtag
####### seven

    # indented code

\`\`\`sh
# a comment
\`\`\`

1. Do this:

   ~~~
   # a comment in a list
   ~~~

<pre>
# in HTML
</pre>

<!--
# commented out
-->

---

| a | b |
| --- | --- |
`
  expect(headings(text)).toEqual([])
})

test('lines end in CRLF as well', () => {
  expect(headings('# A\r\n\r\nB\r\n---\r\n')).toEqual(['1 1 A', '3 2 B'])
})

test('what follows a table is no heading of it', () => {
  expect(headings('| a | b |\n| --- | --- |\n| 1 | 2 |\n---\n')).toEqual([])
})

test('several headings of HTML stand in their own lines', () => {
  expect(headings('<h2>One</h2>\nText\n<h2>\nTwo</h2>\n')).toEqual(['1 2 One', '3 2 Two'])
})

test('GitLab makes one hyphen of several, where the repository is on GitLab', () => {
  const text = '# Cost spikes & budget\n# Step 1 - Look\n# 2026\n# Look\n# Look\n'
  const onGitLab = [...outlineOf(text, 'GitLab').anchors.keys()]
  expect(onGitLab).toEqual([
    ...['cost-spikes--budget', 'cost-spikes-budget', 'step-1---look', 'step-1-look', '2026', 'anchor-2026'],
    ...['look', 'look-1'],
  ])
  expect([...outlineOf(text).anchors.keys()]).toEqual([
    ...['cost-spikes--budget', 'step-1---look', '2026', 'look', 'look-1'],
  ])
})

test('Bitbucket makes one hyphen of several, takes accents away, and counts with an underscore', () => {
  const text = '# Cost spikes & budget\n# Für Kunden\n# Look\n# Look\n'
  const outline = outlineOf(text, 'Bitbucket')
  for (const anchor of ['cost-spikes-budget', 'cost-spikes--budget', 'fur-kunden', 'für-kunden', 'look_1', 'look-1'])
    expect(outline.find(`markdown-header-${anchor}`), anchor).toBe(anchor)
  expect(outline.find('markdown-header-look_2')).toBeUndefined()
})

test.each([
  ['This heading has a :thumbsup: in it', 'this-heading-has-a-in-it'],
  ['This heading has a :thumbsup: in it', 'this-heading-has-a-thumbsup-in-it'],
  [':fire: Costs', 'costs'],
  [':fire: Costs', '-costs'],
  ['Step 3: ratio 2:1', 'step-3-ratio-21'],
])('%s is %s on GitLab', (heading, anchor) => {
  expect(outlineOf(`# ${heading}\n`, 'GitLab').find(anchor)).toBe(anchor)
})

test.each<[string, Record<string, string>, string | undefined]>([
  ['.gitlab-ci.yml', { '.gitlab-ci.yml': 'stages: []\n' }, 'GitLab'],
  ['a list of owners', { '.gitlab/CODEOWNERS': '* @acme/care\n' }, 'GitLab'],
  ['templates', { '.gitlab/merge_request_templates/default.md': 'What?\n' }, 'GitLab'],
  ['a mirror', { '.gitlab-ci.yml': 'stages: []\n', '.github/dependabot.yml': 'version: 2\n' }, 'GitLab'],
  ['sections', { CODEOWNERS: '[Care] @acme/care\n*\n' }, 'GitLab'],
  ['sections that GitHub skips', { CODEOWNERS: '[Care] @acme/care\n*\n', '.github/workflows/ci.yml': '' }, 'GitHub'],
  ['owners', { CODEOWNERS: '* @acme/care\n' }, 'GitHub'],
  ['pipelines', { 'bitbucket-pipelines.yml': '', '.gitlab-ci.yml': '' }, 'Bitbucket'],
  ['nothing', {}, 'GitHub'],
])('where the repository is read is told by %s', (_, files, forge) => {
  expect(forgeOf(memory(files))).toBe(forge)
})

test.each([
  ['Bitbucket', 'markdown-header-cost-spike', 'cost-spike'],
  ['GitLab', 'user-content-cost-spike', 'cost-spike'],
  ['GitHub', 'markdown-header-cost-spike', undefined],
  ['GitHub', 'user-content-cost-spike', 'cost-spike'],
  ['Bitbucket', 'markdown-header-other', undefined],
] as const)('on %s a link leads to %s', (forge, anchor, found) => {
  expect(outlineOf('# Cost spike\n', forge).find(anchor)).toBe(found)
})

test('HTML sets anchors, in a block, in a line and in a heading', () => {
  const text = `<a name="block"></a>

Text <a id='line'></a> and <span id=bare>more</span>.

## Costs <a id="own"></a>

\`\`\`html
<a id="code"></a>
\`\`\`
`
  expect([...outlineOf(text).anchors.keys()].sort()).toEqual(['bare', 'block', 'costs-', 'line', 'own'])
})

test.each([
  ['## Slow answers {#slow}', 'slow'],
  ['## Slow answers {: #slow .wide }', 'slow'],
  ['## Slow answers {#slow', undefined],
  ['## Slow {#slow} answers', undefined],
])('the anchor that a site takes from %s', (heading, found) => {
  expect(outlineOf(`${heading}\n`).find('slow')).toBe(found)
})

describe('a section is empty', () => {
  const empty = (text: string) =>
    outlineOf(text)
      .headings.filter(({ isEmpty }) => isEmpty)
      .map(({ text: shown }) => shown)

  test.each([
    ['at the end', '# A\n', ['A']],
    ['before one of its level', '# A\n## B\n## C\nText\n', ['B']],
    ['with a comment only', '# A\n<!-- write this -->\n', ['A']],
    ['with a placeholder only', '# A\n\nTODO\n\n# B\n- **TBD**.\n', ['A', 'B']],
    ['with a placeholder beside a comment', '# A\nTBD <!-- by whom? -->\n', ['A']],
    ['before another in HTML', '# A\n<h2>B</h2>\n<h2>C</h2>Text\n', ['B']],
    ['with an anchor only', '# A\n<a name="b"></a>\n', ['A']],
  ])('%s', (_, text, expected) => {
    expect(empty(text)).toEqual(expected)
  })

  test.each([
    ['text', '# A\nCall the shift lead.\n'],
    ['text in a part of it', '# A\n## B\nText\n'],
    ['code', '# A\n```sh\nflagctl off\n```\n'],
    ['a list', '# A\n- todo list of the shift\n'],
    ['an address', '# A\n<https://acme.com/x>\n'],
    ['an image', '# A\n<img src="flow.png">\n'],
    ['a table', '# A\n| a | b |\n|---|---|\n'],
  ])('not with %s', (_, text) => {
    expect(empty(text)).toEqual([])
  })
})

type Node = ReturnType<typeof fromMarkdown>['children'][number]

const textOf = (node: Node): string => {
  if (node.type === 'text' || node.type === 'inlineCode') return node.value
  return 'children' in node ? node.children.map(textOf).join('') : ''
}

/** The headings as a full parser finds them. */
const parsed = (text: string): string[] => {
  const walk = (node: Node): string[] => {
    if (node.type === 'heading')
      return [`${node.position?.start.line} ${node.depth} ${node.children.map(textOf).join('')}`]
    return 'children' in node ? node.children.flatMap(walk) : []
  }
  return fromMarkdown(text).children.flatMap(walk)
}

const piece = fc.constantFrom(
  ...['# a', '## b c ##', 'a', 'b', '===', '---', '-', '- ', '1. ', '> ', '>', '    ', '   ', '  ', ' ', '\t'],
  ...['```', '~~~', '``', '<div>', '</div>', '<!--', '-->', '<pre>', '</pre>', '<a>', '***', '* ', '+ ', '#'],
  ...['\n', '\n', '\n', '\n\n', '`x`', '[a](b)', ' _c_ ', '\\#', '&amp;'],
)

test('agrees with a full parser about what is a heading', () => {
  const compared = (text: string) => text.replaceAll(/[[\]!*~`\s]/g, '')
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 14 }), (pieces) => {
      const text = pieces.join('')
      expect(headings(text).map(compared)).toEqual(parsed(text).map(compared))
    }),
    { numRuns: 600 },
  )
})

describe('hostile text is read in one pass', () => {
  const size = 128 * 1024
  const lines = ['> ', '- ', '>- ', '1. ', '[', '![', '[a](', '_a ', '`` ` ', '<a ', '<!--', '- - ', '=', '-', '\t']
  const files = ['# a\n', 'a\n=\n', '>>>> a\n', '- - - a\n', '<div>\n', '<h1>a', '```\n', '# [a](_`<&\n', '\0']
  test.each([...lines, ...files])('%j', (part) => {
    const text = part.repeat(size / part.length)
    const { headings: found } = outlineOf(text)
    expect(found.length).toBeLessThanOrEqual(size / 3)
    expect(outlineOf(`# a\n\n${text}`).headings[0]?.text).toBe('a')
  })

  test('any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) => {
        for (const { level, range } of outlineOf(`# ${text}\n${text}`).headings) {
          expect(level).toBeGreaterThan(0)
          expect(range.end.offset).toBeGreaterThanOrEqual(range.start.offset)
        }
      }),
    )
  })
})
