import { growFloats, growInts, NO_FLOATS, NO_INTS } from '@coelho/core'

/** The nearest of the points that were offered; of equal ones those that came first. */
export class Nearest {
  slots: Int32Array = NO_INTS
  distances: Float64Array = NO_FLOATS
  count = 0
  private limit = 0

  /** Begins anew, to keep so many. */
  start(limit: number): void {
    this.limit = limit
    this.count = 0
  }

  /** True if a further point must be nearer than the last to be kept. */
  get isFull(): boolean {
    return this.count === this.limit
  }

  offer(slot: number, distance: number): void {
    const { count, limit } = this
    let at = count
    if (count < limit) {
      if (count === this.slots.length) this.grow()
      this.count = count + 1
    } else {
      at = limit - 1
      if (limit === 0 || !(distance < this.distances[at])) return
    }
    const { slots, distances } = this
    for (; at > 0 && distance < distances[at - 1]; at--) {
      slots[at] = slots[at - 1]
      distances[at] = distances[at - 1]
    }
    slots[at] = slot
    distances[at] = distance
  }

  /** The same in any order: of equal ones that comes first which does, going round from `first`. */
  offerFrom(first: number, slot: number, distance: number): void {
    const { count, limit } = this
    if (count === limit && !this.isBefore(first, slot, distance, count - 1)) return
    if (count === this.slots.length) this.grow()
    const { slots, distances } = this
    let at = Math.min(count, limit - 1)
    this.count = at + 1
    for (; at > 0 && this.isBefore(first, slot, distance, at - 1); at--) {
      slots[at] = slots[at - 1]
      distances[at] = distances[at - 1]
    }
    slots[at] = slot
    distances[at] = distance
  }

  private isBefore(first: number, slot: number, distance: number, at: number): boolean {
    const other = this.distances[at]
    if (distance !== other) return distance < other
    // Slots below the first become the largest numbers.
    return (slot - first) >>> 0 < (this.slots[at] - first) >>> 0
  }

  /** The same, but of equal ones the highest slot comes first; true if it was kept. */
  offerLater(slot: number, distance: number): boolean {
    const { count, limit } = this
    if (count === limit && !(distance < this.distances[count - 1])) return false
    if (count === this.slots.length) this.grow()
    const { slots, distances } = this
    let at = Math.min(count, limit - 1)
    this.count = at + 1
    for (; at > 0; at--) {
      const before = distances[at - 1]
      if (before < distance || (before === distance && slots[at - 1] > slot)) break
      slots[at] = slots[at - 1]
      distances[at] = before
    }
    slots[at] = slot
    distances[at] = distance
    return true
  }

  private grow(): void {
    this.slots = growInts(this.slots, this.count + 1)
    this.distances = growFloats(this.distances, this.slots.length)
  }
}
