import { growFloats, NO_FLOATS } from '@coelho/core'

/**
 * Which rows began before which: places that ascend, and at each the number of a row or -1. Tells
 * the highest number before a place in logarithmic time.
 */
export class RowOrder {
  private size = 0
  /** A heap: each node has the larger of the two below it, the leaves begin at `size`. */
  private highest: Float64Array = NO_FLOATS

  /** Makes room for so many places, all without a row. */
  clear(places: number): void {
    let size = 2
    while (size < places) size *= 2
    this.size = size
    this.highest = growFloats(this.highest, 2 * size)
    this.highest.fill(-1)
  }

  set(place: number, number: number): void {
    const { highest } = this
    let node = this.size + place
    highest[node] = number
    for (node >>= 1; node >= 1; node >>= 1) {
      const larger = Math.max(highest[2 * node], highest[2 * node + 1])
      if (highest[node] === larger) return
      highest[node] = larger
    }
  }

  highestBefore(place: number): number {
    const { highest } = this
    let most = -1
    for (let node = this.size + place; node > 1; node >>= 1) {
      if ((node & 1) === 1) most = Math.max(most, highest[node - 1])
    }
    return most
  }
}
