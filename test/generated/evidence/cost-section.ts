import { mebibyte, type Page } from './page.ts'

export const costSectionPage: Page = {
  title: 'Cost section in another file',
  shows: 'The cost section itself, if wages and prices are kept in a file with restricted access.',
  fact: 'costSection',
  formats: [
    {
      name: 'YAML',
      reads:
        'The keys of the cost section, at the top or below the one key `cost`, read as strictly as pilot.yaml. Paths in it are relative to the folder of pilot.yaml.',
      maxBytes: mebibyte,
      path: 'finance/order-status.yaml',
      sample: {
        'finance/order-status.yaml': `volume: {demo: 600/month, full: 60000/month, peak_day: 6000/day, peak_rate: 25/min}
per_unit: {replies: 0.02 EUR}
fixed: {infrastructure: 900 EUR/month}
maintenance: {effort: 24 h/month, wage: 65 EUR/h}
oversight: {reviewed: 8%, effort: 1.5 min, wage: 24 EUR/h, capacity: 14 h/day}
errors: {rate: 1%, cost: 3.50 EUR}
value: {per_success: 2.20 EUR, why: 5.5 agent minutes at 24 EUR/h}
`,
      },
    },
    {
      name: 'JSON',
      reads: 'The same.',
      maxBytes: mebibyte,
      path: 'finance/order-status.json',
      sample: {
        'finance/order-status.json': `{"cost": {
  "volume": {"demo": "600/month", "full": "60000/month", "peak_day": "6000/day", "peak_rate": "25/min"},
  "per_unit": {"replies": "0.02 EUR"},
  "fixed": {"infrastructure": "900 EUR/month"},
  "maintenance": {"effort": "0 h/month"},
  "oversight": {"reviewed": "0%"},
  "errors": {"rate": "0%"},
  "value": {"per_success": "2.20 EUR", "why": "5.5 agent minutes"}
}}
`,
      },
    },
  ],
  claim: `use_case: {unit: conversation}
success: {baseline: 22%, target: at least 35%}
cost: {include: FILE, spend_limit: 600 EUR/day, bill: costs/bill.csv}
`,
  lie: `use_case: {unit: conversation}
success: {baseline: 22%, target: at least 24%}
cost: {include: FILE, spend_limit: 600 EUR/day, bill: costs/bill.csv}
`,
  unread: { path: 'finance/order-status.xlsx', text: 'PK\u0003\u0004' },
  broken: { path: 'finance/order-status.yaml', text: 'include: finance/more.yaml\n' },
  lookedAtBy: 'every rule about the cost, as if it were in pilot.yaml; also `pilotlint cost` and `pilotlint rollout`',
  notes:
    'A finding is placed on `cost.include`, with the file and the line beside it. Other keys may be set beside `include`, but none in both files; an included section cannot include another. If the file is missing, the cost is unverified, because CI may not have access to it. `pilotlint diff` reads the section at both revisions.',
}
