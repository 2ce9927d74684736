import { addDays } from '../../values/index.ts'
import type { Part } from '../reading/part.ts'
import type { InFolder } from '../terraform/resources.ts'

export type FolderResource = InFolder['resources'][number]

/** The resources of a folder by their addresses, and the real day; undefined where no day is asked for. */
export type Folder = { readonly all: ReadonlyMap<string, FolderResource>; readonly now: string | undefined }

/** Real schedules and policies have fewer entries in one place. */
export const maxEntries = 200

export const isOpen = (part: Part): boolean => typeof part.data === 'symbol'

/** Whether the file says all of it: what Terraform leaves alone is set elsewhere. */
export const isWhole = ({ part, made }: FolderResource): boolean =>
  made === 'once' && part.at('lifecycle', 0, 'ignore_changes').data === undefined

/** In days: a rota may be set up before the stage in which it is called. */
const soon = 31

/** Whether what lasts from one moment to another, in ISO 8601, is over on a day, or far off. */
const isOver = (start: string | undefined, end: string | undefined, now: string | undefined): boolean =>
  now !== undefined && ((end?.slice(0, 10) ?? '9') < now || (start?.slice(0, 10) ?? '') > addDays(now, soon))

const hour = 3600

/** Whether a layer is on call for less than an hour a day. */
const isBrief = (layer: Part): boolean => {
  const times = layer.at('restriction').items(maxEntries)
  const spent = times.map(
    (one) => (one.number('duration_seconds') ?? Infinity) / (/^weekly/.test(one.text('type') ?? '') ? 7 : 1),
  )
  return times.length > 0 && spent.reduce((sum, one) => sum + one, 0) < hour
}

/** Source: Terraform, pagerduty_schedule. */
const ofPagerDuty = ({ part }: FolderResource, now: string | undefined): string | undefined => {
  const layers = part.at('layer')
  if (isOpen(layers)) return undefined
  const isNobody = (users: unknown): boolean => Array.isArray(users) && users.length === 0
  const all = layers.items().map((one) => {
    if (isNobody(one.at('users').data)) return 'members'
    return isOver(one.text('start'), one.text('end'), now) || isBrief(one) ? 'time' : undefined
  })
  if (all.includes(undefined)) return undefined
  return all.includes('time') ? 'has nobody on call now' : 'has no members'
}

/** Source: Terraform, opsgenie_schedule and opsgenie_schedule_rotation. */
const ofOpsgenie = ({ part, address }: FolderResource, { all, now }: Folder): string | undefined => {
  if (part.truth('enabled') === false) return 'is switched off'
  const rotations = [...all.values()].filter((one) => one.type === 'opsgenie_schedule_rotation')
  const isEmpty = (one: FolderResource): boolean => {
    const people = one.part.at('participant')
    const isNone = people.items(maxEntries).every((each) => each.text('type') === 'none')
    return (
      isWhole(one) &&
      ((!isOpen(people) && isNone) || isOver(one.part.text('start_date'), one.part.text('end_date'), now))
    )
  }
  const own = rotations.filter((one) => one.part.text('schedule_id') === address)
  // One whose schedule only Terraform knows may be of this one.
  const isClear = !rotations.some((one) => isOpen(one.part.at('schedule_id')))
  return own.length > 0 && isClear && own.every(isEmpty) ? 'has nobody on call now' : undefined
}

/** Why nobody is on a schedule, in words that follow its address; what only Terraform knows may be somebody. */
export const vacancyOf = (held: FolderResource, folder: Folder): string | undefined => {
  if (!isWhole(held)) return undefined
  if (held.type === 'opsgenie_schedule') return ofOpsgenie(held, folder)
  return held.type === 'pagerduty_schedule' ? ofPagerDuty(held, folder.now) : undefined
}
