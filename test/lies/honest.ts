import type { Edit } from './parcel.ts'

/** An honest file that a linter is tempted to blame: an example, edited in every version of its history. */
export type Honest = {
  /** The line of the collection that it belongs to; others are of the same kinds. */
  readonly line?: number
  readonly name: string
  readonly example: string
  readonly edits?: readonly Edit[]
  /** An example that is no further than its own stage. */
  readonly declared?: true
}

const pilot = (from: string | RegExp, to: string): Edit => ['pilot.yaml', from, to]

const returns =
  '{metric: return_rate, baseline: 18%, max_rise: 1%, response_rate: 2%, window: 14d, source: analytics/returns.sql}'

/** The ranking pilot with another guardrail metric in the place of its returns. */
const ranking = (metric: string, written: string, alert: string, arms: readonly [string, string]): readonly Edit[] => [
  pilot(returns, `{metric: ${metric}, ${written}, source: analytics/returns.sql}`),
  pilot('metric: return_rate, rule', `metric: ${metric}, rule`),
  [
    'monitoring/ranking.rules.yml',
    'sum(increase(returns_total[14d])) / sum(increase(orders_total[14d])) > 0.195',
    alert,
  ],
  ['rollout/limited.json', '"return_rate": {"good": 2004, "total": 11160}', `"${metric}": ${arms[0]}`],
  ['rollout/limited.json', '"return_rate": {"good": 2008, "total": 11140}', `"${metric}": ${arms[1]}`],
]

/** The runbook of the letters in another language: the headings of its sections, then those of its alerts. */
const runbook = (sections: readonly string[], alerts: readonly string[]): readonly Edit[] => {
  const keys = ['impact', 'diagnosis', 'mitigation', 'rollback', 'escalation']
  const anchor = (heading: string) => heading.toLowerCase().replaceAll(' ', '-')
  const named = sections.map((heading, at) => `${keys[at]}: ${anchor(heading)}`)
  const text = [...sections, ...alerts].map((heading) => `## ${heading}\n${heading}: 1, 2, 3.\n`)
  return [
    pilot('runbook: docs/runbook.md', `runbook: {path: docs/runbook.md, sections: {${named.join(', ')}}}`),
    ['docs/runbook.md', /[\s\S]+/, `# discharge-letters\n\n${text.join('\n')}`],
    ...['medication', 'slow', 'cost'].map(
      (old, at): Edit => ['monitoring/letters.rules.yml', `#${old}`, `#${anchor(alerts[at] ?? '')}`],
    ),
  ]
}

export const honest: readonly Honest[] = [
  {
    line: 1,
    name: 'a bounce rate whose trigger lies three points above its baseline',
    example: 'product-ranking',
    edits: [
      ...ranking(
        'bounce_rate',
        'baseline: 41%, max_rise: 0.5%, window: 1d',
        'sum(increase(bounces_total[1d])) / sum(increase(page_views_total[1d])) > 0.42',
        ['{"good": 221400, "total": 540000}', '{"good": 222015, "total": 541500}'],
      ),
      pilot(
        '    - {metric: latency_p95, is',
        '    - {metric: bounce_rate, is: above 44%, over: 1d}\n    - {metric: latency_p95, is',
      ),
    ],
  },
  {
    line: 2,
    name: 'a rate whose total is a small part of the units',
    example: 'order-status',
    edits: [
      pilot(
        'wrong_answer_rate, limit: at most 2%, window',
        'wrong_answer_rate, total: answers with a date, share_of_units: 20%, limit: at most 2%, window',
      ),
      pilot('wrong_answer_rate, is: above 3%, over: 3d', 'wrong_answer_rate, is: above 3%, over: 7d'),
      ['monitoring/order-status.rules.yml', /\[3d\]/g, '[7d]'],
    ],
  },
  {
    line: 3,
    name: 'three errors in 1,600 cases of a hundred physicians in shadow',
    example: 'discharge-letters',
    edits: [
      pilot(
        'exit: [draft_accepted_rate at least 80%]',
        'exit: [draft_accepted_rate at least 80%, wrong_medication_rate at most 2%]',
      ),
      ['rollout/shadow.json', '"assigned": 104, ', '"wrong_medication_rate": {"good": 3, "total": 1600}, '],
    ],
  },
  { line: 4, name: 'a nightly batch with a deadline and no latency', example: 'replenishment' },
  {
    line: 5,
    name: 'a baseline in claims a day, in parcels an hour and in pounds a session',
    example: 'internal-assistant',
    declared: true,
    edits: [
      pilot('metric: minutes_to_answer', 'metric: handled_claims'),
      pilot('value: 9.4 min, sd: 6.1 min', 'value: 11.5 claims/day, sd: 3.1 claims/day'),
      pilot('target: at most 6 min', 'target: at least 13 claims/day'),
      pilot(
        '[{metric: returned_claim_rate, limit: at most 4%}]',
        '[{metric: throughput, baseline: 4200 parcels/h, sd: 300 parcels/h, max_drop: 50 parcels/h}, {metric: revenue, baseline: 0.41 GBP/session, sd: 1.2 GBP/session, max_drop: 0.01 GBP/session}]',
      ),
    ],
  },
  {
    line: 6,
    name: 'on premises at full, with fixed cost only',
    example: 'replenishment',
    edits: [
      pilot('  per_unit: {compute: 0.004 EUR}\n  fixed: {', '  fixed: {servers: 1020 EUR/month, '),
      pilot('  spend_limit: 60 EUR/day\n  bill:', '  allocation:'),
      ['finance/compute-2026.csv', /[\s\S]+/, 'month,amount_eur\n2026-08,2811.20\n2026-09,2834.75\n2026-10,2807.10\n'],
    ],
  },
  { line: 7, name: 'what goes back to the way in which it was done before', example: 'saisie-factures' },
  {
    line: 8,
    name: 'names of costs in any script',
    example: 'saisie-factures',
    edits: [
      pilot('per_unit: {lecture: 0.04 EUR}', 'per_unit: {lecture: 0.03 EUR, Übersetzung: 0.01 EUR}'),
      pilot(
        'fixed: {hébergement: 90 EUR/month',
        'fixed: {hébergement: 40 EUR/month, サーバー: 40 EUR/month, 2nd_line: 10 EUR/month',
      ),
    ],
  },
  {
    line: 9,
    name: 'twelve letters a day, and a limited stage of twelve weeks at a site with 30%',
    example: 'discharge-letters',
    edits: [
      pilot('full: 40/day, peak_day: 70/day', 'full: 12/day, peak_day: 25/day'),
      pilot('per_metric_unit: 1.10 EUR/min', 'per_metric_unit: 2.40 EUR/min'),
      pilot('max_affected: 40', 'max_affected: 20'),
      [
        'rollout/shadow.json',
        '"assigned": 104, "draft_accepted_rate": {"good": 1455, "total": 1612}',
        '"assigned": 61, "draft_accepted_rate": {"good": 452, "total": 498}',
      ],
      ['monitoring/letters.rules.yml', '[3d]', '[7d]'],
    ],
  },
  { line: 10, name: 'three customers, assigned by customer', example: 'tariff-codes' },
  {
    line: 11,
    name: 'a mean in pounds in a results file',
    example: 'product-ranking',
    edits: ranking(
      'revenue',
      'baseline: 0.431 GBP, sd: 1.9 GBP, max_drop: 0.02 GBP, window: 14d',
      'avg_over_time(revenue_per_view_gbp[14d]) < 0.40',
      ['{"mean": "0.431 GBP", "sd": "1.88 GBP", "n": 540000}', '{"mean": "0.430 GBP", "sd": "1.91 GBP", "n": 541500}'],
    ),
  },
  {
    line: 12,
    name: 'a text with a comma, in quotes',
    example: 'posteingang',
    edits: [pilot('{gap: handschriftliche Briefe, then', '{gap: "handschriftliche Briefe, dann Mitarbeiter", then')],
  },
  {
    line: 13,
    name: 'a German runbook, unit and column of the bill',
    example: 'replenishment',
    edits: [
      pilot('unit: proposal\n', 'unit: {one: Fall, many: Fälle}\n'),
      pilot(/items\/proposal/g, 'items/Fall'),
      pilot('700 proposals', '700 Fälle'),
      ...['limited', 'progressive'].map((stage): Edit => [`rollout/${stage}.json`, /items\/proposal/g, 'items/Fall']),
      ['finance/compute-2026.csv', 'month,proposals,amount_eur', 'month,Fälle,amount_eur'],
      pilot(
        'runbook: docs/runbook.md',
        'runbook: {path: docs/runbook.md, sections: {impact: auswirkung, diagnosis: diagnose, mitigation: abhilfe, rollback: abschalten, escalation: eskalation}}',
      ),
      ...[
        'Impact:Auswirkung',
        'Diagnosis:Diagnose',
        'Mitigation:Abhilfe',
        'Rollback:Abschalten',
        'Escalation:Eskalation',
      ].map((pair): Edit => ['docs/runbook.md', `## ${pair.split(':')[0]}`, `## ${pair.split(':')[1]}`]),
    ],
  },
  {
    line: 13,
    name: 'a unit whose plural English makes in its own way',
    example: 'internal-assistant',
    declared: true,
    edits: [pilot('unit: question', 'unit: {one: person, many: people}')],
  },
  {
    line: 14,
    name: 'a latency trigger at the time at which the fallback answers',
    example: 'product-ranking',
    edits: [
      pilot('{metric: latency_p95, is: above 120ms', '{metric: latency_p99, is: above 80ms'),
      pilot('metric: latency_p95, rule: RankingSlow', 'metric: latency_p99, rule: RankingSlow'),
      [
        'monitoring/ranking.rules.yml',
        'quantile(0.95, sum by (le) (rate(ranking_seconds_bucket[15m]))) > 0.09',
        'quantile(0.99, sum by (le) (rate(ranking_seconds_bucket[15m]))) > 0.075',
      ],
    ],
  },
  {
    line: 15,
    name: 'a clerk who confirms every extraction within the handling time',
    example: 'saisie-factures',
    edits: [pilot('effort: 2 min, part_of', 'effort: 3 min, part_of')],
  },
  {
    line: 16,
    name: 'errors of the raw model beside a limit of the confirmed process',
    example: 'saisie-factures',
    edits: [['evals/essai.json', '"errors": 13', '"errors": 15']],
  },
  {
    line: 17,
    name: 'a limited stage of 25% that is over and has passed',
    example: 'product-ranking',
    edits: [
      pilot('limited: {traffic: 5%, control: 5%', 'limited: {traffic: 25%, control: 25%'),
      pilot('steps: [20% for 14d', 'steps: [30% for 14d'),
      [
        'rollout/limited.json',
        /[\s\S]+/,
        JSON.stringify({
          stage: 'limited',
          from: '2026-08-24',
          to: '2026-09-20',
          model: 'ranker-2026-06-29',
          looks: 1,
          by: 'shop/analytics',
          arms: {
            treatment: {
              assigned: 540000,
              basket_rate: { good: 90450, total: 2700000, observed: 480500 },
              out_of_stock_share: { good: 81000, total: 2700000 },
              return_rate: { good: 10020, total: 55800 },
            },
            control: {
              assigned: 541500,
              basket_rate: { good: 84250, total: 2707500, observed: 481500 },
              out_of_stock_share: { good: 81900, total: 2707500 },
              return_rate: { good: 10040, total: 55700 },
            },
          },
        }),
      ],
    ],
  },
  {
    line: 18,
    name: 'a receiver with @ and a hyphen where on_call has a colon',
    example: 'saisie-factures',
    edits: [
      pilot('rule: FactureLente}', "rule: FactureLente, notify: '@opsgenie-fournisseurs'}"),
      ['alertes/factures.rules.yml', /\{team: fournisseurs\}/g, "{receiver: '@opsgenie-fournisseurs'}"],
    ],
  },
  {
    line: 19,
    name: 'a mailbox, an action that only sounds like money, and a drill that took less than planned',
    example: 'order-status',
    edits: [
      pilot('owner: acme/orders, status', 'owner: orders@acme.example, status'),
      pilot('name: read_order, effect', 'name: pay_grade, effect'),
      pilot('name: read_tracking, effect', 'name: charge_level, effect'),
      ['tools/order-status.mcp.json', '"read_order"', '"pay_grade"'],
      ['tools/order-status.mcp.json', '"read_tracking"', '"charge_level"'],
      ['docs/drills/2026-11.md', 'flag went from', 'flag, for which we planned 20 minutes and needed 6, went from'],
    ],
  },
  {
    line: 20,
    name: 'times in English words, and a part less than the baseline',
    example: 'saisie-factures',
    edits: [
      pilot('target: at least 40% below baseline', 'target: 40% less than baseline'),
      pilot('window: 1d', 'window: 1 day'),
      pilot('time: at most 15m', 'time: at most 15 minutes'),
      pilot('duration: 8w', 'duration: 8 weeks'),
    ],
  },
  {
    name: 'a Dutch runbook',
    example: 'discharge-letters',
    edits: runbook(
      ['Gevolgen', 'Oorzaak zoeken', 'Beperken', 'Terugdraaien', 'Wie bellen'],
      ['Medicatie', 'Traag', 'Kosten'],
    ),
  },
  {
    name: 'a Polish runbook',
    example: 'discharge-letters',
    edits: runbook(['Skutki', 'Rozpoznanie', 'Ograniczenie', 'Wycofanie', 'Kogo wezwać'], ['Leki', 'Zwłoka', 'Koszty']),
  },
  {
    name: 'a Japanese runbook, and a team with a name in its script',
    example: 'discharge-letters',
    edits: [
      ...runbook(['影響', '診断', '緩和', '切り戻し', '連絡先'], ['薬', '遅延', '費用']),
      pilot(/clinic\/medical-informatics/g, 'clinic/医療情報'),
      pilot('accountable: Chief Physician of Internal Medicine', 'accountable: 内科部長'),
      pilot('role: physicians', 'role: 医師'),
      ['.github/CODEOWNERS', 'clinic/medical-informatics', 'clinic/医療情報'],
      ['monitoring/letters.rules.yml', /team: medical-informatics/g, 'team: 医療情報'],
    ],
  },
  {
    name: 'metrics, systems, segments and tags in Greek',
    example: 'discharge-letters',
    edits: [
      pilot(/(?<!\/)writing_time\b/g, 'χρόνος_γραφής'),
      pilot(/\bchart\b(?=,|\])/g, 'φάκελος'),
      pilot('segments: [site, ward]', 'segments: [τόπος, κλινική]'),
      pilot('id: no-lab', 'id: χωρίς-εργαστήριο'),
      ['evals/letters.jsonl', /no-lab/g, 'χωρίς-εργαστήριο'],
    ],
  },
  {
    name: 'a price in pounds and a value a minute in pounds',
    example: 'saisie-factures',
    edits: [pilot(/ EUR/g, ' GBP'), ['alertes/factures.rules.yml', 'cout_eur_total', 'cout_gbp_total']],
  },
  {
    name: 'pounds a view as the primary metric, with its means in the results',
    example: 'product-ranking',
    edits: [
      pilot('metric: basket_rate\n', 'metric: revenue\n'),
      pilot(/ {2}good: a product.*\n {2}total: .*\n/, ''),
      pilot('baseline: {value: 3.1%, n: 2400000', 'baseline: {value: 0.41 GBP/view, sd: 2.1 GBP/view, n: 2400000'),
      pilot('target: at least 3.3%', 'target: at least 0.43 GBP/view'),
      pilot('per_success: 1.40 EUR', 'per_metric_unit: 0.28 EUR/GBP'),
      pilot('basket_rate at least 3.3%', 'revenue at least 0.43 GBP/view'),
      pilot(/basket_rate/g, 'revenue'),
      [
        'rollout/limited.json',
        '"basket_rate": {"good": 18090, "total": 540000,',
        '"revenue": {"mean": "0.442 GBP/view", "sd": "2.12 GBP/view", "n": 540000,',
      ],
      [
        'rollout/limited.json',
        '"basket_rate": {"good": 16850, "total": 541500,',
        '"revenue": {"mean": "0.411 GBP/view", "sd": "2.08 GBP/view", "n": 541500,',
      ],
    ],
  },
  {
    name: 'invoices a day as the primary metric',
    example: 'saisie-factures',
    edits: [
      pilot('metric: temps_de_saisie\n', 'metric: factures_par_jour\n'),
      pilot('value: 7.5 minutes, sd: 3.4 minutes', 'value: 11.5 factures/day, sd: 3.1 factures/day'),
      pilot('target: at least 40% below baseline', 'target: at least 20% above baseline'),
      pilot('effort: 2 min, part_of: temps_de_saisie', 'effort: 2 min, wage: 29 EUR/h, capacity: 60 h/day'),
      pilot('per_metric_unit: 0.48 EUR/min', 'per_metric_unit: 2.40 EUR/facture'),
      pilot('temps_de_saisie not above baseline', 'factures_par_jour not below baseline'),
      pilot(
        'temps_de_saisie below control, temps_de_saisie at least 40% below baseline',
        'factures_par_jour above control, factures_par_jour at least 20% above baseline',
      ),
    ],
  },
  {
    name: 'line ends of Windows in every file',
    example: 'order-status',
    edits: [
      'pilot.yaml',
      'docs/drills/2026-11.md',
      'docs/runbooks/order-status.md',
      'evals/order-status.jsonl',
      'monitoring/order-status.rules.yml',
      '.github/CODEOWNERS',
    ].map((path): Edit => [path, /\n/g, '\r\n']),
  },
  {
    name: 'a team of GitLab with dots and other capitals, beside a second one',
    example: 'order-status',
    edits: [
      pilot(/acme\/support-platform/g, 'acme/care/Support.Platform_2'),
      ['.github/CODEOWNERS', /@acme\/support-platform/g, '@acme/sre @ACME/care/support.platform_2'],
      ['monitoring/order-status.rules.yml', /team: support-platform/g, 'team: Support.Platform_2'],
      ['docs/drills/2026-11.md', /acme\/support-platform/g, 'acme/care/Support.Platform_2'],
    ],
  },
  {
    name: 'numbers that the files show, declared as well, in other spellings',
    example: 'order-status',
    edits: [
      pilot('rule: OrderStatusWrongAnswer', 'fire: above 2.5 %, over: 3 days, rule: OrderStatusWrongAnswer'),
      pilot(
        'rule: OrderStatusSlow',
        'fire: "> 4 s", over: {limited: 6 h, progressive: 40 min, full: 20 min}, rule: OrderStatusSlow',
      ),
      pilot('path: evals/order-status.jsonl\n', 'path: evals/order-status.jsonl\n    cases: 240\n'),
      pilot('target: at least 35%', 'target: ">= 35%"'),
    ],
  },
  {
    name: 'three letters a day, in shadow',
    example: 'discharge-letters',
    declared: true,
    edits: [
      pilot('stage: limited', 'stage: shadow'),
      pilot('full: 40/day, peak_day: 70/day', 'full: 3/day, peak_day: 8/day'),
    ],
  },
  {
    name: 'a contract of the Data Contract Specification',
    example: 'product-ranking',
    edits: [
      [
        'contracts/catalogue.odcs.yaml',
        /^[\s\S]*$/,
        `dataContractSpecification: 1.1.0
id: catalogue
info: {title: Product catalogue, version: 2.0.0, status: active}
models: {product: {type: table, fields: {sku: {type: string}, loaded_at: {type: timestamp}}}}
servicelevels:
  availability: {percentage: 99.9%}
  freshness: {description: Within ten minutes, threshold: PT5M, timestampField: product.loaded_at}
  frequency: {type: batch, cron: "*/5 * * * *"}
`,
      ],
    ],
  },
]
