import type { Pilot } from '../../model/pilot.ts'
import type { ExposedStage } from '../../model/stage.ts'
import { moreIsBetter, printQuantity, type Quantity, type Threshold, threshold } from '../../values/index.ts'
import { printNumeral } from '../../values/quantity.ts'
import type { Path } from '../../yaml/path.ts'
import { type Demand, moveOf } from './demand.ts'

/** The parts of an old version that are read: all that says where a bar stood, when, and what was waived. */
export const pastParts = [
  'stage',
  'started',
  'decide_by',
  'adopted',
  'success',
  'rollout',
  'owner',
  'model',
  'fallback',
  'rollback',
  'monitoring',
  'data',
  'cost',
  'drills',
  'exceptions',
] as const

export type PilotThen = Pick<Pilot, (typeof pastParts)[number]> & {
  /** What its comments waived. */
  readonly ignored?: readonly { readonly rule: string; readonly until: string }[]
}

/** Something that the pilot has to reach or keep, in one version of its file. */
export type Bar = {
  /** The same in every version, whatever the order in which the file is written. */
  readonly key: string
  readonly path: Path
  readonly name: string
  readonly text: string
  /** The stage from which it holds: results of that stage may not decide where it stands. */
  readonly from: ExposedStage
  readonly demand: Demand
  /** Set where a bar that asks more is an improvement that every team may make. */
  readonly mayTighten?: true
  /** Set where another rule tells of its absence, and of one that cannot be compared. */
  readonly mayVanish?: true
  /** The guardrail metric that it is a part of: one that is added as a whole makes the pilot look no better. */
  readonly guardrail?: string
  /** The metric without which it says nothing: with another one the two cannot be compared. */
  readonly of?: 'primary'
  /**
   * What it is to write it for the first time, where that may make the pilot look better: `late` once there are results
   * to write it by; `worst` once its stage began, because its absence meant the worst case.
   */
  readonly first?: 'late' | 'worst'
  /** What its absence means. */
  readonly absent?: Demand
}

export type Parts = Omit<Bar, 'key' | 'path' | 'name' | 'from'>

export const text = (value: string, written = value): Parts => ({
  text: written,
  // Neither case nor punctuation makes another definition.
  demand: {
    kind: 'text',
    text:
      value
        .toLowerCase()
        .match(/[\p{L}\p{N}]+/gu)
        ?.join(' ') ?? value,
  },
})

export const level = (quantity: Quantity, looser: 'more' | 'less'): Parts => ({
  text: printQuantity(quantity),
  demand: { kind: 'level', quantity, looser },
})

export const number = (value: number, looser: 'more' | 'less'): Parts => ({
  ...level({ value, unit: '' }, looser),
  text: printNumeral(value),
  mayTighten: true,
})

export const bounded = (value: Threshold): Parts => ({
  text: threshold.print(value),
  demand: { kind: 'threshold', threshold: value },
})

/** The parts of a bar, where its field is written. */
export const where = <T>(value: T | undefined, parts: (value: T) => Parts): Parts | undefined =>
  value === undefined ? undefined : parts(value)

/** One bar, or none where its field is not written. */
export const bar = (
  key: string | readonly (string | undefined)[],
  path: Path,
  name: string,
  from: ExposedStage,
  parts: Parts | undefined,
): Bar[] =>
  parts === undefined ? [] : [{ key: typeof key === 'string' ? key : JSON.stringify(key), path, name, from, ...parts }]

/** What tells two conditions on one metric apart: what it is compared with, and the side that is good. */
export const sort = (value: Threshold): string =>
  'reference' in value ? `${value.op} ${value.reference}` : moreIsBetter(value) ? 'more' : 'less'

/** Bars by their keys. Of two that say the same of one thing, the tighter counts: both have to hold. */
export const byKey = (all: readonly Bar[]): ReadonlyMap<string, Bar> => {
  const bars = new Map<string, Bar>()
  for (const one of all) {
    const other = bars.get(one.key)
    if (other === undefined || moveOf(other.demand, one.demand) === 'tighter') bars.set(one.key, one)
  }
  return bars
}
