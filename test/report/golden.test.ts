import { expect, test } from 'vitest'
import { formats } from '../../src/cli/io/formats.ts'
import { render } from '../../src/report/format.ts'
import { runs, several, view } from './runs.ts'

const suffixes: { readonly [format: string]: string } = {
  json: 'json',
  sarif: 'sarif',
  gitlab: 'gitlab.json',
  rdjson: 'rdjson.json',
  junit: 'junit.xml',
  markdown: 'md',
  html: 'html',
}

/** Of every page the same, so that the golden files do without. */
const style = /<style>([^<]*)<\/style>/

const suffix = (format: string): string => suffixes[format] ?? `${format}.txt`

const cases = Object.keys(runs).flatMap((name) => formats.map((format) => [format.name, name] as const))

test.each(cases)('%s: %s', async (format, name) => {
  const run = runs[name]
  const found = formats.find((one) => one.name === format)
  if (run === undefined || found === undefined) throw new Error('no such case')
  const loaded = await found.load()
  const written = render(loaded, run, view)
  const text = format === 'html' ? written.replace(style, '<style></style>') : written
  await expect(text).toMatchFileSnapshot(`golden/${name}.${suffix(format)}`)
})

test('every page has one style', async () => {
  const { page } = await import('../../src/report/html/lint.ts')
  const [, css = ''] = style.exec(render(page, several, view)) ?? []
  await expect(css).toMatchFileSnapshot('golden/page.css')
})

const variants = [
  ['quiet', { quiet: true }],
  ['verbose', { verbose: true }],
  ['narrow', { width: 40 }],
  ['color', { color: 1 }],
] as const

test.each(variants.flatMap(([name, change]) => ['pretty', 'compact'].map((format) => [format, name, change] as const)))(
  '%s: several files, %s',
  async (format, name, change) => {
    const found = formats.find((one) => one.name === format)
    if (found === undefined) throw new Error('no such format')
    const loaded = await found.load()
    await expect(render(loaded, several, { ...view, ...change })).toMatchFileSnapshot(
      `golden/several-${name}.${format}.txt`,
    )
  },
)
