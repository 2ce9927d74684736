import { describe, expect, test } from 'vitest'
import { readerOf as alertsOf } from '../../src/evidence/alert-rules/dialects.ts'
import { reader as evalSet } from '../../src/evidence/eval-set/cases.ts'
import { readerOf as flagsOf } from '../../src/evidence/feature-flag/dialects.ts'
import { unshownShares } from '../../src/evidence/feature-flag/feature-flag.ts'
import { gather } from '../../src/evidence/gather.ts'
import { loadText } from '../../src/lint/load.ts'
import { memory } from '../../src/repo/memory.ts'
import { problemOf, readingOf, readValue } from './reading.ts'

const factsOf = async (yaml: string, files: { readonly [path: string]: string }) => {
  const loaded = loadText(`version: 1\nid: orders\n${yaml}`)
  if (!loaded.ok) throw new Error('the fragment cannot be read')
  return gather(loaded.pilot, [], { port: memory(files), file: 'pilot.yaml' })
}

describe('what stands in for a file', () => {
  const pointer = 'version https://git-lfs.github.com/spec/v1\noid sha256:ab\nsize 12\n'

  test.each(['a.jsonl', 'a.csv', 'a.parquet'])('a Git LFS pointer, %s, is unverified', async (path) => {
    const { evalSet: fact } = await factsOf(`data: {eval_set: ${path}}\n`, { [path]: pointer })
    expect(fact).toMatchObject({ state: 'unverified', why: expect.stringContaining('is a Git LFS pointer') })
  })

  test('a pointer of git-annex is unverified', async () => {
    const { evalSet: fact } = await factsOf('data: {eval_set: a.jsonl}\n', {
      'a.jsonl': '/annex/objects/SHA256E-s12--ab.jsonl\n',
    })
    expect(fact).toMatchObject({ state: 'unverified', why: expect.stringContaining('is a git-annex pointer') })
  })

  const secret = 'ENC[AES256_GCM,data:Tr7o=,iv:1=,tag:k=,type:str]'

  test.each([
    ['\0GITCRYPT\0\xaa', 'git-crypt'],
    ['$ANSIBLE_VAULT;1.1;AES256\n6236313\n', 'Ansible Vault'],
    ['age-encryption.org/v1\n-> X25519 a\n', 'age'],
    ['-----BEGIN AGE ENCRYPTED FILE-----\nYWdl\n', 'age'],
    ['-----BEGIN PGP MESSAGE-----\n\nhQ\n', 'PGP'],
    [`fixed:\n    hosting: ${secret}\nsops:\n    mac: ${secret}\n`, 'SOPS'],
    [`wage: 65 EUR/h\nparts:\n    - cost: "${secret}"\n`, 'SOPS'],
  ])('what is kept encrypted, %j, is unverified', async (text, tool) => {
    const facts = await factsOf('drills: d.yaml\nmonitoring: {rules: r.yml}\n', { 'd.yaml': text, 'r.yml': text })
    for (const fact of [facts.drillRecord, facts.alertRules])
      expect(fact).toMatchObject({ state: 'unverified', why: `is encrypted with ${tool}` })
  })

  test.each([
    ['r.md', `# Runbook\n\n## Keys\n\n    token: ${secret}\n`, 'found'],
    ['r.md', '# Runbook\n\n## Keys\n\nIt begins with -----BEGIN PGP MESSAGE-----\n', 'found'],
  ])('closest: a page that shows what is encrypted, %s', async (path, text, state) => {
    const { runbook } = await factsOf(`owner: {team: acme/care, runbook: ${path}}\n`, { [path]: text })
    expect(runbook?.state).toBe(state)
  })

  test.each([
    ['what: {{ .what }}\n', true],
    ['a: {{ cookiecutter.team }}\n  - b\n', true],
    ['<% if team %>\n', true],
    ['a: "{{ $labels.team }}"\n  - b\n', false],
    ['a: "{{ $value | humanize }}"\n  - b\n', false],
  ])('broken YAML, %j, is a template: %s', async (text, isTemplate) => {
    const { alertRules: fact } = await factsOf('monitoring: {rules: r.yaml}\n', { 'r.yaml': `groups: []\n${text}` })
    expect(fact?.state).toBe(isTemplate ? 'unverified' : 'malformed')
  })

  test.each([
    ...[`\${PCT}`, '$PCT', '$(PCT)', '#{Pct}#', '@pct@', '__PCT__', '%PCT%', '<<pct>>', '[[ .Pct ]]', '(( grab pct ))'],
    '#@ data.values.pct\n',
  ])('JSON with %s in place of a number is a template', async (text) => {
    const { flag } = await factsOf('rollback: {how: {feature_flag: x, file: f.json}}\n', {
      'f.json': `{"flags": {"x": {"state": "ENABLED", "share": ${text}}}}`,
    })
    expect(flag).toMatchObject({ state: 'unverified', why: 'is a template that is rendered later' })
  })

  test.each(['5,', "'on'", `"a" "b \${PCT}"`, '05'])('closest: JSON with %s is broken', async (text) => {
    const { flag } = await factsOf('rollback: {how: {feature_flag: x, file: f.json}}\n', {
      'f.json': `{"flags": {"x": {"state": "ENABLED", "share": ${text}}}}`,
    })
    expect(flag?.state).toBe('malformed')
  })

  test.each([
    ['rollback: {how: {feature_flag: x, file: r.yaml}}\n', 'flag'],
    ['monitoring: {rules: r.yaml}\n', 'alertRules'],
    ['cost: {price: {table: r.yaml}}\n', 'prices'],
  ] as const)('a template of Helm is unverified: %s', async (yaml, name) => {
    const text = '{{- if .Values.on }}\nkind: Rollout\nmetadata:\n  name: {{ include "x" . }}\n{{- end }}\n'
    const fact = (await factsOf(yaml, { 'r.yaml': text }))[name]
    expect(fact).toMatchObject({ state: 'unverified', why: 'is a template that is rendered later' })
  })
})

test('rows of separators alone are no cases', async () => {
  const { rows } = await readValue(evalSet, 'a.csv', 'input,source\nwhere,real\n,\n , \nwhen,real\n')
  expect(rows.value).toBe(2)
})

describe('manifests', () => {
  const rollout = (name: string, weight: number, more = 'trafficRouting: {istio: {}}, ', then = ', {pause: {}}') =>
    `apiVersion: argoproj.io/v1alpha1\nkind: Rollout\nmetadata: {name: ${name}}\nspec: {strategy: {canary: {${more}steps: [{setWeight: ${weight}}${then}]}}}\n`
  const held = (then: string) => rollout('ai', 5, undefined, then)
  const indented = (text: string) => text.trimEnd().replaceAll('\n', '\n  ')
  const canary = (spec: string) =>
    `apiVersion: flagger.app/v1beta1\nkind: Canary\nmetadata: {name: ai}\nspec: {${spec}}\n`
  const shares = async (text: string) => {
    const file = await readValue(flagsOf('ai'), 'r.yaml', text)
    return file.flag?.splits?.value.map(({ treatment }) => treatment) ?? unshownShares(file, {})
  }

  const two = 'defines this flag twice, so it is unclear which one counts'
  const continues = 'continues by itself within an hour, so all traffic moves at once'
  const atOnce = 'has no weight that lasts an hour, so all traffic moves at once'

  test.each([
    ['of several, the one of that name', `${rollout('checkout', 50)}---\n${rollout('ai', 5)}`, [5]],
    ['one alone, whatever its name', rollout('checkout', 5), [5]],
    [
      'of several, none of that name',
      `${rollout('a', 5)}---\n${rollout('b', 5)}`,
      'has flags, but `rollback.how.feature_flag` is missing',
    ],
    ...['', 'trafficRouting: {}, ', 'trafficRouting: , ', 'trafficRouting: {managedRoutes: [{name: a}]}, '].map(
      (more): [string, string, string] => [
        `without a router: ${more}`,
        rollout('ai', 5, more),
        'has no router in `trafficRouting`, so its weights are shares of replicas',
      ],
    ),
    ['of several, two of that name', `${rollout('ai', 50)}---\n${rollout('ai', 5)}`, two],
    [
      'in a list',
      `apiVersion: v1\nkind: List\nitems:\n- ${indented(rollout('a', 50))}\n- ${indented(rollout('ai', 5))}\n`,
      [5],
    ],
    ...[
      '',
      ', {pause: {duration: 1s}}',
      ', {pause: {duration: 59m}}',
      ', {pause: {duration: 7d}}',
      ', {setCanaryScale: {weight: 5}}',
      ', {analysis: {templates: []}}',
      ', {experiment: {duration: 1s}}',
    ].map((then): [string, string, string] => [`nothing holds the weight${then}`, held(then), atOnce]),
    ...[
      '{pause: {duration: 3600}}',
      '{pause: {duration: 1h}}',
      '{pause: {duration: 1h30m}}',
      '{analysis: {templates: [{templateName: a}]}}',
      '{experiment: {duration: 24h}}',
    ].map((then): [string, string, number[]] => [`closest: ${then}`, held(`, ${then}`), [5]]),
    ['a weight of a template', rollout('ai', 5).replace('5', '$WEIGHT'), 'has a weight that is not a percentage'],
    [
      'a provider that shifts no weights',
      canary('provider: kubernetes, analysis: {stepWeights: [5]}'),
      'does not shift traffic by percentage',
    ],
    [
      'a canary that goes on each minute',
      canary('provider: istio, analysis: {interval: 1m, stepWeights: [5]}'),
      continues,
    ],
    ['closest: one that goes on each day', canary('analysis: {interval: 24h, stepWeights: [5]}'), [5]],
    [
      'closest: one that waits for somebody',
      canary('analysis: {interval: 1m, webhooks: [{type: confirm-traffic-increase}], stepWeights: [5]}'),
      [5],
    ],
    ['closest: another provider', canary('provider: istio, analysis: {interval: 1.5h, stepWeights: [5]}'), [5]],
    ['a canary without an interval', canary('analysis: {stepWeights: [5]}'), continues],
    ['a canary with days, which Go does not read', canary('analysis: {interval: 21d, stepWeights: [5]}'), continues],
    [
      'a promotion that waits holds the last weight',
      canary('analysis: {interval: 1m, webhooks: [{type: confirm-promotion}], stepWeights: [5, 20, 50]}'),
      [50],
    ],
    [
      'closest: the last weight is the only one',
      canary('analysis: {webhooks: [{type: confirm-promotion}], stepWeights: [5]}'),
      [5],
    ],
    [
      'a canary of blue and green',
      canary('analysis: {interval: 24h, iterations: 3, stepWeights: [5]}'),
      'does not shift traffic by percentage',
    ],
    ['closest: no iterations', canary('analysis: {interval: 24h, iterations: 0, stepWeights: [5]}'), [5]],
    ['weights of a thousand', rollout('ai', 50, 'trafficRouting: {maxTrafficWeight: 1000, nginx: {}}, '), [5]],
    ['a few of a thousand', rollout('ai', 5, 'trafficRouting: {maxTrafficWeight: 1000, nginx: {}}, '), [0.5]],
    [
      'a whole that is a template',
      rollout('ai', 5, 'trafficRouting: {maxTrafficWeight: $MAX, nginx: {}}, '),
      'has a weight that is not a percentage',
    ],
    [
      'requests by their headers',
      held(', {setHeaderRoute: {name: a, match: [{headerName: x, headerValue: {exact: y}}]}}, {pause: {}}'),
      'sends requests by their headers as well, whose share is unknown',
    ],
    ['closest: a route by headers that ends', held(', {setHeaderRoute: {name: a}}, {pause: {}}'), [5]],
    [
      'analysis that is skipped',
      canary('skipAnalysis: true, analysis: {stepWeights: [5]}'),
      'skips its analysis, so all traffic moves at once',
    ],
    ['analysis by its old name', canary('canaryAnalysis: {interval: 24h, stepWeight: 5, maxWeight: 10}'), [5, 10]],
  ])('%s', async (_, text, expected) => {
    if (expected !== two) expect(await shares(text)).toEqual(expected)
    else expect(await readingOf(flagsOf('ai'), 'r.yaml', text)).toMatchObject({ state: 'unknown', why: two })
  })

  test('shares of requests show no split by another unit', async () => {
    const file = await readValue(flagsOf('ai'), 'r.yaml', rollout('ai', 5))
    const words = (assign_by: string) => unshownShares(file, { stage: 'limited', rollout: { assign_by } })
    expect([words('customer'), words('request')]).toEqual([
      'splits by request, but `rollout.assign_by` is customer',
      undefined,
    ])
  })

  test.each([
    [false, undefined, 'is disabled, so it shows no split'],
    [true, undefined, 'depends on other features'],
    [false, false, 'depends on other features'],
  ])('a parent that is %s, needed as %s', async (parent, needed, words) => {
    const need = { feature: 'parent', ...(needed !== undefined && { enabled: needed }) }
    const features = [
      { name: 'parent', enabled: parent, strategies: [{ name: 'default' }] },
      { name: 'ai', enabled: true, dependencies: [need], strategies: [{ name: 'default' }] },
    ]
    expect(await shares(JSON.stringify({ version: 2, features }))).toBe(words)
  })
})

describe('flags in YAML', () => {
  const goFeatureFlag = 'ai: {variations: {on: true, off: false}, defaultRule: {percentage: {on: 5, off: 95}}}\n'
  const flipt =
    'flags: [{key: ai, type: BOOLEAN_FLAG_TYPE, enabled: false, rollouts: [{threshold: {percentage: 5, value: true}}]}]\n'

  test.each(['---\n---\n', 'b: {variations: {on: true}}\n---\n'])(
    'behind another document show nothing',
    async (before) => {
      expect(await readingOf(flagsOf('ai'), 'f.yaml', `${before}${goFeatureFlag}`)).toMatchObject({
        why: 'has several YAML documents, expected one',
      })
    },
  )

  test('of a namespace of Flipt without customers show nothing where another has the flag', async () => {
    const staging = `namespace: orders-staging\n${flipt.replace('percentage: 5', 'percentage: 100')}`
    const { flag } = await readValue(flagsOf('ai'), 'f.yaml', `${staging}---\nnamespace: orders\n${flipt}`)
    expect(flag?.splits?.value).toMatchObject([{ treatment: 5 }])
    const alone = await readValue(flagsOf('ai'), 'f.yaml', `${staging}---\n${flipt.replace('ai', 'b')}`)
    expect(alone.flag?.unread).toBe('is set only in "orders-staging", which serves no customers')
  })

  test('closest: alone, and in a namespace of Flipt', async () => {
    for (const text of [`---\n${goFeatureFlag}---\n`, `---\n---\n${flipt}`])
      expect((await readValue(flagsOf('ai'), 'f.yaml', text)).flag?.splits?.value).toMatchObject([{ treatment: 5 }])
  })
})

describe('alert rules', () => {
  const group = (name: string) => `groups: [{name: g, rules: [{alert: ${name}, expr: slow_seconds > 4}]}]\n`

  const grafana = (name: string) =>
    `apiVersion: 1\ngroups: [{orgId: 1, name: g, folder: f, interval: 1m, rules: [{uid: ${name}, title: ${name}, condition: A, data: []}]}]\n`
  const helm = (name: string) => `prometheusRule: {${group(name).trim()}}\n`
  const resource = (name: string) =>
    `apiVersion: monitoring.coreos.com/v1\nkind: PrometheusRule\nmetadata: {name: ${name.toLowerCase()}}\nspec: {${group(name).trim()}}\n`

  test.each([
    ['Prometheus', group('A'), group('B')],
    ['Prometheus', group('A'), resource('B')],
    ['Prometheus', resource('A'), group('B')],
    ['Grafana', grafana('A'), grafana('B')],
    ['Helm', helm('A'), helm('B')],
  ])('stand in the first document of a file that %s reads', async (tool, one, other) => {
    const { alerts, absent } = await readValue(alertsOf(['A', 'B']), 'r.yml', `${one}---\n${other}`)
    expect(alerts.map(({ name }) => name.value)).toEqual(['A'])
    expect(absent.map(({ name, ignored }) => [name, ignored])).toEqual([
      ['B', `is not in the first YAML document, the only one that ${tool} loads`],
    ])
  })

  test.each([
    ['Prometheus', group('B')],
    ['Grafana', grafana('B')],
    ['Helm', helm('B')],
  ])('stand nowhere that %s reads behind an empty document', async (tool, rules) => {
    for (const empty of ['---\n---\n', '---\n# of the team\n---\n', '~\n---\n']) {
      const { absent } = await readValue(alertsOf(['B']), 'r.yml', `${empty}${rules}`)
      expect(absent).toMatchObject([{ ignored: expect.stringContaining(tool) }])
    }
    for (const start of ['---\n', '# of the team\n---\n', '%YAML 1.2\n---\n']) {
      const { absent } = await readValue(alertsOf(['B']), 'r.yml', `${start}${rules}---\n`)
      expect(absent).toEqual([])
    }
  })

  test('CloudFormation takes one document', async () => {
    const template = 'Resources: {B: {Type: AWS::CloudWatch::Alarm, Properties: {Threshold: 4}}}\n'
    for (const before of ['---\n---\n', 'Resources: {}\n---\n'])
      expect(await readingOf(alertsOf(['B']), 'a.yaml', `${before}${template}`)).toMatchObject({
        why: 'has several YAML documents, expected one',
      })
    expect((await readValue(alertsOf(['B']), 'a.yaml', `---\n${template}---\n`)).absent).toEqual([])
  })

  test('closest: a resource of Kubernetes behind an empty document is read', async () => {
    const { absent } = await readValue(alertsOf(['B']), 'r.yml', `---\n# of the team\n---\n${resource('B')}`)
    expect(absent).toEqual([])
  })

  test('closest: two resources of Kubernetes in one file are both read', async () => {
    const { absent } = await readValue(alertsOf(['A', 'B']), 'r.yml', `${resource('A')}---\n${resource('B')}`)
    expect(absent).toEqual([])
  })

  const slo = (objective: string, indent = '') =>
    [
      'apiVersion: openslo/v1',
      'kind: SLO',
      'metadata: {name: answers}',
      'spec:',
      `  objectives: [${objective}]`,
      '  alertPolicies:',
      '    - kind: AlertPolicy',
      '      metadata: {name: fast}',
      '      spec: {notificationTargets: [{targetRef: ops}], conditions: [{kind: AlertCondition, metadata: {name: burn}, spec: {condition: {op: gte, threshold: 4, lookbackWindow: 2d}}}]}',
    ]
      .map((line, at) => `${at === 0 ? indent.replace(' ', '-') : indent}${line}\n`)
      .join('')

  test.each([
    ['a document', slo('{target: 0.99}')],
    ['a list', slo('{target: 0.99}', '  ')],
    ['targetPercent', slo('{targetPercent: 99}')],
  ])('OpenSLO as %s: the SLO, its policy and its condition by name', async (_, text) => {
    const { alerts } = await readValue(alertsOf(['answers', 'fast', 'burn']), 'r.yaml', text)
    expect(alerts.map(({ name }) => name.value)).toEqual(['answers', 'fast', 'burn'])
    for (const { level } of alerts) expect(level.value[0]?.value).toBeCloseTo(0.04)
    expect(alerts[1]?.receivers.map(({ value }) => value)).toEqual(['ops'])
  })

  test('a target that is no share is broken', async () => {
    expect(await problemOf(alertsOf(['answers']), 'r.yaml', slo('{target: 99}'))).toBe(
      '5:17 has a `target` outside 0 to 1',
    )
  })
})

describe('an output schema', () => {
  const constrains = async (reference: string, schema: object) => {
    const { outputSchema: fact } = await factsOf(`guardrails: {output: {schema: "${reference}"}}\n`, {
      's.json': JSON.stringify(schema),
    })
    return fact?.state === 'found' ? fact.value.constrains : fact?.state
  }
  test.each([
    ['none', {}, 'does not make the model call a tool; name the one that answers, such as #/tools/0'],
    ['any', { tool_choice: 'required' }, 'does not say which tool answers; name it, such as #/tools/0'],
    [
      'any, in words of another vendor',
      { tool_choice: { type: 'any' } },
      'does not say which tool answers; name it, such as #/tools/0',
    ],
  ])('of a request that leaves the model its choice has to be named: %s', async (_, choice, why) => {
    const tools = ['reply', 'search'].map((name) => ({ name, input_schema: { required: ['text'] } }))
    const { outputSchema: fact } = await factsOf('guardrails: {output: {schema: s.json}}\n', {
      's.json': JSON.stringify({ model: 'm', tools, ...choice }),
    })
    expect(fact).toMatchObject({ state: 'unverified', why })
  })

  const reply = { type: 'object', required: ['text'] }
  const answer = { name: 'reply', input_schema: reply }
  const search = { name: 'search', input_schema: { type: 'object' } }
  const draft = (name: string) => ({ $schema: `https://json-schema.org/draft/${name}/schema` })
  const seventh = { $schema: 'http://json-schema.org/draft-07/schema#' }
  const node = { $dynamicAnchor: 'n' }
  const open = { definitions: { o: {} }, $ref: '#/definitions/o' }

  test.each([
    ['s.json', { ...seventh, ...open, ...reply }, false],
    ['s.json', { ...seventh, anyOf: [{ $ref: '#/definitions/o', const: 1 }], definitions: { o: {} } }, false],
    ['s.json', { ...seventh, $ref: '#/definitions/r', definitions: { r: reply }, title: 'Reply' }, true],
    ['s.json', { ...seventh, allOf: [{ $ref: '#/definitions/o' }], ...reply, definitions: { o: {} } }, true],
    ['s.json', { ...draft('2020-12'), ...open, ...reply }, true],
    ['s.json', { ...open, ...reply }, true],
    ['s.json', { ...seventh, dependentRequired: { a: ['b'] } }, false],
    ['s.json', { ...seventh, unevaluatedProperties: false }, false],
    ['s.json', { ...draft('2019-09'), dependentRequired: { a: ['b'] } }, true],
    ['s.json', { dependentRequired: { a: ['b'] } }, true],
    ['s.json', { ...seventh, dependencies: { a: ['b'] } }, true],
    ['s.json', { ...draft('2019-09'), $recursiveRef: '#' }, false],
    ['s.json', { ...draft('2019-09'), ...reply, $recursiveRef: '#' }, true],
    ['s.json', { ...draft('2019-09'), properties: { next: { $recursiveRef: '#' } }, type: 'object' }, true],
    ['s.json', { ...draft('2020-12'), $recursiveRef: '#/$defs/r', $defs: { r: reply } }, false],
    ['s.json', { $dynamicRef: '#n', $defs: { n: node } }, false],
    ['s.json', { $dynamicRef: '#n', ...node }, false],
    ['s.json', { $dynamicRef: '#n', $defs: { n: { ...node, ...reply } } }, true],
    ['s.json', { ...node, type: 'object', properties: { next: { $dynamicRef: '#n' } } }, true],
    ['s.json', { $dynamicRef: '#elsewhere' }, true],
    ['s.json#/$defs/Reply', { $defs: { Reply: reply } }, true],
    ['s.json', { $defs: { Reply: reply } }, false],
    ['s.json#/$defs/Other', { $defs: { Reply: reply } }, 'malformed'],
    ['s.json#reply', { $defs: { Reply: { ...reply, $anchor: 'reply' } } }, true],
    ['s.json#reply', { $defs: { Reply: { $anchor: 'reply' } } }, false],
    ['s.json#reply', { definitions: { Reply: { ...reply, $id: '#reply' } } }, true],
    ['s.json#reply', { definitions: { Reply: { ...reply, id: '#reply' } } }, true],
    ['s.json#reply', { definitions: { Reply: { $id: '#reply' } } }, false],
    ['s.json#reply', { definitions: { Reply: { ...reply, $id: '#replies' } } }, 'malformed'],
    ['s.json#other', { $defs: { Reply: { ...reply, $anchor: 'reply' } } }, 'malformed'],
    ['s.json', { $ref: '#reply', $defs: { Reply: { ...reply, $anchor: 'reply' } } }, true],
    ['s.json', { $ref: 'other.json' }, 'unverified'],
    ['s.json', { $ref: 'other.json', required: ['text'] }, true],
    ['s.json', { allOf: [{ $ref: 'other.json#/a' }] }, 'unverified'],
    ['s.json', { properties: { text: { $ref: 'other.json' } } }, 'unverified'],
    ['s.json', { model: 'm', format: reply }, true],
    ['s.json', { model: 'm', format: {} }, false],
    ['s.json', { generationConfig: { responseSchema: reply } }, true],
    ['s.json', { generationConfig: { responseSchema: { type: 'OBJECT', required: ['text'] } } }, true],
    ['s.json', { type: 'OBJECT', properties: { text: { type: 'STRING', nullable: true } } }, true],
    ['s.json', { type: 'OBJECT' }, false],
    ['s.json', { type: 'RECORD', required: ['text'] }, 'unverified'],
    ['s.json', { toolSpec: { name: 'reply', inputSchema: { json: reply } } }, true],
    ['s.json', { name: 'reply', outputSchema: reply, inputSchema: {} }, true],
    ['s.json', { type: 'json_schema', json_schema: { name: 'reply', schema: reply } }, true],
    ['s.json', { name: 'reply', input_schema: reply }, true],
    ['s.json', { name: 'reply', strict: true, schema: reply }, true],
    ['s.json', { response_format: { type: 'json_schema', json_schema: { name: 'reply', schema: reply } } }, true],
    ['s.json', { response_format: { type: 'json_schema', json_schema: { name: 'reply', schema: {} } } }, false],
    ['s.json', { response_format: { type: 'json_schema', json_schema: { name: 'reply' } } }, false],
    ['s.json', { response_format: { type: 'json_object' } }, false],
    ['s.json', { response_format: { type: 'text', json_schema: { schema: reply } } }, false],
    ['s.json', { model: 'm', text: { format: { type: 'json_schema', name: 'reply', schema: reply } } }, true],
    [
      's.json',
      { model: 'm', text: { format: { type: 'json_schema', name: 'reply', schema: { type: 'object' } } } },
      false,
    ],
    ['s.json', { model: 'm', text: { format: { type: 'text' } }, input_schema: reply }, false],
    ['s.json#/text/format', { text: { format: { type: 'json_schema', schema: reply } } }, true],
    ['s.json', { output_config: { format: { type: 'json_schema', schema: reply } } }, true],
    ['s.json', { type: 'json_schema', schema: { $ref: '#/$defs/R', $defs: { R: reply } } }, true],
    ['s.json', { type: 'json_schema', schema: { $ref: '#/$defs/R' }, $defs: { R: reply } }, false],
    ['s.json#/a', { a: { $ref: '#/$defs/R' }, $defs: { R: reply } }, true],
    ['s.json', { type: 'object', properties: { schema: reply, name: {} } }, true],
    ['s.json', { model: 'm', tools: [{ name: 'reply', input_schema: reply }] }, 'unverified'],
    ['s.json', { model: 'm', tools: [answer], tool_choice: { type: 'auto' } }, 'unverified'],
    ['s.json', { model: 'm', tools: [answer], tool_choice: { type: 'tool', name: 'reply' } }, true],
    ['s.json', { model: 'm', tools: [answer], tool_choice: { type: 'any' } }, true],
    ['s.json', { model: 'm', tools: [search, answer], tool_choice: { type: 'any' } }, 'unverified'],
    ['s.json', { model: 'm', tools: [answer, search], tool_choice: { type: 'tool', name: 'search' } }, false],
    ['s.json', { tools: [answer], tool_choice: { type: 'tool', name: 'other' } }, 'unverified'],
    [
      's.json',
      {
        tools: [{ type: 'function', function: { name: 'reply', parameters: reply } }],
        tool_choice: { type: 'function', function: { name: 'reply' } },
      },
      true,
    ],
    ['s.json', { tools: [{ type: 'function', name: 'reply', parameters: reply }], tool_choice: 'required' }, true],
    ['s.json', { functions: [{ name: 'reply', parameters: reply }], function_call: { name: 'reply' } }, true],
    [
      's.json',
      {
        toolConfig: {
          tools: [{ toolSpec: { name: 'reply', inputSchema: { json: reply } } }],
          toolChoice: { tool: { name: 'reply' } },
        },
      },
      true,
    ],
    [
      's.json',
      {
        tools: [{ functionDeclarations: [{ name: 'reply', parameters: reply }] }],
        toolConfig: { functionCallingConfig: { mode: 'ANY' } },
      },
      true,
    ],
    ['s.json#/tools/0', { tools: [answer] }, true],
    ['s.json#/tools/0/input_schema', { tools: [answer] }, true],
    ['s.json', { type: 'function', function: { name: 'reply', parameters: reply } }, true],
    ['s.json', { name: 'reply', parameters: {} }, false],
    ['s.json', { type: 'object' }, false],
    ['s.json', { type: 'object', properties: {} }, false],
    ['s.json', { type: 'object', properties: { text: {} } }, false],
    ['s.json', { anyOf: [{}, { type: 'object', required: ['text'] }] }, false],
    ['s.json', { pattern: '^a$' }, false],
    ['s.json', { type: 'string', pattern: '.*' }, false],
    ['s.json', { $ref: '#/$defs/any', $defs: { any: {} } }, false],
    ['s.json', { $ref: '#/$defs/loop', $defs: { loop: { $ref: '#/$defs/loop' } } }, false],
    ['s.json', { $ref: '#/%' }, false],
    ['s.json#/%', {}, 'malformed'],
    [
      's.json',
      {
        $ref: '#/$defs/a',
        $defs: {
          a: { anyOf: Array.from({ length: 50 }, () => ({ $ref: '#/$defs/b' })) },
          b: { allOf: Array.from({ length: 50 }, () => ({ $ref: '#/$defs/a' })) },
        },
      },
      false,
    ],
    ['s.json', { type: 'array', items: {} }, false],
    ['s.json', { additionalProperties: { type: ['null', 'boolean', 'object', 'array', 'number', 'string'] } }, false],
    ['s.json', { additionalProperties: { type: ['boolean', 'object', 'array', 'number', 'string'] } }, true],
    ['s.json', JSON.parse('{"if": false, "then": false}'), false],
    ['s.json', JSON.parse('{"then": false}'), false],
    ['s.json', JSON.parse('{"if": {"required": ["text"]}, "then": false}'), true],
    ['s.json', { if: false, else: reply }, true],
    ['s.json', { type: 'object', properties: { text: { type: 'string' } } }, true],
    ['s.json', { type: 'object', additionalProperties: false }, true],
    ['s.json', { anyOf: [{ required: ['text'] }, { properties: { refusal: { const: true } } }] }, true],
    ['s.json', { $ref: '#/$defs/Reply', $defs: { Reply: reply } }, true],
    ['s.json', { type: 'array', items: reply }, true],
    ['s.json', { type: 'string', enum: ['yes', 'no'] }, true],
  ])('%s %j', async (reference, schema, expected) => {
    expect(await constrains(reference, schema)).toBe(expected)
  })

  const text = { text: { type: 'string' } }
  test.each([
    [{ type: 'object', properties: text }, true],
    [{ type: ['object', 'null'], properties: text, required: [], additionalProperties: false }, true],
    [{ $ref: '#/$defs/R', $defs: { R: { allOf: [{ properties: text }, { type: 'object' }] } } }, true],
    [{ name: 'reply', input_schema: { type: 'object', properties: text } }, true],
    [reply, false],
    [{ type: 'array', items: { properties: text } }, false],
    [{ properties: text, minProperties: 1 }, false],
    [{ properties: text, anyOf: [{ required: ['text'] }, { required: ['refusal'] }] }, false],
    [{ properties: text, allOf: [{ type: 'object' }, reply] }, false],
    [{ $ref: '#/$defs/R', $defs: { R: { properties: text, allOf: [{ $ref: '#/$defs/R' }] } } }, false],
    [{ $ref: 'reply.schema.json' }, false],
  ])('%j takes nothing for an answer: %s', async (schema, expected) => {
    const { outputSchema: fact } = await factsOf('guardrails: {output: {schema: s.json}}\n', {
      's.json': JSON.stringify(schema),
    })
    expect(fact?.state === 'found' && fact.value.takesNothing).toBe(expected)
  })
})
