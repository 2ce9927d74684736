import { expect, test } from 'vitest'
import { entry, exceptions, signed } from './lies/exceptions.ts'
import { judge, tried } from './lies/lie.ts'
import { change, honest } from './lies/parcel.ts'

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
