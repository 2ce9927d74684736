import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { folder, pilotlint } from './harness.ts'

const head = 'version: 1\nid: x\n'
const utf16 = (text: string, order: 'le' | 'be'): Buffer => {
  const bytes = Buffer.from(`\ufeff${text}`, 'utf16le')
  return order === 'le' ? bytes : bytes.swap16()
}
const laughs = Array.from(
  { length: 9 },
  (_, at) => `${'abcdefghi'[at]}: &${at} [${at === 0 ? '"lol"' : `*${at - 1},`.repeat(9)}]`,
)

/** Bytes that a stranger may put into pilot.yaml, and what the run ends with. */
const hostile: readonly (readonly [string, string | Buffer, 0 | 1 | 2, RegExp])[] = [
  ['an alias bomb', `${head}${laughs.join('\n')}\n`, 1, /alias/],
  ['an undefined alias', `${head}owner: *nobody\n`, 1, /nobody/],
  ['a cyclic alias', `${head}owner: &o\n  team: *o\n`, 1, /inside/],
  ['deep brackets', `${head}x-a: ${'['.repeat(100_000)}`, 1, /deep|nest/],
  [
    'deep blocks',
    `${head}${Array.from({ length: 900 }, (_, at) => `${' '.repeat(at)}a:`).join('\n')}\n`,
    1,
    /deep|nest/,
  ],
  ['collections as keys', `${head}${'{'.repeat(400)}x${'}'.repeat(400)}: 1\n`, 1, /./],
  ['a duplicate key', `${head}owner: a/b\nowner: c/d\n`, 1, /owner/],
  ['a prototype key', `${head}__proto__: {stage: full}\nconstructor: 1\n`, 1, /__proto__/],
  ['tabs', `${head}owner:\n\tteam: a\n`, 1, /tab/],
  ['a byte order mark', `\ufeff${head}`, 1, /decide_by|spec\/overdue/],
  ['CRLF', head.replaceAll('\n', '\r\n'), 1, /spec\/overdue/],
  ['CR only', head.replaceAll('\n', '\r'), 1, /./],
  ['UTF-16, little end first', utf16(head, 'le'), 1, /UTF-16/],
  ['UTF-16, big end first', utf16(head, 'be'), 1, /UTF-16/],
  ['bytes that are no UTF-8', Buffer.concat([Buffer.from(head), Buffer.from([0xff, 0xc3, 0x28])]), 1, /UTF-8/],
  ['NUL', `${head}champion: a\0b\n`, 1, /./],
  ['escape sequences', `${head}champion: "\u001b[31mred"\n`, 1, /./],
  ['an escaped lone surrogate', `${head}champion: "\\uD800"\n`, 1, /./],
  ['an escaped escape sequence', `${head}owner: "\\e[2J\\e[31mready"\nstage: "\\e]0;x\\a"\n`, 1, /./],
  [
    'a workflow command',
    `${head}stage: "\\n::set-output name=x::y\\n##[add-mask]e ##vso[task.x]"\n`,
    1,
    /schema\/enum/,
  ],
  ['bidi and zero-width characters', `${head}stage: "\\u202Eready\\u200B\\u2066"\n`, 1, /schema\/enum/],
  ['two documents', `${head}---\nstage: full\n`, 1, /document/],
  ['text after the end', `${head}...\ngarbage\n`, 1, /./],
  ['a directive', `%YAML 1.1\n---\n${head}`, 1, /directive|%YAML/],
  ['a tag', `${head}owner: !!js/function 'x'\n`, 1, /tag/],
  ['a merge key', `${head}a: &a {b: c}\nowner:\n  <<: *a\n`, 1, /<</],
  ['10 MB', Buffer.alloc(10_000_000, 'a: b\n'), 2, /1 MiB|large/],
  ['1 MB of keys', `${head}${Array.from({ length: 40_000 }, (_, at) => `k${at}: v`).join('\n')}\n`, 1, /./],
  ['1 MB of commas', `${head}x-a: [${','.repeat(900_000)}]\n`, 1, /./],
  ['a text of 900 kB', `${head}champion: ${'a'.repeat(900_000)}\n`, 1, /./],
  ['a phrase of 900 kB', `${head}success: {target: "${'1'.repeat(900_000)}"}\n`, 1, /./],
  ['numbers out of range', `${head}data: {eval_set: {cases: 1e400}}\nrollout: {units_per_assignee: .nan}\n`, 1, /./],
  ['nothing', '', 1, /empty/],
  ['a comment', '# nothing\n', 1, /empty/],
  ['a scalar', 'ready\n', 1, /map/],
]

const formats = ['compact', 'json', 'sarif', 'github', 'agent', 'pretty']
/** What must not come out: control, zero-width and bidi characters, and half a surrogate pair. */
const unsafe = /(?!\n)[\p{Cc}\p{Cs}\u200b-\u200f\u202a-\u202e\u2066-\u2069]/u

describe.each(hostile)('%s', (_, bytes, code, says) => {
  test('ends in a clear message, whatever the format', async () => {
    const cwd = folder()
    writeFileSync(join(cwd, 'pilot.yaml'), bytes)
    for (const format of formats) {
      const run = await pilotlint(cwd, ['--format', format, '--for', 'declared'])
      const all = run.stdout + run.stderr
      expect({ format, code: run.code }).toEqual({ format, code })
      expect(all).toMatch(says)
      expect(all).not.toMatch(/^\s+at .+:\d+:\d+/m)
      expect(all).not.toMatch(unsafe)
      expect(all.split('\n').filter((line) => /^\s*::(?!error |warning |notice )/.test(line))).toEqual([])
      expect(all).not.toMatch(/##\[|##vso\[/)
      if (format === 'json' || format === 'sarif') JSON.parse(run.stdout)
    }
  })
})

test.each<[string, (cwd: string) => void]>([
  ['a folder', (cwd) => mkdirSync(join(cwd, 'pilot.yaml'))],
  ['a file that is not there', () => undefined],
  ['a link to nothing', (cwd) => symlinkSync('nowhere', join(cwd, 'pilot.yaml'))],
  ['a link out of the repository', (cwd) => symlinkSync('/etc/hostname', join(cwd, 'pilot.yaml'))],
  ['a link to itself', (cwd) => symlinkSync('pilot.yaml', join(cwd, 'pilot.yaml'))],
])('%s in the place of pilot.yaml is exit 2', async (_, make) => {
  const cwd = folder({ '.git/HEAD': '' })
  make(cwd)
  const { code, stdout, stderr } = await pilotlint(cwd, ['pilot.yaml'])
  expect(code).toBe(2)
  expect(stdout + stderr).toMatch(/pilot\.yaml|nothing to lint/)
})
