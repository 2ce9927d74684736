/** A file of Prometheus: `promtool check rules` passes it. */
export const prometheus = `groups:
  - name: recorded
    interval: 1m
    rules:
      - record: job:answer_seconds:p95_6h
        expr: histogram_quantile(0.95, sum by (le) (rate(answer_seconds_bucket[6h])))
  - name: nothing
    rules:
  - name: order-status
    rules:
      - alert: OrderStatusSlow
        expr: job:answer_seconds:p95_6h > 4
        for: 10m
        labels: {severity: page}
        annotations:
          summary: "One answer in twenty takes {{ $value }} s"
          runbook_url: docs/runbook.md#slow-answers
      - alert: OrderStatusWrong
        expr: |
          sum(increase(answers_wrong_total[3d]))
            / sum(increase(answers_reviewed_total[3d])) > 2.5 / 100
            and on() sum(increase(answers_reviewed_total[3d])) > 50
        annotations: {runbook_url: docs/runbook.md#wrong-answers}
      - alert: OrderStatusCost
        expr: 0.20 < sum(increase(answer_cost_eur_total[1d])) / sum(increase(conversations_total[1d]))
      - alert: OrderStatusDown
        expr: up{job="order-status"} == 0
        for: 5m
`

/** The same alerts as a resource of the Prometheus operator. */
export const resource = `apiVersion: monitoring.coreos.com/v1
kind: PrometheusRule
metadata: {name: order-status}
spec:
  groups:
    - name: order-status
      rules:
        - alert: OrderStatusSlow
          expr: answer_p95_seconds > 4
          for: 20m
`

/** Provisioned alerts of Grafana. */
export const grafana = `apiVersion: 1
groups:
  - orgId: 1
    name: order-status
    folder: support
    interval: 1m
    rules:
      - uid: slow
        title: OrderStatusSlow
        condition: C
        data:
          - refId: A
            relativeTimeRange: {from: 1200, to: 0}
            datasourceUid: prometheus
            model: {expr: "histogram_quantile(0.95, sum by (le) (rate(answer_seconds_bucket[20m])))", refId: A}
          - refId: B
            datasourceUid: __expr__
            model: {type: reduce, expression: A, reducer: last, refId: B}
          - refId: C
            datasourceUid: __expr__
            model:
              type: threshold
              expression: B
              conditions:
                - evaluator: {type: gt, params: [4]}
        for: 5m
        annotations: {runbook_url: https://wiki.example/orders#slow-answers}
      - uid: csat
        title: OrderStatusCsat
        isPaused: true
        condition: B
        data:
          - refId: A
            relativeTimeRange: {from: 604800, to: 0}
            datasourceUid: warehouse
            model: {rawSql: "select time, rating from ratings"}
          - refId: B
            datasourceUid: "-100"
            model:
              type: classic_conditions
              conditions:
                - evaluator: {type: lt, params: [4]}
                  query: {params: [A]}
                  reducer: {type: avg}
      - uid: odd
        title: OrderStatusOdd
        condition: B
        data:
          - {refId: A, datasourceUid: prometheus, model: {expr: up}}
          - {refId: B, datasourceUid: __expr__, model: {type: math, expression: "$A > 3"}}
`

/** Objects of OpenSLO: a level of a metric, and a share of a budget. */
export const openSlo = `apiVersion: openslo/v1
kind: SLO
metadata: {name: answer-time}
spec:
  service: order-status
  indicator: {metadata: {name: p95}, spec: {thresholdMetric: {metricSource: {type: x, spec: {}}}}}
  timeWindow: [{duration: 28d, isRolling: true}]
  budgetingMethod: Timeslices
  objectives: [{op: lte, value: 4, target: 0.95, timeSliceTarget: 0.95}]
  alertPolicies: [OrderStatusSlow]
---
apiVersion: openslo/v1
kind: AlertPolicy
metadata: {name: OrderStatusSlow}
spec:
  alertWhenBreaching: true
  conditions: [{conditionRef: slow-burn}]
  notificationTargets: [{targetRef: on-call}]
---
apiVersion: openslo/v1
kind: AlertCondition
metadata: {name: slow-burn}
spec:
  severity: page
  condition: {kind: burnrate, op: gte, threshold: 2, lookbackWindow: 1h, alertAfter: 5m}
---
apiVersion: openslo/v1
kind: SLO
metadata: {name: right-answers}
spec:
  service: order-status
  indicator: {metadata: {name: right}, spec: {ratioMetric: {counter: true}}}
  budgetingMethod: Occurrences
  objectives: [{target: 0.99}]
  alertPolicies:
    - kind: AlertPolicy
      metadata: {name: OrderStatusWrong}
      spec:
        conditions:
          - kind: AlertCondition
            metadata: {name: fast}
            spec: {condition: {kind: burnrate, op: gt, threshold: 2, lookbackWindow: 3d, alertAfter: 0m}}
`
