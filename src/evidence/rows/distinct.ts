/** So many entries share one block: a table grows by blocks, and never copies what it holds. */
const block = 1 << 16
const mask = block - 1

const spread = (hash: number): number => {
  let h = hash
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b)
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35)
  return h ^ (h >>> 16)
}

type Block = { readonly high: Int32Array; readonly low: Int32Array; readonly counts: Uint8Array }

/** What is known of one unit in one group. */
export type UnitCounts = number

/**
 * Units by group, each with small counts. What is kept of a unit is a hash of 64 bits: of two million units, two are taken
 * for one with a chance of 1 in ten million. An entry takes 8 bytes, one for each count, and 4 to 8 to be found.
 */
export type Distinct = {
  /** The unit that the following questions are about. */
  readonly unit: (id: string) => void
  /** Its entry in a group; undefined where it has none. */
  readonly find: (group: number) => UnitCounts | undefined
  readonly add: (group: number) => UnitCounts
  readonly get: (entry: UnitCounts, at: number) => number
  readonly set: (entry: UnitCounts, at: number, value: number) => void
}

/** A table of units with so many counts for each entry; `seed` keeps a file from choosing units that meet. */
export const distinct = (counts: number, seed: readonly [number, number]): Distinct => {
  const blocks: Block[] = []
  /** Counts beyond a byte. */
  const large = new Map<number, number>()
  let size = 0
  // An entry plus one, 0 where there is none.
  let slots = new Uint32Array(1 << 12)
  let [one, other] = [0, 0]
  let [high, low] = [0, 0]

  const slotOf = (): number => {
    let slot = high & (slots.length - 1)
    for (let found = slots[slot] ?? 0; found !== 0; found = slots[slot] ?? 0) {
      const held = blocks[(found - 1) >>> 16]
      const at = (found - 1) & mask
      if (held?.high[at] === high && held.low[at] === low) return slot
      slot = (slot + 1) & (slots.length - 1)
    }
    return slot
  }

  const grow = (): void => {
    slots = new Uint32Array(slots.length * 2)
    for (let entry = 0; entry < size; entry++) {
      let slot = (blocks[entry >>> 16]?.high[entry & mask] ?? 0) & (slots.length - 1)
      while (slots[slot] !== 0) slot = (slot + 1) & (slots.length - 1)
      slots[slot] = entry + 1
    }
  }

  const turn = (group: number): void => {
    high = spread(one ^ Math.imul(group, 0x9e3779b1))
    low = spread(other + Math.imul(group, 0x27d4eb2f))
  }

  return {
    unit: (id) => {
      ;[one, other] = seed
      for (let at = 0; at < id.length; at++) {
        const code = id.charCodeAt(at)
        one = spread(Math.imul(one ^ code, 0x9e3779b1))
        other = Math.imul(other ^ code, 0x5f356495)
        other = (other << 13) | (other >>> 19)
      }
      other = spread(other ^ id.length)
    },
    find: (group) => {
      turn(group)
      const found = slots[slotOf()] ?? 0
      return found === 0 ? undefined : found - 1
    },
    add: (group) => {
      turn(group)
      if (size >= slots.length * 0.75) grow()
      const slot = slotOf()
      const found = slots[slot] ?? 0
      if (found !== 0) return found - 1
      const entry = size
      size += 1
      if ((entry & mask) === 0)
        blocks.push({
          high: new Int32Array(block),
          low: new Int32Array(block),
          counts: new Uint8Array(block * counts),
        })
      const own = blocks[entry >>> 16]
      if (own !== undefined) {
        own.high[entry & mask] = high
        own.low[entry & mask] = low
      }
      slots[slot] = entry + 1
      return entry
    },
    get: (entry, at) => {
      const value = blocks[entry >>> 16]?.counts[(entry & mask) * counts + at] ?? 0
      return value < 255 ? value : (large.get(entry * counts + at) ?? 255)
    },
    set: (entry, at, value) => {
      const own = blocks[entry >>> 16]
      if (own !== undefined) own.counts[(entry & mask) * counts + at] = Math.min(255, value)
      if (value >= 255) large.set(entry * counts + at, value)
    },
  }
}
