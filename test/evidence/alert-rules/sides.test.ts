import { describe, expect, test } from 'vitest'
import { alertsOf } from './briefs.ts'
import { judged } from './judged.ts'

/** What makes an alert of PromQL no proof; undefined where nothing does. */
const faultOf = async (expr: string, records = ''): Promise<string | undefined> => {
  const rule = `{alert: WrongAnswers, expr: ${JSON.stringify(expr)}}`
  const [alert] = await alertsOf(`groups: [{rules: [${records}${rule}]}]`)
  return alert?.unread ?? alert?.fixed
}

const away = 'can never fire: histogram_quantile() needs the label `le`, which is aggregated away'
const last = 'can never fire: histogram_quantile() needs the bucket `+Inf`, which is not selected'

describe('a quantile of a histogram needs its buckets', () => {
  test.each([
    ['sum(rate(a_seconds_bucket[6h]))', away],
    ['sum by (pod) (rate(a_seconds_bucket[6h]))', away],
    ['sum without (le, pod) (rate(a_seconds_bucket[6h]))', away],
    ['sum by (le) (sum by (pod) (rate(a_seconds_bucket[6h])))', away],
    ['sum(job:a_seconds_bucket:rate5m)', away],
    ['sum by (le) (rate(a_seconds_bucket{le=""}[6h]))', last],
    ['sum by (le) (rate(a_seconds_bucket{le="+Inf"}[6h]))', last],
    ['sum by (le) (rate(a_seconds_bucket{job="x", le=~"1|2"}[6h]))', last],
    ['sum by (le) (rate(a_seconds_bucket{le!="+Inf"}[6h]))', last],
    ['sum by (le) (rate(a_seconds_bucket{le!~".*Inf"}[6h]))', last],
    ['sum by (le) (rate(a_seconds_sum[6h]))', 'calls histogram_quantile() on a_seconds_sum, which has no buckets'],
    ['sum by (le) (rate(a_seconds_bucket[6h]))', undefined],
    ['sum(rate(a_seconds_bucket[6h])) by (job, le)', undefined],
    ['sum by (vmrange) (rate(a_seconds_bucket[6h]))', undefined],
    ['sum without (pod) (rate(a_seconds_bucket[6h]))', undefined],
    ['rate(a_seconds_bucket{le=~"1|2|\\\\+Inf", handle!="x"}[6h])', undefined],
    ['rate(a_seconds_bucket{le!="0.001", handle="x"}[6h])', undefined],
    ['rate(a_seconds_bucket{le=~".+"}[6h])', undefined],
    ['sum by (le) (rate(a_seconds_bucket[6h])) / ignoring (le) group_left sum(rate(a_seconds_count[6h]))', undefined],
    // A native histogram has no buckets that a label tells apart.
    ['sum(rate(a_seconds[6h]))', undefined],
  ])('%s', async (inner, fault) => {
    expect(await faultOf(`histogram_quantile(0.95, ${inner}) > 4`)).toBe(fault)
  })

  test('through a recording rule', async () => {
    const recorded = (by: string) => `{record: "a:rate", expr: "sum${by} (rate(a_seconds_bucket[6h]))"}, `
    expect(await faultOf('histogram_quantile(0.95, a:rate) > 4', recorded(''))).toBe(away)
    expect(
      await faultOf('histogram_quantile(0.95, sum by (le) (a:rate)) > 4', recorded(' by (le, pod)')),
    ).toBeUndefined()
  })
})

const least = 'fires only when the minimum is above its threshold'
const most = 'fires only when the maximum is below its threshold'
const added = 'sums a metric that is a level, expected an average'

describe('what is on its side of the bar later than what is measured', () => {
  test.each([
    ['max_over_time(csat_points[7d]) < 4', most],
    ['max(avg_over_time(csat_points[7d])) < 4', most],
    ['topk(1, avg_over_time(csat_points[7d])) < 4', most],
    ['5 - max(csat_points) > 1', most],
    ['-max(csat_points) > -4', most],
    ['sum_over_time(csat_points[7d]) < 4', added],
    ['sum(avg_over_time(csat_points[7d])) < 4', added],
    ['sum by (region) (good_ratio) < 0.9', added],
    ['min_over_time((histogram_quantile(0.95, sum by (le) (rate(a_seconds_bucket[6h]))))[30d:1h]) > 4', least],
    ['min(histogram_quantile(0.95, sum by (le, pod) (rate(a_seconds_bucket[6h])))) > 4', least],
    ['bottomk(1, slow_seconds) > 4', least],
    ['min(avg_over_time(csat_points[7d])) < 4', undefined],
    ['bottomk(3, csat_points) < 4', undefined],
    ['max by (region) (csat_points) < 4', undefined],
    ['max_over_time(csat_points[30m]) < 4', undefined],
    ['max_over_time(slow_seconds[7d]) > 4', undefined],
    ['sum(slow_seconds) > 4', undefined],
    ['min_over_time(slow_seconds[15m]) > 4', undefined],
    ['min by (pod) (slow_seconds) > 4', undefined],
    ['sum(increase(busy_seconds_total[1d])) < 100', undefined],
    ['sum(increase(good_total[1d])) / sum(increase(all_total[1d])) < 0.9', undefined],
    ['sum(good_ratio) / count(good_ratio) < 0.9', undefined],
    ['slow_seconds - max(fast_seconds) > 4', undefined],
    ['used_ratio / max(most_ratio) > 0.9', undefined],
  ])('%s', async (expr, fault) => {
    expect(await faultOf(expr)).toBe(fault)
  })

  test('through a recording rule', async () => {
    expect(await faultOf('csat:max < 4', '{record: "csat:max", expr: "max(csat_points)"}, ')).toBe(most)
  })
})

describe('a quantile of which less than half decides', () => {
  const csat = (metric: string) => `Low | below 4 points | 7d | kind: quality, metric: ${metric}`
  const low = (expr: string) => ({ 'a.yml': `groups: [{rules: [{alert: Low, expr: '${expr} < 4'}]}]\n` })
  test.each([
    [
      'quantile_over_time(1, csat_points[7d])',
      'csat',
      'open: fires only when the 1 quantile is below its threshold, expected an average',
    ],
    [
      'quantile_over_time(0.9, csat_points[7d])',
      'csat',
      'open: fires only when the 0.9 quantile is below its threshold, expected an average',
    ],
    ['quantile_over_time(0.9, csat_points[7d])', 'csat_p90', 'proven'],
    ['quantile_over_time(0.5, csat_points[7d])', 'csat', 'proven'],
    ['quantile_over_time(0.1, csat_points[7d])', 'csat', 'proven'],
  ])('%s of %s: %s', async (expr, metric, expected) => {
    expect(await judged(csat(metric), 'a.yml', low(expr))).toBe(expected)
  })
})

const apart = 'can never fire: the two sides of `/` have different labels'
const same = 'expected the same aggregation on both sides'
const wrong = 'increase(wrong_total[3d])'
const all = 'increase(all_total[3d])'

describe('the sides of a ratio', () => {
  test.each([
    [`sum by (customer) (${wrong}) / sum by (region) (${all}) > 0.02`, apart],
    [`sum by (customer) (${wrong}) / sum(${all}) > 0.02`, apart],
    [`sum by (customer) (${wrong}) > 0.02 * sum(${all})`, apart.replace('/', '>')],
    [`sum by (a) (${wrong}) > 0.02 * sum by (a) (${all})`, undefined],
    [`sum by (a) (${wrong}) / on (team) sum by (b) (${all}) > 0.02`, apart],
    [`sum by (a) (${wrong}) / ignoring (b) sum by (b) (${all}) > 0.02`, apart],
    [`avg(${wrong}) / sum(${all}) > 0.02`, `divides avg by sum, ${same}`],
    [`min(${wrong}) / max(${all}) > 0.02`, `divides min by max, ${same}`],
    [`100 * sum(topk(1, ${wrong})) / sum(${all}) > 2`, `divides sum of topk by sum, ${same}`],
    [
      `sum by (a) (${wrong}) / sum by (a) (${all}) > 0.02 and sum by (b) (${all}) > 50`,
      'can never fire: the two sides of `and` have different labels',
    ],
    [`sum by (a, b) (${wrong}) / sum by (b, a) (${all}) > 0.02`, undefined],
    [`sum by (a) (${wrong}) / on () group_left sum(${all}) > 0.02`, undefined],
    [`sum by (a, b) (${wrong}) / on (a) group_left sum by (a) (${all}) > 0.02`, undefined],
    [`sum by (a) (${wrong}) / ignoring (a) group_left sum(${all}) > 0.02`, undefined],
    [`sum by (a) (${wrong}) / sum without (pod) (${all}) > 0.02`, undefined],
    [`sum by (a) (${wrong}) / scalar(sum(${all})) > 0.02`, undefined],
    [`sum(sum by (a) (${wrong})) / sum(${all}) > 0.02`, undefined],
    [`max(${wrong}) / max(${all}) > 0.02`, undefined],
    [`(sum(${wrong}) + sum(${wrong})) / clamp_min(sum(${all}), 1) > 0.02`, undefined],
    [`sum(${wrong}) / sum(${all}) > 0.02 and on () sum by (b) (${all}) > 50`, undefined],
    [`max(cost_eur) / sum(${all}) > 0.02`, undefined],
  ])('%s', async (expr, fault) => {
    expect(await faultOf(expr)).toBe(fault)
  })
})

const never = 'can never fire: one side of `and` never returns data'
const counter = 'has a condition on a raw counter, expected rate() or increase()'

describe('a condition that never or always holds', () => {
  test.each([
    ['slow_seconds > 4 and on() absent(chats_total)', counter],
    ['slow_seconds > 4 and on() absent_over_time(chats_total[1h])', counter],
    ['slow_seconds > 4 and on() chats_total == 0', counter],
    ['slow_seconds > 4 and on() sum(chats_total) < 1', counter],
    ['slow_seconds > 4 and slow_seconds != slow_seconds', never],
    ['(slow_seconds and slow_seconds != slow_seconds) > 4', 'compares the result of another comparison'],
    ['slow_seconds > 4 unless on() chats_total > 0', counter],
    ['slow_seconds > 4 unless on() sum(chats_total)', counter],
    ['slow_seconds > 4 unless on() incident_count > 0', undefined],
    ['slow_seconds > 4 and on() absent(maintenance)', undefined],
    ['slow_seconds > 4 and on() increase(deploys_total[30m]) == 0', undefined],
    ['slow_seconds > 4 unless on() increase(deploys_total[30m]) > 0', undefined],
    ['slow_seconds > 4 unless on() deploys_total{state="running"} > 0', undefined],
    ['slow_seconds > 4 and on() chats_total > 0', undefined],
    ['slow_seconds > 4 and on() feature_enabled == 1', undefined],
  ])('%s', async (expr, fault) => {
    expect(await faultOf(expr)).toBe(fault)
  })

  test('a recording rule that makes a constant of the metric', async () => {
    const constant = '{record: csat_points, expr: "vector(5)"}, '
    expect(await faultOf('avg_over_time(csat_points[7d]) < 4', constant)).toBe('uses a recording rule without a metric')
  })
})
