import { expect, test } from 'vitest'
import { flagMissing } from '../../../src/rules/rollback/flag-missing.ts'
import { flagd, launchDarkly, rollout, split } from '../../evidence/feature-flag/files.ts'
import { diagnose, repository, table } from '../table.ts'

const guilty = '   # expect: rollback/flag-missing'

const pilot = (mark = '', file = 'flags.json', key = 'order-status-ai') => `rollback:
  how:
    feature_flag: ${key}${file === '' ? '' : mark}
    file: ${file}
`

const withDefault = (defaultVariant: unknown, variants: object) => flagd(undefined, { defaultVariant, variants })

const byName = (on: string, off: string) => ({ [on]: 'x', [off]: 'y' })

table(flagMissing, [
  { name: 'a default that is off', yaml: pilot(), files: { 'flags.json': flagd(undefined) } },
  {
    name: 'a default that is on',
    yaml: pilot(guilty),
    files: { 'flags.json': flagd(undefined, { defaultVariant: 'on' }) },
    says: ['the default of "order-status-ai" is "on", which turns the system on'],
    severity: 'error',
  },
  {
    name: 'a default that is on, although the split gives it to a few',
    yaml: pilot(guilty),
    files: { 'flags.json': flagd(split(['on', 5], ['off', 95]), { defaultVariant: 'on' }) },
  },
  {
    name: 'a default that is on by its value alone',
    yaml: pilot(guilty),
    files: { 'flags.json': withDefault('b', { a: false, b: true }) },
  },
  {
    name: 'a default that is on by its name alone',
    yaml: pilot(guilty),
    files: { 'flags.json': withDefault('ai', byName('ai', 'legacy')) },
  },
  {
    name: 'closest honest flag: on, but disabled',
    yaml: pilot(),
    files: { 'flags.json': flagd(undefined, { defaultVariant: 'on', state: 'DISABLED' }) },
  },
  {
    name: 'defaults that are off by another name, or that say neither',
    yaml: pilot(),
    files: { 'flags.json': withDefault('baseline', byName('ai', 'baseline')) },
  },
  {
    name: 'a default that says neither',
    yaml: pilot(),
    files: { 'flags.json': withDefault('v1', byName('v1', 'v2')) },
  },
  { name: 'a default of the code', yaml: pilot(), files: { 'flags.json': withDefault(null, { on: true }) } },
  {
    name: 'a variation that is served when the flag is off',
    yaml: pilot(guilty, 'flags.yaml'),
    files: { 'flags.yaml': launchDarkly.replace('offVariation: 1', 'offVariation: 0') },
    says: ['the default of "order-status-ai" is "variation 0", which turns the system on'],
  },
  {
    name: 'a flag that the file does not hold',
    yaml: pilot(guilty, 'flags.json', 'order-status-a1'),
    files: { 'flags.json': flagd(undefined) },
    says: ['flags.json has no flag named "order-status-a1"'],
    helps: ['did you mean order-status-ai?'],
  },
  { name: 'a file that is not there', yaml: pilot(), files: {} },
  { name: 'a form that nobody here reads', yaml: pilot(), files: { 'flags.json': '{"toggles": []}' } },
  { name: 'a manifest holds no flag', yaml: pilot('', 'flags.yaml'), files: { 'flags.yaml': rollout } },
  { name: 'without a repository', yaml: pilot() },
])

test('the default is shown at its line in the other file', async () => {
  const files = { 'flags.json': flagd(undefined, { defaultVariant: 'on' }) }
  const [found] = await diagnose(flagMissing, pilot(), { repository: repository(files) })
  expect(found?.elsewhere?.map(({ file, range }) => `${file}:${range.start.line}`)).toEqual(['flags.json:11'])
})
