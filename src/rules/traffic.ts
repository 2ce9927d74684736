import { type Traffic, trafficOf } from '../finance/blast-radius.ts'
import type { Context } from './rule.ts'
import { unread } from './unread.ts'

/** The traffic of the plan; undefined where a part of it is missing or cannot be read. */
export const readableTraffic = ({ pilot, faults }: Context): Traffic | undefined =>
  ['full', 'peak_day', 'peak_rate'].some((key) => unread(faults, ['cost', 'volume', key]))
    ? undefined
    : trafficOf(pilot)
