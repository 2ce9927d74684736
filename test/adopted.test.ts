import { describe, expect, test } from 'vitest'
import { judge } from './lies/lie.ts'
import { adopted, arm, before, change, json, results, treated } from './lies/parcel.ts'

const later = Date.UTC(2027, 8, 20, 12)

/** The adopted system with results of a quarter after it was adopted, which treat it so. */
const measured = (rates: typeof treated, control: object | undefined = arm(0.05, 84, before)) => {
  const root = adopted()
  const { limited: _, progressive: __, full } = results
  change(root, {
    edits: [['pilot.yaml', 'start: 2027-03-01}', 'start: 2027-03-01, results: rollout/full.json}']],
    files: {
      'rollout/full.json': json({
        ...full,
        from: '2027-06-14',
        to: '2027-09-05',
        arms: { treatment: arm(0.95, 84, rates), ...(control && { control }) },
      }),
    },
    date: '2027-09-14',
  })
  return root
}

const ofResults = ({ errors, lines }: Awaited<ReturnType<typeof judge>>) => ({
  errors: errors.filter((rule) => rule.startsWith('results/') || rule.startsWith('evidence/history')),
  lines: lines.filter((line) => /^(?:results|history) /.test(line)).map((line) => line.replace(/:.*/, '')),
})

describe('a system that was live before it had a pilot.yaml', () => {
  test('is READY without results of its stages, and its lines say why', async () => {
    const { code, found, lines } = await judge(adopted())
    expect(found).toEqual([])
    expect(code).toBe(0)
    expect(lines.slice(-2)).toEqual([
      'results adopted: live since 2027-03-01, by finance/parcel-status-2027.csv',
      'history adopted: live since 2027-03-01, by finance/parcel-status-2027.csv; 1 version since 2027-06-08; the bar is unchanged',
    ])
  })

  test('has 90 days for results of its own', async () => {
    const root = adopted()
    expect(ofResults(await judge(root, Date.UTC(2027, 8, 6, 12))).errors).toEqual([])
    const { errors, lines } = ofResults(await judge(root, Date.UTC(2027, 8, 7, 12)))
    expect(errors).toEqual(['results/stale'])
    expect(lines[0]).toBe('results failed')
  })

  test('is judged by the exit of progressive from then on', async () => {
    expect(ofResults(await judge(measured(treated), later))).toEqual({
      errors: [],
      lines: ['results stated', 'history adopted'],
    })
    // Above control and below the target: no later stage would blame another pilot for it.
    const { errors } = ofResults(await judge(measured({ ...treated, good: 0.44 }), later))
    expect(errors).toContain('results/not-proven')
  })

  test('compares with a concurrent control', async () => {
    const { errors } = ofResults(await judge(measured(treated, {}), later))
    expect(errors).not.toEqual([])
  })
})
