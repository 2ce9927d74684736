import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { gitLabPattern, looksLikeGitLab, ownersOf, readGitLab } from '../../../src/evidence/ownership/codeowners.ts'
import { budget } from '../../../src/repo/budget.ts'
import { fitsPath } from '../../../src/repo/glob.ts'

const owners = (text: string, file: string) => ownersOf(readGitLab(text), file, budget().steps)
const fits = (pattern: string, file: string) => fitsPath(gitLabPattern(pattern), file.split('/'), budget().steps)

describe('a pattern fits', () => {
  test.each([
    ['a name at any depth', 'pilot.yaml', ['pilot.yaml', 'a/b/pilot.yaml'], ['pilot.yaml/x', 'xpilot.yaml']],
    ['a path at any depth', 'docs/runbook.md', ['docs/runbook.md', 'a/docs/runbook.md'], ['docs/a/runbook.md']],
    ['from the root', '/docs/runbook.md', ['docs/runbook.md'], ['a/docs/runbook.md']],
    ['what is in a folder, at any depth', 'docs/', ['docs/x', 'docs/a/x', 'a/docs/x'], ['docs']],
    ['what is in a folder of the root', '/docs/', ['docs/x', 'docs/a/x'], ['a/docs/x']],
    ['no folder without its slash', '/docs', ['docs'], ['docs/x']],
    ['everything', '*', ['x', '.gitlab/CODEOWNERS', 'a/b/c'], []],
    ['what is in the root itself', '/*', ['x'], ['a/x']],
    ['what is in a folder itself', '/docs/*', ['docs/x.md'], ['docs/a/x.md']],
    ['folders below', '/docs/**/*.md', ['docs/x.md', 'docs/a/b/x.md'], ['x.md', 'docs/x.txt']],
    ['only one step, with two stars at the end', '/docs/**', ['docs/x'], ['docs/a/x']],
    ['a class', '/v[0-9]/x', ['v1/x'], ['va/x', 'v12/x']],
    ['all but a class', '/v[!0-9]/x', ['va/x'], ['v1/x']],
    ['a bracket that is not closed', '/v[0/x', ['v[0/x'], ['v0/x']],
    ['a space that belongs to it', '/my\\ docs/', ['my docs/x'], ['my/x']],
    ['a # that means itself', '\\#x', ['#x', 'a/#x'], ['x']],
  ] as const)('%s: %s', (_, pattern, inside, outside) => {
    expect(inside.filter((file) => !fits(pattern, file))).toEqual([])
    expect(outside.filter((file) => fits(pattern, file))).toEqual([])
  })
})

const text = `# all of it
* @acme/platform

[Docs][2] @acme/docs
docs/
/docs/runbook.md @acme/support

[AI pilots]
pilot.yaml @acme/ai @@maintainer
!/sandbox/pilot.yaml
/sandbox/ @acme/ai

[DOCS] @acme/writers
*.md
`

describe('a file belongs to', () => {
  test.each([
    ['one line of each section', 'pilot.yaml', ['@acme/platform', '@acme/ai', '@@maintainer'], [2, 9]],
    ['the default of the section', 'docs/x.txt', ['@acme/platform', '@acme/docs'], [2, 5]],
    ['the last line of sections with the same name', 'docs/runbook.md', ['@acme/platform', '@acme/writers'], [2, 14]],
    ['nobody in a section that excludes it, whatever follows', 'sandbox/pilot.yaml', ['@acme/platform'], [2, 10]],
  ])('%s', (_, file, expected, at) => {
    const found = owners(text, file)
    expect(found.owners).toEqual(expected)
    expect(found.lines.map(({ range }) => range.start.line)).toEqual(at)
  })

  test('nobody by a section that asks for no approval', () => {
    const optional = `[All] @acme/platform\n*\n^[AI] @acme/ai\n*\n[Docs] @acme/docs\n*.md\n`
    expect(owners(optional, 'a.md').owners).toEqual(['@acme/platform', '@acme/docs'])
    expect(owners(optional, 'a.md').lines.map(({ optional: is }) => is)).toEqual([undefined, true, undefined])
  })

  test('whom it names well, though other words are no owners, and though they stand in a comment', () => {
    expect(owners('/x acme/web @acme/ai # and @acme/ops', 'x').owners).toEqual(['@acme/ai', '@acme/ops'])
  })

  test('nobody, where the line names nobody and the section neither', () => {
    expect(owners('* @acme/web\n/x\n', 'x').owners).toEqual([])
  })
})

test('a heading that is not closed is a line of its section', () => {
  expect(owners('[Docs\n* @acme/web\n', 'x').owners).toEqual(['@acme/web'])
})

test.each([
  ['[Docs][2] @acme/docs\n*.md', true],
  ['^[Docs]\n', true],
  ['* @@maintainers', true],
  ['* @acme/web\n/app/[id]/ @acme/web\n', false],
  ['# [Docs]\n* @acme/web', false],
])('%j is of GitLab: %s', (content, expected) => {
  expect(looksLikeGitLab(content)).toBe(expected)
})

test('whatever the text, it ends', () => {
  const any = fc.string({ unit: fc.constantFrom(...'ab*?/\\[]^!#@ \n-'), maxLength: 80 })
  fc.assert(
    fc.property(any, any, (lines, path) => {
      expect(owners(lines, path).lines.every(({ range }) => range.start.line > 0)).toBe(true)
    }),
  )
})
