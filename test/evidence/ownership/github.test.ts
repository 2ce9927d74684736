import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { gitHubPattern, ownersOf, readGitHub, readGitLab } from '../../../src/evidence/ownership/codeowners.ts'
import { budget } from '../../../src/repo/budget.ts'
import { fitsPath } from '../../../src/repo/glob.ts'

const owners = (text: string, file: string) => ownersOf(readGitHub(text), file, budget().steps)
const fits = (pattern: string, file: string) => fitsPath(gitHubPattern(pattern), file.split('/'), budget().steps)

describe('a pattern fits', () => {
  test.each([
    [
      'a name at any depth, and what is in it',
      'evals',
      ['evals', 'evals/x', 'ai/evals', 'ai/evals/x/y'],
      ['evals.md', 'ai/eval'],
    ],
    ['a name at the root', '/evals', ['evals', 'evals/x/y'], ['ai/evals', 'evals2']],
    ['what is in a folder', 'evals/', ['evals/x', 'evals/x/y', 'ai/evals/x'], ['evals', 'ai/evals']],
    ['what is in a folder of the root', '/evals/', ['evals/x', 'evals/x/y'], ['evals', 'ai/evals/x']],
    ['a path, from the root', 'ai/evals', ['ai/evals', 'ai/evals/x'], ['x/ai/evals', 'ai/evals2']],
    ['a path to a folder', 'ai/evals/', ['ai/evals/x'], ['ai/evals', 'x/ai/evals/x']],
    ['everything', '*', ['x', 'x/y', '.github/CODEOWNERS'], []],
    ['everything as well', '**', ['x', 'x/y/z'], []],
    ['what is in the root itself', '/*', ['pilot.yaml'], ['docs/x.md']],
    ['what is in a folder itself', 'docs/*', ['docs/x.md'], ['docs', 'docs/a/x.md', 'x/docs/x.md']],
    ['any run of characters', 'pilot.*', ['pilot.yaml', 'a/pilot.yml', 'pilot.d/x'], ['pilot', 'apilot.yaml']],
    ['a run within a path', 'docs/*.md', ['docs/x.md', 'docs/.md'], ['docs/a/x.md', 'docs/x.mdx']],
    ['any one name', 'a/*/c', ['a/b/c', 'a/b/c/d'], ['a/c', 'a/b/b/c']],
    ['folders at the root', '/*/', ['a/b', 'a/b/c'], ['a']],
    ['one character', 'p?lot.yaml', ['pilot.yaml', 'pxlot.yaml'], ['plot.yaml', 'piilot.yaml']],
    ['any depth before', '**/docs/runbook.md', ['docs/runbook.md', 'a/b/docs/runbook.md'], ['docs/a/runbook.md']],
    ['any depth between', 'a/**/c', ['a/c', 'a/b/c', 'a/b/b/c', 'a/b/c/d'], ['c', 'x/a/c', 'a/b']],
    ['any depth below', 'a/**', ['a/b', 'a/b/c'], ['a', 'x/a/b']],
    ['any depth below a folder', 'a/**/', ['a/b', 'a/b/c'], ['a']],
    ['two stars in a name as one', 'a**c', ['ac', 'abc', 'x/abc'], ['a/c']],
    ['a star that means itself', 'a\\*c', ['a*c'], ['abc']],
    ['a space that belongs to it', 'my\\ docs/x.md', ['my docs/x.md'], ['my/x.md']],
    ['brackets as they are', '/app/[id]/x.ts', ['app/[id]/x.ts'], ['app/i/x.ts']],
    ['nothing', '/', [], ['x', 'x/y']],
    ['by case', 'Docs/', ['Docs/x'], ['docs/x']],
  ] as const)('%s: %s', (_, pattern, inside, outside) => {
    expect(inside.filter((file) => !fits(pattern, file))).toEqual([])
    expect(outside.filter((file) => fits(pattern, file))).toEqual([])
  })
})

describe('a file belongs to', () => {
  const text = `# everything
*            @acme/platform   # unless said below
/docs/       @acme/docs ops@acme.com
/docs/drafts/
pilot.yaml   @acme/support-platform @j.meyer
`
  test.each([
    ['the last line that fits', 'docs/x.md', ['@acme/docs', 'ops@acme.com'], 3],
    ['nobody, where the line names none', 'docs/drafts/x.md', [], 4],
    ['all that the line names', 'chat/pilot.yaml', ['@acme/support-platform', '@j.meyer'], 5],
    ['whom a line with a comment names', 'src/x.ts', ['@acme/platform'], 2],
  ])('%s', (_, file, expected, line) => {
    const found = owners(text, file)
    expect(found.owners).toEqual(expected)
    expect(found.lines.map(({ range }) => range.start.line)).toEqual([line])
  })

  test('nobody, where no line fits', () => {
    expect(owners('/src/ @acme/web\n', 'pilot.yaml')).toEqual({ owners: [], lines: [], skipped: [] })
  })
})

test('the range of a line is what it says, without its comment', () => {
  const text = '\r\n  * @acme/web # all\r\n'
  const [line] = owners(text, 'x').lines
  expect(text.slice(line?.range.start.offset, line?.range.end.offset)).toBe('* @acme/web')
})

describe('a line is skipped that', () => {
  test.each([
    ['names an owner without @', 'pilot.yaml acme/support', 1],
    ['names a role of GitLab', 'pilot.yaml @@maintainer', 1],
    ['takes back', '!pilot.yaml @acme/support', 0],
    ['has three asterisks', '***/pilot.yaml @acme/support', 0],
    ['begins with an escaped #', '\\#pilot.yaml @acme/support', 0],
  ])('%s', (_, line, seen) => {
    const found = owners(`* @acme/web\n${line}\n`, 'pilot.yaml')
    expect(found.owners).toEqual(['@acme/web'])
    expect(found.skipped.length).toBe(seen)
    expect(readGitHub(line).sections[0]?.[0]?.problem).toBeDefined()
  })
})

describe('hostile patterns end', () => {
  const file = `${'a'.repeat(255)}/${'a/'.repeat(1900)}b`
  const patterns = ['*a*a*a*a*a*a*a*a*b', '**/a/**/a/**/a/**/b/c', '?*?*?*?*b', `*${'a'.repeat(120)}b`, '\\', '*\\']
  test.each(patterns)('%s', (pattern) => {
    const spent = budget().steps
    ownersOf(readGitHub(`${pattern} @x\n`.repeat(20)), file, spent)
    expect(spent.left).toBeGreaterThan(0)
  })

  test('in a file full of them no more is compared than the effort allows', () => {
    const spent = budget().steps
    ownersOf(readGitHub(`${'*a'.repeat(50)}b @x\n`.repeat(20_000)), file, spent)
    expect(spent.left).toBe(0)
  })

  test.each([readGitHub, readGitLab])('a line without end: %o', (reader) => {
    for (const part of ['a', '\\a', '* ', '@', '[', ' @a', '!', '#'])
      expect(reader(part.repeat(1_000_000)).sections.flat().length).toBeLessThanOrEqual(1)
  })

  test('whatever the text', () => {
    const text = fc.string({ unit: fc.constantFrom(...'ab*?/\\[]#!@ \n\t.'), maxLength: 60 })
    fc.assert(
      fc.property(text, text, (lines, path) => {
        const { owners: found } = owners(lines, path)
        expect(found.every((owner) => owner.includes('@'))).toBe(true)
      }),
    )
  })
})

test('fits as the pattern does when it is written out as a regular expression', () => {
  const name = fc.string({ unit: fc.constantFrom(...'ab*?'), minLength: 1, maxLength: 5 })
  const step = fc.string({ unit: fc.constantFrom(...'ab'), minLength: 1, maxLength: 6 })
  fc.assert(
    fc.property(name, step, (pattern, file) => {
      fc.pre(!pattern.includes('**') && pattern !== '*')
      const written = new RegExp(`^${pattern.replaceAll('*', '.*').replaceAll('?', '.')}$`)
      expect(fits(`/${pattern}`, file)).toBe(written.test(file))
    }),
  )
})
