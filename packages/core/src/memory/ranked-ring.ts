import { SnapshotError } from '../errors.js'
import { growFloats } from './grow.js'
import { RankZone } from './rank-zone.js'

/**
 * The last so many numbers, for asking again and again for the same quantile of them, or the same
 * two: O(1) on average for a new number.
 */
export class RankedRing {
  static readonly id = 'memory.RankedRing'
  static readonly state = ['values', 'count', 'oldest'] as const

  count = 0
  private values: Float64Array = new Float64Array(4)
  private oldest = 0 // its place, where the next one goes once all are there
  private readonly zones: readonly RankZone[]

  /** `zones`: for how many quantiles. */
  constructor(zones = 1) {
    this.zones = Array.from({ length: zones }, () => new RankZone())
  }

  /** Takes a number in; once there are `size`, the oldest goes. */
  push(given: number, size: number): void {
    const x = given + 0 // -0 and 0 are one
    const { zones } = this
    let leaving = Number.NaN
    let place = this.count
    if (place < size) {
      this.values = growFloats(this.values, ++this.count)
    } else {
      place = this.oldest
      leaving = this.values[place]
      this.oldest = place + 1 === size ? 0 : place + 1
    }
    this.values[place] = x
    for (let k = 0; k < zones.length; k++) zones[k].move(leaving, x, size)
  }

  /** What lies below and above the share `q` of the numbers, in proportion; by the k-th zone. */
  quantile(q: number, k = 0): number {
    const { values, count } = this
    const zone = this.zones[k]
    const place = q * (count - 1)
    const rank = Math.floor(place)
    const lower = zone.read(rank, values, count)
    if (place === rank) return lower
    return lower + (place - rank) * (zone.read(rank + 1, values, count) - lower)
  }

  checkSize(size: number): void {
    const { values, count, oldest, zones } = this
    const inside = isPlace(count, values.length + 1) && isPlace(oldest, size) && count <= size
    if (!inside || (oldest > 0 && count < size)) {
      throw new SnapshotError('a window must fit its size')
    }
    for (let i = 0; i < count; i++) {
      if (Number.isFinite(values[i])) continue
      throw new SnapshotError('a window must hold finite numbers', values[i])
    }
    for (const zone of zones) zone.forget()
  }
}

function isPlace(value: number, below: number): boolean {
  return Number.isSafeInteger(value) && value >= 0 && value < below
}
