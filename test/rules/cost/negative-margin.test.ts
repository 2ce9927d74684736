import { negativeMargin } from '../../../src/rules/cost/negative-margin.ts'
import { proportion, resultsFile } from '../results/file.ts'
import { type Row, table } from '../table.ts'
import { success, whole } from './whole.ts'

const mark = '{per_success: 2.20 EUR}   # expect: cost/negative-margin'
const mean = 'success: {metric: handling_time, baseline: 9.4 min, target: at most 7 min}\n'

/** A target that does not pay, and results of a treatment beside a control of 22%. */
const measured = (name: string, good: number, isTold: boolean, change: Partial<Row> & { stage?: string } = {}): Row => {
  const { stage = 'limited', yaml = '', ...rest } = change
  return {
    name,
    for: 'progressive',
    files: {
      'r.json': resultsFile(
        stage,
        { deflection_rate: proportion(good, 2000) },
        { deflection_rate: proportion(440, 2000) },
      ),
    },
    yaml: `success: {metric: deflection_rate, baseline: 22%, target: at least 23%}
${whole(isTold ? { value: mark } : {})}rollout: {${stage}: {results: r.json}}\n${yaml}`,
    ...rest,
  }
}

table(negativeMargin, [
  measured('what was measured pays: the target no longer counts', 700, false),
  measured('what was measured does not pay: that is told once, by results/below-break-even', 480, false),
  measured('closest lie: before progressive nothing judges what was measured', 700, true, { for: 'limited' }),
  measured('closest lie: a lift of shadow, which no customer met', 700, true, { stage: 'shadow' }),
  measured('closest lie: a lift of another model', 700, true, { yaml: 'model: {id: small-3-20261001}\n' }),
  measured('closest lie: a lift that was no lift', 400, true),
  {
    name: 'a volume below break-even',
    yaml: `use_case: {unit: conversation}\n${success}${whole({ volume: '{full: 9000/month}', value: mark })}`,
    says: ['at full volume a conversation costs 0.4321 EUR but earns 0.286 EUR, a loss of 1315.25 EUR a month'],
    helps: [
      'to break even, raise `full` to 15785/month, set the target to at least 41.65% or reduce maintenance to 0.02719 EUR per unit',
    ],
    severity: 'warning',
  },
  {
    name: 'a loss that four digits do not show',
    yaml: success + whole({ volume: '{full: 15784/month}', value: mark }),
    says: ['at full volume a unit costs 0.28601 EUR but earns 0.286 EUR, a loss of 0.09103 EUR a month'],
  },
  {
    name: 'reviewing everything for ever: no volume helps',
    yaml: success + whole({ oversight: '{reviewed: 100%, effort: 1.5 min, wage: 24 EUR/h}', value: mark }),
    for: 'progressive',
    severity: 'error',
  },
  {
    name: 'a list price that eats the margin',
    yaml:
      success +
      whole({
        usage: '{calls: 20 per conversation, input: 8200 tokens, output: 220 tokens, retries: 4%}',
        price: '{model: gpt-4o, provider: openai, as_of: 2026-11-02}',
        rates: '{USD: 0.92 EUR}',
        value: mark,
      }),
    says: ['at full volume a unit costs 0.5704 EUR but earns 0.286 EUR, a loss of 17063.23 EUR a month'],
  },
  {
    name: 'a model that the list does not know is reported elsewhere',
    yaml:
      success +
      whole({
        volume: '{full: 9000/month}',
        price: '{model: gpt-4oo, provider: openai, as_of: 2026-11-02}',
        rates: '{USD: 0.92 EUR}',
      }),
  },
  {
    name: 'a mean metric that saves too little',
    yaml: `${mean}${whole({ value: '{per_metric_unit: 0.05 EUR/min}   # expect: cost/negative-margin' })}`,
  },
  {
    name: 'less is better, and the lift is too small',
    yaml: `success: {metric: error_share, baseline: 5%, target: at most 4%}\n${whole({ value: mark })}`,
  },
  {
    name: 'closest honest file: break-even to the cent',
    yaml:
      success +
      whole({
        usage: '',
        price: '',
        per_unit: '{lookup: 0.006 EUR}',
        fixed: '{platform: 16800 EUR/month}',
        maintenance: '{effort: 0 h/month}',
        oversight: '{reviewed: 0%}',
        errors: '{rate: 0%}',
      }),
  },
  { name: 'a margin', yaml: success + whole() },
  {
    name: 'a mean metric with a margin',
    yaml: mean + whole({ value: '{per_metric_unit: 24 EUR/h}' }),
  },
  {
    name: 'the loss of an early stage is normal',
    yaml: success + whole({ volume: '{demo: 600/month, full: 60000/month}' }),
  },
  {
    name: 'a target that is no lift is reported elsewhere',
    yaml: `success: {baseline: 40%, target: at least 35%}\n${whole()}`,
  },
  { name: 'no value', yaml: success + whole({ value: '' }) },
  {
    name: 'an oversight that is not declared',
    yaml: success + whole({ volume: '{full: 9000/month}', oversight: '' }),
  },
  {
    name: 'a component that cannot be read',
    yaml: success + whole({ volume: '{full: 9000/month}', per_unit: '{lookup: cheap}' }),
  },
  { name: 'a volume of zero', yaml: success + whole({ volume: '{full: 0/month}' }) },
  {
    name: 'two currencies',
    yaml: success + whole({ volume: '{full: 9000/month}', per_unit: '{lookup: 0.002 USD}' }),
  },
  { name: 'a section in another file', yaml: `${success}cost: {include: ../finance/claims.yaml}` },
])
