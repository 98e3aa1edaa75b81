import { growFloats, growInts, NO_FLOATS, NO_INTS } from '@coelho/core'

/** Slots with their distances; the nearest comes out first, of equal ones the lowest slot. */
export class SlotHeap {
  private slots: Int32Array = NO_INTS
  private distances: Float64Array = NO_FLOATS
  size = 0
  /** The distance of what came out last. */
  distance = 0

  clear(): void {
    this.size = 0
  }

  push(slot: number, distance: number): void {
    if (this.size === this.slots.length) {
      this.slots = growInts(this.slots, this.size + 1)
      this.distances = growFloats(this.distances, this.slots.length)
    }
    const { slots, distances } = this
    let at = this.size++
    while (at > 0) {
      const above = (at - 1) >> 1
      if (!isBefore(distance, slot, distances[above], slots[above])) break
      slots[at] = slots[above]
      distances[at] = distances[above]
      at = above
    }
    slots[at] = slot
    distances[at] = distance
  }

  /** Takes the nearest out. */
  pop(): number {
    const { slots, distances } = this
    const nearest = slots[0]
    this.distance = distances[0]
    const last = --this.size
    const slot = slots[last]
    const distance = distances[last]
    let at = 0
    for (;;) {
      let below = 2 * at + 1
      if (below >= last) break
      const right = below + 1
      if (right < last && isBefore(distances[right], slots[right], distances[below], slots[below]))
        below = right
      if (!isBefore(distances[below], slots[below], distance, slot)) break
      slots[at] = slots[below]
      distances[at] = distances[below]
      at = below
    }
    slots[at] = slot
    distances[at] = distance
    return nearest
  }
}

function isBefore(a: number, slotA: number, b: number, slotB: number): boolean {
  return a < b || (a === b && slotA < slotB)
}
