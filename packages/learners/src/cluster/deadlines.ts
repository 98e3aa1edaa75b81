import { growFloats, growInts, NO_FLOATS, NO_INTS } from '@coelho/core'

/** Slots, each with a time; the one whose time comes first is at the top of a heap. */
export class Deadlines {
  private count = 0
  private slots: Int32Array = NO_INTS
  private times: Float64Array = NO_FLOATS

  /** When the first one is due. */
  get next(): number {
    return this.count > 0 ? this.times[0] : Infinity
  }

  add(slot: number, time: number): void {
    this.slots = growInts(this.slots, this.count + 1)
    this.times = growFloats(this.times, this.count + 1)
    const { slots, times } = this
    let at = this.count++
    while (at > 0) {
      const above = (at - 1) >> 1
      if (times[above] <= time) break
      slots[at] = slots[above]
      times[at] = times[above]
      at = above
    }
    slots[at] = slot
    times[at] = time
  }

  /** Takes the first one out. */
  take(): number {
    const { slots, times } = this
    const taken = slots[0]
    const last = --this.count
    const slot = slots[last]
    const time = times[last]
    let at = 0
    for (let below = 1; below < last; below = 2 * at + 1) {
      if (below + 1 < last && times[below + 1] < times[below]) below++
      if (times[below] >= time) break
      slots[at] = slots[below]
      times[at] = times[below]
      at = below
    }
    slots[at] = slot
    times[at] = time
    return taken
  }

  clear(): void {
    this.count = 0
  }
}
