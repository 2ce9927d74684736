type Logic = unknown

/** A file of flagd with one flag that is split by `targeting`. */
export const flagd = (targeting: Logic, more: Record<string, unknown> = {}): string =>
  JSON.stringify(
    {
      $schema: 'https://flagd.dev/schema/v0/flags.json',
      flags: {
        'order-status-ai': {
          state: 'ENABLED',
          variants: { off: false, on: true, control: false },
          defaultVariant: 'off',
          ...(targeting === undefined ? {} : { targeting }),
          ...more,
        },
        'other-flag': { state: 'DISABLED', variants: { a: 1 }, defaultVariant: 'a' },
      },
    },
    null,
    2,
  )

export const split = (...weights: readonly unknown[]): Logic => ({
  fractional: [{ var: 'customer' }, ...weights],
})

/** Five percent get the system, five are kept as a control. */
export const honest = flagd(split(['on', 5], ['control', 5], ['off', 90]))

export const unleash = `version: 2
features:
  - name: order-status-ai
    enabled: true
    strategies:
      - name: flexibleRollout
        parameters: {rollout: "10", stickiness: customerId, groupId: order-status-ai}
        constraints: []
        variants:
          - {name: treatment, weight: 500, stickiness: customerId, payload: {type: string, value: x}}
          - {name: control, weight: 500, stickiness: customerId, payload: {type: string, value: y}}
  - {name: other, enabled: false, strategies: []}
`

export const launchDarkly = `flags:
  order-status-ai:
    key: order-status-ai
    on: true
    version: 3
    variations: [true, false]
    offVariation: 1
    fallthrough:
      rollout:
        contextKind: customer
        variations:
          - {variation: 0, weight: 5000}
          - {variation: 1, weight: 95000}
flagValues: {other-flag: true}
`

export const rollout = `apiVersion: v1
kind: Service
metadata: {name: order-status}
---
apiVersion: argoproj.io/v1alpha1
kind: Rollout
metadata: {name: order-status}
spec:
  strategy:
    canary:
      trafficRouting: {nginx: {stableIngress: orders}}
      steps:
        - setWeight: 5
        - pause: {duration: 336h}
        - setWeight: 20
        - analysis: {templates: [{templateName: success}]}
        - setWeight: 50
        - pause: {}
`

export const canary = `apiVersion: flagger.app/v1beta1
kind: Canary
metadata: {name: order-status}
spec:
  analysis: {interval: 24h, threshold: 10, maxWeight: 50, stepWeight: 5}
`
