import { mebibyte, type Page } from './page.ts'

export const flagPage: Page = {
  title: 'Feature flag',
  shows: 'Whether there is something to turn off, to whom it gives the system, and by what they are told apart.',
  fact: 'flag',
  formats: [
    {
      name: 'flagd',
      reads: '`flags` with `state`, `variants`, `defaultVariant` and one `fractional` in `targeting`.',
      mostBytes: 10 * mebibyte,
      path: 'flags/shop.flagd.json',
      sample: {
        'flags/shop.flagd.json': `{"flags": {"ranking-ai": {
  "state": "ENABLED",
  "variants": {"on": true, "off": false},
  "defaultVariant": "off",
  "targeting": {"fractional": [{"var": "customer"}, ["on", 5], ["off", 95]]}
}}}
`,
      },
    },
    {
      name: 'Unleash',
      reads: '`features[]` as its clients get them: one strategy with its share and stickiness, and `variants`.',
      mostBytes: 10 * mebibyte,
      path: 'flags/unleash.json',
      sample: {
        'flags/unleash.json': `{"version": 2, "features": [{"name": "ranking-ai", "enabled": true, "strategies": [
  {"name": "flexibleRollout", "parameters": {"rollout": "5", "stickiness": "customer"}}
]}]}
`,
      },
    },
    {
      name: 'LaunchDarkly file data',
      reads: '`flags` and `flagValues`: `on`, `variations`, `fallthrough` and `offVariation`.',
      mostBytes: 10 * mebibyte,
      path: 'flags/launchdarkly.json',
      sample: {
        'flags/launchdarkly.json': `{"flags": {"ranking-ai": {
  "on": true, "variations": [true, false], "offVariation": 1,
  "fallthrough": {"rollout": {"contextKind": "customer", "variations": [
    {"variation": 0, "weight": 5000}, {"variation": 1, "weight": 95000}
  ]}}
}}}
`,
      },
    },
    {
      name: 'Argo Rollouts',
      reads:
        '`kind: Rollout`: `setWeight` of the steps of its canary, where it has a `trafficRouting`. Of several, the one whose name is the flag.',
      mostBytes: mebibyte,
      path: 'deploy/rollout.yaml',
      sample: {
        'deploy/rollout.yaml': `apiVersion: argoproj.io/v1alpha1
kind: Rollout
metadata: {name: ranking-ai}
spec: {strategy: {canary: {trafficRouting: {istio: {}}, steps: [{setWeight: 5}, {pause: {}}, {setWeight: 20}]}}}
`,
      },
    },
    {
      name: 'Flagger',
      reads: '`kind: Canary`: `stepWeights`, or `stepWeight` and `maxWeight`, of its analysis.',
      mostBytes: mebibyte,
      path: 'deploy/canary.yaml',
      sample: {
        'deploy/canary.yaml': `apiVersion: flagger.app/v1beta1
kind: Canary
metadata: {name: ranking-ai}
spec: {analysis: {stepWeights: [5, 20, 50]}}
`,
      },
    },
  ],
  claim: `stage: limited
rollback: {how: {feature_flag: ranking-ai, file: FILE}}
rollout: {assign_by: customer, limited: {traffic: 5%, duration: 14d}}
`,
  lie: `stage: limited
rollback: {how: {feature_flag: ranking-ai, file: FILE}}
rollout: {assign_by: session, limited: {traffic: 2%, duration: 14d}}
`,
  unread: { path: 'flags/flags.yaml', text: 'toggles: {ranking-ai: 5}\n' },
  broken: { path: 'flags/shop.flagd.json', text: '{"flags": {"ranking-ai": {"state": "ENABLED"}}}\n' },
}
