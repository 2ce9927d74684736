import { expect, test } from 'vitest'
import { isModelMetric } from '../../../src/rules/lib/metrics.ts'
import { modelMetric } from '../../../src/rules/success/model-metric.ts'
import { table } from '../table.ts'

table(modelMetric, [
  {
    name: 'accuracy',
    yaml: 'success:\n  metric: accuracy  # expect: success/model-metric\n  target: at least 95%\n',
    says: ['"accuracy" is a model score, not a business metric'],
    helps: ['set metric to a business outcome such as deflection_rate, and use the score in rollout.shadow.exit'],
  },
  {
    name: 'accuracy of the people in the warehouse, helped by the model',
    yaml: 'success: {metric: picking_accuracy, baseline: 97.1%, target: at least 98.5%}\n',
  },
  { name: 'a business metric', yaml: 'success: {metric: conversion_rate, target: at least 2.6%}\n' },
  { name: 'no metric', yaml: 'success: {target: at least 2.6%}\n' },
  { name: 'no success', yaml: 'stage: pilot\n' },
])

test.each(['F1', 'f1_score', 'F1 score', 'model_accuracy', 'confidence_score', 'BLEU', 'rouge-l', 'roc_auc'])(
  '%s is a score of a model',
  (metric) => expect(isModelMetric(metric)).toBe(true),
)

test.each([
  'forecast_accuracy',
  'recall_rate',
  'product_recalls',
  'customer_confidence',
  'mrr',
  'f1_tickets_sold',
  'precision_parts',
  'efficiency',
  'accuracy_pct',
  'the model is impressive',
  '',
  'сonfidence',
  'loss',
])('%s is left alone', (metric) => expect(isModelMetric(metric)).toBe(false))
