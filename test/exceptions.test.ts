import { expect, test } from 'vitest'
import { unproven } from '../src/rules/evidence/unproven.ts'
import { entry, exceptions, signed } from './lies/exceptions.ts'
import { edit, judge, tried } from './lies/lie.ts'
import { change, honest } from './lies/parcel.ts'
import { report } from './lint/fixture.ts'

test.for(exceptions)('$name is none', tried)

const once = signed()
const twice = { ...signed([entry({ until: '2027-04-20' })]), date: '2027-03-10' }

test.for([
  { name: 'signed for by the owner of its file', changes: [once] },
  {
    name: 'renewed once, and told to the day',
    changes: [
      twice,
      { files: { 'governance/exceptions.yaml': `- ${entry({ until: '2027-07-18' })}\n` }, date: '2027-04-19' },
    ],
  },
  { name: 'of 90 days to the day', changes: [{ ...signed([entry({ until: '2027-09-12' })]), date: '2027-06-14' }] },
])('an error $name leaves the honest pilot ready', async ({ changes }) => {
  const root = honest()
  for (const one of changes) change(root, one)
  const { code, errors } = await judge(root)
  expect({ code, errors }).toEqual({ code: 0, errors: [] })
})

test('what is signed for stands in the verdict, with who signed', async () => {
  const root = honest()
  const moved = entry({ rule: 'success/bar-moved', at: 'success.target' })
  const unseen = entry({ rule: 'evidence/unproven', at: 'integration' })
  const elsewhere = edit(/contract: [^,}]+/, 'contract: https://api.example/v1')
  change(root, signed([moved, unseen], [...edit('target: at least 45%', 'target: at least 44%'), ...elsewhere]))
  const { code, errors, lines } = await judge(root)
  expect(lines.filter((line) => line.includes('signed for'))).toEqual([
    'integration signed for: by northpost/finance until 2027-08-30: the export follows',
    'history signed for: by northpost/finance: target 45% → 44% on 2027-06-14',
  ])
  expect({ code, errors }).toEqual({ code: 0, errors: [] })
})

test('before progressive, nobody checks who signs', async () => {
  const yaml = `version: 1
id: x
stage: limited
monitoring: {rules: https://metrics.example/rules}
exceptions: [{rule: evidence/unproven, at: monitoring, why: w, by: acme/finance, until: 2027-01-10}]
`
  const { verdict } = await report(yaml, [unproven])
  expect(verdict.items[1]).toMatchObject({
    state: 'signed for',
    says: '(unchecked) by acme/finance until 2027-01-10: w',
  })
})
