import { isUnit, unitOf } from '../../model/lists.ts'
import type { Pilot } from '../../model/pilot.ts'
import { type ArmNumbers, designEffect } from '../../stats/power.ts'

/** How units share an assignee. */
export type Clusters = {
  /** The declared units of each assignee. */
  readonly size: number | undefined
  /** How many there are, if they can be counted. */
  readonly assignees: number | undefined
  readonly correlation: number
}

/** Undefined if each unit is assigned by itself, or if not declared. */
export const clustersOf = (pilot: Pilot): Clusters | undefined => {
  const {
    assign_by,
    assignees,
    units_per_assignee: size,
    intra_class_correlation: correlation = 1,
  } = pilot.rollout ?? {}
  const unit = unitOf(pilot)
  if ((size ?? assignees) === undefined) return undefined
  if (assign_by !== undefined && unit !== undefined && isUnit(assign_by, unit)) return undefined
  return { size, assignees, correlation }
}

/** The units of one assignee: as declared, or more where more were counted; at least 1. */
export const unitsPerAssignee = (declared: number | undefined, totals: number, assignees: number): number =>
  Math.max(1, declared ?? 1, assignees > 0 ? totals / assignees : 1)

/** In each arm, the units of one assignee and the design effect. */
export type Shared = { readonly each: ArmNumbers; readonly effects: ArmNumbers }

const alone: Shared = { each: { control: 1, treatment: 1 }, effects: { control: 1, treatment: 1 } }

/**
 * Of a metric with so many observations in arms with these shares, in percent: all that count, by the assignees of the
 * largest step, as results are judged.
 */
export const sharedBy = (
  clusters: Clusters | undefined,
  correlation: number | undefined,
  observed: ArmNumbers,
  shares: ArmNumbers,
): Shared => {
  if (clusters === undefined) return alone
  const { size, assignees = 0 } = clusters
  const each = {
    control: unitsPerAssignee(size, observed.control, (assignees * shares.control) / 100),
    treatment: unitsPerAssignee(size, observed.treatment, (assignees * shares.treatment) / 100),
  }
  const effect = (units: number) => designEffect(units, correlation ?? clusters.correlation) ?? 1
  return { each, effects: { control: effect(each.control), treatment: effect(each.treatment) } }
}
