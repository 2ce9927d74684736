import type { Facts } from '../evidence/facts.ts'
import { isOwnedBy } from '../evidence/ownership/owners.ts'
import type { Pilot } from '../model/pilot.ts'
import { reaches, type Stage } from '../model/stage.ts'
import { type Flaw, lastDay, maxTotalDays, noneLeft, type Waiver } from '../model/waiver.ts'
import { assigning } from '../rules/lib/owners.ts'
import { reviewedStages } from '../rules/lib/reviews.ts'
import type { Context } from '../rules/lib/rule.ts'
import { sameName, unfit } from '../rules/lib/teams.ts'
import type { Period } from '../values/date.ts'
import { addDays, daysBetween, type IsoDate } from '../values/index.ts'
import { quote } from '../values/text.ts'
import { isAt } from './waivers.ts'

type Grounds = Pick<Context, 'facts' | 'today' | 'now'>

const withSlips = (waiver: Waiver, slips: readonly Flaw[]): Waiver =>
  slips.length === 0 ? waiver : { ...waiver, slips: [...(waiver.slips ?? []), ...slips] }

/** How many days some spans cover together; each day counts once. */
const daysIn = (spans: readonly Period[]): number => {
  let end = ''
  let sum = 0
  for (const { from, to } of spans.toSorted((one, other) => (one.from < other.from ? -1 : 1))) {
    const start = from > end ? from : end
    if (to <= start) continue
    sum += daysBetween(start, to)
    end = to
  }
  return sum
}

const min = (...days: readonly IsoDate[]): IsoDate => days.toSorted()[0] ?? ''

/** Since when an exception stands, and whether its rule and place were waived for longer than anything may be. */
export const withPast = (waiver: Waiver, { facts: { held, history }, today, now }: Grounds): Waiver => {
  const { rule, at, until } = waiver
  if (held === undefined && history?.state === 'found')
    return withSlips(waiver, [
      {
        key: 'rule',
        says: 'has too many or too large versions to check',
        help: 'move exceptions to a small file with few versions',
      },
    ])
  if (rule === undefined) return waiver
  // Another part of the same place is the same place, or a longer path would start anew.
  const past = (held ?? []).filter(
    (one) => one.rule === rule && (one.at === undefined || at === undefined || isAt(one.at, at) || isAt(at, one.at)),
  )
  const served = past.map((one): Period => ({ from: one.from, to: min(one.to ?? today, one.until ?? today, today) }))
  const left = { ...waiver, ...(past.length > 0 && { latest: addDays(today, maxTotalDays - daysIn(served)) }) }
  if (until === undefined) return left
  const same = past.filter((one) => one.at === at && one.until === until)
  // A commit may claim any day, and a later one would lengthen the exception.
  const added = same.length === 0 ? undefined : min(now, ...same.map(({ from }) => from))
  const before = past.map((one): Period => ({ from: one.from, to: min(one.to ?? until, one.until ?? now, until) }))
  const inAll = daysIn([...before, { from: added ?? today, to: until }])
  const known = { ...left, ...(added !== undefined && { added }) }
  // One that lasts too long by itself is told so.
  if (inAll <= maxTotalDays || until > lastDay(added ?? today)) return known
  const last = addDays(until, maxTotalDays - inAll)
  return withSlips(known, [
    {
      key: 'until',
      says: `waives it for ${inAll} days in all since ${min(now, ...past.map(({ from }) => from))}, longer than ${maxTotalDays}`,
      help: last > today ? `until: ${last}  # at the latest` : noneLeft,
    },
  ])
}

/** Exceptions that a pilot may have in production; a fourth is a decision to change the rules. */
const mostIn = (stage: Stage): number => (stage === 'full' ? 2 : 3)

/** Whether the forge asks whoever signs for a review of the file in which the exception stands. */
const isChecked = ({ by, comment }: Waiver, { exceptions, ownership }: Facts): boolean => {
  if (by === undefined || comment !== undefined || exceptions?.state !== 'found') return false
  if (ownership?.state !== 'found' || ownership.value.kind !== 'codeowners') return false
  const { value } = ownership
  const own = value.files.find(({ path }) => path[0] === 'exceptions')
  return own?.owners.some((owner) => isOwnedBy(value, by, owner)) === true
}

const unchecked = ({ by = '', comment }: Waiver, { exceptions, ownership }: Facts): Flaw => {
  if (comment !== undefined || exceptions?.state !== 'found')
    return {
      key: 'rule',
      says: 'is in pilot.yaml itself',
      help: 'move it to a file that CODEOWNERS assigns to whoever signs, and set `exceptions` to its path',
    }
  const { file } = exceptions
  const owners =
    ownership?.state === 'found' && ownership.value.kind === 'codeowners'
      ? { file: ownership.file, platform: ownership.value.platform }
      : ({ file: 'CODEOWNERS', platform: 'GitHub' } as const)
  return {
    key: 'by',
    says: `is signed by ${quote(by)}, to whom ${owners.platform === 'Prow' ? 'OWNERS' : 'CODEOWNERS'} does not assign ${quote(file)}`,
    help: assigning(owners, [{ file }], by),
  }
}

/** What an exception owes beside its form: who may sign it, where it stands, and how many there may be. */
export const withDuties = (waivers: readonly Waiver[], pilot: Pilot, facts: Facts, stage: Stage): Waiver[] => {
  const reviews = reviewedStages(pilot).length
  return waivers.map((waiver, index) => {
    const { by, at, comment } = waiver
    const slips: Flaw[] = []
    const { team } = pilot.owner ?? {}
    const who =
      by === undefined
        ? undefined
        : (unfit(by, pilot)?.who ?? (team && sameName(by, team) ? 'the owning team' : undefined))
    if (who !== undefined)
      slips.push({
        key: 'by',
        says: `is signed by ${who}`,
        help: 'let someone sign who is neither the champion, nor the owning team, nor a vendor',
      })
    const checked = isChecked(waiver, facts)
    if (reaches(stage, 'limited')) {
      if (at === undefined && comment === undefined)
        slips.push({ key: 'at', says: 'has no `at`', help: 'at: <path>', isMissing: true })
      const number = index + 1 + reviews
      if (number > mostIn(stage))
        slips.push({
          key: 'rule',
          says: `is exception ${number}${reviews > 0 ? ' with the expert review' : ''}; at most ${mostIn(stage)} are accepted ${stage === 'full' ? 'at full' : 'in production'}`,
          help: noneLeft,
        })
    }
    const isSigned = by !== undefined && !slips.some(({ key }) => key === 'by')
    if (reaches(stage, 'progressive') && !checked && isSigned) slips.push(unchecked(waiver, facts))
    return withSlips(checked ? { ...waiver, checked } : waiver, slips)
  })
}
