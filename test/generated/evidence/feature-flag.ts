import { understood } from '../../../src/evidence/feature-flag/split.ts'
import { mebibyte, type Page } from './page.ts'

const listed = (words: readonly string[]) => words.map((word) => `\`${word}\``).join(', ')

export const flagPage: Page = {
  title: 'Feature flag',
  shows: 'Whether there is something to turn off, who gets the system, and by which unit the traffic is split.',
  fact: 'flag',
  formats: [
    {
      name: 'flagd',
      reads:
        '`flags` with `state`, `variants`, `defaultVariant` and one `fractional` in `targeting`; also in `spec.flagSpec` of a `FeatureFlag` resource of OpenFeature.',
      maxBytes: 10 * mebibyte,
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
      reads:
        '`features[]` as its clients get them: one strategy with its share and stickiness, and `variants`. The default stickiness is a user; where `assign_by` is another unit, it is unverified.',
      maxBytes: 10 * mebibyte,
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
      reads:
        '`flags` and `flagValues`: `on`, `variations`, `fallthrough` and `offVariation`. The default context is a user; where `assign_by` is another unit, it is unverified.',
      maxBytes: 10 * mebibyte,
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
      name: 'LaunchDarkly API',
      reads:
        'Flags as the REST API and `ldcli` give them: of `environments` the one called `production`, `prod`, `prd` or `live`, or the only one, unless it is named `staging`, `test` or similar. A flag with a larger share in another one (`production-eu`) is unverified, and an archived one is off. A flag with prerequisites is unverified.',
      maxBytes: 10 * mebibyte,
      path: 'flags/ldcli.json',
      sample: {
        'flags/ldcli.json': `{"items": [{"key": "ranking-ai", "variations": [{"value": true}, {"value": false}], "environments": {
  "test": {"on": true, "offVariation": 1, "fallthrough": {"variation": 0}},
  "production": {"on": true, "offVariation": 1, "fallthrough": {"rollout": {"contextKind": "customer", "variations": [
    {"variation": 0, "weight": 5000}, {"variation": 1, "weight": 95000}
  ]}}}
}}]}
`,
      },
    },
    {
      name: 'LaunchDarkly in Terraform',
      reads:
        '`launchdarkly_feature_flag` and the `launchdarkly_feature_flag_environment` that belongs to it, of several the one of production, as in the API, in the forms of versions 2 and 3 of the provider; the `name` of a variation if its value is neither clearly on nor off; also `terraform show -json`. With `ignore_changes` on what decides who gets what (`fallthrough`, `rules`, `targets`, `variations` and the like), it is unverified; with one on `on` alone, it counts as on.',
      maxBytes: mebibyte / 2,
      path: 'infra/flags.tf',
      sample: {
        'infra/flags.tf': `resource "launchdarkly_feature_flag" "ranking" {
  key            = "ranking-ai"
  variation_type = "boolean"
  variations { value = "true" }
  variations { value = "false" }
}

resource "launchdarkly_feature_flag_environment" "ranking" {
  flag_id       = launchdarkly_feature_flag.ranking.id
  env_key       = "production"
  on            = true
  off_variation = 1
  fallthrough {
    context_kind    = "customer"
    rollout_weights = [5000, 95000]
  }
}
`,
      },
    },
    {
      name: 'Unleash export',
      reads:
        '`features`, `featureEnvironments` and `featureStrategies` of an export, or one feature of the admin API with its `environments`: as it is in production.',
      maxBytes: 10 * mebibyte,
      path: 'flags/export.json',
      sample: {
        'flags/export.json': `{"features": [{"name": "ranking-ai"}],
 "featureEnvironments": [{"featureName": "ranking-ai", "environment": "production", "enabled": true}],
 "featureStrategies": [{"featureName": "ranking-ai", "name": "flexibleRollout",
   "parameters": {"rollout": "5", "stickiness": "customer"}, "constraints": []}]}
`,
      },
    },
    {
      name: 'GrowthBook',
      reads:
        '`features` as the SDKs get them: `defaultValue` and one rule with `force` and `coverage`, or with `variations` and `weights`. A rule with `enabled: false` is ignored.',
      maxBytes: 10 * mebibyte,
      path: 'flags/growthbook.json',
      sample: {
        'flags/growthbook.json': `{"features": {"ranking-ai": {
  "defaultValue": false,
  "rules": [{"force": true, "coverage": 0.05, "hashAttribute": "customer"}]
}}}
`,
      },
    },
    {
      name: 'Statsig',
      reads:
        'Gates as the Console API gives them: `status`, `isEnabled`, `idType` and one public rule with its `passPercentage`. A gate that is launched is on for everyone.',
      maxBytes: 10 * mebibyte,
      path: 'flags/statsig.json',
      sample: {
        'flags/statsig.json': `{"data": [{"id": "ranking-ai", "isEnabled": true, "idType": "customer", "rules": [
  {"name": "everyone", "passPercentage": 5, "conditions": [{"type": "public"}], "environments": null}
]}]}
`,
      },
    },
    {
      name: 'Flipt',
      reads:
        '`flags[]`: one `threshold` of a boolean flag, or the `distributions` of one rule for segments without a constraint. The unit by which traffic is split is in the calling code.',
      maxBytes: mebibyte,
      path: 'flags/features.yaml',
      sample: {
        'flags/features.yaml': `version: "1.4"
flags:
  - key: ranking-ai
    type: BOOLEAN_FLAG_TYPE
    enabled: false
    rollouts: [{threshold: {percentage: 5, value: true}}]
`,
      },
    },
    {
      name: 'GO Feature Flag',
      reads:
        '`variations`, `defaultRule` with its `percentage` or `variation`, `bucketingKey` and `disable`, without `targeting`.',
      maxBytes: mebibyte,
      path: 'flags/go-feature-flag.yaml',
      sample: {
        'flags/go-feature-flag.yaml': `ranking-ai:
  variations: {on: true, off: false}
  bucketingKey: customer
  defaultRule: {percentage: {on: 5, off: 95}}
`,
      },
    },
    {
      name: 'ConfigCat',
      reads:
        'The config JSON (v6): the percentage options `p` of a setting, its attribute `a` and its value `v`, without targeting rules. Without `a`, or by `Identifier`, the split is by user; where `assign_by` is another unit, it is unverified.',
      maxBytes: 10 * mebibyte,
      path: 'flags/configcat.json',
      sample: {
        'flags/configcat.json': `{"f": {"ranking-ai": {"t": 0, "a": "customer", "v": {"b": false},
  "p": [{"p": 5, "v": {"b": true}}, {"p": 95, "v": {"b": false}}]
}}}
`,
      },
    },
    {
      name: 'Argo Rollouts',
      reads:
        '`kind: Rollout`: `setWeight` of the steps of its canary, of `maxTrafficWeight` (100), where it has a router in `trafficRouting` and a pause of an hour or more, an analysis or an experiment holds it. Of several, the one named like the flag. A weight is a share of requests: with another `assign_by` it is unverified.',
      maxBytes: mebibyte,
      path: 'deploy/rollout.yaml',
      sample: {
        'deploy/rollout.yaml': `apiVersion: argoproj.io/v1alpha1
kind: Rollout
metadata: {name: ranking-ai}
spec: {strategy: {canary: {trafficRouting: {istio: {}}, steps: [{setWeight: 5}, {pause: {}}, {setWeight: 20}, {pause: {duration: 336h}}]}}}
`,
      },
    },
    {
      name: 'Flagger',
      reads:
        '`kind: Canary`: `stepWeights`, or `stepWeight` and `maxWeight`, of its analysis, unless `provider` is `kubernetes`, `iterations` are set, or an `interval` of less than an hour (a minute where there is none, or one of days) goes on without a webhook `confirm-traffic-increase`; `confirm-promotion` holds the last weight only. A weight is a share of requests.',
      maxBytes: mebibyte,
      path: 'deploy/canary.yaml',
      sample: {
        'deploy/canary.yaml': `apiVersion: flagger.app/v1beta1
kind: Canary
metadata: {name: ranking-ai}
spec: {analysis: {interval: 336h, stepWeights: [5, 20, 50]}}
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
  notes: `A variant is classified by its value if that is \`true\` or \`false\`, otherwise by a word in the value or in the name. The system is on: ${listed(understood.on)}. Off: ${listed(understood.off)}. The control: ${listed(understood.control)}. Without any of these words the flag is unverified.`,
  unread: { path: 'flags/flags.yaml', text: 'toggles: {ranking-ai: 5}\n' },
  broken: { path: 'flags/shop.flagd.json', text: '{"flags": {"ranking-ai": {"state": "ENABLED"}}}\n' },
}
