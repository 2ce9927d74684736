/** A whole cost section at 60000 a month, with what it earns; each change replaces a line. */
export const whole = (changes: { readonly [key: string]: string } = {}): string => {
  const lines: { [key: string]: string } = {
    volume: '{demo: 600/month, full: 60000/month, peak_day: 6000/day, peak_rate: 25/min}',
    usage: '{calls: 2.4 per conversation, input: 3200 tokens, cached_input: 50%, output: 220 tokens, retries: 4%}',
    price: '{input: 1.00 EUR/Mtok, cached_input: 0.10 EUR/Mtok, output: 5.00 EUR/Mtok, as_of: 2026-11-02}',
    per_unit: '{carrier_lookup: 0.002 EUR}',
    fixed: '{infrastructure: 900 EUR/month, tooling: 600 EUR/month}',
    maintenance: '{effort: 24 h/month, wage: 65 EUR/h}',
    oversight: '{reviewed: {limited: 100%, full: 8%}, effort: 1.5 min, wage: 24 EUR/h, capacity: 14 h/day}',
    errors: '{rate: 1%, cost: 3.50 EUR}',
    value: '{per_success: 2.20 EUR}',
    spend_limit: '60 EUR/day',
    ...changes,
  }
  const body = Object.entries(lines).flatMap(([key, line]) => (line === '' ? [] : [`  ${key}: ${line}\n`]))
  return `cost:\n${body.join('')}`
}

export const success = 'success: {metric: deflection_rate, baseline: 22%, target: at least 35%}\n'
