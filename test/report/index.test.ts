import { expect, test } from 'vitest'
import { formats } from '../../src/cli/io/formats.ts'
import { render } from '../../src/report/format.ts'
import { runs, view } from './runs.ts'

test('every format is loaded under its name', async () => {
  for (const { name, load } of formats) expect((await load()).name).toBe(name)
})

test.each(formats.map(({ name, load }) => [name, load] as const))(
  '%s says something on every run, ends its last line, and says the same twice',
  async (_, load) => {
    const format = await load()
    for (const run of Object.values(runs)) {
      const output = render(format, run, view)
      expect(output.trim()).not.toBe('')
      expect(output.endsWith('\n')).toBe(true)
      expect(output.endsWith('\n\n')).toBe(false)
      expect(render(format, run, view)).toBe(output)
    }
  },
)

test('only what is for a terminal measures and paints', async () => {
  const { readFileSync, readdirSync } = await import('node:fs')
  const folder = new URL('../../src/report/', import.meta.url)
  const importing = (pattern: RegExp): string[] =>
    readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.ts') && pattern.test(readFileSync(new URL(file, folder), 'utf8')))
      .sort()
  expect(importing(/from '(chalk|string-width)'/)).toEqual(['blocks.ts', 'diff/pages.ts', 'frame.ts', 'pretty.ts'])
  // A schema may take its parts from another one; no format loads any.
  const withSchema = importing(/^import (?!type)[^\n]*schema\.ts'/m)
  expect(withSchema.filter((file) => !/schema\.ts$/.test(file))).toEqual([])
})
