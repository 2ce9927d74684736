import { describe, expect, test } from 'vitest'
import { readerOf } from '../../../src/evidence/feature-flag/dialects.ts'
import type { Flag } from '../../../src/evidence/feature-flag/flag.ts'
import { readText } from '../bytes.ts'

const read = (text: string, file = 'flags.tf', key = 'ai') => readText(readerOf(key), file, text)

const flagOf = async (text: string, file?: string): Promise<Flag> => {
  const reading = await read(text, file)
  if (reading.state !== 'read' || reading.value.flag === undefined) throw new Error(JSON.stringify(reading))
  return reading.value.flag
}

const flag = (name: string, key: string, inner = '') => `resource "launchdarkly_feature_flag" "${name}" {
  key            = "${key}"
  variation_type = "boolean"
  variations { value = "true" }
  variations { value = "false" }
  ${inner}
}
`
const environment = (
  name: string,
  inner = '',
  weights = '[5000, 95000]',
) => `resource "launchdarkly_feature_flag_environment" "${name}" {
  flag_id       = launchdarkly_feature_flag.ai.id
  env_key       = "${name}"
  on            = true
  off_variation = 1
  fallthrough {
    context_kind    = "customer"
    rollout_weights = ${weights}
  }
  ${inner}
}
`
const ignoring = (changes: string) => `lifecycle {\n    ignore_changes = ${changes}\n  }`
const ai = flag('ai', 'ai')
/** With values that are texts. */
const explained = (variation: string) =>
  ai.replace('"boolean"', '"string"').replace('variations { value = "true" }', variation).replace('"false"', '"off"')

const unnamed = (text: string) => text.replaceAll(/variations \{.*\}\n/g, '')

/** As version 3 of the provider has it: attributes in place of blocks. */
const third = (text: string) =>
  text
    .replace('fallthrough {', 'fallthrough = {')
    .replace(/variations (\{.*\})\n\s*variations (\{.*\})/, 'variations = [$1, $2]')

const brief = ({ disabled, unread, splits, bucketBy, fallback }: Flag) =>
  [
    disabled?.value,
    unread,
    ...(splits?.value ?? []).map(({ treatment, off }) => `${Number(treatment.toFixed(6))}/${Number(off.toFixed(6))}`),
    bucketBy?.value.join(),
    fallback && `else ${fallback.value} (${fallback.role})`,
  ]
    .filter((part) => part !== undefined)
    .join(' · ')

const five = '5/95 · customer · else variation 1 (off)'

describe('LaunchDarkly in Terraform', () => {
  const only = async (inner: string) =>
    (await flagOf(ai + environment('production', inner).replace(/rollout_weights.*/, 'variation = 1'))).only
  const clause = (values: string, more = '') =>
    `clauses {\n      attribute = "clinic"\n      op = "in"\n      values = ${values}\n      ${more}\n    }`
  const lets = (...clauses: readonly string[]) => `rules {\n    variation = 0\n    ${clauses.join('\n    ')}\n  }`

  test('a rule for one segment', async () => {
    expect(await only(lets(clause('["cardiology"]', 'negate = false')))).toEqual(['cardiology'])
    expect(await only(lets(clause('["cardiology"]', 'negate = true')))).toBeUndefined()
    expect(await only(lets(clause('["cardiology"]'), clause('["oncology"]')))).toBeUndefined()
    expect(await only(lets(clause('var.clinics')))).toBeUndefined()
  })

  test.each<readonly [string, string, string]>([
    ['one environment', ai + environment('eu'), five],
    ['production among others', ai + environment('test', '', '[100000, 0]') + environment('production'), five],
    ['no variations, as of a flag that is on or off', unnamed(ai) + environment('production'), five],
    [
      'no variations of texts',
      unnamed(ai).replace('"boolean"', '"string"') + environment('production'),
      'has variations that are neither clearly on nor clearly off, expected names such as `on`, `off` and `control` · else variation 1 (unclear)',
    ],
    [
      'the lie: no variations, and on for all',
      unnamed(ai) + environment('production', '', '[100000, 0]'),
      '100/0 · customer · else variation 1 (off)',
    ],
    ['the lie: in test alone', ai + environment('test'), 'is set only in "test", which serves no customers'],
    [
      'several, none of which is production',
      ai + environment('eu') + environment('us'),
      'has several environments, expected exactly one named production',
    ],
    [
      'the environment of another flag',
      ai + environment('production') + environment('prod').replace('.ai.', '.b.'),
      five,
    ],
    [
      'less in another production',
      ai + environment('production') + environment('production-eu', '', '[0, 100000]'),
      five,
    ],
    ['more in what is none', ai + environment('production') + environment('pre-prod', '', '[100000, 0]'), five],
    [
      'more in another production',
      ai + environment('production') + environment('production-eu', '', '[100000, 0]'),
      'is on for more in "production-eu", which is named like production · else variation 1 (off)',
    ],
    ['on in a text that Terraform converts', ai + environment('production').replace('= true', '= "true"'), five],
    ['archived', flag('ai', 'ai', 'archived = "true"') + environment('production'), `archived: true · ${five}`],
    ['off', ai + environment('production').replace('= true', '= false'), `on: false · ${five}`],
    [
      'one variation for all',
      ai + environment('production').replace(/fallthrough \{[^}]*\}/, 'fallthrough { variation = 0 }'),
      '100/0 · else variation 1 (off)',
    ],
    ['attributes of version 3', third(ai) + third(environment('production')), five],
    [
      'one variation for all in version 3',
      third(ai) +
        third(environment('production')).replace(/fallthrough = \{[^}]*\}/, 'fallthrough = { variation = 0 }'),
      '100/0 · else variation 1 (off)',
    ],
    [
      'the lie: on for some before the split in version 3',
      third(ai) +
        third(
          environment(
            'production',
            'rules = [{\n    clauses = [{ attribute = "country", op = "in", values = ["IE"] }]\n    variation = 0\n  }]',
          ),
        ),
      `has a rule before its split that may put some units into an arm · ${five}`,
    ],
    [
      'weights of a variable',
      `variable "on" { default = 7000 }\n${ai}${environment('production', '', '[var.on, 93000]')}`,
      '7/93 · customer · else variation 1 (off)',
    ],
    [
      'weights that nobody knows',
      ai + environment('production', '', '[var.on, 93000]'),
      'has variations that are neither clearly on nor clearly off, expected names such as `on`, `off` and `control` · else variation 1 (off)',
    ],
    [
      'on for some before the split',
      ai + environment('production', 'targets {\n    values = ["a"]\n    variation = 0\n  }'),
      `has a rule before its split that may put some units into an arm · ${five}`,
    ],
    [
      'targets that are none',
      ai + environment('production', 'targets {\n    values = []\n    variation = 0\n  }'),
      five,
    ],
    [
      'targets that only Terraform knows',
      ai + environment('production', 'targets {\n    values = var.friends\n    variation = 0\n  }'),
      `has a rule before its split that may put some units into an arm · ${five}`,
    ],
    [
      'values that only their names explain',
      explained('variations {\n    value = "explain"\n    name = "AI on"\n  }') + environment('production'),
      five,
    ],
    [
      'values that nothing explains',
      explained('variations { value = "explain" }') + environment('production'),
      'has variations that are neither clearly on nor clearly off, expected names such as `on`, `off` and `control` · else variation 1 (off)',
    ],
    [
      'names that say less than values',
      explained('variations {\n    value = "on"\n    name = "Without cache"\n  }') + environment('production'),
      five,
    ],
    [
      'a prerequisite',
      ai + environment('production', 'prerequisites {\n    flag_key = "b"\n    variation = 0\n  }'),
      'depends on other flags · else variation 1 (off)',
    ],
    ...['fallthrough', 'rules', 'all'].map((name): [string, string, string] => [
      `the lie: changes of ${name} that Terraform ignores`,
      ai + environment('production', ignoring(name === 'all' ? name : `[${name}]`)),
      `has \`ignore_changes\` on \`${name}\`, which Terraform then does not apply · else variation 1 (off)`,
    ]),
    ...['true', 'false'].map((on): [string, string, string] => [
      `${on === 'true' ? 'a kill switch that is kept elsewhere' : 'the lie: off, unless somebody else turned it on'}`,
      ai + environment('production', ignoring('[on]')).replace('= true', `= ${on}`),
      five,
    ]),
    [
      'the lie: variations that Terraform ignores',
      flag('ai', 'ai', ignoring('[variations[0].value]')) + environment('production'),
      'has `ignore_changes` on `variations`, which Terraform then does not apply · else variation 1 (off)',
    ],
    [
      'changes that Terraform ignores, of what decides nothing',
      flag('ai', 'ai', ignoring('[tags, defaults]')) + environment('production', ignoring('[track_events]')),
      five,
    ],
    [
      'a provider of another environment',
      ai + environment('production', 'provider = launchdarkly.staging'),
      'uses the provider `launchdarkly.staging`, where the pilot serves no customer · else variation 1 (off)',
    ],
    [
      'made as often as Terraform decides',
      flag('ai', 'ai', 'count = var.on ? 1 : 0') + environment('production'),
      'depends on values that only Terraform knows · else variation 1 (off)',
    ],
  ])('%s', async (_, text, expected) => {
    expect(brief(await flagOf(text))).toBe(expected)
  })

  test('one of version 1 of the provider is not off', async () => {
    const old = environment('production').replace('on            = true', 'targeting_enabled = true')
    expect(brief(await flagOf(ai + old))).toBe(
      'has `targeting_enabled` of version 1 of the provider, which pilotlint does not read · else variation 1 (off)',
    )
  })

  test('a plan names the flag by its id', async () => {
    const resource = (type: string, values: object) => ({ address: `${type}.ai`, mode: 'managed', type, values })
    const plan = {
      format_version: '1.2',
      terraform_version: '1.9.0',
      planned_values: {
        root_module: {
          resources: [
            resource('launchdarkly_feature_flag', {
              key: 'ai',
              variation_type: 'boolean',
              variations: [{ value: 'true' }, { value: 'false' }],
            }),
            resource('launchdarkly_feature_flag_environment', {
              flag_id: 'care/ai',
              env_key: 'production',
              on: true,
              off_variation: 1,
              fallthrough: [{ context_kind: 'customer', rollout_weights: [5000, 95_000] }],
            }),
          ],
        },
      },
    }
    expect(brief(await flagOf(JSON.stringify(plan), 'plan.json'))).toBe(five)
  })

  test('a value has its place, and a flag of another name is told', async () => {
    const { key, splits, fallback } = await flagOf(ai + environment('production'))
    expect([key, splits, fallback].map((part) => part?.range.start.line)).toEqual([2, 15, 12])
    expect(await read(ai, 'flags.tf', 'aj')).toMatchObject({ value: { flag: undefined, near: 'ai' } })
    expect((await read('resource "datadog_monitor" "a" {}\n')).state).toBe('unknown')
    expect((await read('resource "launchdarkly_feature_flag" "a" {\n')).state).toBe('malformed')
  })
})
